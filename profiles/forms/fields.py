"""Fields that take what people type."""

import re
from datetime import date
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import Place

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
EARLIEST_YEAR = 1940
WEBSITE_LENGTH = 200
_MONTH_FORMS = [
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-\d{1,2})?"),
    re.compile(r"(?P<month>\d{1,2})\s*[/.]\s*(?P<year>\d{4})"),
    re.compile(r"(?P<name>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})"),
]
NOT_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"\\\\]")
_PUBLIC_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def text_input(**attrs) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input"} | attrs)


def select(**attrs) -> forms.Select:
    return forms.Select(attrs={"class": "input"} | attrs)


def text_area(rows: int, **attrs) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows} | attrs)


class LaidOut:
    """For a form of several lines: `layout` names the fields of each, those of one line side by side."""

    layout: tuple[tuple[str, ...], ...]

    def lines(self):
        return [[self[name] for name in names] for names in self.layout]


def refuse_earlier_end(form: forms.Form, first: str, last: str, problem: str) -> None:
    """Put `problem` beside the field `last` if its value lies before that of `first`."""
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if start and end and end < start:
        form.add_error(last, problem)


class Boxes(forms.CheckboxSelectMultiple):
    template_name = "components/options.html"


class Radios(forms.RadioSelect):
    template_name = "components/options.html"


class MonthField(forms.CharField):
    """A month and year as people write them; a year alone is its first month, or its last."""

    def __init__(self, *, year_means_month: int = 1, **kwargs):
        self.year_means_month = year_means_month
        kwargs.setdefault("widget", text_input(autocomplete="off"))
        super().__init__(max_length=30, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, date):
            return f"{MONTHS[value.month - 1].capitalize()} {value.year}"
        return value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value) -> date | None:
        text = super().clean(value).strip().lower()
        if not text:
            return None
        for form in _MONTH_FORMS:
            if match := form.fullmatch(text):
                parts = match.groupdict()
                month = self.year_means_month
                if "name" in parts:
                    month = _month_named(parts["name"])
                elif "month" in parts:
                    month = int(parts["month"])
                if 1 <= month <= 12 and EARLIEST_YEAR <= int(parts["year"]) <= 2100:
                    return date(int(parts["year"]), month, 1)
        raise ValidationError(_("Write a month and a year, for example Mar 2023 or 03/2023."))


class YearField(forms.IntegerField):
    """A year of four digits, at most some years ahead."""

    def __init__(self, *, years_ahead: int = 0, **kwargs):
        self.years_ahead = years_ahead
        super().__init__(
            required=False,
            widget=text_input(inputmode="numeric", autocomplete="off"),
            error_messages={
                "invalid": gettext_lazy("Write a year with four digits, for example 2021.")
            },
            **kwargs,
        )

    def clean(self, value) -> int | None:
        year = super().clean(value)
        if year is None:
            return None
        latest = timezone.localdate().year + self.years_ahead
        if not EARLIEST_YEAR <= year <= latest:
            raise ValidationError(
                _("Write a year from %(first)d to %(last)d.")
                % {"first": EARLIEST_YEAR, "last": latest}
            )
        return year


def _month_named(name: str) -> int:
    """1 to 12, or 0 for a word that is no month: "sept" and "march" are, "marching" is not."""
    full = [
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
    ]
    return next((n for n, month in enumerate(full, 1) if month.startswith(name)), 0)


class PlaceMixin:
    """For a form with a text field `place`: cleaned, it is a Place or None. One query.

    `also_named` holds up to three other places that the text may mean.
    """

    also_named: tuple[Place, ...] = ()
    held_place: Place | None = None

    def clean_place(self) -> Place | None:
        text = self.cleaned_data["place"].strip()
        if not text:
            return None
        # What we wrote into the field ourselves means the same place, though a bigger one shares its name.
        if self.held_place and text == self.held_place.label:
            return self.held_place
        first, *others = [*Place.objects.named(text)[:4], None]
        if first is None:
            raise ValidationError(
                _(
                    "We do not know a place called “%(text)s”. Write a city of 15,000 people or more"
                    " with its state or country, for example Columbus, OH."
                )
                % {"text": text}
            )
        self.also_named = tuple(
            place for place in others if place and place.name == first.name != place.label
        )
        return first


def place_field(**kwargs) -> forms.CharField:
    return forms.CharField(
        **{
            "label": gettext_lazy("Place"),
            "required": False,
            "max_length": 120,
            "widget": text_input(autocomplete="address-level2"),
        }
        | kwargs
    )


class WebsiteField(forms.URLField):
    """A public address that starts with https:// and carries no name or password. It is never fetched."""

    default_validators = []  # ours says more, and two messages about one thing are one too many

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "label": gettext_lazy("Website"),
                "required": False,
                "assume_scheme": "https",
                "max_length": WEBSITE_LENGTH,
                "widget": text_input(inputmode="url", autocomplete="url"),
                "error_messages": {
                    "invalid": gettext_lazy(
                        "Write a public web address, for example https://example.org"
                    )
                },
            }
            | kwargs
        )

    def validate(self, value):
        super().validate(value)
        if value:
            validate_website(value)


def is_public_host(host: str) -> bool:
    """Whether it is a name as hosts on the internet have: no number, no bare word. In small letters."""
    return len(host) <= 253 and bool(_PUBLIC_HOST.fullmatch(host))


def validate_website(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        plain = parts.username is None and parts.password is None and parts.port in {None, 443}
    except ValueError:
        plain, host, parts = False, "", urlsplit("https:")
    if parts.scheme != "https":
        raise ValidationError(_("Write an address that starts with https://"))
    if not plain or NOT_IN_AN_ADDRESS.search(url) or not is_public_host(host.lower()):
        raise ValidationError(_("Write a public web address, for example https://example.org"))
