"""What the tests of pages share: an index of their own, and profiles of guests and of candidates."""

import tempfile
from pathlib import Path

from django.test import TestCase, override_settings

from matching.adapters import build_index
from profiles.my_profile import CandidateProfile, SessionProfile
from tests.factories import CandidateFactory


class IndexedTestCase(TestCase):
    """Gives each test a directory of its own for the index, empty until `build` is called."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.index_directory = Path(directory.name)
        setting = override_settings(MATCH_INDEX_DIR=self.index_directory)
        setting.enable()
        self.addCleanup(setting.disable)

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
