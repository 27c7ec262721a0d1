"""Sections of the employer's form: what the job is, where it is and what it pays.

Each section checks what it can by itself; only what a draft needs is demanded here.
"""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.vocabulary import WorkMode
from listings.models import Listing
from listings.money import CURRENCY_NAMES, money
from profiles.forms.fields import PlaceMixin, Radios, place_field

from .fields import (
    INPUT,
    CountriesField,
    HoursField,
    LineField,
    MoneyField,
    RoleField,
    StatesField,
    TextField,
    column_choice,
)
from .sections import Section

# Signs that only one currency uses, to notice a wrong choice. "$" belongs to several.
SIGN_CURRENCIES = {"£": "GBP", "€": "EUR", "₹": "INR", "₱": "PHP"}


class TheJob(Section):
    title = LineField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("The name that people would search for, without pay or place"),
    )
    role = RoleField(
        label=gettext_lazy("Role on the ladder"),
        required=False,
        empty_label=gettext_lazy("Choose the role that comes closest"),
        help_text=gettext_lazy("It sets the line and the rung that people see."),
    )
    description = TextField(
        label=gettext_lazy("What the job is"),
        max_length=20_000,
        rows=12,
        required=False,
        help_text=gettext_lazy(
            "A usual day, what is hard about it, what a person is measured on. A blank line starts a"
            " paragraph, “- ” a list item; **two stars** make bold."
        ),
    )
    training = TextField(
        label=gettext_lazy("Training and the first 90 days"),
        max_length=3_000,
        rows=4,
        required=False,
        help_text=gettext_lazy("How long it lasts, and that it is paid"),
    )
    benefits = TextField(
        label=gettext_lazy("What else you offer"), max_length=3_000, rows=4, required=False
    )

    def carry_over(self, listing):
        super().carry_over(listing)
        listing.slug = slugify(self.cleaned_data.get("title", ""))[:80].strip("-") or "job"


class TheClient(Section):
    """For agencies and outsourcers: whose customers one serves."""

    client_name = LineField(
        label=gettext_lazy("The client whose customers one serves"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("People read it on the post. Leave it empty if there is none."),
    )
    is_client_hidden = forms.BooleanField(
        label=gettext_lazy("There is a client, and we do not name it"),
        required=False,
        help_text=gettext_lazy(
            "The post says so. People who apply like to know whom they would serve."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("client_name") and cleaned.get("is_client_hidden"):
            self.add_error(
                "client_name",
                _("Name the client, or tick that you do not name it. Both cannot be true."),
            )
        return cleaned


class WhereAndWho(PlaceMixin, Section):
    needs_place = True  # all but remote work; a draft that is written step by step may say it later

    work_mode = forms.ChoiceField(
        label=gettext_lazy("Where the work is done"), choices=WorkMode, widget=Radios
    )
    place = place_field(
        label=gettext_lazy("Town or city"),
        widget=forms.TextInput(attrs=INPUT),
        help_text=gettext_lazy("For example: Columbus, OH. Remote work needs none."),
    )
    countries = CountriesField(
        label=gettext_lazy("For remote work: countries where people may live"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("For example: United States, Canada"),
    )
    states = StatesField(
        label=gettext_lazy("For remote work in the United States: states where people may live"),
        max_length=900,
        required=False,
        help_text=gettext_lazy("For example: Ohio, MI. Empty means all of them."),
    )
    location_note = LineField(
        label=gettext_lazy("More about the place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: 2 days a week in the office"),
    )

    def clean(self):
        cleaned = super().clean()
        has_place = "place" not in cleaned or cleaned["place"]
        if (
            self.needs_place
            and cleaned.get("work_mode") not in {None, WorkMode.REMOTE}
            and not has_place
            and not cleaned.get("location_note")
        ):
            self.add_error(
                "place", _("Name the town or city. If there are several, name the first.")
            )
        is_remote = cleaned.get("work_mode") == WorkMode.REMOTE
        if (
            is_remote
            and cleaned.get("states")
            and "US" not in cleaned.get("countries", "US").split()
        ):
            self.add_error(
                "states",
                _("These are states of the US. Add the United States to the countries above."),
            )
        return cleaned

    def carry_over(self, listing):
        super().carry_over(listing)
        cleaned = self.cleaned_data
        if "place" in cleaned:
            listing.place = cleaned["place"]
        remote = listing.work_mode == WorkMode.REMOTE
        listing.applicant_countries = cleaned.get("countries", "") if remote else ""
        listing.applicant_states = cleaned.get("states", "") if remote else ""


class PayAndHours(Section):
    salary_period = forms.ChoiceField(
        label=gettext_lazy("How it is paid"),
        choices=Listing._meta.get_field("salary_period").flatchoices,
        widget=forms.Select(attrs=INPUT),
        initial="hour",
    )
    salary_currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=CURRENCY_NAMES.items(),
        widget=forms.Select(attrs=INPUT),
        initial="USD",
    )
    salary_min = MoneyField(label=gettext_lazy("Guaranteed pay, from"), required=False)
    salary_max = MoneyField(label=gettext_lazy("Guaranteed pay, to"), required=False)
    variable_pay = LineField(
        label=gettext_lazy("Bonus or premium"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: $1.25 an hour for Spanish"),
    )
    employment_type = column_choice("employment_type", label=gettext_lazy("Type of employment"))
    weekly_hours = HoursField(label=gettext_lazy("Hours a week"), required=False)
    shift_pattern = column_choice("shift_pattern", label=gettext_lazy("When people work"))
    works_weekends = forms.TypedChoiceField(
        label=gettext_lazy("Work on weekends"),
        choices=[
            ("", gettext_lazy("Not stated")),
            ("True", gettext_lazy("Yes")),
            ("False", gettext_lazy("No")),
        ],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    schedule_note = LineField(
        label=gettext_lazy("More about the hours"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: 9 a.m. to 5:30 p.m., every third Saturday"),
    )

    @property
    def pay_is_swapped(self) -> bool:
        return self.is_bound and self.has_error("salary_max", code="swapped")

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("salary_min"), cleaned.get("salary_max")
        currency, period = cleaned.get("salary_currency"), cleaned.get("salary_period")
        for name in ("salary_min", "salary_max"):
            meant = {SIGN_CURRENCIES.get(sign) for sign in str(self[name].data or "")} - {None}
            if currency and meant - {currency}:
                self.add_error(
                    name,
                    _(
                        "The sign does not belong to the currency that you chose. Change one of them."
                    ),
                )
        if low and high and low > high and currency and period:
            error = forms.ValidationError(
                _("Enter %(amount)s or more, or swap the two amounts.")
                % {"amount": money(low, currency, period)},
                code="swapped",
            )
            self.add_error("salary_max", error)
        return cleaned
