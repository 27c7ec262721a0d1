import itertools
import json
from datetime import timedelta

from django.test import TestCase, override_settings
from django.utils import timezone

from profiles.digests import digest
from profiles.models import EmployerApiKey
from tests import factories as make

BASE = "/api/v1/employer/listings"
KEY = "rungs_0123abcd_" + "0123456789abcdef" * 3
_numbers = itertools.count(1)


def key_for(employer, text=KEY, **more) -> EmployerApiKey:
    """A live key with a known text, used today already."""
    values = {"name": "Workday", "prefix": text[6:14], "last_used_on": timezone.now().date()}
    return EmployerApiKey.objects.create(employer=employer, key_hash=digest(text), **values | more)


def whole_post(**changes) -> dict:
    """A post that states all that a review needs."""
    closes = timezone.now().replace(microsecond=0) + timedelta(days=30)
    return {
        "title": "Support agent",
        "role": "csr",
        "description": "You help policyholders by phone and chat.",
        "work_mode": "on_site",
        "place": "Columbus, OH",
        "employment_type": "FULL_TIME",
        "weekly_hours": "40",
        "shift": "day",
        "pay": {"currency": "USD", "minimum": "21.50", "maximum": "24.00", "period": "hour"},
        "channels": [{"channel": "phone", "share": 60}, {"channel": "chat", "share": 40}],
        "skills": [{"name": "Zendesk"}],
        "education": "none",
        "closes_at": closes.isoformat(),
    } | changes


class EmployerApiCase(TestCase):
    """Asks with a key, and expects JSON that no cache keeps."""

    @classmethod
    def setUpTestData(cls):
        cls.employer = make.EmployerFactory(name="Marlow Mutual")
        cls.key = key_for(cls.employer)
        cls.role = make.RoleFactory(slug="csr")
        cls.place = make.PlaceFactory()
        make.SkillFactory(slug="zendesk", preferred_label="Zendesk", tool=True)
        make.SkillFactory(slug="spanish", preferred_label="Spanish", language=True)

    def setUp(self):
        self.enterContext(override_settings(SITE_URL="https://rungs.example"))

    def ask(self, method, path="", body=None, status=200, key=KEY, once=None, **headers):
        """`once` is the Idempotency-Key; a POST has one of its own unless it is given."""
        headers = {"authorization": f"Bearer {key}"} | headers if key else headers
        if method == "post" and once != "":
            headers["idempotency-key"] = once or f"test-{next(_numbers)}"
        more = {}
        if method in {"post", "put", "patch"}:
            data = json.dumps(body) if body is not None else ""
            more = {"data": data, "content_type": "application/json"}
        self.response = getattr(self.client, method)(
            path if path.startswith("/") else f"{BASE}{path and '/'}{path}", headers=headers, **more
        )
        self.assertEqual(self.response.status_code, status, self.response.content)
        self.assertTrue(self.response["Content-Type"].startswith("application/json"))
        self.assertIn("no-store", self.response["Cache-Control"])
        return self.response.json()

    def faults(self, answer) -> dict[str, str]:
        return {each["parameter"]: each["message"] for each in answer["errors"]}
