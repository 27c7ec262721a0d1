"""The site under torture: its data, its server and worker, and what is left afterwards."""

from collections import Counter
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Count
from django.utils import timezone
from gunicorn.app.base import BaseApplication

from listings.consents import APPLICATION_VERSION
from listings.models import Application, ApplicationEvent
from profiles.mail import deliver_due
from profiles.models import EmployerMember, Outbox, User
from tests import factories as make

_application = None


def people_and_listings(*, people: int, listings: int) -> dict:
    """Who applies for what: keys of users with the cookie of their visit, and keys of listings."""
    employer = make.EmployerMemberFactory().employer
    jobs = [make.ListingFactory(employer=employer).pk for _number in range(listings)]
    users = User.objects.bulk_create(
        User(email=f"person-{n}@torture.example", password="!") for n in range(people)
    )
    store = import_module(settings.SESSION_ENGINE).SessionStore
    expires = timezone.now() + settings.SESSION_COOKIE_AGE * timezone.timedelta(seconds=1)
    sessions = [
        Session(
            session_key=f"{user.pk:032d}",
            session_data=store().encode(
                {
                    SESSION_KEY: str(user.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: user.get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for user in users
    ]
    Session.objects.bulk_create(sessions)
    Outbox.objects.all().delete()
    return {
        "people": [
            (user.pk, session.session_key) for user, session in zip(users, sessions, strict=True)
        ],
        "listings": jobs,
        "consent_version": APPLICATION_VERSION,
    }


def load() -> None:
    """Import all that a server needs, and hold no connection: children are forked from here."""
    global _application
    from django.urls import get_resolver

    from jobboard.wsgi import application

    _application = application
    assert get_resolver().url_patterns
    connections.close_all()


class Server(BaseApplication):
    def __init__(self, port: int):
        self.port = port
        super().__init__()

    def load_config(self):
        for name, value in {
            "bind": f"127.0.0.1:{self.port}",
            "workers": 2,
            "threads": 4,
            "worker_class": "gthread",
            "loglevel": "critical",
            "control_socket_disable": True,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self):
        return _application


def serve(port: int) -> None:
    Server(port).run()


def work() -> None:
    call_command("work", verbosity=0)


def drain() -> None:
    """Send what is left, as a worker would that lived on."""
    while deliver_due():
        pass


def bring_leases_forward() -> None:
    """As if the two minutes of a dead worker's lease had gone by, and the waits after a failure."""
    now = timezone.now()
    Outbox.objects.filter(sent_at__isnull=True).update(lease_until=None, not_before=now)
    connections.close_all()


def count(answered: set[tuple[int, int]], taken: list[str]) -> dict:
    """What the tables hold, beside what people were told and the mail server took."""
    stored = Counter(Application.objects.values_list("candidate__user", "listing"))
    sent_events = ApplicationEvent.objects.filter(state=Application.State.SUBMITTED)
    with_one_event = sent_events.values("application").annotate(n=Count("pk")).filter(n=1).count()
    written = set(Outbox.objects.values_list("message_id", flat=True))
    times = Counter(taken)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            integrity = cursor.fetchone()[0]
        else:
            integrity = "ok"  # PostgreSQL has no such statement: that it answers is what we have
    return {
        "applications": len(stored),
        "lost": len(answered - stored.keys()),
        "doubled": sum(n > 1 for n in stored.values()),
        "no_event": len(stored) - with_one_event,
        "written": len(written),
        # One to the applicant, one to each member of the employer.
        "wanted": len(stored) * (1 + EmployerMember.objects.count()),
        "never_taken": len(written - times.keys()),
        "twice": sum(n == 2 for n in times.values()),
        "more": sum(n > 2 for n in times.values()),
        "integrity": integrity,
    }
