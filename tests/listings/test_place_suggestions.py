from django.test import TestCase
from django.urls import reverse

from tests.factories import PlaceFactory


class PlaceSuggestionsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        PlaceFactory(alt_names="|Cbus|")
        PlaceFactory(geoname_id=2, admin1_code="GA", population=200_000)
        PlaceFactory(geoname_id=3, name="Colne", country_code="GB", population=9_000_000)
        PlaceFactory(leeds=True)

    def suggested(self, text):
        return self.client.get(reverse("listings:place_suggestions"), {"q": text}).json()["places"]

    def test_offers_what_begins_so_at_home_and_large_first(self):
        self.assertEqual(
            self.suggested("col"), ["Columbus, OH", "Columbus, GA", "Colne, United Kingdom"]
        )
        self.assertEqual(self.suggested("LEE"), ["Leeds, United Kingdom"])
        self.assertEqual(self.suggested("umbus"), [])

    def test_knows_other_names(self):
        self.assertEqual(self.suggested("cbu"), ["Columbus, OH"])

    def test_reads_the_state_or_country_behind_a_comma(self):
        self.assertEqual(self.suggested("columbus, o"), ["Columbus, OH"])
        self.assertEqual(self.suggested("columbus, geor"), ["Columbus, GA"])
        self.assertEqual(self.suggested("col, united k"), ["Colne, United Kingdom"])

    def test_needs_two_letters_and_takes_signs_as_they_are(self):
        for text in ("", "c", " c ", "%", "__", "%%", ",,", "|", "\\\\"):
            with self.subTest(text):
                self.assertEqual(self.suggested(text), [])

    def test_at_most_eight_in_one_query_and_any_cache_may_keep_them(self):
        for number in range(12):
            PlaceFactory(geoname_id=100 + number, name=f"Spring {number:02}")

        with self.assertNumQueries(1):
            response = self.client.get(reverse("listings:place_suggestions"), {"q": "spring"})

        self.assertEqual(len(response.json()["places"]), 8)
        self.assertEqual(response["Cache-Control"], "public, max-age=3600")
        with self.assertNumQueries(0):
            self.suggested("s")
