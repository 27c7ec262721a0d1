import hashlib
from datetime import timedelta
from operator import attrgetter

from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, TestCase
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from listings import reminders, services, still_hiring
from listings.alerts import tokens
from listings.models import HeldApplication, PostingImport
from matching.alerts.settings import sign
from profiles.models import Candidate, EmployerApiKey, Outbox, Resume
from tests import factories as make
from tests.authorization import NAME_RULES, PERSONAS, PREFIX_RULES, TABLE
from tests.cms.factories import PageTree


class World:
    """One of everything, with canaries in what must not leak."""

    def __init__(self):
        self.employer = make.EmployerFactory(slug="own")
        self.other_employer = make.EmployerFactory(slug="other")
        self.unverified = make.EmployerFactory(unverified=True)
        self.candidate = make.CandidateFactory()
        self.opted_in = make.CandidateFactory(visibility="employers", headline="CANARY-headline")
        self.skill = make.SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
        self.language = make.SkillFactory(slug="spanish", preferred_label="Spanish", language=True)
        self.listing = make.ListingFactory(employer=self.employer)
        self.place_slug = "columbus-oh"  # where that listing is
        self.fresh = make.ListingFactory(employer=self.employer)
        self.external = make.ListingFactory(
            employer=self.employer, apply_route="external", apply_url="https://jobs.example.org/1"
        )
        self.posting_step = "job"
        self.tree = PageTree()
        self.guide = self.tree.guide()
        self.expired = make.ListingFactory(employer=self.employer, expired=True)
        self.draft = make.ListingFactory(employer=self.employer, draft=True)
        self.in_review = make.ListingFactory(employer=self.employer, in_review=True)
        self.change = services.open_change(self.listing, None)
        self.change.snapshot["columns"]["title"] = "CANARY-change"
        self.change.state = "in_review"
        self.change.save()
        self.banned = make.EmployerFactory(suspended=True)
        self.report = self.listing.reports.create(
            reason="fraud", words="CANARY-report", email="CANARY@example.org", at=timezone.now()
        )
        self.in_review.review_comments.create(
            is_from_moderator=True, body="CANARY-comment", at=timezone.now()
        )
        self.posting_import = PostingImport.objects.create(
            employer=self.employer,
            file_name="CANARY.xml",
            format="xml",
            records={"postings": [], "unread": [], "is_done": True},
            taken_at=timezone.now(),
        )
        self.experience = self.candidate.experiences.create(title="CANARY-experience")
        self.metric = self.candidate.metrics.create(metric=make.MetricFactory(), value="CANARY")
        self.education = self.candidate.education.create(school="CANARY-school")
        self.certificate = self.candidate.certificates.create(name="CANARY-certificate")
        self.resume = Resume(
            candidate=self.candidate,
            original_name="resume.txt",
            content_type=Resume.Kind.TEXT,
            size=13,
            scan=Resume.Scan.CLEAN,
        )
        self.resume.file.save("resume.txt", ContentFile(b"CANARY-resume"))
        self.application = make.ApplicationFactory(
            candidate=self.candidate,
            listing=self.listing,
            note="CANARY-note",
            resume=self.resume,
        )
        self.text = self.employer.message_templates.create(name="CANARY-text", body="CANARY-body")
        self.application.notes.create(body="CANARY-noted", at=timezone.now())
        self.application.tags.create(name="canary-tag")
        self.sitemap = "jobs"
        self.api_key, self.other_api_key = (
            EmployerApiKey.objects.create(employer=employer, name="CANARY", key_hash=employer.slug)
            for employer in (self.employer, self.other_employer)
        )
        self.held_token = "held"
        HeldApplication.objects.create(
            listing=self.fresh,
            email="guest@example.org",
            name="Guest",
            note="Hello",
            consent_version=1,
            token_hash=hashlib.sha256(b"held").hexdigest(),
            created_at=timezone.now(),
            expires_at=timezone.now() + timedelta(hours=48),
        )
        self.alert_token = sign(self.candidate.pk)
        self.reminders_token = reminders.sign(self.candidate.pk)
        # Of nobody who has an account: whoever holds the link of a mail may act on it.
        job_alert = make.JobAlertFactory()
        self.job_alert_token = tokens.sign_management(job_alert)
        self.job_alert_end_token = tokens.sign_end(job_alert)
        self.job_alert_confirm_token = tokens.sign_confirmation(
            make.JobAlertFactory(unconfirmed=True)
        )
        self.mail = Outbox.objects.create(
            to=["a@example.org"], from_email="b@example.org", subject="s", body="b"
        )
        self.people = {
            "AN": None,
            "CA": self.candidate.user,
            "CB": make.CandidateFactory().user,
            "EM": make.EmployerMemberFactory(employer=self.employer).user,
            "EX": make.EmployerMemberFactory(employer=self.other_employer, role="owner").user,
            "MO": make.ModeratorFactory(),
            "ED": make.UserFactory(),
            "AD": make.UserFactory(is_staff=True, is_superuser=True),
        }
        self.membership = self.employer.members.get()
        self.still_hiring_token = (
            still_hiring.confirmation_path(self.fresh, self.membership).rstrip("/").split("/")[-1]
        )
        self.invite_token = "invite"
        self.invite = make.EmployerInviteFactory(
            employer=self.employer, email=self.people["CB"].email, token=self.invite_token
        )


def outcome(response) -> str:
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "in"
    return "ok" if response.status_code < 400 else str(response.status_code)


class AuthorizationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = World()

    def check(self, row):
        url = reverse(row.name, args=[attrgetter(path)(self.world) for path in row.args])
        for persona, expected in zip(PERSONAS, row.expected.split(), strict=True):
            client = Client()
            if self.world.people[persona]:
                client.force_login(self.world.people[persona])
            with self.subTest(persona), transaction.atomic():
                response = getattr(client, row.method.lower())(url, row.data)
                transaction.set_rollback(True)
                self.assertEqual(outcome(response), expected, f"{persona} {row.method} {url}")
                if expected != "ok":
                    body = b"".join(response) if response.streaming else response.content
                    self.assertNotIn(b"CANARY", body)


def add_tests():
    for row in TABLE:

        def test(self, row=row):
            self.check(row)

        name = "test_" + str(row).replace(" ", "_")
        number = sum(existing.startswith(name) for existing in vars(AuthorizationTests))
        setattr(AuthorizationTests, f"{name}_{number}" if number else name, test)


add_tests()


def walk(patterns, prefix="", namespace=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, f"{namespace}{pattern.name or ''}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, route, inner)


class EveryAddressIsInTheTableTests(TestCase):
    def test_no_address_is_missing(self):
        known = {row.name for row in TABLE} | set(NAME_RULES)

        missing = {
            (route, name)
            for route, name in walk(get_resolver().url_patterns)
            if name not in known and not route.lstrip("^").startswith(tuple(PREFIX_RULES))
        }

        self.assertEqual(missing, set())

    def test_no_row_is_about_an_address_that_is_gone(self):
        names = {name for _route, name in walk(get_resolver().url_patterns)}

        self.assertEqual({row.name for row in TABLE} - names, set())

    def test_what_changes_state_answers_405_to_get(self):
        world = World()
        get_too = {row.name for row in TABLE if row.method == "GET"}
        client = Client()
        client.force_login(world.people["AD"])
        for row in TABLE:
            if row.method == "POST" and row.name not in get_too:
                url = reverse(row.name, args=[attrgetter(path)(world) for path in row.args])
                with self.subTest(row.name):
                    self.assertEqual(client.get(url).status_code, 405)

    def test_what_changes_state_refuses_a_post_without_a_token(self):
        world = World()
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.people["AD"])
        for row in TABLE:
            if row.method == "POST" and not row.is_cookieless:
                url = reverse(row.name, args=[attrgetter(path)(world) for path in row.args])
                with self.subTest(row.name):
                    self.assertEqual(client.post(url, row.data).status_code, 403)


class CandidateIsMadeByWritingOnlyTests(TestCase):
    def test_reading_a_page_makes_no_profile(self):
        user = make.UserFactory()
        self.client.force_login(user)

        self.client.get(reverse("profiles:profile"))
        self.client.get(reverse("matching:match_list"))

        self.assertFalse(Candidate.objects.filter(user=user).exists())
