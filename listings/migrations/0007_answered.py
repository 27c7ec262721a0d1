"""When the employer first answered each application that is there already."""

from django.db import migrations
from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least


def fill(apps, schema_editor):
    Application = apps.get_model("listings", "Application")
    Event = apps.get_model("listings", "ApplicationEvent")
    Message = apps.get_model("listings", "Message")

    def first(rows, name):
        rows = rows.filter(application=OuterRef("pk")).order_by().values("application")
        return Subquery(rows.annotate(first=Min(name)).values("first"))

    decided = first(Event.objects.filter(state__in=["shortlisted", "declined"]), "at")
    wrote = first(Message.objects.filter(is_from_employer=True), "sent_at")
    # SQLite's least of a time and nothing is nothing, PostgreSQL's is the time.
    both = Least(Coalesce(decided, wrote), Coalesce(wrote, decided))
    Application.objects.filter(answered_at__isnull=True).update(answered_at=both)


class Migration(migrations.Migration):
    dependencies = [("listings", "0006_life_of_a_posting")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
