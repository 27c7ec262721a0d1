"""A person's match alert on their pages."""

from django import template

from matching.alerts.forms import MatchAlertForm
from matching.alerts.times import next_run_in_words, rhythm_in_words
from matching.explanation.points import shown
from matching.models import MatchAlert
from matching.ranking import load_ranked
from profiles.my_profile import my_profile

register = template.Library()

JOBS_NAMED = 5


@register.inclusion_tag("matching/partials/match_alert_panel.html", takes_context=True)
def match_alert_panel(context, only_if_set=False):
    """The alert of whoever asks, or the offer of one. One query; for a guest none. Needs csrf_token."""
    request = context["request"]
    user = request.user
    alert = None
    if user.is_authenticated:
        alerts = MatchAlert.objects.filter(candidate__user=user).select_related("candidate")
        alert = alerts.first()
    return {
        "is_shown": alert is not None or not only_if_set,
        "is_signed_in": user.is_authenticated,
        "alert": alert,
        "rhythm": rhythm_in_words(alert) if alert else "",
        "next_day": next_run_in_words(alert) if alert else "",
        "snapshot": my_profile(request).snapshot(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("matching/partials/match_alert_preview.html")
def match_alert_preview(form: MatchAlertForm):
    """What an alert with the form's share would have sent lately. Three queries, none if nothing."""
    fitting = form.would_have_sent
    tenths = dict(fitting)
    named = load_ranked([each.key for each in fitting[:JOBS_NAMED]]) if fitting else []
    return {
        "is_known": form.lately is not None,
        "share": form.chosen_share,
        "count": len(fitting),
        "jobs": [(listing, shown(tenths[listing.pk])) for listing in named],
        "more": len(fitting) - len(named),
        "counts": form.counts,
    }
