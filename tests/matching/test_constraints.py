from decimal import Decimal
from random import Random

from django.test import TestCase

from cms.vocabulary import WorkMode
from listings.models import Listing
from matching import constraints
from matching.explanation.limit_words import Standing, facts, left_out, miles_between
from profiles.snapshot import Preferences
from tests.factories import ListingFactory, PlaceFactory, SkillFactory

COMBINATIONS = 120


def breaks(listing, preferences, languages):
    """The rules again, in Python and from their wording: which limits a listing breaks."""
    broken = set()
    if preferences.work_modes and listing.work_mode not in preferences.work_modes:
        broken.add("work_mode")
    if home := preferences.place:
        if listing.work_mode == WorkMode.REMOTE:
            if listing.countries and home.country_code not in listing.countries:
                broken.add("place")
        elif listing.place and miles_between(home, listing.place) > preferences.commute_miles:
            broken.add("place")
    if preferences.employment_types and listing.employment_type not in preferences.employment_types:
        broken.add("employment_type")
    if {row.channel for row in listing.channels.all()} & set(preferences.channels_avoided):
        broken.add("channel")
    if (
        preferences.pay_floor is not None
        and listing.hourly_guaranteed is not None
        and listing.salary_currency == preferences.pay_currency
        and listing.hourly_guaranteed < preferences.pay_floor
    ):
        broken.add("pay")
    spoken = {"english": "C2"} | {language.slug: level for language, level in languages}
    if any(
        row.is_essential and spoken.get(row.language.slug, "") < row.level
        for row in listing.languages.all()
    ):
        broken.add("language")
    return broken


class LimitTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.columbus = PlaceFactory()
        cls.dublin = PlaceFactory(dublin=True)  # 12 miles from Columbus
        cls.cleveland = PlaceFactory(cleveland=True)  # 126 miles
        cls.leeds = PlaceFactory(leeds=True)
        cls.english = SkillFactory(slug="english", preferred_label="English", language=True)
        cls.spanish = SkillFactory(slug="spanish", preferred_label="Spanish", language=True)

    def allowed(self, listing, languages=(), **preferences):
        fit = constraints.apply(Listing.objects.open(), Preferences(**preferences), languages)
        return listing.pk in fit.allowed

    def test_without_limits_everything_open_is_allowed(self):
        listing = ListingFactory()
        ListingFactory(closed=True)

        fit = constraints.apply(Listing.objects.open(), Preferences())

        self.assertEqual(fit.allowed.tolist(), [listing.pk])
        self.assertEqual((fit.open_count, fit.excluded), (1, ()))

    def test_work_mode(self):
        hybrid = ListingFactory(work_mode="hybrid")

        self.assertTrue(self.allowed(hybrid, work_modes=("hybrid", "remote")))
        self.assertFalse(self.allowed(hybrid, work_modes=("remote",)))

    def test_a_place_within_the_miles(self):
        listing = ListingFactory(place=self.dublin)

        self.assertTrue(self.allowed(listing, place=self.columbus, commute_miles=15))
        self.assertFalse(self.allowed(listing, place=self.columbus, commute_miles=5))

    def test_remote_work_is_near_if_one_may_live_where_one_does(self):
        in_the_us = ListingFactory(remote=True, applicant_countries="CA US")
        anywhere = ListingFactory(remote=True, applicant_countries="")
        abroad = ListingFactory(remote=True, applicant_countries="GB IE")
        home = {"place": self.columbus, "commute_miles": 5}

        self.assertTrue(self.allowed(in_the_us, **home))
        self.assertTrue(self.allowed(anywhere, **home))
        self.assertFalse(self.allowed(abroad, **home))

    def test_a_listing_without_a_town_on_the_map_is_not_refused_for_its_place(self):
        listing = ListingFactory(place=None, location_note="By the harbor")

        self.assertTrue(self.allowed(listing, place=self.columbus, commute_miles=5))

    def test_employment_type(self):
        listing = ListingFactory(employment_type="PART_TIME")

        self.assertTrue(self.allowed(listing, employment_types=("PART_TIME",)))
        self.assertFalse(self.allowed(listing, employment_types=("FULL_TIME", "CONTRACTOR")))

    def test_a_channel_to_avoid_whatever_its_share(self):
        little, unsaid, other = ListingFactory.create_batch(3)
        little.channels.create(channel="phone", share=1)
        unsaid.channels.create(channel="phone")
        other.channels.create(channel="chat", share=100)

        self.assertFalse(self.allowed(little, channels_avoided=("phone",)))
        self.assertFalse(self.allowed(unsaid, channels_avoided=("phone",)))
        self.assertTrue(self.allowed(other, channels_avoided=("phone",)))

    def test_pay_below_the_floor_counts_by_the_hour(self):
        yearly = ListingFactory(salary_min=41_600, salary_max=50_000, salary_period="year")

        self.assertTrue(self.allowed(yearly, pay_floor=Decimal("20.00")))
        self.assertFalse(self.allowed(yearly, pay_floor=Decimal("20.01")))

    def test_pay_that_is_not_stated_or_in_another_currency_is_not_refused(self):
        silent = ListingFactory(pay_not_stated=True)
        maximum_only = ListingFactory(salary_min=None, salary_max=15)
        foreign = ListingFactory(salary_currency="PHP", salary_min=100, salary_max=120)

        for listing in (silent, maximum_only, foreign):
            self.assertTrue(self.allowed(listing, pay_floor=Decimal(500)))

    def test_an_essential_language_has_to_be_spoken_at_the_level(self):
        listing = ListingFactory()
        listing.languages.create(language=self.spanish, level="B2")

        self.assertTrue(self.allowed(listing, [(self.spanish, "B2")]))
        self.assertFalse(self.allowed(listing, [(self.spanish, "B1")]))
        self.assertFalse(self.allowed(listing, [(self.english, "C2")]))
        self.assertFalse(self.allowed(listing))

    def test_a_language_that_is_only_an_advantage_refuses_nobody(self):
        listing = ListingFactory()
        listing.languages.create(language=self.spanish, level="C2", is_essential=False)

        self.assertTrue(self.allowed(listing, [(self.english, "A1")]))

    def test_english_is_taken_for_granted_until_somebody_names_it(self):
        listing = ListingFactory()
        listing.languages.create(language=self.english, level="C1")

        self.assertTrue(self.allowed(listing))
        self.assertTrue(self.allowed(listing, [(self.spanish, "C2")]))
        self.assertFalse(self.allowed(listing, [(self.english, "B2")]))


class CombinationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.random = random = Random(7)
        cls.places = [
            PlaceFactory(**{trait: True} if trait else {})
            for trait in ("", "dublin", "cleveland", "leeds")
        ]
        cls.languages = [
            SkillFactory(slug=slug, language=True) for slug in ("english", "spanish", "tagalog")
        ]
        for _n in range(60):
            mode = random.choice(WorkMode.values)
            listing = ListingFactory(
                work_mode=mode,
                place=None if mode == "remote" else random.choice([*cls.places, None]),
                location_note="Ask us",
                applicant_countries=random.choice(["", "US", "GB IE", "CA US"]),
                employment_type=random.choice(["FULL_TIME", "PART_TIME", "TEMPORARY"]),
                salary_currency=random.choice(["USD", "USD", "GBP"]),
                salary_min=random.choice([None, 15, Decimal("19.99"), 20, 30]),
                salary_max=40,
            )
            for channel in random.sample(
                ["phone", "chat", "email", "in_person"], random.randrange(3)
            ):
                listing.channels.create(channel=channel, share=random.choice([None, 1, 50]))
            for language in random.sample(cls.languages, random.randrange(3)):
                listing.languages.create(
                    language=language,
                    level=random.choice(["A2", "B2", "C1"]),
                    is_essential=random.random() < 0.6,
                )
        ListingFactory(closed=True, remote=True)

    def preferences(self):
        random = self.random
        return Preferences(
            work_modes=tuple(random.sample(WorkMode.values, random.randrange(4))),
            channels_avoided=tuple(random.sample(["phone", "chat", "video"], random.randrange(3))),
            employment_types=random.choice([(), ("FULL_TIME",), ("PART_TIME", "TEMPORARY")]),
            pay_floor=random.choice([None, Decimal(20), Decimal("25.50")]),
            pay_currency=random.choice(["USD", "GBP"]),
            place=random.choice([None, *self.places]),
            commute_miles=random.choice([5, 25, 150]),
        )

    def spoken(self):
        languages = self.random.sample(self.languages, self.random.randrange(3))
        return [(language, self.random.choice(["A1", "B1", "C2"])) for language in languages]

    def test_the_database_and_the_wording_agree_on_every_combination(self):
        listings = list(
            Listing.objects.open()
            .select_related("place")
            .prefetch_related("channels", "languages__language")
        )
        for number in range(COMBINATIONS):
            preferences, languages = self.preferences(), self.spoken()
            broken = {each.pk: breaks(each, preferences, languages) for each in listings}
            names = sorted({name for each in broken.values() for name in each})

            with self.assertNumQueries(2):  # the allowed keys, all counts
                fit = constraints.apply(Listing.objects.open(), preferences, languages)

            with self.subTest(number):
                inside = sorted(pk for pk, names_of_it in broken.items() if not names_of_it)
                self.assertEqual(fit.allowed.tolist(), inside)
                self.assertEqual(fit.open_count, len(listings))
                self.assertEqual(sorted(limit.name for limit in fit.excluded), names)
                for limit in fit.excluded:
                    alone = sum(limit.name in names_of_it for names_of_it in broken.values())
                    self.assertEqual(limit.count, alone, limit.name)

    def test_a_single_listing_breaks_the_same_limits_as_in_the_list(self):
        listings = Listing.objects.open().prefetch_related("channels", "languages__language")
        for listing in listings[:20]:
            preferences, languages = self.preferences(), self.spoken()

            with self.subTest(listing.pk), self.assertNumQueries(1):
                broken = constraints.broken_by(listing, preferences, languages)

            self.assertEqual(broken, breaks(listing, preferences, languages))

    def test_every_broken_limit_has_its_sentence_and_every_kept_one_too(self):
        listings = Listing.objects.open().select_related("place")
        for listing in listings.prefetch_related("channels", "languages__language"):
            preferences, languages = self.preferences(), self.spoken()
            broken = breaks(listing, preferences, languages)

            told = facts(listing, preferences, languages, frozenset(broken))

            standings = [fact.standing for fact in told]
            self.assertEqual(standings.count(Standing.BREAKS), len(broken))
            limits = constraints.limits_of(preferences, languages)
            kept = {limit.name for limit in limits} - broken - {"language"}
            self.assertEqual(len(standings) - standings.count(Standing.BREAKS), len(kept))


class WordTests(TestCase):
    def told(self, listing, broken=(), languages=(), **preferences):
        listing = Listing.objects.get(pk=listing.pk)
        found = facts(listing, Preferences(**preferences), languages, frozenset(broken))
        return [(fact.standing, fact.text) for fact in found]

    def test_what_fits(self):
        listing = ListingFactory(place=PlaceFactory(dublin=True), work_mode="hybrid")
        listing.channels.create(channel="chat")

        told = self.told(
            listing,
            work_modes=("hybrid",),
            place=PlaceFactory(),
            employment_types=("FULL_TIME",),
            channels_avoided=("phone",),
            pay_floor=Decimal(20),
        )

        self.assertEqual(
            told,
            [
                (Standing.FITS, "hybrid, as you chose"),
                (Standing.FITS, "11 miles from Columbus, OH"),
                (Standing.FITS, "full time, as you chose"),
                (Standing.FITS, "no channel that you avoid"),
                (Standing.FITS, "$21.50 an hour, your lowest is $20.00"),
            ],
        )

    def test_what_is_not_stated(self):
        silent = ListingFactory(pay_not_stated=True, place=None, location_note="Downtown")
        foreign = ListingFactory(salary_currency="GBP")

        self.assertEqual(
            self.told(
                silent, place=PlaceFactory(), channels_avoided=("phone",), pay_floor=Decimal(20)
            ),
            [
                (Standing.NOT_STATED, "no town that we could measure the way to"),
                (Standing.NOT_STATED, "channels not stated"),
                (Standing.NOT_STATED, "lowest pay not stated"),
            ],
        )
        self.assertEqual(
            self.told(foreign, pay_floor=Decimal(20)),
            [(Standing.NOT_STATED, "pay in another currency than your lowest pay")],
        )

    def test_what_does_not_fit(self):
        listing = ListingFactory(place=PlaceFactory(leeds=True))
        listing.channels.create(channel="phone")
        spanish = SkillFactory(slug="spanish", preferred_label="Spanish", language=True)
        listing.languages.create(language=spanish, level="B2")

        told = self.told(
            listing,
            {"work_mode", "place", "channel", "pay", "language"},
            work_modes=("remote", "hybrid"),
            place=PlaceFactory(
                leeds=True,
                geoname_id=1,
                name="Dublin",
                longitude=-6.26,
                latitude=53.35,
                country_code="IE",
            ),
            channels_avoided=("phone", "chat"),
            pay_floor=Decimal(30),
        )

        self.assertEqual(
            [text for _standing, text in told],
            [
                "it is on site, and you chose remote or hybrid",
                "it is 315 km from Dublin, Ireland, and you go 40 km",
                "it uses phone",
                "it starts at $21.50 an hour, below your lowest pay of $30.00",
                "it needs Spanish from B2",
            ],
        )

    def test_remote_work_in_another_country(self):
        listing = ListingFactory(remote=True, applicant_countries="GB CA")

        self.assertEqual(
            self.told(listing, {"place"}, place=PlaceFactory()),
            [(Standing.BREAKS, "it is open only to people in the UK and Canada")],
        )

    def test_one_s_own_town_is_no_number_of_miles(self):
        listing = ListingFactory(place=PlaceFactory())

        self.assertEqual(
            self.told(listing, place=PlaceFactory()), [(Standing.FITS, "in Columbus, OH")]
        )

    def test_each_line_of_what_is_left_out_leads_to_where_the_limit_is_set(self):
        lines = left_out([constraints.Exclusion("pay", 3), constraints.Exclusion("language", 1)])

        self.assertEqual(lines[0].text, "3 below your lowest pay")
        self.assertEqual(lines[0].change_url, "/me/profile/#preferences")
        self.assertEqual(lines[1].change_url, "/me/profile/#languages")

    def test_distances_agree_with_those_of_the_database(self):
        columbus, cleveland = PlaceFactory(), PlaceFactory(cleveland=True)
        [found] = type(columbus).objects.within(columbus, 200).filter(pk=cleveland.pk)

        self.assertAlmostEqual(miles_between(columbus, cleveland), found.distance, places=3)
