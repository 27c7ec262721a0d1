"""`import_listings` on a saved page and on a feed: known by content, and as careful as with lines."""

from django.core.management import CommandError

from listings.models import Listing
from tests.listings.import_case import ImportTestCase
from tests.listings.importing.test_indeed_xml import feed, job
from tests.listings.importing.test_job_posting_pages import page, posting


class DocumentTests(ImportTestCase):
    def path(self, content: bytes):
        path = self.folder / "some.txt"
        path.write_bytes(content)
        return path

    def job_of(self, company, **fields) -> str:
        return job(company=company, title="Customer Service Advisor", city="Columbus", **fields)

    def test_two_employers_may_have_the_same_number(self):
        path = self.path(feed(self.job_of("Acme"), self.job_of("Borealis", referencenumber="R-2")))
        other = page(posting(hiringOrganization="Cedar", identifier="R-1"))

        self.run_import(path)
        again = self.run_import(path)
        self.run_import(self.path(other.replace(b"service agent", b"Service Advisor")))

        self.assertIn("2 unchanged", again)
        self.assertEqual(
            list(Listing.objects.order_by("pk").values_list("source", "source_id", "state")),
            [
                ("indeed-xml:acme", "R-1", "in_review"),
                ("indeed-xml:borealis", "R-2", "in_review"),
                ("json-ld:cedar", "R-1", "in_review"),
            ],
        )

    def test_every_posting_is_accounted_for_and_one_without_company_is_skipped(self):
        out = self.run_import(self.path(feed(self.job_of("Acme"), job(referencenumber="R-2"))))

        self.assertIn("No company is given.", out)
        self.assertIn("1 created + 0 updated + 0 unchanged + 0 left alone + 1 skipped = 2.", out)

    def test_a_page_without_postings_is_refused(self):
        with self.assertRaisesMessage(CommandError, "holds no JobPosting data"):
            self.run_import(self.path(b"<html><p>Hello</p></html>"))
