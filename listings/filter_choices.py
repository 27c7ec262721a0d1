"""Closed lists of the job search that are no words of the whole site: bands, limits, orders, tools."""

from functools import cached_property

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.models import Industry, Place, Role, Skill
from cms.models.places import COUNTRY_NAMES
from cms.vocabulary import Education, RoleFamily, SkillKind, Weekday
from listings.search import Interpretation, SearchQuery, Taxonomy, interpret, taxonomy

RADII = [5, 10, 25, 50, 100]  # miles; people outside the US and Great Britain read them in km
DEFAULT_RADIUS = 25

# Hours a week, from the first number on and below the second.
HOURS = {"under-20": (0, 20), "20-34": (20, 35), "35-up": (35, 1000)}
HOURS_LABELS = [
    ("under-20", gettext_lazy("Under 20 hours a week")),
    ("20-34", gettext_lazy("20 to 34 hours a week")),
    ("35-up", gettext_lazy("35 hours a week or more")),
]
EXPERIENCE = [
    ("0", gettext_lazy("No experience asked")),
    ("12", gettext_lazy("1 year at most")),
    ("24", gettext_lazy("2 years at most")),
    ("36", gettext_lazy("3 years at most")),
    ("60", gettext_lazy("5 years at most")),
]  # months
POSTED = [
    ("1", gettext_lazy("In the last 24 hours")),
    ("3", gettext_lazy("In the last 3 days")),
    ("7", gettext_lazy("In the last 7 days")),
    ("14", gettext_lazy("In the last 14 days")),
]  # days
WEEKDAYS = {day.name.lower(): day for day in Weekday}
DAYS_OFF = [(name, day.label) for name, day in WEEKDAYS.items()]
BELOW_A_DEGREE = [Education.NONE, Education.HIGH_SCHOOL, Education.CERTIFICATE]
COUNTRIES = sorted(COUNTRY_NAMES.items(), key=lambda item: item[1])


class Sort:
    """Orders of the job list. Best match is for words, distance for searches around a place."""

    BEST, NEWEST, CLOSING, PAY, DISTANCE = "best", "newest", "closing", "pay", "distance"
    CHOICES = [
        (BEST, pgettext_lazy("order of jobs", "Best match")),
        (NEWEST, gettext_lazy("Newest")),
        (CLOSING, gettext_lazy("Closing soon")),
        (PAY, gettext_lazy("Pay")),
        (DISTANCE, gettext_lazy("Distance")),
    ]


class Lookups:
    """What one page asks the database for once, however many variants of a search it counts."""

    def __init__(self):
        self._places, self._interpretations, self._queries = {}, {}, {}

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Titles by slug of roles (along the lines), tools, languages and industries. One query."""
        skills = Skill.objects.all()
        parts = [
            _titles("role", Role.objects.all(), "title", family="family", rung="ladder_level"),
            _titles("tool", skills.filter(kind=SkillKind.TOOL), "preferred_label"),
            _titles("language", skills.filter(kind=SkillKind.LANGUAGE), "preferred_label"),
            _titles("industry", Industry.objects.all(), "title"),
        ]
        lines = {family: position for position, family in enumerate(RoleFamily.values)}
        found = {"role": {}, "tool": {}, "language": {}, "industry": {}}
        rows = parts[0].union(*parts[1:], all=True)
        for name, slug, title, _family, _rung in sorted(
            rows, key=lambda row: (lines.get(row[3], 0), row[4] or "", row[2].casefold())
        ):
            found[name][slug] = title
        return found

    def places(self, text: str) -> list[Place]:
        """Places that the text may mean, likeliest first. One query for each text."""
        if text not in self._places:
            self._places[text] = list(Place.objects.named(text)[:3])
        return self._places[text]

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """Roles and skills by their words. One query, as a rule."""
        return taxonomy()

    def interpretation(self, text: str) -> Interpretation:
        """The filters among the words. One query where a place seems named."""
        if text not in self._interpretations:
            self._interpretations[text] = interpret(text, self.taxonomy)
        return self._interpretations[text]

    def words(self, text: str) -> SearchQuery:
        """The words as terms, with slips of the finger put right. See `SearchQuery.read` for its queries."""
        if text not in self._queries:
            self._queries[text] = SearchQuery.read(text, self.taxonomy) if text else SearchQuery()
        return self._queries[text]


def _titles(name: str, rows, title: str, family: str | None = None, rung: str | None = None):
    text = CharField()
    return (
        rows.order_by()
        .annotate(
            group_name=Value(name, output_field=text),
            line=Cast(family, text) if family else Value("", output_field=text),
            level=Cast(rung, text) if rung else Value("", output_field=text),
        )
        .values_list("group_name", "slug", title, "line", "level")
    )
