"""Objects for tests: fixed defaults, traits for kinds, nothing random."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import factory
from django.utils import timezone

from cms.vocabulary import RoleFamily, SkillKind


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "profiles.User"
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    first_name = "Sam"
    last_name = "Rivera"
    # Noted on the first request of a day: as if that request was before the test, also of one that runs
    # over midnight.
    last_seen_on = factory.LazyFunction(lambda: timezone.now().date() + timedelta(days=1))

    @factory.post_generation
    def verified(user, create, extracted, **kwargs):
        if create:
            user.emailaddress_set.create(email=user.email, verified=True, primary=True)


class SkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "cms.Skill"
        django_get_or_create = ["slug"]

    class Params:
        tool = factory.Trait(kind=SkillKind.TOOL)
        language = factory.Trait(kind=SkillKind.LANGUAGE)

    slug = factory.Sequence(lambda n: f"skill-{n}")
    preferred_label = factory.LazyAttribute(lambda skill: skill.slug.replace("-", " ").capitalize())
    kind = SkillKind.SERVICE


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "cms.Role"
        django_get_or_create = ["slug"]

    class Params:
        exit = factory.Trait(family=RoleFamily.EXIT, ladder_level=None)

    slug = factory.Sequence(lambda n: f"role-{n}")
    title = factory.LazyAttribute(lambda role: role.slug.replace("-", " ").capitalize())
    description = "Answers questions and puts things right."
    family = RoleFamily.FRONT_LINE
    ladder_level = 1


class MetricFactory(factory.django.DjangoModelFactory):
    """A term of the glossary that people are measured by."""

    class Meta:
        model = "cms.GlossaryTerm"
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"metric-{n}")
    title = factory.LazyAttribute(lambda term: term.slug.replace("-", " ").capitalize())
    is_metric = True
    definition = "How well it went, as a figure."


class PlaceFactory(factory.django.DjangoModelFactory):
    """Columbus, OH."""

    class Meta:
        model = "cms.Place"
        django_get_or_create = ["geoname_id"]

    class Params:
        cleveland = factory.Trait(
            geoname_id=5150529, name="Cleveland", latitude=41.4995, longitude=-81.6954
        )
        dublin = factory.Trait(
            geoname_id=5152333,
            name="Dublin",
            latitude=40.0992,
            longitude=-83.1141,
            population=41751,
        )
        leeds = factory.Trait(
            geoname_id=2644688,
            name="Leeds",
            country_code="GB",
            admin1_code="ENG",
            latitude=53.7965,
            longitude=-1.5478,
            population=455_123,
            time_zone="Europe/London",
        )

    geoname_id = 4509177
    name = "Columbus"
    country_code = "US"
    admin1_code = "OH"
    latitude = 39.9612
    longitude = -82.9988
    population = 905_748
    time_zone = "America/New_York"


class EmployerFactory(factory.django.DjangoModelFactory):
    """A verified employer. Traits make the other kinds."""

    class Meta:
        model = "profiles.Employer"

    class Params:
        unverified = factory.Trait(verified_at=None)
        suspended = factory.Trait(suspended_at=factory.LazyFunction(timezone.now))

    name = factory.Sequence(lambda n: f"Marlow Mutual {n}")
    slug = factory.Sequence(lambda n: f"marlow-mutual-{n}")
    verified_at = factory.LazyFunction(timezone.now)


class EmployerMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "profiles.EmployerMember"

    employer = factory.SubFactory(EmployerFactory)
    user = factory.SubFactory(UserFactory)


class EmployerInviteFactory(factory.django.DjangoModelFactory):
    """An invite that can be accepted: `token` is the secret of its link."""

    class Meta:
        model = "profiles.EmployerInvite"

    class Params:
        token = factory.Sequence(lambda n: f"invite-{n}")

    employer = factory.SubFactory(EmployerFactory)
    email = factory.Sequence(lambda n: f"invited-{n}@example.org")
    token_hash = factory.LazyAttribute(
        lambda invite: hashlib.sha256(invite.token.encode()).hexdigest()
    )
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class CandidateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "profiles.Candidate"
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)

    @factory.post_generation
    def consent(candidate, create, extracted, **kwargs):
        """Whoever shows their profile has agreed to it."""
        from profiles.consents import Purpose, present_version

        if create and candidate.visibility == "employers":
            candidate.user.consents.create(
                purpose=Purpose.VISIBILITY,
                version=present_version(Purpose.VISIBILITY),
                given_at=timezone.now(),
            )


class ListingFactory(factory.django.DjangoModelFactory):
    """An open listing. Traits make the other kinds."""

    class Meta:
        model = "listings.Listing"

    class Params:
        draft = factory.Trait(
            state="draft", date_posted=None, valid_through=None, approved_version=None
        )
        in_review = factory.Trait(
            state="in_review",
            date_posted=None,
            valid_through=factory.LazyFunction(lambda: timezone.now() + timedelta(days=30)),
            approved_version=None,
            submitted_at=factory.LazyFunction(timezone.now),
        )
        expired = factory.Trait(
            valid_through=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
        )
        scheduled = factory.Trait(
            date_posted=factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
        )
        closed = factory.Trait(state="closed", outcome="hired")
        remote = factory.Trait(work_mode="remote", place=None, applicant_countries="US")
        pay_not_stated = factory.Trait(
            salary_min=None, salary_max=None, salary_currency="", salary_period=""
        )

    employer = factory.SubFactory(EmployerFactory)
    role = factory.SubFactory(RoleFactory)
    place = factory.SubFactory(PlaceFactory)
    title = "Customer service representative"
    slug = "customer-service-representative"
    description = "You help policyholders by phone and chat."
    work_mode = "on_site"
    time_zone = "America/New_York"
    employment_type = "FULL_TIME"
    weekly_hours = Decimal(40)
    shift_pattern = "day"
    salary_currency = "USD"
    salary_min = Decimal("21.50")
    salary_max = Decimal("24.00")
    salary_period = "hour"
    state = "approved"
    approved_version = 1
    date_posted = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3))
    valid_through = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "listings.Application"

    class Params:
        erased = factory.Trait(state="erased", candidate=None, name="", note="")

    candidate = factory.SubFactory(CandidateFactory)
    listing = factory.SubFactory(ListingFactory)
    name = "Sam Rivera"
    note = "I answered calls for a utility for two years."
    submitted_at = factory.LazyFunction(timezone.now)


class JobAlertFactory(factory.django.DjangoModelFactory):
    """An alert for all jobs that began two days ago and is due since a minute."""

    class Meta:
        model = "listings.JobAlert"

    class Params:
        unconfirmed = factory.Trait(confirmed_at=None, next_run_at=None)
        paused = factory.Trait(paused_at=factory.LazyFunction(timezone.now), next_run_at=None)

    email = factory.Sequence(lambda n: f"reader-{n}@example.org")
    time_zone = "America/New_York"
    confirmed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))
    touched_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))
    next_run_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))


class ModeratorFactory(UserFactory):
    @factory.post_generation
    def permission(user, create, extracted, **kwargs):
        from django.contrib.auth.models import Permission

        if create:
            user.user_permissions.add(Permission.objects.get(codename="review_listing"))
