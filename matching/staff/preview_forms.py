"""The values that a preview is asked for. Nothing is saved: each form turns them into a taxonomy."""

from collections.abc import Iterable

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.models import Role, Skill, ToolFamily
from cms.vocabulary import SkillKind
from matching.staff.proposals import Taxonomy

MOST_LABELS = 4_000  # letters: an address holds no more
ADDED_AT_ONCE = 3
# A select is as wide as its longest option otherwise, and wider than a phone.
FULL_WIDTH = {"class": "w-w-full"}


class ProposalForm(forms.Form):
    """Filled in with what is there now, until other values are given."""

    def __init__(self, data, *, taxonomy: Taxonomy, row):
        self.taxonomy, self.row = taxonomy, row
        super().__init__(data, initial=self.values_of(row))

    def values_of(self, row) -> dict:
        return {name: getattr(row, name) for name in self.base_fields}

    @property
    def proposed(self) -> Taxonomy:
        """The taxonomy with the values given, which have to be valid."""
        raise NotImplementedError


class TransferForm(ProposalForm):
    transfer = forms.FloatField(
        label=_("Transfer"),
        min_value=0,
        max_value=1,
        help_text=_("From 0 (nothing carries over) to 1 (the same thing under another name)"),
    )

    row: ToolFamily

    @property
    def proposed(self) -> Taxonomy:
        return self.taxonomy.with_transfer(self.row.pk, self.cleaned_data["transfer"])


class SkillValuesForm(ProposalForm):
    preferred_label = forms.CharField(label=_("Preferred label"), max_length=80)
    alt_labels = forms.CharField(
        label=_("Alternative labels"),
        required=False,
        max_length=MOST_LABELS,
        widget=AdminAutoHeightTextInput,
        help_text=_("One a line: other words that people and postings use for the same thing"),
    )
    is_matchable = forms.BooleanField(
        label=_("Counts in matches"),
        required=False,
        help_text=_("Unticked, it is known to the site and counts for no match"),
    )

    row: Skill

    @property
    def proposed(self) -> Taxonomy:
        return self.taxonomy.with_skill(self.row.pk, **self.cleaned_data)


class ToolValuesForm(SkillValuesForm):
    tool_family = forms.ModelChoiceField(
        ToolFamily.objects.all(),
        label=_("Tool family"),
        required=False,
        empty_label=_("None"),
        widget=forms.Select(attrs=FULL_WIDTH),
    )


def values_form(skill: Skill) -> type[SkillValuesForm]:
    """Only a tool is of a family."""
    return ToolValuesForm if skill.kind == SkillKind.TOOL else SkillValuesForm


class AsksForm(ProposalForm):
    """Which skills a role asks. Importance and the essential mark are no part of a match."""

    kept = forms.TypedMultipleChoiceField(
        label=_("Skills that it asks"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Untick what it would ask no more. Importance and the essential mark are not asked for"
            " here: they count on the ladder and not in matches."
        ),
    )

    row: Role

    def __init__(self, data, *, taxonomy: Taxonomy, row: Role):
        super().__init__(data, taxonomy=taxonomy, row=row)
        self.fields["kept"].choices = self._choices(self.asked)
        others = self._choices(key for key in taxonomy.skills if key not in self.asked)
        for n in range(1, ADDED_AT_ONCE + 1):
            self.fields[f"added_{n}"] = forms.TypedChoiceField(
                label=_("One more skill"),
                coerce=int,
                empty_value=None,
                required=False,
                choices=[("", "—"), *others],
                widget=forms.Select(attrs=FULL_WIDTH),
            )

    @cached_property
    def asked(self) -> tuple[int, ...]:
        return self.taxonomy.asks.get(self.row.pk, ())

    def values_of(self, row) -> dict:
        return {"kept": list(self.asked)}

    def _choices(self, keys: Iterable[int]) -> list[tuple[int, str]]:
        named = [(key, self.taxonomy.skills[key].preferred_label) for key in keys]
        return sorted(named, key=lambda pair: pair[1].casefold())

    @property
    def proposed(self) -> Taxonomy:
        values = self.cleaned_data
        kept = [key for key in self.asked if key in values["kept"]]
        added = [values[f"added_{n}"] for n in range(1, ADDED_AT_ONCE + 1)]
        new = dict.fromkeys(key for key in added if key is not None)
        return self.taxonomy.with_asks(self.row.pk, [*kept, *new])
