"""What the tests of pages share: an index of their own, and profiles of guests and of candidates."""

import math
import tempfile
from pathlib import Path
from unittest import mock

from django.test import TestCase, override_settings

from cms.models import ToolFamily
from matching.adapters import build_index
from profiles.my_profile import CandidateProfile, SessionProfile
from tests.factories import CandidateFactory, ListingFactory, RoleFactory, SkillFactory

MATCHES = "/me/matches/"


class IndexedTestCase(TestCase):
    """Gives each test a directory of its own for the index, empty until `build` is called."""

    # Seconds between two looks for changes: never here, so that a count of queries does not depend on
    # the clock. A negative number is a look with every page.
    look_every = math.inf

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.index_directory = Path(directory.name)
        setting = override_settings(MATCH_INDEX_DIR=self.index_directory)
        setting.enable()
        self.addCleanup(setting.disable)
        # The 923 occupations take seconds to read with every build, and no test of a page is about them.
        without = mock.patch("matching.adapters.occupation_jobs", return_value=())
        without.start()
        self.addCleanup(without.stop)
        looks = mock.patch("matching.live.LOOK_EVERY", self.look_every)
        looks.start()
        self.addCleanup(looks.stop)

    def build(self):
        return build_index()

    def as_guest(self, *, skills=(), languages=(), current=None, target=None, **preferences):
        """Give the client's session a profile."""
        session = self.client.session
        fill(SessionProfile(session), skills, languages, current, target, preferences)
        session.save()

    def as_candidate(self, *, skills=(), languages=(), current=None, target=None, **preferences):
        """Sign the client in as somebody with a profile."""
        candidate = CandidateFactory()
        fill(CandidateProfile(candidate.user), skills, languages, current, target, preferences)
        self.client.force_login(candidate.user)
        return candidate


def fill(profile, skills, languages, current, target, preferences):
    for skill, level in skills:
        profile.set_skill(skill, level)
    for language, spoken in languages:
        profile.set_language(language, spoken)
    if current or target:
        profile.set_roles(current, target)
    if preferences:
        profile.set_preferences(**preferences)


class MatchTestCase(IndexedTestCase):
    """A few skills, tools, languages and roles, and listings that ask for them."""

    @classmethod
    def setUpTestData(cls):
        family = ToolFamily.objects.create(slug="ticketing", title="Ticketing", transfer=0.8)
        tools = {"tool": True, "tool_family": family}
        cls.zendesk = SkillFactory(slug="zendesk", preferred_label="Zendesk", **tools)
        cls.freshdesk = SkillFactory(slug="freshdesk", preferred_label="Freshdesk", **tools)
        cls.chat = SkillFactory(slug="live-chat", preferred_label="Live chat")
        cls.orders = SkillFactory(slug="order-processing", preferred_label="Order processing")
        cls.empathy = SkillFactory(slug="empathy", preferred_label="Empathy")
        cls.coaching = SkillFactory(slug="coaching", preferred_label="Coaching")
        cls.english = SkillFactory(slug="english", preferred_label="English", language=True)
        cls.spanish = SkillFactory(slug="spanish", preferred_label="Spanish", language=True)
        cls.csr = RoleFactory(slug="csr", title="Customer Service Representative")
        cls.lead = RoleFactory(
            slug="team-lead", title="Team Lead", family="leadership", ladder_level=3
        )

    def listing(self, *skills, wishes=(), languages=(), **columns):
        columns = {"role": self.csr, "title": "Agent", "description": "You help people."} | columns
        listing = ListingFactory(**columns)
        for skill in skills:
            listing.listing_skills.create(skill=skill)
        for skill in wishes:
            listing.listing_skills.create(skill=skill, is_essential=False)
        for language in languages:
            listing.languages.create(language=language, level="B2")
        return listing

    def some_listings(self):
        """Six that differ in every part of the score; the last two have equal scores."""
        return [
            self.listing(self.chat, self.zendesk, self.empathy, wishes=[self.orders]),
            self.listing(self.freshdesk, self.orders, self.chat, languages=[self.spanish]),
            self.listing(self.coaching, self.empathy, role=self.lead, title="Team lead"),
            self.listing(self.chat, description="You answer billing questions in live chat."),
            self.listing(self.empathy, self.orders, wishes=[self.coaching]),
            self.listing(self.empathy, self.orders, wishes=[self.coaching]),
        ]

    def profile(self, **more):
        skills = [(self.zendesk, 3), (self.chat, 4), (self.empathy, 1)]
        return {"skills": skills, "current": self.csr, "languages": [(self.spanish, "C1")]} | more

    def keys_shown(self, url=MATCHES):
        response = self.client.get(url)
        return [report.listing.pk for report in response.context["reports"]]
