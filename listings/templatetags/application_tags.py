from django import template

from listings.application_states import EMPLOYER_WORDS

register = template.Library()


@register.filter
def for_employer(state: str) -> str:
    """A state of an application in the words of those who read it for the employer."""
    return EMPLOYER_WORDS[state]
