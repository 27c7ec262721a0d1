from django.test import override_settings

from profiles.models import Outbox

# The test runner puts a mail backend of its own in place of every other.
with_outbox = override_settings(EMAIL_BACKEND="profiles.mail.OutboxBackend")


def mails() -> list[tuple[str, str]]:
    """Address and subject, in the order of writing."""
    return [(mail.to[0], mail.subject) for mail in Outbox.objects.order_by("pk")]
