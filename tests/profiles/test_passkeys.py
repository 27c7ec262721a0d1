import json

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from tests.profiles.second_factor_case import SecondFactorCase, set_up_app


class PasskeyTests(SecondFactorCase):
    """What a browser would never send. The ceremony itself is a browser's test."""

    SHAPES = [
        *("null", "[]", "{}", "1", '"x"', "not json", "[" * 5000),
        '{"id": 1, "rawId": null, "response": {}, "type": "public-key"}',
        '{"response": {"userHandle": "!!!"}}',
        '{"response": []}',
        json.dumps(
            {
                "id": "AA",
                "rawId": "AA",
                "type": "public-key",
                "response": {
                    "userHandle": "MQ",
                    "clientDataJSON": "AAAA",
                    "authenticatorData": "A",
                    "signature": "",
                    "attestationObject": "oA",
                },
                "clientExtensionResults": {},
            }
        ),
    ]

    def test_no_shape_of_an_answer_breaks_signing_in(self):
        url = reverse("mfa_login_webauthn")
        for shape in self.SHAPES:
            cache.clear()  # ten tries a minute
            self.client.get(url, headers={"accept": "application/json"})
            with self.subTest(shape[:40]):
                response = self.client.post(url, {"credential": shape})
                self.assertRedirects(
                    response, reverse("account_login"), fetch_redirect_response=False
                )
                self.assert_signed_out(self.client)

    def test_no_shape_of_an_answer_makes_a_passkey(self):
        self.sign_in()
        self.prove()
        url = reverse("mfa_add_webauthn")
        for shape in self.SHAPES:
            self.client.get(url)
            with self.subTest(shape[:40]):
                response = self.client.post(url, {"name": "x", "credential": shape})
                self.assertContains(response, "problem")
        self.assertFalse(Authenticator.objects.exists())

    def test_no_shape_of_an_answer_is_a_second_step(self):
        set_up_app(self.user)
        self.sign_in()
        for shape in self.SHAPES:
            with self.subTest(shape[:40]):
                response = self.client.post(reverse("mfa_authenticate"), {"credential": shape})
                self.assertEqual(response.status_code, 200)
        self.assertFalse(self.is_signed_in())

    def test_asking_for_a_passkey_tells_nothing_of_who_has_one(self):
        answer = self.client.get(
            reverse("mfa_login_webauthn"), headers={"accept": "application/json"}
        ).json()["request_options"]["publicKey"]

        self.assertEqual(answer.get("allowCredentials", []), [])
        self.assertEqual(answer["userVerification"], "required")
