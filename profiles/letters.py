"""Mails from templates. A text is written once: its simple HTML is made from it."""

import re

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe

from profiles.models import User


def send_letter(
    to: str,
    template: str,
    subject: str,
    context: dict,
    *,
    about: User | None = None,
    headers: dict[str, str] | None = None,
) -> None:
    """Send one mail in plain text, in the transaction of its cause: sending is writing an Outbox row.

    Every template may also name `site_name` and `contact_email`. `about` is the user whose data the
    mail holds beside its reader's: the row goes with that account.
    """
    words = {"site_name": settings.WAGTAIL_SITE_NAME, "contact_email": settings.CONTACT_EMAIL}
    mail = EmailMessage(
        # A line break in a company's name or an imported title would forge a header.
        subject=" ".join(subject.split()),
        body=render_to_string(template, words | context).strip() + "\n",
        to=[to],
        headers=headers,
    )
    mail.about = about
    mail.send()


def html_of(subject: str, text: str) -> str:
    """Paragraphs where the text has empty lines, and links for its addresses.

    A line that ends in a colon above an address of this site becomes the words of the link; the first
    such link is what the mail is for, and looks like it. Addresses elsewhere are always shown: some
    letters hold other people's words. Nothing of the text is taken for markup.
    """
    paragraphs, has_act = [], False
    for part in re.split(r"\n\s*\n", text.strip()):
        lines, linked = _lines(part.splitlines(), is_first=not has_act)
        has_act |= linked
        paragraphs.append(mark_safe("<br>".join(lines)))  # each line is escaped
    return render_to_string(
        "mail/letter.html",
        {
            "subject": subject,
            "paragraphs": paragraphs,
            "language": settings.LANGUAGE_CODE,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )


def _lines(lines: list[str], *, is_first: bool) -> tuple[list[SafeString], bool]:
    done: list[SafeString] = []
    linked = False
    for number, line in enumerate(lines):
        words = lines[number - 1].strip() if number else ""
        if words.endswith(":") and _is_ours(line.strip()):
            done[-1] = format_html(
                '<a href="{}"{}>{}</a>',
                line.strip(),
                mark_safe(' class="act"') if is_first and not linked else "",
                words.removesuffix(":"),
            )
            linked = True
        else:
            done.append(mark_safe(urlize(conditional_escape(line), autoescape=False)))
    return done, linked


def _is_ours(line: str) -> bool:
    """Whether the line is nothing but an address of this site. The slash ends the host's name."""
    return line.startswith(f"{settings.SITE_URL}/") and len(line.split()) == 1
