from datetime import time

from django.test import SimpleTestCase

from cms.models import PostAdvice, RoleSkill
from listings.completeness import NEEDED_FIELDS
from listings.forms.steps import FORMS
from listings.models import Listing
from listings.posting.steps import STEPS, step_of
from tests.factories import (
    EmployerMemberFactory,
    ListingFactory,
    MetricFactory,
    SkillFactory,
)
from tests.pages import said

from .posting_case import PAID, WHERE, StepCase


class CheckTests(StepCase):
    def test_every_gap_is_named_with_the_step_and_field_that_fills_it(self):
        Listing.objects.filter(pk=self.draft.pk).update(salary_max=None, education_min="")

        page = self.client.get(self.step_url("check"))

        for step, field in [
            ("pay", "salary_max"),
            ("customers", "channels"),
            ("asked", "essential_skills"),
            ("asked", "education_min"),
            ("apply", "closes_on"),
        ]:
            self.assertContains(page, f'href="{self.step_url(step)}#id_{field}"')
        self.assertNotContains(page, "Send to review")
        self.assertIn("Not sent yet.", said(self.send("check")))
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.state, "draft")

    def test_advice_is_told_on_its_step_and_here_and_blocks_nothing(self):
        PostAdvice.objects.create(
            slug="costume", title="A costume", phrases="ninja", reason="Why", suggestion="Agent"
        )
        PostAdvice.objects.create(
            slug="week", title="The week", kind="gap", condition="no_week", reason="Hours"
        )
        Listing.objects.filter(pk=self.draft.pk).update(description="A chat <ninja>.")

        job, pay, check = (self.client.get(self.step_url(step)) for step in ("job", "pay", "check"))

        self.assertContains(job, "A costume</strong>: “ninja”")
        self.assertNotContains(job, "The week")
        self.assertContains(pay, "The week</strong>")
        self.assertContains(check, "A costume</strong>: “ninja”")
        self.assertContains(check, "The week</strong>")

    def test_a_gap_is_no_news_on_a_step_that_nobody_has_filled(self):
        PostAdvice.objects.create(
            slug="week", title="The week", kind="gap", condition="no_week", reason="Hours"
        )
        Listing.objects.filter(pk=self.draft.pk).update(salary_min=None, salary_max=None)

        self.assertNotContains(self.client.get(self.step_url("pay")), "The week</strong>")

    def test_a_post_that_changed_since_it_was_read_is_not_sent(self):
        for version in ("2", "", "x", "9" * 5000, "\x00"):
            response = self.client.post(self.step_url("check"), {"version": version})
            self.assertIn("Not sent", said(response))

    def test_what_a_reviewer_wrote_stands_on_every_step(self):
        self.draft.reviews.create(decision="returned", reason="State the <pay>.", version=1)

        for step in ("job", "pay", "check"):
            self.assertContains(self.client.get(self.step_url(step)), "State the &lt;pay&gt;.")

    def test_what_is_approved_stays_as_it_is(self):
        live = ListingFactory(employer=self.employer, title="Live words")

        page = self.client.get(self.step_url("job", live))
        response = self.send("job", live, title="Changed")
        check = self.client.post(self.step_url("check", live), {"version": 1})

        self.assertEqual(page.status_code, 200)
        self.assertNotContains(page, "post-form")
        self.assertEqual((response.status_code, check.status_code), (409, 409))
        live.refresh_from_db()
        self.assertEqual((live.title, live.version), ("Live words", 1))

    def test_what_stands_in_review_can_change_and_stays_complete(self):
        waiting = ListingFactory(
            employer=self.employer, in_review=True, education_min="none", place=self.place
        )
        waiting.channels.create(channel="chat")
        waiting.listing_skills.create(skill=self.zendesk)

        for step, data, words in [
            ("job", {"title": "x"}, "Choose the role that comes closest."),
            ("pay", WHERE | PAID, "State the hours a week."),
            ("customers", {}, "Tick the ways"),
            ("asked", {}, "Name the skills that you ask for."),
            ("apply", {"apply_route": "on_site"}, "Say until when people can apply."),
        ]:
            self.assertContains(self.send(step, waiting, **data), words)
        self.send("customers", waiting, channels=["email"])
        quietly = self.send("customers", waiting, channels=["chat"], action="autosave")

        waiting.refresh_from_db()
        self.assertEqual((waiting.state, waiting.version), ("in_review", 2))
        self.assertEqual(waiting.channels.get().channel, "email")
        self.assertEqual(quietly.status_code, 409)


class TenantTests(StepCase):
    def test_somebody_elses_post_is_not_found_on_any_step(self):
        self.client.force_login(EmployerMemberFactory().user)
        for step in STEPS:
            with self.subTest(step.slug):
                self.assertEqual(self.client.get(self.step_url(step.slug)).status_code, 404)
                self.assertEqual(self.send(step.slug, title="x").status_code, 404)
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.version, 1)


class StepsTests(SimpleTestCase):
    def test_each_essential_has_a_step_whose_form_takes_it(self):
        for field in NEEDED_FIELDS:
            with self.subTest(field):
                self.assertIn(field, step_of(field).needs)
                form = FORMS[step_of(field)]
                self.assertIn(field, form.base_fields)


class CostTests(StepCase):
    def test_a_step_costs_the_same_with_many_skills_and_rules(self):
        # session, user, post, its six parts, last review, advice; the user's and the group's
        # permissions. For the job roles and metrics, for what is asked the finder of skills and the
        # role's, for the check posts like it
        costs = {"job": 15, "pay": 13, "customers": 13, "asked": 15, "apply": 13, "check": 14}
        for n in (3, 20):
            draft = ListingFactory(employer=self.employer, draft=True, role=self.role)
            for number in range(n):
                skill = SkillFactory(slug=f"skill-{n}-{number}")
                draft.listing_skills.create(skill=skill)
                usual = SkillFactory(slug=f"usual-{n}-{number}")
                RoleSkill.objects.create(role=self.role, skill=usual)
                draft.targets.create(metric=MetricFactory())
                draft.shifts.create(weekday=number % 7, starts=time(number), ends=time(number, 30))
                PostAdvice.objects.create(
                    slug=f"rule-{n}-{number}", title="x", phrases="ninja", reason="y"
                )
            self.client.get(self.step_url("asked", draft))  # builds the finder of skills
            for step, queries in costs.items():
                with self.subTest(f"{step} {n}"), self.assertNumQueries(queries):
                    self.client.get(self.step_url(step, draft))
