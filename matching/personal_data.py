"""Personal data of this app's models."""

from django.utils.translation import gettext_lazy as _

from matching.models import Invitation, MatchAlert, MatchAlertDelivery
from profiles.personal_data import personal

LINK = "The link to its owner"

personal(
    "matching.Invitation",
    _("Employers that invited you"),
    lambda subject: Invitation.objects.filter(candidate__user=subject.user).select_related(
        "listing__employer"
    ),
    exported=("listing", "created_at"),
    left_out={"candidate": LINK, "invited_by": "Who of the employer pressed the button"},
    more={"employer": lambda row: row.listing.employer.name},
)
personal(
    "matching.MatchAlert",
    _("Alert for jobs that fit"),
    lambda subject: MatchAlert.objects.filter(candidate__user=subject.user),
    exported=("min_share", "frequency", "hour", "next_run_at", "created_at"),
    left_out={"candidate": LINK},
)
personal(
    "matching.MatchAlertDelivery",
    _("Fitting jobs that the alert told you of"),
    lambda subject: MatchAlertDelivery.objects.filter(alert__candidate__user=subject.user),
    exported=("listing", "created_at"),
    left_out={"alert": "There is one alert at most"},
)
