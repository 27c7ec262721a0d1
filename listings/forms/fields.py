"""Fields that take what people type and give what the models store. Each error says what would do."""

import difflib
import re
from decimal import Decimal
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.models import Role, Skill
from cms.models.places import COUNTRY_NAMES, STATES
from cms.vocabulary import Cefr, RoleFamily, SkillKind
from listings.models import Listing

INPUT = {"class": "input"}
_SIGN = re.compile(r"^(?:[A-Za-z]{1,3})?[$£€₹₱]?|[$£€₹₱]$")
_WASHINGTON_DC = re.compile(r"\bwashington,? d\.?c\b\.?", re.IGNORECASE)
_AMOUNT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?", re.ASCII)


def column_choice(column: str, **kwargs) -> forms.ChoiceField:
    """The choices of a listing's column, with an empty one first: a draft may leave it open."""
    choices = [("", gettext_lazy("Choose one")), *Listing._meta.get_field(column).flatchoices]
    return forms.ChoiceField(
        choices=choices, widget=forms.Select(attrs=INPUT), required=False, **kwargs
    )


class LineField(forms.CharField):
    """One line. Breaks and runs of blanks become single blanks: they would forge a mail's header."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs=INPUT))
        super().__init__(**kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class TextField(forms.CharField):
    """Several lines. Browsers send each break as two characters and count it as one; so do we."""

    def __init__(self, *, rows: int, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs=INPUT | {"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n").strip()


class MoneyField(forms.CharField):
    """An amount as people write it: 21.50, $21.50, 48,000 or 48k."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs=INPUT | {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def prepare_value(self, value):
        return f"{value:.2f}" if isinstance(value, Decimal) else value

    def to_python(self, value) -> Decimal | None:
        text = _SIGN.sub("", "".join(super().to_python(value).split()))
        if not text:
            return None
        thousands = text[-1] in "kK"
        digits = text[:-1] if thousands else text
        if not _AMOUNT.fullmatch(digits):
            raise ValidationError(_("Write the amount in digits, like 21.50 or 48,000."))
        amount = Decimal(digits.replace(",", "")) * (1000 if thousands else 1)
        if not 0 < amount < Decimal(10) ** 8:
            raise ValidationError(_("Write an amount between 0.01 and 99,999,999."))
        return amount.quantize(Decimal("0.01"))


def out_of_range(words) -> dict:
    """One sentence for a number that is none, too small, too large or too fine."""
    return dict.fromkeys(
        [
            "invalid",
            "min_value",
            "max_value",
            "max_digits",
            "max_decimal_places",
            "max_whole_digits",
        ],
        words,
    )


class HoursField(forms.DecimalField):
    """Hours a week: 40, 37.5 or 37½."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs=INPUT | {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            min_value=1,
            max_value=80,
            max_digits=4,
            decimal_places=1,
            widget=widget,
            error_messages=out_of_range(
                gettext_lazy("Write the hours a week as a number from 1 to 80, like 40 or 37.5.")
            ),
            **kwargs,
        )

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value):
        return super().to_python(value.strip().replace("½", ".5") if value else value)


class _ByLine(ModelChoiceIterator):
    """Roles under the names of their lines."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for family, roles in groupby(self.queryset, key=lambda role: role.family):
            yield RoleFamily(family).label, [self.choice(role) for role in roles]


class RoleField(forms.ModelChoiceField):
    """A role of the ladder. One query."""

    iterator = _ByLine

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Select(attrs=INPUT))
        super().__init__(queryset=Role.objects.service().by_line(), **kwargs)


def _names(text: str) -> list[str]:
    """What stands between commas, semicolons and line ends, without bullets."""
    parts = (part.strip(" \t-–•*.") for part in re.split(r"[,;\n]", text))
    return [part for part in dict.fromkeys(parts) if part]


def _labels(kind_filter: dict) -> dict[str, Skill]:
    """Every wording of every skill, folded. A preferred label wins over another's second name. One query."""
    labels = {}
    skills = list(Skill.objects.filter(**kind_filter))
    for skill in skills:
        for label in skill.labels:
            labels.setdefault(label.casefold(), skill)
    return labels | {skill.preferred_label.casefold(): skill for skill in skills}


class SkillNamesField(TextField):
    """Skills and tools by name, one a line or with commas between, as a list of Skill. One query."""

    def clean(self, value) -> list[Skill]:
        text = super().clean(value)
        if not text:
            return []
        labels = {
            label: skill
            for label, skill in _labels({"is_matchable": True}).items()
            if skill.kind != SkillKind.LANGUAGE
        }
        found, unknown = self._resolve(text, labels)
        if unknown:
            raise ValidationError([_unknown_name(name, labels) for name in unknown])
        return list(dict.fromkeys(found))

    @staticmethod
    def _resolve(text: str, labels: dict[str, Skill]) -> tuple[list[Skill], list[str]]:
        """Whole lines first: one label has a comma in it."""
        found, unknown = [], []
        for line in text.split("\n"):
            whole = " ".join(line.split()).strip(" -–•*.").casefold()
            if whole in labels:
                found.append(labels[whole])
                continue
            for name in _names(line):
                skill = labels.get(" ".join(name.split()).casefold())
                found.append(skill) if skill else unknown.append(name)
        return found, unknown


def _unknown_name(name: str, labels: dict[str, Skill]) -> str:
    near = difflib.get_close_matches(name.casefold()[:80], labels, n=1, cutoff=0.75)
    if near:
        return _("We know no skill “%(name)s”. Did you mean %(near)s?") % {
            "name": name[:80],
            "near": labels[near[0]].preferred_label,
        }
    return _("We know no skill “%(name)s”. Try another name for it, or say it in the text.") % {
        "name": name[:80]
    }


class LanguageLevelsField(TextField):
    """Languages with a level, "Spanish B2", as a mapping of Skill to level. One query."""

    def clean(self, value) -> dict[Skill, str]:
        text = super().clean(value)
        if not text:
            return {}
        labels = _labels({"kind": SkillKind.LANGUAGE})
        levels, problems = {}, []
        for name in _names(text):
            words, _blank, level = name.rpartition(" ")
            if level.upper() not in Cefr.values:
                words, level = name, ""
            language = labels.get(words.strip(" (:").casefold())
            if language is None:
                problems.append(_("We know no language “%(name)s”.") % {"name": words[:80]})
            elif not level:
                problems.append(
                    _("Add a level to %(name)s: A1, A2, B1, B2, C1 or C2.")
                    % {"name": language.preferred_label}
                )
            else:
                levels[language] = level.upper()
        if problems:
            raise ValidationError(problems)
        return levels


class CountriesField(LineField):
    """Countries by name or code, as the codes with blanks between."""

    default_error_messages = {"too_many": gettext_lazy("Name at most 30 countries.")}

    def clean(self, value) -> str:
        text = super().clean(value)
        codes = {code.casefold(): code for code in COUNTRY_NAMES}
        codes |= {name.casefold(): code for code, name in COUNTRY_NAMES.items()}
        codes |= {"usa": "US", "u.s": "US", "uk": "GB", "great britain": "GB"}
        parts = _names(text)
        if len(parts) == 1 and text.casefold() not in codes:
            parts = text.split()  # "US CA"
        unknown = [part for part in parts if part.casefold() not in codes]
        if unknown:
            raise ValidationError(
                ngettext(
                    "We know no country %(names)s.", "We know no countries %(names)s.", len(unknown)
                )
                % {"names": ", ".join(f"“{name[:40]}”" for name in unknown)}
            )
        if len(parts) > 30:
            raise ValidationError(self.error_messages["too_many"])
        return " ".join(dict.fromkeys(codes[part.casefold()] for part in parts))


class StatesField(LineField):
    """States of the US by name or code, as the codes with blanks between."""

    def clean(self, value) -> str:
        text = super().clean(value)
        codes = {code.casefold(): code for code in STATES.values()}
        codes |= {name.casefold(): code for name, code in STATES.items()}
        parts = _names(_WASHINGTON_DC.sub("DC", text))
        if len(parts) == 1 and text.casefold() not in codes and parts[0].casefold() not in codes:
            parts = text.split()  # "OH MI"
        unknown = [part for part in parts if part.casefold() not in codes]
        if unknown:
            raise ValidationError(
                ngettext(
                    "We know no US state %(names)s.",
                    "We know no US states %(names)s.",
                    len(unknown),
                )
                % {"names": ", ".join(f"“{name[:40]}”" for name in unknown[:10])}
            )
        return " ".join(dict.fromkeys(codes[part.casefold()] for part in parts))
