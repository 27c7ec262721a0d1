from django.test import TestCase, override_settings


class ApiCase(TestCase):
    """Asks the API, and expects JSON."""

    def setUp(self):
        self.enterContext(override_settings(SITE_URL="https://rungs.example"))

    def get(self, path, status=200, **parameters):
        response = self.client.get(f"/api/v1/{path}", parameters)
        self.assertEqual(response.status_code, status, response.content)
        self.assertTrue(response["Content-Type"].startswith("application/json"))
        return response.json()

    def faults(self, path="jobs", **parameters) -> dict[str, str]:
        answer = self.get(path, 400, **parameters)
        return {fault["parameter"]: fault["value"] for fault in answer["errors"]}
