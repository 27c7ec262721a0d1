from datetime import timedelta

from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from listings.fingerprints import fingerprint
from listings.folding import fold
from listings.models import Listing
from listings.risk import RULES, assess
from listings.risk.addresses import borrows_name, is_look_alike, is_number, registrable
from listings.risk.asking import clues_in
from listings.templatetags.moderation_tags import highlighted
from tests.factories import EmployerFactory, EmployerMemberFactory, ListingFactory, RoleFactory


def rules_in(text):
    return {rule for rule, _quote in clues_in(fold(text))}


class FoldingTests(SimpleTestCase):
    def test_disguises_are_taken_off_and_the_way_back_is_kept(self):
        cases = {
            "W h a t s A p p": "whatsapp",
            "wh4ts4pp": "whatsapp",
            "Wһаtѕ\u200bАpp": "whatsapp",
            "WΗATSAPP": "whatsapp",
            "T\u00adelegram": "telegram",
            "Tele**gram**": "telegram",
            "tele<b></b>gram": "telegram",
            "ＷｈａｔｓＡｐｐ": "whatsapp",
            "&#87;hats&#65;pp": "whatsapp",
            "b1tc0in": "bitcoin",
        }
        for written, meant in cases.items():
            with self.subTest(written):
                folded = fold(f"Now {written}!!! please")
                self.assertEqual(folded.text, f"now {meant}! please")
                at = folded.text.index(meant)
                quote = folded.quote(at, at + len(meant))
                self.assertIn(quote.removesuffix("**"), written)
                self.assertGreaterEqual(len(quote), len(written) - 4)

    def test_each_character_has_its_place(self):
        for text in (
            "",
            "a&b",
            "<p>x",
            "[a](https://b.example)",
            "\ufdfa ﬁ ½",
            "é" * 50,
            "<" * 500,
        ):
            folded = fold(text)
            self.assertEqual(len(folded.text), len(folded.origins))
            self.assertEqual(list(folded.origins), sorted(folded.origins))

    def test_figures_and_abbreviations_keep_their_look(self):
        self.assertEqual(
            fold("$500 for 40 h, U.S.A., 9 a.m.").text, "$500 for 40 h, u.s.a., 9 a.m."
        )


class AskingTests(SimpleTestCase):
    def test_no_and_warnings_hold_nothing(self):
        for text in (
            "We never ask for a fee, a deposit or your bank account number.",
            "Nobody here will ask you to pay a $50 registration fee.",
            "Beware of scams: they tell you to buy gift cards and send the codes.",
            "We do not conduct interviews on WhatsApp or Telegram.",
            "Fraud alert. Some people pretend to be us. They ask you to pay a training fee of $40.",
            "If anyone asks you to pay an onboarding fee, it is a scam.",
        ):
            with self.subTest(text):
                self.assertEqual(rules_in(text), set())

    def test_a_no_of_something_else_does_not_cover_the_fee(self):
        for text in (
            "No experience needed, just pay the $40 registration fee.",
            "This is not a scam! You pay a $20 processing fee before training.",
            "Beware of fakes. With us you pay $30 for your badge and you start on Monday.",
        ):
            with self.subTest(text):
                self.assertIn("fee", rules_in(text))

    def test_a_messenger_to_serve_customers_on_is_work_and_to_apply_on_is_not(self):
        for text in (
            "Customers message us on WhatsApp and you answer.",
            "Guests contact the desk via Telegram or phone.",
            "Tools: Zendesk, WhatsApp, Signal, Discord.",
        ):
            self.assertEqual(rules_in(text), set(), text)
        for text in ("Message us on WhatsApp to apply.", "The interview is held on Telegram."):
            self.assertEqual(rules_in(text), {"messenger_only"}, text)

    def test_other_words_than_those_of_the_fixtures(self):
        for text in (
            "Once accepted you will need to cover the cost of your certification badge, $55, through PayPal.",
            "Successful applicants send a holding deposit of £80 so we can post the laptop.",
            "Please ping our HR lead on Telegram @desk_hr for the short interview.",
            "For an interview, save this number and send Hi on WhatsApp: +44 7700 900 222.",
            "We will email you a check. Print it, deposit it with your bank's app and forward the balance to our vendor.",
            "Job: receive shipments at your house and mail them to our buyers overseas.",
            "Provide your SSN and a photo of your driver's license with the application.",
            "You begin by loading 50 USDT into your work wallet; commissions are paid daily in USDT.",
            "Pick up Apple gift cards from a store, scratch the backs and text us the pictures.",
            "All hires pay for their own background screening (39 dollars) before the contract is sent.",
            "Kindly add the recruiter on Signal and complete the text interview.",
            "Y o u  p a y  a  s m a l l  r e g i s t r a t i o n  f e e of $25.",
            "Application is free of charge but the t-r-a-i-n-i-n-g f-e-e is $30, payable by Zelle.",
            "Send us your online banking login so that we can set up direct deposit today.",
        ):
            with self.subTest(text):
                self.assertTrue(rules_in(text))
        for text in (
            "Agents answer chats on WhatsApp Business and Instagram for a travel brand.",
            "You'll explain overdraft fees, returned checks and wire transfers to account holders.",
            "Employees pay $35 a month for the dental plan after 90 days.",
            "You must pass a background check; the cost is covered by us.",
            "Our members pay a registration fee of $25, which you collect at the desk.",
            "We pay weekly by check or direct deposit into your bank account.",
            "You help merchants who accept bitcoin through our terminals.",
            "Applicants must have a valid passport, since the team meets abroad once a year.",
            "You will verify the identity of callers by their date of birth and account number.",
            "Candidates need their own car; mileage is paid at 67 cents.",
            "We will never ask you to buy equipment or send money. If that happens, tell us.",
            "Win gift cards in our monthly contests, plus free lunch.",
            "Send your resume and a short note about a customer you helped.",
            "You reset passwords, unlock accounts and order replacement laptops.",
            "A uniform deposit is not required; shoes are provided.",
        ):
            with self.subTest(text):
                self.assertEqual(rules_in(text), set())

    def test_long_and_hostile_texts_are_read_in_a_moment(self):
        for text in (
            "a " * 10_000,
            "pay " * 5_000,
            "w.h.a.t.s." * 2_000,
            "<a " * 6_000,
            "[" * 20_000,
        ):
            rules_in(text)


class AddressTests(SimpleTestCase):
    def test_look_alikes(self):
        for fake in (
            "northgate-bamk.com",
            "n0rthgate-bank.com",
            "northgatebank.com",
            "northgate-bnak.com",
            "nоrthgate-bank.com",
        ):
            self.assertTrue(is_look_alike(fake, "northgate-bank.com"), fake)
        for other in (
            "northgate-bank.com",
            "northgate-bank.co.uk",
            "greenhouse.io",
            "southgate-bank.org",
        ):
            self.assertFalse(is_look_alike(other, "northgate-bank.com"), other)
        self.assertFalse(is_look_alike("acmes.com", "acme.com"))
        self.assertTrue(borrows_name("northgate-careers.com", "northgate.com"))
        self.assertFalse(borrows_name("northgate-farm.com", "northgate.com"))

    def test_names_and_numbers(self):
        self.assertEqual(registrable("careers.example.co.uk"), "example.co.uk")
        self.assertEqual(registrable("a.b.example.com"), "example.com")
        for host in ("185.220.13.7", "3118206215", "0xb9dc0d07", "::1"):
            self.assertTrue(is_number(host))
        self.assertFalse(is_number("example.com"))


class AssessTests(TestCase):
    def test_costs_eight_queries_at_most_however_many_rows(self):
        role = RoleFactory(slug="csr", soc_code="43-4051")
        for n in (2, 12):
            for _row in range(n):
                ListingFactory(role=role, employer__website="https://a-shop.example")
                EmployerMemberFactory(employer=EmployerFactory(suspended=True))
            listing = ListingFactory(
                in_review=True,
                role=role,
                employer=EmployerFactory(unverified=True, website="https://new.example"),
                description="We sell lamps. " + " ".join(f"word{n}" for n in range(90)),
            )
            # questions, verified employers' addresses, published pay, the same fingerprint, the newest
            # of the role, posts of the day, shared members, suspended employers
            with self.subTest(n), self.assertNumQueries(8):
                assess(listing)

    def test_findings_quote_the_words_as_written_heaviest_first(self):
        listing = ListingFactory(
            description="Text us on W h a t s A p p. Pay the $20 training fee first."
        )

        assessment = assess(listing)

        self.assertEqual([one["rule"] for one in assessment.findings], ["fee", "messenger_only"])
        self.assertIn("W h a t s A p p", assessment.findings[1]["quote"])
        self.assertEqual(assessment.findings[0]["weight"], RULES["fee"].weight)
        self.assertEqual(assessment.risk, 100)

    def test_a_change_is_assessed_with_its_own_questions_and_nothing_is_written(self):
        listing = ListingFactory()

        # the same fingerprint, posts of the day, shared members: its role has no occupation, its text is
        # short, its employer states no address
        with self.assertNumQueries(3):
            assessment = assess(listing, questions=["Your Social Security number?"])

        self.assertEqual([one["rule"] for one in assessment.findings], ["bank_or_id_details"])

    def test_the_many_posts_of_an_import_or_of_a_known_employer_are_no_sign(self):
        known = EmployerFactory()
        known.created_at = timezone.now() - timedelta(days=15)
        known.save()
        for employer, source in ((known, ""), (EmployerFactory(unverified=True), "feed")):
            for n in range(12):
                listing = ListingFactory(
                    in_review=True,
                    employer=employer,
                    source=source,
                    source_id=f"{n}" if source else None,
                )
            self.assertEqual(assess(listing).findings, [])

    def test_no_published_figure_no_finding(self):
        listing = ListingFactory(salary_min=400, salary_max=500)
        self.assertEqual(assess(listing).findings, [])

    def test_an_own_second_domain_of_an_unverified_employer_is_held_beside_the_real_one(self):
        EmployerFactory(website="https://northgate-bank.com")
        fake = EmployerFactory(unverified=True, website="https://northgate-bamk.com")
        found = assess(ListingFactory(employer=fake)).findings
        self.assertEqual([one["rule"] for one in found], ["look_alike_address"])

    def test_every_rule_has_words_and_a_weight(self):
        for rule in RULES.values():
            self.assertTrue(rule.title and rule.advice)
            self.assertTrue(0 < rule.weight <= 100)


class FingerprintTests(TestCase):
    def test_disguise_and_markup_make_no_other_text_and_pay_and_place_do(self):
        one = Listing(title="Agent", description="You **answer** calls.", salary_min=20)
        same = Listing(title="AGENT", description="You answer cаlls!", salary_min=20)
        other = Listing(title="Agent", description="You answer calls.", salary_min=21)
        self.assertEqual(fingerprint(one), fingerprint(same))
        self.assertNotEqual(fingerprint(one), fingerprint(other))


class HighlightTests(SimpleTestCase):
    def test_quotes_are_marked_where_they_stand_and_markup_stays_whole(self):
        def finding(quote):
            return {"rule": "fee", "quote": quote, "weight": 70}

        self.assertIn(
            "<mark>Pay $20 first.</mark>",
            highlighted("Hi. Pay $20 first.", [finding("Pay $20 first.")]),
        )
        across = highlighted("We **ask** a fee", [finding("ask** a fee")])
        self.assertEqual(across.count("<mark>"), across.count("</mark>"))
        self.assertNotIn("\ue000", across)
        listed = highlighted("- Pay now\n- Call", [finding("- Pay now")])
        self.assertIn("<li><mark>Pay now</mark></li>", listed)
        self.assertNotIn("<script", highlighted("<script>x</script>", [finding("<script>x")]))
        self.assertNotIn("<mark>", highlighted("Nothing here", [finding("elsewhere")]))

    def test_of_two_quotes_that_overlap_both_are_marked_to_their_end(self):
        quotes = [
            {"rule": "fee", "quote": quote, "weight": 70} for quote in ("one two", "two three")
        ]
        self.assertIn(
            "<p><mark>one two</mark> <mark>three</mark> four</p>",
            highlighted("one two three four", quotes),
        )
