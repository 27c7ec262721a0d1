from math import cos, radians

from django.db import models
from django.db.models.functions import ACos, Cos, Least, Radians, Sin
from django.utils.translation import gettext as _

EARTH_RADIUS_MILES = 3958.8
MILES_PER_DEGREE = 69.0
MILES_COUNTRIES = {"US", "GB"}
KM_PER_MILE = 1.609344

# The countries that the site's own content speaks of; any other is shown by its code.
COUNTRY_NAMES = {
    "US": "United States",
    "GB": "United Kingdom",
    "CA": "Canada",
    "IE": "Ireland",
    "IN": "India",
    "PH": "Philippines",
    "AU": "Australia",
    "NZ": "New Zealand",
    "ZA": "South Africa",
    "SG": "Singapore",
    "MY": "Malaysia",
    "DE": "Germany",
    "FR": "France",
    "NL": "Netherlands",
    "ES": "Spain",
    "PT": "Portugal",
    "IT": "Italy",
    "PL": "Poland",
    "SE": "Sweden",
    "MX": "Mexico",
    "BR": "Brazil",
    "IL": "Israel",
    "JP": "Japan",
    "AE": "United Arab Emirates",
}

# What people write beside a city, where it is not the name above.
COUNTRY_ALIASES = {"uk": "GB", "usa": "US", "u.s.": "US", "great britain": "GB"}

STATES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA",
    "Colorado": "CO", "Connecticut": "CT", "Delaware": "DE", "District of Columbia": "DC",
    "Florida": "FL", "Georgia": "GA", "Guam": "GU", "Hawaii": "HI", "Idaho": "ID",
    "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY",
    "Louisiana": "LA", "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI",
    "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE",
    "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM",
    "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH",
    "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA", "Puerto Rico": "PR",
    "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN",
    "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virgin Islands": "VI", "Virginia": "VA",
    "Washington": "WA", "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
}  # fmt: skip


def country_name(code: str) -> str:
    return COUNTRY_NAMES.get(code, code)


class PlaceQuerySet(models.QuerySet):
    def within(self, place: "Place", miles: float):
        """Places at most `miles` from `place`, with their distance in miles as `distance`.

        A box on latitude and longitude comes first, so that the index is used; the great circle decides.
        """
        lat, lon = radians(place.latitude), radians(place.longitude)
        d_lat = miles / MILES_PER_DEGREE
        d_lon = miles / (MILES_PER_DEGREE * max(cos(lat), 0.01))
        cosine = models.Value(1.0) * Sin(models.Value(lat)) * Sin(Radians("latitude")) + Cos(
            models.Value(lat)
        ) * Cos(Radians("latitude")) * Cos(Radians("longitude") - models.Value(lon))
        # Rounding can push the cosine of a place to itself above 1, where ACOS has no value.
        distance = models.Value(EARTH_RADIUS_MILES) * ACos(Least(cosine, models.Value(1.0)))
        return (
            self.filter(
                latitude__range=(place.latitude - d_lat, place.latitude + d_lat),
                longitude__range=(place.longitude - d_lon, place.longitude + d_lon),
            )
            .annotate(distance=distance)
            .filter(distance__lte=miles)
        )

    def named(self, text: str):
        """Places that a person may mean by "Columbus", "Columbus, OH" or "Leeds, United Kingdom", likeliest first.

        A state goes by its code or its name ("OH", "Ohio"), a country by its code or its name.
        """
        name, *areas = (part.strip() for part in text.split(","))
        if not name:
            return self.none()
        exact = models.Q(name__iexact=name)
        if name.casefold().startswith(("st. ", "st ")):
            exact |= models.Q(name__iexact=f"Saint {name.partition(' ')[2]}")
        found = self.filter(exact | models.Q(alt_names__icontains=f"|{name}|"))
        for area in filter(None, areas):
            plain = area.casefold()
            countries = [code for code, title in COUNTRY_NAMES.items() if title.casefold() == plain]
            countries += filter(None, [COUNTRY_ALIASES.get(plain)])
            states = [code for title, code in STATES.items() if title.casefold() == plain]
            found = found.filter(
                models.Q(admin1_code__iexact=area)
                | models.Q(country_code__iexact=area)
                | models.Q(country_code__in=countries)
                | models.Q(country_code="US", admin1_code__in=states)
            )
        exact_first = models.Case(models.When(exact, then=0), default=1)
        home_first = models.Case(models.When(country_code="US", then=0), default=1)
        return found.order_by(exact_first, home_first, "-population", "pk")

    def beginning(self, text: str):
        """Places whose name or other name begins so, for suggestions while one types, likeliest first.

        After a comma comes the beginning of the state or country: "colum, oh".
        """
        name, _comma, area = (part.strip() for part in text.partition(","))
        if not name:
            return self.none()
        found = self.filter(
            models.Q(name__istartswith=name) | models.Q(alt_names__icontains=f"|{name}")
        )
        if area:
            plain = area.casefold()
            countries = [
                code for code, title in COUNTRY_NAMES.items() if title.casefold().startswith(plain)
            ]
            states = [code for title, code in STATES.items() if title.casefold().startswith(plain)]
            found = found.filter(
                models.Q(country_code="US", admin1_code__istartswith=area)
                | models.Q(country_code="US", admin1_code__in=states)
                | models.Q(country_code__in=countries)
                | models.Q(country_code__iexact=area)
            )
        home_first = models.Case(models.When(country_code="US", then=0), default=1)
        return found.order_by(home_first, "-population", "pk")


class Place(models.Model):
    """A city of 15,000 people or more. Source: GeoNames, CC BY 4.0."""

    geoname_id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=100, db_index=True)
    alt_names = models.TextField(blank=True, help_text="Between bars: |NYC|New York City|")
    country_code = models.CharField(max_length=2)
    admin1_code = models.CharField(max_length=20, blank=True, help_text="In the US, the state")
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()
    time_zone = models.CharField(max_length=40)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-population", "pk"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="place_position")]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """Name with the state in the US, with the country elsewhere: about 1,300 names are ambiguous."""
        if self.country_code == "US":
            return f"{self.name}, {self.admin1_code}"
        return f"{self.name}, {country_name(self.country_code)}"

    @property
    def measures_in_miles(self) -> bool:
        return self.country_code in MILES_COUNTRIES

    def distance_label(self, miles: float) -> str:
        if self.measures_in_miles:
            return _("%(n)d miles") % {"n": round(miles)}
        return _("%(n)d km") % {"n": round(miles * KM_PER_MILE)}
