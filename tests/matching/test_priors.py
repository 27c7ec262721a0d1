from itertools import product

from django.test import SimpleTestCase

from cms.models import CareerStep, Role, Wage
from matching.ladder.priors import Prior
from matching.occupations import are_related, employment, occupations

CSR, CLERK = "43-4051.00", "43-4171.00"  # receptionists; O*NET lists them beside each other


def prior(frequency=2, people=None, related=False):
    return Prior(frequency, people, related)


class PriorTests(SimpleTestCase):
    def test_nothing_known_changes_nothing(self):
        self.assertEqual(prior().factor, 1)

    def test_stays_near_one(self):
        for each in product([1, 2, 3], [None, 10, 40_000, 10_000_000], [False, True]):
            self.assertTrue(0.6 <= prior(*each).factor <= 1.6, each)

    def test_grows_with_each_of_its_parts(self):
        self.assertLess(prior(1).factor, prior(2).factor)
        self.assertLess(prior(2).factor, prior(3).factor)
        self.assertLess(prior(people=5_000).factor, prior(people=200_000).factor)
        self.assertLess(prior().factor, prior(related=True).factor)

    def test_the_editors_word_weighs_most(self):
        self.assertGreater(prior(3, 10).factor, prior(2, 10_000_000).factor)
        self.assertLess(prior(1, 10_000_000, related=True).factor, 1)

    def test_a_figure_that_stands_in_does_not_count(self):
        start = Role(onet_soc_code=CSR)
        step, wage = CareerStep(), Wage(employment=1_000_000)

        own = Prior.of(step, start, Role(onet_soc_code=CLERK), wage)
        proxy = Prior.of(step, start, Role(onet_soc_code=CLERK, soc_is_proxy=True), wage)
        unknown = Prior.of(step, start, Role(), None)

        self.assertEqual((own.people, own.is_related), (1_000_000, True))
        self.assertEqual((proxy.people, proxy.is_related), (None, False))
        self.assertEqual(unknown.factor, 1)


class OccupationTests(SimpleTestCase):
    def test_every_rated_occupation_has_a_zone_of_the_five(self):
        self.assertEqual(len(occupations()), 923)
        self.assertLessEqual({each.zone for each in occupations().values()}, {1, 2, 3, 4, 5})

    def test_related_reads_both_ways(self):
        self.assertTrue(are_related(CSR, CLERK))
        self.assertTrue(are_related(CLERK, CSR))
        self.assertFalse(are_related("", ""))
        self.assertFalse(are_related(CSR, "no-such-code"))

    def test_an_occupation_that_the_survey_does_not_divide_shares_its_people_equally(self):
        parts = [code for code in employment() if code.startswith("11-1011")]

        self.assertEqual(len(parts), 2)
        self.assertAlmostEqual(sum(employment()[code] for code in parts), 204_350)
