from datetime import timedelta

from django.db import models
from django.utils import timezone


class RateLimitQuerySet(models.QuerySet):
    def take(self, key: str, *, limit: int, window: timedelta) -> bool:
        """Count one use of `key`; False when `limit` uses fell into the present window.

        One conditional statement decides, so that parallel requests cannot all slip through; a first
        use inserts. Two statements at most.
        """
        now = timezone.now()
        # Windows start at multiples of their length: all processes agree without a read.
        start = now.timestamp() // window.total_seconds() * window.total_seconds()
        row, created = self.get_or_create(
            key=key, window=int(start), defaults={"count": 1, "ends_at": now + window}
        )
        if created:
            return limit >= 1
        return bool(self.filter(pk=row.pk, count__lt=limit).update(count=models.F("count") + 1))

    def left(self, key: str, *, limit: int, window: timedelta) -> int:
        """How many uses of `key` the present window still allows. One query."""
        start = timezone.now().timestamp() // window.total_seconds() * window.total_seconds()
        used = self.filter(key=key, window=int(start)).values_list("count", flat=True).first()
        return max(0, limit - (used or 0))


class RateLimit(models.Model):
    """How often something was done in a window of time. Finished windows are deleted by `work`."""

    key = models.CharField(max_length=120)
    window = models.BigIntegerField(help_text="Start, seconds since the epoch")
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    objects = RateLimitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "window"], name="rate_limit_once_per_window")
        ]

    def __str__(self):
        return f"{self.key}: {self.count}"
