from datetime import timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8
# Minutes to wait after the first failure, the second, ... ; the last counts for all that follow.
BACKOFF_MINUTES = [1, 5, 15, 60, 240, 720, 1440]


def new_message_id() -> str:
    # A domain that exists: some filters count a made-up one against a mail.
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


class OutboxQuerySet(models.QuerySet):
    def due(self, now=None):
        now = now or timezone.now()
        return self.filter(
            models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=now),
            sent_at__isnull=True,
            given_up_at__isnull=True,
            attempts__lt=MAX_ATTEMPTS,
            not_before__lte=now,
        )

    def claim(self, now=None) -> "Outbox | None":
        """Lease one due mail, or give None. Of two workers that see the same row, one gets it."""
        now = now or timezone.now()
        for row in self.due(now).order_by("not_before", "pk")[:10]:
            # On the row's own columns: the other worker's update has changed one of them.
            claimed = self.filter(
                pk=row.pk, sent_at__isnull=True, attempts=row.attempts, lease_until=row.lease_until
            )
            if claimed.update(lease_until=now + LEASE, attempts=row.attempts + 1):
                row.refresh_from_db()
                return row
        return None

    def dead(self):
        """Not sent and not tried again: somebody has to look at them.

        If the worker died at the last try, `given_up_at` is empty and only `attempts` tells.
        """
        is_over = models.Q(given_up_at__isnull=False) | models.Q(attempts__gte=MAX_ATTEMPTS)
        in_work = models.Q(lease_until__gte=timezone.now())
        return self.filter(is_over & ~in_work, sent_at__isnull=True)

    def try_again(self) -> int:
        """Give those that were given up all their tries once more, from now on."""
        return self.dead().update(
            attempts=0, given_up_at=None, lease_until=None, not_before=timezone.now()
        )


class Outbox(models.Model):
    """A mail, written in the transaction of its cause. A worker sends it: at least once, at most once more."""

    message_id = models.CharField(max_length=120, unique=True, default=new_message_id)
    to = models.JSONField()
    from_email = models.CharField(max_length=254)
    reply_to = models.JSONField(default=list)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html_body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Whose personal data the mail holds, beside the reader's: it goes with that account",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    given_up_at = models.DateTimeField(
        null=True, help_text="When the last try failed, or the server refused for good"
    )

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "outbox"
        indexes = [
            # What `work` asks for many times a minute.
            models.Index(
                fields=["not_before"],
                condition=models.Q(sent_at__isnull=True),
                name="outbox_unsent",
            )
        ]

    def __str__(self):
        return self.subject
