"""What the page of people for a listing tells of each of them, and what it keeps to itself."""

import re

from matching.people.words import region
from profiles.models import Candidate, User
from profiles.my_profile import CandidateProfile
from tests.factories import (
    PlaceFactory,
)
from tests.matching.people_case import PeopleTestCase


class WhatIsShownTests(PeopleTestCase):
    def test_nothing_personal_is_on_the_page(self):
        candidate = self.person(
            skills=[(self.chat, 3), (self.orders, 3), (self.empathy, 2)],
            languages=[(self.spanish, "C1")],
            current=self.csr,
            target=self.lead,
            place=PlaceFactory(),
        )
        canaries = ["Zachariah", "Quennell", "zq@canary.example", "Canaryhead", "Canarytitle"]
        canaries += [
            "Canarycorp",
            "Canaryjob",
            "Canaryproof",
            "canaryfile",
            "+1 614 555",
            "Columbus",
        ]
        User.objects.filter(pk=candidate.user_id).update(
            first_name=canaries[0], last_name=canaries[1], email=canaries[2]
        )
        Candidate.objects.filter(pk=candidate.pk).update(headline=canaries[3])
        candidate.experiences.create(
            title=f"{canaries[4]} chat agent at {canaries[5]}",
            employer_name=canaries[5],
            summary=f"Policyholders of {canaries[6]} rang me at +1 614 555 0100",
        )
        candidate.candidate_skills.update(evidence=canaries[7])
        candidate.resumes.create(
            file=f"resumes/{canaries[8]}",
            original_name=canaries[8],
            content_type="text/plain",
            size=1,
        )
        CandidateProfile(candidate.user).touch()
        post = self.listing(
            self.chat,
            self.orders,
            languages=[self.spanish],
            employer=self.employer,
            work_mode="remote",
            place=None,
            # Words of theirs in the post: they move the order and stay unsaid.
            description="You answer policyholders of Canaryjob and Canarycorp, Canarytitle.",
            title="Agent",
        )
        self.build()

        response = self.page(post)

        self.assertEqual([p.key for p in response.context["people"]], [candidate.pk])
        html = response.content.decode()
        for canary in canaries:
            with self.subTest(canary):
                self.assertNotIn(canary.lower(), html.lower())

    def test_skills_and_languages_stand_with_their_level_in_words(self):
        self.person(
            skills=[(self.chat, 4), (self.orders, 3), (self.empathy, 2), (self.coaching, 1)],
            languages=[(self.spanish, "C1")],
            current=self.csr,
            target=self.lead,
            place=PlaceFactory(),
        )
        self.build()

        response = self.page()

        [person] = response.context["people"]
        self.assertEqual(
            person.skills,
            [
                ("Teaches it", ["Live chat"]),
                ("Does it alone", ["Order processing"]),
                ("Does it with help", ["Empathy"]),
                ("Is learning it", ["Coaching"]),
            ],
        )
        for words in ("Spanish (C1)", "Ohio", "Customer Service Representative", "Team Lead"):
            self.assertContains(response, words)
        self.assertContains(response, "Covers <strong>3 of the 4 skills</strong> asked.")
        self.assertContains(response, "Not in the profile: Zendesk.")

    def test_each_thing_that_is_asked_stands_with_what_they_say_of_it(self):
        post = self.listing(
            self.chat,
            self.zendesk,
            self.empathy,
            languages=[self.spanish, self.english],
            role=self.lead,
            employer=self.employer,
        )
        self.person(
            skills=[(self.chat, 1), (self.freshdesk, 3), (self.empathy, 4)],
            languages=[(self.spanish, "C1")],
            current=self.csr,
            target=self.lead,
        )
        self.build()

        [person] = self.page(post).context["people"]

        self.assertEqual(
            {each.asked.label: each.words for each in person.asked},
            {
                "Live chat": "Is learning it",
                "Zendesk": "Knows Freshdesk, which counts 80% towards it",
                "Empathy": "Teaches it",
                "Spanish": "Speaks it at C1",
                "English": "Has not said how well they speak it",
                "Role: Team Lead": "The role they want",
            },
        )

    def test_it_speaks_of_them_and_never_to_them(self):
        self.some_people()
        self.build()

        html = self.page().content.decode()

        cards = re.search(r'<ul role="list" class="jobs">.*?</ul>\s*<', html, re.DOTALL)[0]
        self.assertNotRegex(cards, r"(?i)\byours?\b|you said|you cover|you have|you named")

    def test_points_and_words_are_those_that_the_person_sees(self):
        candidate = self.some_people()[1]
        self.build()

        person = next(p for p in self.page().context["people"] if p.key == candidate.pk)
        self.client.force_login(candidate.user)
        theirs = self.client.get(self.post.get_absolute_url())

        self.assertContains(theirs, f"How it fits you: {person.report.share_shown} of 100")
        self.assertContains(theirs, "You cover <strong>1 of the 4 skills</strong> asked.")
        self.assertEqual(person.report.covered, ["Live chat"])
        self.assertEqual(sum(each.asked.points for each in person.asked), person.report.share)

    def test_with_too_few_things_asked_there_is_no_number(self):
        post = self.listing(self.chat, employer=self.employer)
        self.person(skills=[(self.chat, 3), (self.orders, 3), (self.empathy, 3)], current=self.csr)
        self.build()

        response = self.page(post)

        self.assertContains(response, "Covers <strong>1 of the one skill</strong> asked.")
        self.assertNotContains(response, "of 100")

    def test_of_a_place_the_state_or_the_country_is_told(self):
        self.assertEqual(region(PlaceFactory()), "Ohio")
        self.assertEqual(region(PlaceFactory(leeds=True)), "United Kingdom")
        self.assertEqual(region(PlaceFactory(geoname_id=1, admin1_code="")), "United States")
        self.assertEqual(region(None), "")
