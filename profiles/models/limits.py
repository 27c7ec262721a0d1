from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone


def window_start(now: datetime, window: timedelta) -> int:
    """Windows start at multiples of their length: all processes agree without a read."""
    seconds = window.total_seconds()
    return int(now.timestamp() // seconds * seconds)


class RateLimitQuerySet(models.QuerySet):
    def take(self, key: str, *, limit: int, window: timedelta) -> bool:
        """Count one use of `key`; False if the present window had `limit` uses already.

        One conditional statement decides, so that parallel requests cannot all slip through; a first
        use inserts. Two statements at most.
        """
        now = timezone.now()
        row, created = self.get_or_create(
            key=key,
            window=window_start(now, window),
            defaults={"count": 1, "ends_at": now + window},
        )
        if created:
            return limit >= 1
        return bool(self.filter(pk=row.pk, count__lt=limit).update(count=models.F("count") + 1))

    def left(self, key: str, *, limit: int, window: timedelta) -> int:
        """How many uses of `key` the present window still allows. One query."""
        rows = self.filter(key=key, window=window_start(timezone.now(), window))
        used = rows.values_list("count", flat=True).first()
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
