from django.test import TestCase

from listings.search import interpret
from tests import factories as make


class InterpretTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        make.RoleFactory(
            slug="async", title="Email and Chat Support Agent", alt_titles="Chat Agent"
        )
        make.RoleFactory(
            slug="virtual", title="Virtual Agent", alt_titles="Remote Call Center Agent"
        )
        make.PlaceFactory()

    def read(self, text):
        rest, read = interpret(text)
        return rest, [f"{name}={value}" for _phrase, name, value in read]

    def test_words_that_are_filters_become_filters(self):
        self.assertEqual(
            self.read("part time chat support remote"),
            ("support", ["type=PART_TIME", "channel=chat", "mode=remote"]),
        )

    def test_many_ways_of_saying_it_are_understood(self):
        for text, expected in [
            ("Part-time", "type=PART_TIME"), ("WFH", "mode=remote"),
            ("work from home", "mode=remote"), ("no phone calls", "no_phone=1"),
            ("night shifts", "shift=night"), ("no weekends", "no_weekends=1"),
            ("without a degree", "no_degree=1"), ("no experience", "experience=0"),
            ("e-mail", "channel=email"), ("face-to-face", "channel=in_person"),
        ]:  # fmt: skip
            with self.subTest(text=text):
                self.assertEqual(self.read(text), ("", [expected]))

    def test_no_phone_is_not_a_wish_for_the_phone(self):
        self.assertEqual(self.read("support no phone"), ("support", ["no_phone=1"]))

    def test_the_longer_name_of_a_role_keeps_its_words(self):
        self.assertEqual(self.read("chat agent"), ("chat agent", []))
        self.assertEqual(
            self.read("remote call center agent part time"),
            ("remote call center agent", ["type=PART_TIME"]),
        )

    def test_quoted_unwanted_and_cut_words_stay_as_they_are(self):
        for text in ['"part time"', "-remote", "chat*"]:
            with self.subTest(text=text):
                self.assertEqual(self.read(text), (text, []))

    def test_a_place_behind_in_or_near_is_the_place(self):
        self.assertEqual(
            self.read("billing jobs in Columbus, OH"), ("billing jobs", ["location=Columbus, OH"])
        )
        self.assertEqual(
            self.read("billing near columbus part time"),
            ("billing", ["location=columbus", "type=PART_TIME"]),
        )

    def test_what_is_no_place_stays_words(self):
        self.assertEqual(self.read("work in retail"), ("work in retail", []))

    def test_the_words_that_joined_them_go_too(self):
        self.assertEqual(
            self.read("chat and email support"), ("support", ["channel=chat", "channel=email"])
        )
        self.assertEqual(self.read("billing with no weekends"), ("billing", ["no_weekends=1"]))

    def test_text_without_any_is_given_back_as_it_is(self):
        self.assertEqual(self.read("  billing   help "), ("  billing   help ", []))
        self.assertEqual(self.read(""), ("", []))
