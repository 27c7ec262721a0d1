from django.utils import timezone

from tests.pages import said

from .member_case import MemberTestCase


class StillHiringTests(MemberTestCase):
    def confirm(self, listing):
        return self.client.post(self.url("employer_listing_confirm", listing))

    def test_one_press_beside_a_live_post_says_that_it_still_hires(self):
        listing = self.listing(title="Chat agent")
        home = self.client.get(self.url("employer_home"))
        self.assertContains(home, self.url("employer_listing_confirm", listing))
        self.assertContains(home, "Not confirmed since it was posted")

        response = self.confirm(listing)

        self.assertRedirects(response, f"{self.url('employer_home')}?tab=live")
        self.assertIn("The page of “Chat agent” says that you confirmed today.", said(response))
        self.assertContains(self.client.get(self.url("employer_home")), "Confirmed hiring today")

    def test_no_other_post_has_the_button_or_takes_it(self):
        for kind in ({"draft": True}, {"expired": True}, {"closed": True}, {"scheduled": True}):
            listing = self.listing(**kind)
            with self.subTest(kind):
                self.assertIn("not live any more", said(self.confirm(listing)))
                listing.refresh_from_db()
                self.assertIsNone(listing.confirmed_at)
        for tab in ("draft", "scheduled", "ended"):
            home = self.client.get(self.url("employer_home"), {"tab": tab})
            self.assertNotContains(home, "/confirmation/")

    def test_a_suspended_employer_is_told_why_not(self):
        self.employer.suspended_at = timezone.now()
        self.employer.save()
        listing = self.listing()

        self.assertIn("are not shown at present", said(self.confirm(listing)))
        self.assertNotContains(self.client.get(self.url("employer_home")), "/confirmation/")

    def test_reading_the_address_changes_nothing(self):
        url = self.url("employer_listing_confirm", self.listing())

        self.assertEqual(self.client.get(url).status_code, 405)
