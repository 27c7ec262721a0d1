"""`python -m benchmarks.site_rows N SEED`: fill an empty, migrated database with a taxonomy and N open listings.

Real roles, skills and places; invented employers, 100 listings each. Of the listings 35 % are on site,
25 % hybrid, 37 % remote; each asks for 4 to 9 skills and has 1 to 3 channels; half state their week.
"""

import random
import sys
from datetime import time, timedelta
from decimal import Decimal

import django

LISTINGS_AN_EMPLOYER = 100
AT_ONCE = 2_000
PLACES = 400  # the biggest towns; most jobs are in few of them


def fill(n: int, seed: int) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from cms.models import Industry, Place, Role, Skill
    from cms.vocabulary import Channel, Education, EmploymentType, ShiftPattern, SkillKind, WorkMode
    from listings.models import (
        Listing,
        ListingChannel,
        ListingLanguage,
        ListingShift,
        ListingSkill,
    )
    from profiles.models import Employer

    call_command("load_taxonomy", verbosity=0)
    rng, now = random.Random(seed), timezone.now()
    roles = list(Role.objects.service())
    places = list(Place.objects.filter(country_code="US").order_by("-population")[:PLACES])
    industries = list(Industry.objects.all())
    skills = list(Skill.objects.pickable())
    languages = list(Skill.objects.filter(kind=SkillKind.LANGUAGE))
    employers = Employer.objects.bulk_create(
        Employer(
            name=f"Employer {number}",
            slug=f"employer-{number}",
            industry=rng.choice(industries),
            kind=rng.choices(Employer.Kind.values, [80, 8, 12])[0],
            verified_at=now,
        )
        for number in range(max(1, n // LISTINGS_AN_EMPLOYER))
    )
    words = [word for role in roles for word in role.description.split()]

    def listing(number: int) -> Listing:
        role = rng.choices(roles, [3 if each.ladder_level == 1 else 1 for each in roles])[0]
        mode = rng.choices(WorkMode.values, [35, 25, 37, 3])[0]
        place = places[min(int(rng.expovariate(1 / 60)), PLACES - 1)]
        low = Decimal(rng.randrange(1500, 4500)) / 100
        return Listing(
            employer=rng.choice(employers),
            role=role,
            title=role.title,
            slug=f"{role.slug}"[:80],
            description=" ".join(rng.choices(words, k=150)),
            work_mode=mode,
            place=None if mode == WorkMode.REMOTE else place,
            applicant_countries="US" if mode == WorkMode.REMOTE else "",
            time_zone=place.time_zone,
            employment_type=rng.choices(EmploymentType.values, [70, 18, 4, 4, 1, 2, 1])[0],
            weekly_hours=rng.choice([20, 30, 37, 40, None]),
            shift_pattern=rng.choice(["", *ShiftPattern.values]),
            works_weekends=rng.choice([True, False, None]),
            salary_currency="USD",
            salary_min=low,
            salary_max=low + 3,
            salary_period="hour",
            education_min=rng.choice(["", *Education.values]),
            experience_months=rng.choice([None, 0, 12, 24, 36]),
            state=Listing.State.APPROVED,
            approved_version=1,
            date_posted=now - timedelta(minutes=rng.randrange(40_000)),
            valid_through=now + timedelta(days=rng.randrange(2, 60)),
        )

    for start in range(0, n, AT_ONCE):
        rows = Listing.objects.bulk_create(map(listing, range(start, min(n, start + AT_ONCE))))
        ListingSkill.objects.bulk_create(
            (
                ListingSkill(listing=row, skill=skill, is_essential=at < 4)
                for row in rows
                for at, skill in enumerate(rng.sample(skills, rng.randrange(4, 10)))
            ),
            batch_size=5_000,
        )
        ListingChannel.objects.bulk_create(
            ListingChannel(listing=row, channel=channel)
            for row in rows
            for channel in rng.sample(Channel.values, rng.randrange(1, 4))
        )
        ListingLanguage.objects.bulk_create(
            ListingLanguage(listing=row, language=rng.choice(languages))
            for row in rows
            if rng.random() < 0.2
        )
        ListingShift.objects.bulk_create(
            (
                ListingShift(listing=row, weekday=day, starts=time(8), ends=time(16, 30))
                for row in rows
                if rng.random() < 0.5
                for day in sorted(rng.sample(range(7), 5))
            ),
            batch_size=5_000,
        )


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
