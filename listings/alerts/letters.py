"""What the mails of all alerts have in common. Sending is writing an Outbox row."""

from html import unescape

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.html import strip_tags


def send(to: str, subject: str, template: str, context: dict, *, end_url: str = "") -> None:
    """Write one mail in plain text. With `end_url`, mail programs offer to end it by one click (RFC 8058)."""
    body = render_to_string(template, {"site_name": settings.WAGTAIL_SITE_NAME} | context)
    headers = {
        "List-Unsubscribe": f"<{end_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    EmailMessage(
        # A line break from an imported title would forge a header.
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[to],
        headers=headers if end_url else {},
    ).send()


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def as_text(template: str, **context) -> str:
    """A partial of a page as plain text: its words without their markup."""
    return unescape(strip_tags(render_to_string(template, context))).strip()
