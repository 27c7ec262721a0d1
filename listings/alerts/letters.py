"""What the mails of all alerts have in common. Sending is writing an Outbox row."""

from html import unescape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from profiles.letters import send_letter


def send(to: str, subject: str, template: str, context: dict, *, end_url: str = "") -> None:
    """Write one mail in plain text. With `end_url`, mail programs offer to end it by one click (RFC 8058)."""
    headers = {
        "List-Unsubscribe": f"<{end_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    send_letter(to, template, subject, context, headers=headers if end_url else None)


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def as_text(template: str, **context) -> str:
    """A partial of a page as plain text: its words without their markup."""
    return unescape(strip_tags(render_to_string(template, context))).strip()
