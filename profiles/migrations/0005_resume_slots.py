from django.db import migrations, models

EACH = 5
AT_ONCE = 500


def number(apps, schema_editor):
    """Each person's first five files, in the order in which they came; what is over has no slot."""
    Resume = apps.get_model("profiles", "Resume")
    rows = Resume.objects.using(schema_editor.connection.alias).filter(candidate__isnull=False)
    held, of_slot = {}, {slot: [] for slot in range(1, EACH + 1)}
    for pk, candidate in rows.order_by("uploaded_at", "pk").values_list("pk", "candidate"):
        held[candidate] = slot = held.get(candidate, 0) + 1
        if slot <= EACH:
            of_slot[slot].append(pk)
    for slot, pks in of_slot.items():
        for start in range(0, len(pks), AT_ONCE):
            rows.filter(pk__in=pks[start : start + AT_ONCE]).update(slot=slot)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0004_employer_teams")]

    operations = [
        migrations.AddField(
            model_name="resume",
            name="slot",
            field=models.PositiveSmallIntegerField(
                editable=False,
                help_text="Which of the files that a person may add; none: it came with a guest's application",
                null=True,
            ),
        ),
        migrations.RunPython(number, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="resume",
            constraint=models.UniqueConstraint(
                fields=("candidate", "slot"), name="resume_slot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="resume",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slot__isnull", True),
                    models.Q(("candidate__isnull", False), ("slot__gte", 1), ("slot__lte", EACH)),
                    _connector="OR",
                ),
                name="resume_slot_is_one_of_a_persons",
            ),
        ),
    ]
