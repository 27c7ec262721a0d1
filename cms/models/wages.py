from django.db import models
from django.utils.translation import gettext_lazy as _

from .places import Place

METRO_RADIUS_MILES = 25


class WageAreaQuerySet(models.QuerySet):
    def speaking_for(self, place: Place | None):
        """The areas whose figures speak for a place, in no order: for use inside another statement too.

        The metropolitan area is the one of whose title cities one is nearest within 25 miles in the
        same state. Outside the US there is none.
        """
        if place is None or place.country_code != "US":
            return self.none()
        title_city = (
            Place.objects.within(place, METRO_RADIUS_MILES)
            .filter(admin1_code=place.admin1_code, country_code="US", wage_areas__isnull=False)
            .order_by("distance", "pk")
            .values("wage_areas")
        )
        return self.filter(
            models.Q(pk=models.Subquery(title_city[:1]))
            | models.Q(kind=WageArea.Kind.STATE, state=place.admin1_code)
            | models.Q(kind=WageArea.Kind.NATION)
        ).order_by()

    def around(self, place: Place | None) -> list["WageArea"]:
        """The same, nearest first: metropolitan area, state, nation. At most one query."""
        return sorted(self.speaking_for(place), key=lambda area: area.nearness)

    def nation(self):
        return self.filter(kind=WageArea.Kind.NATION)


class WageArea(models.Model):
    """An area for which the Bureau of Labor Statistics publishes wages."""

    class Kind(models.TextChoices):
        NATION = "national", _("nation")
        STATE = "state", _("state")
        METRO = "metro", _("metropolitan area")
        NONMETRO = "nonmetro", _("nonmetropolitan area")

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=7)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=2, blank=True, help_text="Postal code, for a state's row")
    title_cities = models.ManyToManyField(Place, related_name="wage_areas", blank=True)

    objects = WageAreaQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="wage_area_once_per_code")
        ]

    def __str__(self):
        return self.title

    @property
    def nearness(self) -> int:
        """How closely its figures speak for a place in it, the closest first."""
        return NEAREST_FIRST.index(self.kind)


NEAREST_FIRST = [
    WageArea.Kind.METRO,
    WageArea.Kind.NONMETRO,
    WageArea.Kind.STATE,
    WageArea.Kind.NATION,
]


class WageQuerySet(models.QuerySet):
    def latest(self):
        """The newest release of each figure; older ones stay, with their year."""
        newest = self.model.objects.filter(
            soc_code=models.OuterRef("soc_code"),
            area=models.OuterRef("area"),
            naics_sector=models.OuterRef("naics_sector"),
        ).order_by("-year", "-month")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))

    def all_industries(self):
        return self.filter(naics_sector=Wage.ALL_INDUSTRIES)


class Wage(models.Model):
    """What people in an occupation earn in an area: percentiles in US dollars, empty where not published.

    Source: US Bureau of Labor Statistics, Occupational Employment and Wage Statistics (public domain).
    """

    ALL_INDUSTRIES = "000000"

    soc_code = models.CharField("SOC code", max_length=7)
    occupation = models.CharField(max_length=120)
    area = models.ForeignKey(WageArea, on_delete=models.CASCADE, related_name="wages")
    naics_sector = models.CharField("NAICS sector", max_length=6, default=ALL_INDUSTRIES)
    industry = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(default=5)
    source = models.CharField(max_length=200)
    employment = models.PositiveIntegerField(null=True, blank=True)
    hourly_p10 = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    hourly_p25 = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    hourly_median = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    hourly_p75 = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    hourly_p90 = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    annual_p10 = models.PositiveIntegerField(null=True, blank=True)
    annual_p25 = models.PositiveIntegerField(null=True, blank=True)
    annual_median = models.PositiveIntegerField(null=True, blank=True)
    annual_p75 = models.PositiveIntegerField(null=True, blank=True)
    annual_p90 = models.PositiveIntegerField(null=True, blank=True)

    objects = WageQuerySet.as_manager()

    class Meta:
        ordering = ["soc_code", "area", "naics_sector", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["soc_code", "area", "naics_sector", "year", "month"],
                name="wage_once_per_release",
            )
        ]

    def __str__(self):
        return f"{self.occupation}, {self.area_id}, {self.year}"

    @property
    def release(self) -> str:
        return f"May {self.year}" if self.month == 5 else f"{self.year}-{self.month:02}"
