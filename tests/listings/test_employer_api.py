"""What a program of an employer reads and writes of its posts."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from listings.api.writing.fields import PostToWrite
from listings.api.writing.forming import form_data
from listings.forms import ListingForm
from listings.models import Listing, ListingEvent
from profiles.forms.week import WEEK_FIELDS
from tests import factories as make
from tests.listings.employer_api_case import BASE, EmployerApiCase, whole_post

State = Listing.State


class WritingTests(EmployerApiCase):
    def test_a_draft_needs_a_title_and_where(self):
        answer = self.ask("post", body={"title": "Agent", "place": "Columbus, OH"}, status=201)

        listing = Listing.objects.get()
        self.assertEqual((answer["id"], answer["state"]), (listing.pk, "draft"))
        self.assertEqual((listing.employer, listing.place), (self.employer, self.place))
        self.assertEqual(listing.time_zone, "America/New_York")
        self.assertIn("pay.minimum", self.faults({"errors": answer["missing"]}))
        self.assertIsNone(answer["url"])

    def test_a_whole_post_is_sent_to_review_and_never_published(self):
        answer = self.ask("post", body=whole_post(send=True), status=201)

        listing = Listing.objects.get()
        self.assertEqual((answer["state"], listing.state), ("in_review", State.IN_REVIEW))
        self.assertFalse(Listing.objects.public().exists())
        self.assertTrue(listing.fingerprint)  # assessed like everybody's

    def test_its_history_says_that_a_program_did_it(self):
        self.ask("post", body=whole_post(send=True), status=201)

        events = list(ListingEvent.objects.values_list("kind", "by", "user").order_by("pk"))
        self.assertEqual(events, [("created", "program", None), ("submitted", "program", None)])

    def test_what_is_read_can_be_written(self):
        make.MetricFactory(slug="csat", title="CSAT")
        post = whole_post(
            reference="REQ-1",
            weekly_hours="37.5",
            works_weekends=False,
            week=[{"weekday": "monday", "starts": "09:00", "ends": "17:30"}],
            languages=[{"name": "Spanish", "level": "B2", "is_essential": False}],
            targets=[{"metric": "csat", "target": "85 % or more"}],
            questions=[
                {"text": "Which days?", "kind": "choice", "choices": ["Weekdays", "Weekends"]}
            ],
            experience_months=0,
            applies_on="external",
            apply_url="https://marlow.example/jobs/1",
            time_zone="America/Chicago",
            benefits="Dental.\n\n- Paid leave",
        )
        answer = self.ask("post", body=post, status=201)
        written = answer["post"]

        again = self.ask("put", str(answer["id"]), body=written)

        self.assertEqual(again["post"], written)
        self.assertEqual(Listing.objects.get().version, 1)  # nothing new, so nothing was written
        for name in ("reference", "weekly_hours", "week", "targets", "languages", "benefits"):
            self.assertEqual(written[name], post[name])
        self.assertEqual(written["questions"][0]["choices"], ["Weekdays", "Weekends"])
        self.assertTrue(written["closes_at"].endswith(("-05:00", "-06:00")))

    def test_every_field_of_the_form_is_written_here(self):
        """A PUT would empty one that this API does not know."""
        full = PostToWrite(channels=[{"channel": "phone"}], closes_at="2030-01-01T12:00:00Z")
        given = set(form_data(full.model_dump(), None, []))

        fields = set(ListingForm(employers=[self.employer]).fields) - set(WEEK_FIELDS)

        rows = {
            name for name in fields if name.startswith(("share_", "metric_", "target_", "ask_"))
        }
        self.assertEqual(fields - rows - given, {"version"})

    def test_errors_have_the_form_s_words_and_the_names_of_the_json(self):
        post = whole_post(
            pay={"currency": "USD", "minimum": "30", "maximum": "20.00", "period": "hour"},
            channels=[{"channel": "phone", "share": 60}],
            skills=[{"name": "Zendes"}],
            role="nobody",
            place="Nowhere at all",
            closes_at="tomorrow",
            weekly_hours="many",
            applies_on="external",
        )
        faults = self.faults(self.ask("post", body=post, status=422))

        self.assertEqual(faults["pay.maximum"], "Enter $30.00 or more, or swap the two amounts.")
        self.assertIn("add up to 60", faults["channels"])
        self.assertEqual(faults["skills"], "We know no skill “Zendes”. Did you mean Zendesk?")
        self.assertIn("“nobody”", faults["role"])
        self.assertIn("“Nowhere at all”", faults["place"])
        self.assertIn("with its offset", faults["closes_at"])
        self.assertEqual(faults["apply_url"], "Write the address where people apply.")
        self.assertIn("weekly_hours", faults)
        self.assertFalse(Listing.objects.exists())

    def test_what_a_review_needs_is_said_and_no_draft_is_left_behind(self):
        answer = self.ask("post", body=whole_post(send=True, pay=None, education=None), status=422)

        self.assertEqual(set(self.faults(answer)), {"pay.minimum", "pay.maximum", "education"})
        self.assertFalse(Listing.objects.exists())

    def test_unknown_names_and_wrong_types_are_refused(self):
        for wrong, where in (
            ({"titel": "x"}, "titel"),
            ({"title": 5}, "title"),
            ({"experience_months": "6"}, "experience_months"),
            ({"works_weekends": "yes"}, "works_weekends"),
            ({"pay": {"currency": "USD", "period": "hour", "min": "1"}}, "pay.min"),
            ({"skills": ["Zendesk"]}, "skills[0]"),
            ({"skills": [{"name": "Zendesk", "level": 3}]}, "skills[0].level"),
            ({"reference": " "}, "reference"),
        ):
            with self.subTest(where):
                answer = self.ask("post", body=whole_post() | wrong, status=400)
                self.assertEqual(set(self.faults(answer)), {where})
        self.assertFalse(Listing.objects.exists())

    def test_lists_beyond_what_the_form_holds_are_refused_not_cut(self):
        shift = {"weekday": "monday", "starts": "09:00", "ends": "10:00"}
        question = {"text": "Why?", "kind": "text"}
        post = whole_post(
            week=[shift] * 3 + [shift | {"weekday": "someday"}],
            questions=[question | {"text": f"Why {n}?"} for n in range(9)],
            targets=[{"metric": "csat"}] * 6,
            channels=[{"channel": "phone", "share": 50}] * 2,
        )
        faults = self.faults(self.ask("post", body=post, status=422))

        for name in ("week[2].weekday", "week[3].weekday", "questions", "targets", "channels"):
            self.assertIn(name, faults)

    def test_a_reference_is_the_employer_s_own_and_unique(self):
        make.ListingFactory(reference="REQ-1")  # another employer's
        first = self.ask("post", body=whole_post(reference="REQ-1"), status=201)

        again = self.ask("post", body=whole_post(reference="REQ-1"), status=409)

        self.assertEqual(again["id"], first["id"])
        self.assertEqual(Listing.objects.filter(employer=self.employer).count(), 1)
        other = self.ask("post", body=whole_post(), status=201)
        moved = self.ask("patch", str(other["id"]), body={"reference": "REQ-1"}, status=409)
        self.assertEqual(moved["id"], first["id"])
        self.ask("patch", str(other["id"]), body={"reference": "REQ-2"})
        self.ask("patch", str(other["id"]), body={"reference": None})
        self.assertIsNone(Listing.objects.get(pk=other["id"]).reference)


class ChangingTests(EmployerApiCase):
    def setUp(self):
        super().setUp()
        self.draft = self.ask("post", body=whole_post(reference="REQ-1"), status=201)
        self.pk = str(self.draft["id"])

    def test_patch_leaves_alone_what_it_does_not_name(self):
        answer = self.ask("patch", self.pk, body={"title": "Senior agent"})

        self.assertEqual(answer["post"], self.draft["post"] | {"title": "Senior agent"})

    def test_patch_replaces_a_part_as_a_whole(self):
        """What is left out inside it has its default, as in a POST."""
        pay = {"currency": "USD", "period": "hour", "minimum": "23.00"}
        post = self.ask("patch", self.pk, body={"pay": pay, "skills": [{"name": "Zendesk"}]})[
            "post"
        ]

        self.assertEqual(post["pay"], pay | {"maximum": None})
        self.assertEqual(post["skills"], [{"name": "Zendesk", "is_essential": True}])

    def test_put_empties_what_it_leaves_out_but_for_the_reference(self):
        answer = self.ask("put", self.pk, body={"title": "Agent", "place": "Columbus, OH"})

        self.assertEqual((answer["post"]["skills"], answer["post"]["pay"]), ([], None))
        self.assertEqual(answer["reference"], "REQ-1")

    def test_send_takes_a_draft_to_review_and_stays_complete_there(self):
        answer = self.ask("patch", self.pk, body={"send": True})
        self.assertEqual(answer["state"], "in_review")

        faults = self.faults(self.ask("patch", self.pk, body={"pay": None}, status=422))

        self.assertIn("pay.minimum", faults)
        self.assertEqual(Listing.objects.get(pk=self.pk).salary_min, 21.5)

    def test_a_repeat_of_what_waits_does_not_take_the_moderator_s_page_away(self):
        self.ask("patch", self.pk, body={"send": True})
        version = Listing.objects.get(pk=self.pk).version

        self.ask("put", self.pk, body=self.draft["post"] | {"send": True})

        self.assertEqual(Listing.objects.get(pk=self.pk).version, version)

    def test_what_has_ended_is_refused_with_the_reason(self):
        for state in (State.CLOSED, State.WITHDRAWN, State.REJECTED):
            Listing.objects.filter(pk=self.pk).update(state=state)
            with self.subTest(state):
                answer = self.ask("patch", self.pk, body={"title": "Agent"}, status=409)
                self.assertIn("Write another post.", answer["message"])
        expired = make.ListingFactory(employer=self.employer, expired=True)
        answer = self.ask("put", str(expired.pk), body=whole_post(), status=409)
        self.assertIn("Renew it first", answer["message"])

    def test_a_post_of_another_employer_is_not_there(self):
        other = make.ListingFactory(draft=True)
        for method, path in (
            ("get", ""),
            ("put", ""),
            ("patch", ""),
            ("post", "/confirmation"),
            ("post", "/closure"),
            ("post", "/renewal"),
        ):
            body = {
                "/closure": {"outcome": "hired"},
                "/renewal": {"until": "2030-01-01T00:00:00Z", "reason": "x"},
            }.get(path, {})
            with self.subTest(method + path):
                body = None if method == "get" else body
                self.ask(method, f"{other.pk}{path}", body=body, status=404)
        other.refresh_from_db()
        self.assertEqual((other.state, other.version), (State.DRAFT, 1))

    def test_what_a_moderator_wrote_is_told(self):
        listing = Listing.objects.get(pk=self.pk)
        listing.reviews.create(decision="returned", reason="Name the pay.", version=1)

        self.assertEqual(self.ask("get", self.pk)["returned_reason"], "Name the pay.")


class ListTests(EmployerApiCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for number, kind in enumerate(("draft", "in_review", "expired", "scheduled", "closed")):
            make.ListingFactory(employer=cls.employer, reference=f"R-{number}", **{kind: True})
        cls.live = make.ListingFactory(employer=cls.employer)
        make.ListingFactory()

    def test_all_states_of_one_s_own_newest_first(self):
        rows = self.ask("get")["results"]

        self.assertEqual(
            [row["state"] for row in rows],
            ["live", "closed", "scheduled", "expired", "in_review", "draft"],
        )
        self.assertEqual(rows[0]["url"], f"https://rungs.example{self.live.get_absolute_url()}")
        self.assertEqual(
            [row["url"] is None for row in rows], [False, False, True, False, True, True]
        )

    def test_a_reference_finds_one_or_none(self):
        for asked, found in (("R-1", ["R-1"]), ("R-9", []), ("r-1", [])):
            rows = self.ask("get", f"{BASE}?reference={asked}")["results"]
            self.assertEqual([row["reference"] for row in rows], found)

    def test_pages_follow_one_another(self):
        page = self.ask("get", f"{BASE}?limit=4")
        rest = self.ask("get", page["next"].removeprefix("https://rungs.example"))

        ids = [row["id"] for row in page["results"] + rest["results"]]
        self.assertEqual(ids, sorted(ids, reverse=True))
        self.assertEqual((len(ids), rest["next"]), (6, None))
        self.ask("get", f"{BASE}?cursor=x", status=400)
        self.ask("get", f"{BASE}?limit=101", status=400)

    def test_as_many_queries_for_twenty_posts_as_for_six(self):
        self.ask("get")
        # key; the limit: look, count, how many are left; posts
        with self.assertNumQueries(5):
            self.ask("get")
        make.ListingFactory.create_batch(14, employer=self.employer)
        with self.assertNumQueries(5):
            self.assertEqual(len(self.ask("get")["results"]), 20)

    def test_the_cost_of_reading_one(self):
        self.ask("get")
        # key, limit (3), post, its change, its last return, and six kinds of parts
        with self.assertNumQueries(13):
            self.ask("get", str(self.live.pk))


class CostTests(EmployerApiCase):
    def test_the_cost_of_writing(self):
        """Few and slow calls, 60 a minute: a bound, so that nobody makes them grow unseen."""
        make.ListingFactory.create_batch(5, employer=self.employer)
        with CaptureQueriesContext(connection) as creating:
            first = self.ask("post", body=whole_post(send=True), status=201)
        with CaptureQueriesContext(connection) as changing:
            self.ask("patch", str(first["id"]), body={"title": "Agent"})

        self.assertLessEqual(len(creating), 70)
        self.assertLessEqual(len(changing), 95)
