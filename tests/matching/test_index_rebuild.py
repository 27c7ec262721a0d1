import re
from unittest import mock

from django.test import Client

from matching.adapters import index_store
from matching.duties import one_builder, update_index
from matching.staff import health
from matching.staff.health import index_state, rebuild
from tests.factories import ListingFactory, ModeratorFactory, UserFactory
from tests.matching.staff_case import CHECK, PAGE, REBUILD, HealthTestCase, make_desk_user


class CheckFilesTests(HealthTestCase):
    def test_whole_files_are_said_to_be_whole(self):
        self.some_listings()
        self.build()

        self.assertContains(self.press(CHECK), "as it was written")

    def test_a_changed_byte_that_no_view_sees_is_found_on_demand(self):
        self.some_listings()
        self.build()
        self.spoil(same_size=True)

        self.assertNotContains(self.client.get(PAGE), "cannot be read")
        self.assertContains(self.press(CHECK), "weights_data.npy is not what was written")

    def test_without_an_index_there_is_nothing_to_check(self):
        self.assertContains(self.press(CHECK), "There is no index to check")


class RebuildTests(HealthTestCase):
    def seen(self):
        """What the page's form would send."""
        return re.search(r'name="seen" value="([^"]*)"', self.client.get(PAGE).text)[1]

    def test_one_click_builds_a_new_index(self):
        ListingFactory()
        old = self.build()

        response = self.press(seen=self.seen())

        self.assertContains(response, "A new index was built")
        self.assertNotEqual(index_store().current(), old)

    def test_the_first_index_is_built_by_a_click_too(self):
        self.press(seen=self.seen())

        self.assertIsNotNone(index_store().current())

    def test_a_damaged_one_is_mended(self):
        self.some_listings()
        self.build()
        for spoil in (self.spoil, lambda: (self.index_directory / "CURRENT").write_text("x")):
            spoil()
            with mock.patch("matching.live.logger"):
                self.press(seen=self.seen())
                self.assertEqual(index_state().damage, "")

    def test_two_clicks_one_after_the_other_build_once(self):
        self.build()
        seen = self.seen()
        self.press(seen=seen)
        built = index_store().current()

        response = self.press(seen=seen)

        self.assertContains(response, "had been built meanwhile")
        self.assertEqual(index_store().current(), built)

    def test_two_clicks_at_once_build_once(self):
        self.build()
        seen, real, second = self.seen(), health.build_index, []

        def while_the_second_click_comes():
            second.append(self.press(seen=seen))
            return real()

        with mock.patch.object(health, "build_index", while_the_second_click_comes):
            self.press(seen=seen)

        self.assertContains(second[0], "being built right now")
        self.assertEqual(len(self.generations()), 2)

    def test_it_keeps_off_while_a_worker_builds(self):
        before = self.build()
        with one_builder():
            self.assertEqual(rebuild(before), health.Rebuild.BUSY)

        self.assertEqual(index_store().current(), before)

    def test_a_large_site_leaves_it_to_the_worker_who_builds_once(self):
        ListingFactory()
        ListingFactory()
        old = self.build()
        with mock.patch.object(health, "BUILT_AT_ONCE", 1):
            response = self.press(seen=self.seen())

        self.assertContains(response, "the worker builds the new index")
        self.assertEqual(index_store().current(), old)
        self.assertIn("built gen-", update_index())
        self.assertEqual(update_index(), "")

    def test_a_full_disk_is_said_and_the_old_index_serves_on(self):
        old = self.build()
        with (
            mock.patch.object(health, "build_index", side_effect=OSError("the disk is full")),
            self.assertLogs("matching.staff.health", "ERROR"),
        ):
            response = self.press(seen=old)

        self.assertContains(response, "No index could be built")
        self.assertEqual(index_store().current(), old)

    def test_reading_an_address_of_an_act_changes_nothing(self):
        for address in (REBUILD, CHECK):
            self.assertEqual(self.client.get(address).status_code, 405)
        self.assertIsNone(index_store().current())

    def test_a_post_without_a_token_is_refused(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.editor)

        for address in (REBUILD, CHECK):
            self.assertEqual(client.post(address).status_code, 403)
        self.assertIsNone(index_store().current())


class RightsTests(HealthTestCase):
    # To the sign-in, or to the admin's front page with a word that says no.
    doors = ("/accounts/login/", "/admin/")

    def test_nobody_else_sees_the_page_builds_or_checks(self):
        for user in [None, UserFactory(), ModeratorFactory(), make_desk_user("change_careerstep")]:
            self.client.logout()
            if user:
                self.client.force_login(user)
            for method, address in [("get", PAGE), ("post", REBUILD), ("post", CHECK)]:
                with self.subTest(address, user=user):
                    response = getattr(self.client, method)(address)
                    self.assertEqual(response.status_code, 302)
                    self.assertIn(response["Location"].split("?")[0], self.doors)
        self.assertIsNone(index_store().current())

    def test_a_script_without_the_right_is_answered_403(self):
        self.client.force_login(make_desk_user())

        response = self.client.get(PAGE, headers={"X-Requested-With": "XMLHttpRequest"})

        self.assertEqual(response.status_code, 403)

    def test_the_right_to_change_skills_is_enough_and_shows_the_menu_item(self):
        self.client.force_login(make_desk_user("change_skill"))

        self.assertEqual(self.client.get(PAGE).status_code, 200)
        self.assertContains(self.client.get("/admin/"), "Matcher health")
