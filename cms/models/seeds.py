from django.db import models


class SeedRecord(models.Model):
    """What a data file of the repository last put into a row, so that a reload can tell whose words stand there.

    A row whose digest still is the recorded one may be updated from the file. A row that differs was
    changed by an editor, and a row that is gone was deleted by one: both are left as they are.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="seed_record_once_per_row")
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"
