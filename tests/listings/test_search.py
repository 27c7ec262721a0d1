"""Full text beside the taxonomy. The same expectations hold on SQLite and PostgreSQL."""

from django.db import connection, transaction
from django.test import TestCase

from cms.models import Skill
from listings.models import Listing, ListingLanguage, ListingSkill
from listings.search import SearchQuery
from tests import factories as make


def found(text):
    return set(Listing.objects.search(text).values_list("title", flat=True))


def post(title, description="You help.", **kwargs):
    return make.ListingFactory(title=title, description=description, **kwargs)


class WordsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.acme = make.EmployerFactory(name="Crème & Larkbridge Co.")
        cls.role = make.RoleFactory(
            slug="csr",
            title="Customer Service Representative",
            alt_titles="CSR\nCustomer Care Worker\nCall Center Operator",
        )
        cls.other = make.RoleFactory(slug="sales-associate", title="Sales Associate")
        cls.listing = post(
            "Member adviser",
            "Refunds, billing questions and a help desk. No cold calls on the phone.",
            qualifications="Patience with forms.",
            training="Paid shadowing.",
            benefits="Bus pass.",
            role=cls.role,
            employer=cls.acme,
        )
        cls.second = post("Sales associate", "You sell mugs.", role=cls.other)
        ListingSkill.objects.create(
            listing=cls.listing,
            skill=make.SkillFactory(
                slug="zendesk", tool=True, preferred_label="Zendesk", alt_labels="Zendesk Suite"
            ),
        )
        ListingLanguage.objects.create(
            listing=cls.listing,
            language=make.SkillFactory(
                slug="spanish", language=True, preferred_label="Spanish", alt_labels="Castilian"
            ),
        )

    def finds(self, *texts):
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual(found(text), {"Member adviser"})

    def finds_nothing(self, *texts):
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual(found(text), set())

    def test_a_word_is_found_in_title_employer_and_all_texts(self):
        self.finds("adviser", "larkbridge", "refunds", "patience", "shadowing", "pass")

    def test_every_word_has_to_be_met_wherever_it_stands(self):
        self.finds("adviser billing larkbridge zendesk")
        self.finds_nothing("adviser mugs")

    def test_case_accents_plurals_and_endings_make_no_difference(self):
        self.finds("CREME", "Crème", "refund", "Refunding", "advisers", "bill")

    def test_a_phrase_stands_side_by_side(self):
        self.finds('"help desk"', '"on the phone"')
        self.finds_nothing('"desk help"', '"refunds questions"')

    def test_a_star_finds_words_by_their_start(self):
        self.finds("refu*", "larkb*")
        self.finds_nothing("efund*")

    def test_a_minus_keeps_listings_out(self):
        self.assertEqual(found("-mugs"), {"Member adviser"})
        self.finds("adviser -mugs")
        self.finds_nothing("adviser -billing", 'adviser -"help desk"')

    def test_all_names_of_a_role_find_its_listings(self):
        self.finds(
            "CSR", "customer care worker", "call center operator", "Customer Service Representative"
        )

    def test_a_part_of_a_roles_name_finds_its_listings(self):
        self.finds("care worker", "operators")

    def test_a_skill_is_found_by_all_its_names_though_the_text_names_none(self):
        self.finds("zendesk", "Zendesk Suite", "spanish", "castilian")

    def test_a_label_of_two_languages_makes_neither_known_by_the_others_word(self):
        Skill.objects.filter(slug="spanish").update(alt_labels="English and Spanish")
        english = make.SkillFactory(
            slug="english",
            language=True,
            preferred_label="English",
            alt_labels="English and Spanish",
        )
        ListingLanguage.objects.create(listing=self.second, language=english)
        self.finds("spanish")
        self.finds_nothing("english and spanish")

        ListingLanguage.objects.create(listing=self.listing, language=english)
        self.finds("english and spanish")

    def test_another_spelling_of_a_word_is_the_same_word(self):
        post("Clerk at the contact centre", "Calls.")
        self.assertIn("Clerk at the contact centre", found("contact center clerk"))
        self.finds("helpdesk")

    def test_words_that_say_nothing_ask_for_nothing(self):
        self.finds("a job in billing", "adviser work")
        self.assertEqual(len(found("jobs")), 2)

    def test_signs_alone_ask_for_nothing(self):
        for text in ["", "   ", '"', '""', "-", "*", "!!! ()", "-- **", "'", ";"]:
            with self.subTest(text=text):
                self.assertEqual(len(found(text)), 2)

    def test_signs_of_the_databases_languages_are_no_commands(self):
        for text in [
            'billing" OR "mugs', "title:adviser", "NEAR(a b)", "a AND NOT b", "a & !b", "x:*", "^adviser",
            "billing)", "{title}", "' OR 1=1 --", "\\", "a<->b", "%", "adviser:A", "foo*bar*",
        ]:  # fmt: skip
            with self.subTest(text=text):
                found(text)

    def test_a_great_many_words_are_read_to_the_twelfth(self):
        query = SearchQuery.read("billing " * 40)
        self.assertEqual(sum(len(group.terms) for group in query.wanted), 12)


class SpellingTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        make.RoleFactory(slug="csr", title="Customer Service Representative")
        make.SkillFactory(slug="zendesk", tool=True, preferred_label="Zendesk")
        post("Concierge", "Keys and parcels.", employer=make.EmployerFactory(name="Custmer Works"))

    def corrections(self, text):
        return SearchQuery.read(text).corrections

    def test_a_slip_in_a_word_of_roles_skills_or_titles_is_put_right(self):
        for typed, meant in [
            ("cutsomer", "customer"), ("zendsk", "zendesk"), ("concirge", "concierge"),
            ("represenattive", "representative"), ("Servce", "service"),
        ]:  # fmt: skip
            with self.subTest(typed=typed):
                self.assertEqual(self.corrections(typed), {typed: meant})

    def test_the_corrected_word_is_what_is_searched_for(self):
        self.assertEqual(found("concirge"), {"Concierge"})

    def test_a_word_that_a_listing_holds_is_never_corrected(self):
        self.assertEqual(self.corrections("custmer"), {})
        self.assertEqual(found("custmer"), {"Concierge"})

    def test_what_is_far_from_every_word_stays(self):
        self.assertEqual(self.corrections("xylophone zebra"), {})

    def test_short_words_quoted_ones_and_starts_are_taken_as_they_are(self):
        self.assertEqual(self.corrections('csx "zendsk" zendsk* -zendsk'), {})

    def test_a_known_search_costs_one_query(self):
        SearchQuery.read("customer service")
        # the state of the taxonomy; which of the unknown ones some listing holds; open listings, of
        # which the titles' words were counted before
        SearchQuery.read("flurble")
        with self.assertNumQueries(3):
            SearchQuery.read("flurble wuzzle blorp customer")
        with self.assertNumQueries(1):  # whether roles or skills changed
            SearchQuery.read("customer service zendesk")


class OrderTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.role = make.RoleFactory(slug="csr", title="Customer Service Representative")
        cls.elsewhere = make.RoleFactory(slug="clerk", title="Clerk")
        cls.zendesk = make.SkillFactory(slug="zendesk", tool=True, preferred_label="Zendesk")

    def order(self, text):
        listings = Listing.objects.search(text).by_relevance(text)
        return list(listings.values_list("title", flat=True))

    def test_title_and_role_come_before_what_is_asked_and_that_before_the_text(self):
        post("Mentioned", "We use Zendesk.", role=self.elsewhere)
        asked = post("Asked", role=self.elsewhere)
        ListingSkill.objects.create(listing=asked, skill=self.zendesk)
        post("Zendesk person", role=self.elsewhere)
        self.assertEqual(self.order("zendesk"), ["Zendesk person", "Asked", "Mentioned"])

    def test_the_role_counts_beside_the_title(self):
        title = "Customer service representative"
        post(f"{title}, night desk", role=self.elsewhere)
        both = post(title, role=self.role)
        post("Phone person", role=self.role)
        self.assertEqual(self.order("customer service representative")[0], both.title)

    def test_equal_hits_stand_newest_first(self):
        older, newer = post("Zendesk one"), post("Zendesk two")
        Listing.objects.filter(pk=newer.pk).update(date_posted=older.date_posted)
        self.assertEqual(self.order("zendesk"), ["Zendesk two", "Zendesk one"])


class KeptInStepTest(TestCase):
    """Nothing of ours writes the index: every way of writing rows has to be seen."""

    def test_a_bulk_write_and_a_bulk_update_are_seen(self):
        listing = make.ListingFactory.build(
            employer=make.EmployerFactory(), role=make.RoleFactory(), place=make.PlaceFactory()
        )
        listing.title = "Ferry steward"
        Listing.objects.bulk_create([listing])
        self.assertEqual(found("ferry"), {"Ferry steward"})
        Listing.objects.update(title="Tram steward")
        self.assertEqual(found("ferry"), set())
        self.assertEqual(found("tram"), {"Tram steward"})

    def test_a_changed_text_and_another_employer_are_seen(self):
        listing = post("Clerk")
        listing.description = "You sort parcels."
        listing.employer = make.EmployerFactory(name="Northgannet")
        listing.save()
        self.assertEqual(found("parcels northgannet"), {"Clerk"})

    def test_a_renamed_employer_is_found_by_the_new_name_alone(self):
        listing = post("Clerk", employer=make.EmployerFactory(name="Oldname"))
        type(listing.employer).objects.update(name="Newname")
        self.assertEqual(found("newname"), {"Clerk"})
        self.assertEqual(found("oldname"), set())

    def test_a_deleted_listing_leaves_nothing(self):
        post("Clerk").delete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM listings_search")
            self.assertEqual(cursor.fetchone()[0], 0)

    def test_a_new_label_of_a_skill_works_at_once(self):
        skill = make.SkillFactory(slug="zendesk", tool=True, preferred_label="Zendesk")
        listing = post("Clerk")
        ListingSkill.objects.create(listing=listing, skill=skill)
        self.assertEqual(found("zenwise"), set())
        skill = Skill.objects.get(pk=skill.pk)
        skill.alt_labels = "Zenwise"
        skill.save()
        self.assertEqual(found("zenwise"), {"Clerk"})

    def test_what_is_taken_back_never_was(self):
        try:
            with transaction.atomic():
                post("Ferry steward")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        self.assertEqual(found("ferry"), set())
