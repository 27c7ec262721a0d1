from django import template

from profiles.my_profile import my_profile as holder_for

register = template.Library()


@register.simple_tag(takes_context=True)
def my_profile(context):
    """The profile of whoever asks, for a page that is not the profile's own. Queries when it is read."""
    return holder_for(context["request"])
