"""The acts of the documentation, in the order in which one would try them. A test sends each as it stands."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from cms.addresses import absolute_address

BASE = "/api/v1/employer/listings"


@dataclass(frozen=True)
class Example:
    """One request. `path` has “{id}” where the number of the post stands; a POST has an Idempotency-Key."""

    title: str
    method: str
    path: str
    answers: str
    body: dict = field(default_factory=dict)
    key: str = ""

    @property
    def curl(self) -> str:
        """As it is typed into a shell. No body holds a single quote."""
        address = absolute_address(BASE + self.path.replace("{id}", "4711"))
        lines = ["curl" if self.method == "GET" else f"curl -X {self.method}", f"'{address}'"]
        lines.append('-H "Authorization: Bearer $RUNGS_KEY"')
        if self.key:
            lines.append(f"-H 'Idempotency-Key: {self.key}'")
        if self.body:
            lines.append("-H 'Content-Type: application/json'")
            body = json.dumps(self.body, indent=2, ensure_ascii=False).replace("\n", "\n  ")
            lines.append(f"-d '{body}'")
        return " \\\n  ".join([" ".join(lines[:2]), *lines[2:]])


def examples(now: datetime) -> list[Example]:
    """With closing times that are ahead of `now`."""
    closes = (now + timedelta(days=30)).strftime("%Y-%m-%dT17:00:00-05:00")
    later = (now + timedelta(days=60)).strftime("%Y-%m-%dT17:00:00-05:00")
    post = {
        "reference": "REQ-2041",
        "title": "Customer service representative, claims",
        "role": "customer-service-representative",
        "description": "You answer policyholders by phone and chat.",
        "work_mode": "hybrid",
        "place": "Columbus, OH",
        "employment_type": "FULL_TIME",
        "weekly_hours": "40",
        "shift": "day",
        "pay": {"currency": "USD", "minimum": "21.50", "maximum": "24.00", "period": "hour"},
        "channels": [{"channel": "phone", "share": 60}, {"channel": "chat", "share": 40}],
        "skills": [{"name": "Zendesk", "is_essential": False}],
        "education": "high_school",
        "closes_at": closes,
        "send": True,
    }
    return [
        Example(
            gettext_lazy("Write a post and send it to review"),
            "POST",
            "",
            gettext_lazy("201 with the post: its number as “id”, its state “in_review”."),
            post,
            key="req-2041-create",
        ),
        Example(
            gettext_lazy("Find it by your own number"),
            "GET",
            "?reference=REQ-2041",
            gettext_lazy("200 with one row, or none."),
        ),
        Example(
            gettext_lazy("Change the pay"),
            "PATCH",
            "/{id}",
            gettext_lazy(
                "200. What waits for review changes at once. Of a live post this becomes a “change”"
                " that a person reads while the old text stays up."
            ),
            {
                "pay": {
                    "currency": "USD",
                    "minimum": "22.50",
                    "maximum": "25.00",
                    "period": "hour",
                },
                "send": True,
            },
        ),
        Example(
            gettext_lazy("Say that you still hire"),
            "POST",
            "/{id}/confirmation",
            gettext_lazy("200, or 409 while it is not live. We ask every 14 days."),
            key="req-2041-confirm-1",
        ),
        Example(
            gettext_lazy("Renew it"),
            "POST",
            "/{id}/renewal",
            gettext_lazy("200, or 409 while it is not live and did not just expire."),
            {"until": later, "reason": "A second place is open."},
            key="req-2041-renew-1",
        ),
        Example(
            gettext_lazy("Close it"),
            "POST",
            "/{id}/closure",
            gettext_lazy("200. “outcome” is “hired” or “not_filled”."),
            {"outcome": "hired"},
            key="req-2041-close",
        ),
    ]
