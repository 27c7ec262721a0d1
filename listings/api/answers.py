"""What the API tells of jobs and roles: their fields, with a sentence on each, and how they are filled."""

from datetime import datetime
from decimal import Decimal

from ninja import Schema
from pydantic import Field

from cms.addresses import absolute_address
from cms.models import Role
from cms.vocabulary import (
    Cefr,
    Channel,
    Education,
    EmploymentType,
    PayPeriod,
    RoleFamily,
    ShiftPattern,
    SkillKind,
    WorkMode,
)
from listings.facets import Facets
from listings.models import Listing
from listings.structured_data.description import full_description
from profiles.models import Employer


def one_of(choices, note: str, *, or_none: bool = False):
    """A field with a closed list of words; `or_none` where an employer may leave it unsaid."""
    values = [str(value) for value in choices.values]
    return Field(description=note, json_schema_extra={"enum": [*values, *[None] * or_none]})


class EmployerPart(Schema):
    name: str
    kind: str = one_of(Employer.Kind, "Who it hires for")
    url: str = Field(description="Its page on this site")


class RolePart(Schema):
    slug: str = Field(description="As the parameter “role” takes it")
    title: str


class PlacePart(Schema):
    name: str
    label: str = Field(description="Name with state or country")
    country: str = Field(description="ISO 3166 code")
    latitude: float
    longitude: float


class ChannelPart(Schema):
    channel: str = one_of(Channel, "How customers come")
    share: int | None = Field(description="Percent of the contacts, if the employer states it")


class PayPart(Schema):
    """Guaranteed pay in the employer's own words. Amounts are decimals, written as text."""

    currency: str = Field(description="ISO 4217 code")
    minimum: Decimal | None = Field(description="Empty where only a maximum is stated")
    maximum: Decimal | None = Field(description="Empty where only a minimum is stated")
    period: str = one_of(PayPeriod, "What the amounts are for")
    hourly_guaranteed: Decimal | None = Field(
        description="The minimum for an hour: 40 hours a week assumed where none are stated"
    )


class SkillPart(Schema):
    slug: str
    name: str
    kind: str = one_of(SkillKind, "What it is")
    is_essential: bool


class LanguagePart(Schema):
    name: str
    level: str = one_of(Cefr, "At least")
    is_essential: bool


class Job(Schema):
    """An open job, as far as a list tells it."""

    id: int
    title: str
    url: str = Field(description="The job's page: applications start there")
    employer: EmployerPart
    role: RolePart | None
    work_mode: str = one_of(WorkMode, "Where the work is done")
    place: PlacePart | None
    applicant_countries: list[str] = Field(
        description="Remote: ISO 3166 codes of the countries where one may live"
    )
    applicant_states: list[str] = Field(
        description="Remote: the US states where one may live; empty means the whole country"
    )
    employment_type: str = one_of(EmploymentType, "As schema.org has it")
    weekly_hours: Decimal | None
    shift: str | None = one_of(ShiftPattern, "When people work", or_none=True)
    works_weekends: bool | None
    channels: list[ChannelPart]
    pay: PayPart | None = Field(description="Empty where the employer does not state pay")
    variable_pay: str = Field(description="Bonus, commission and the like, in words")
    education: str | None = one_of(Education, "Least education asked", or_none=True)
    experience_months: int | None = Field(description="0: none asked. Empty: not said")
    applies_on: str = one_of(Listing.ApplyRoute, "Where one applies")
    posted_at: datetime
    closes_at: datetime
    updated_at: datetime


class JobDetail(Job):
    """An open job with all of its text."""

    description: str = Field(description="HTML: work, requirements, training, hours, pay, place")
    skills: list[SkillPart]
    languages: list[LanguagePart]


class JobPage(Schema):
    """Some open jobs, newest first."""

    results: list[Job]
    next: str | None = Field(description="Address of the next page; empty on the last one")


class OptionPart(Schema):
    value: str = Field(description="As the parameter takes it")
    label: str
    count: int = Field(description="Jobs that the search would find with it")


class FacetPart(Schema):
    name: str = Field(description="Name of the parameter")
    label: str
    options: list[OptionPart]


class FacetAnswer(Schema):
    """How many jobs a search finds, and would find."""

    count: int = Field(description="Jobs that the search finds")
    facets: list[FacetPart]


class RoleAnswer(Schema):
    """A kind of job, and its rung on the ladder."""

    slug: str
    title: str
    other_titles: list[str]
    description: str
    line: str = one_of(RoleFamily, "Line of the ladder")
    rung: int | None = Field(description="1 to 6; empty for a way out of service")
    open_jobs: int = Field(description="How many open jobs there are now")


class RolePage(Schema):
    """Some roles, by slug."""

    results: list[RoleAnswer]
    next: str | None = Field(description="Address of the next page; empty on the last one")


def job(listing: Listing) -> dict:
    """Reads what `for_cards` loads; no query."""
    employer, role, place = listing.employer, listing.role, listing.place
    return {
        "id": listing.pk,
        "title": listing.title,
        "url": absolute_address(listing.get_absolute_url()),
        "employer": {
            "name": employer.name,
            "kind": employer.kind,
            "url": absolute_address(employer.get_absolute_url()),
        },
        "role": {"slug": role.slug, "title": role.title} if role else None,
        "work_mode": listing.work_mode,
        "place": {
            "name": place.name,
            "label": place.label,
            "country": place.country_code,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
        if place
        else None,
        "applicant_countries": listing.countries,
        "applicant_states": listing.states,
        "employment_type": listing.employment_type,
        "weekly_hours": listing.weekly_hours,
        "shift": listing.shift_pattern or None,
        "works_weekends": listing.works_weekends,
        "channels": [
            {"channel": row.channel, "share": row.share} for row in listing.channels.all()
        ],
        "pay": pay(listing),
        "variable_pay": listing.variable_pay,
        "education": listing.education_min or None,
        "experience_months": listing.experience_months,
        "applies_on": listing.apply_route,
        "posted_at": listing.date_posted,
        "closes_at": listing.valid_through,
        "updated_at": listing.updated_at,
    }


def pay(listing: Listing) -> dict | None:
    stated = listing.pay
    return stated and {
        "currency": stated.currency,
        "minimum": stated.minimum,
        "maximum": stated.maximum,
        "period": stated.period,
        "hourly_guaranteed": listing.hourly_guaranteed,
    }


def job_detail(listing: Listing) -> dict:
    """Reads what `for_markup` loads, and the channels."""
    return job(listing) | {
        "description": full_description(listing),
        "skills": [
            {
                "slug": row.skill.slug,
                "name": row.skill.preferred_label,
                "kind": row.skill.kind,
                "is_essential": row.is_essential,
            }
            for row in listing.listing_skills.all()
        ],
        "languages": [
            {
                "name": row.language.preferred_label,
                "level": row.level,
                "is_essential": row.is_essential,
            }
            for row in listing.languages.all()
        ],
    }


def facet_answer(found: Facets) -> dict:
    """Long groups in full: what a page folds away, a program may need."""
    groups = [
        {
            "name": group.name,
            "label": group.label,
            "options": [
                {"value": option.value, "label": option.label, "count": option.count}
                for option in [*group.options, *group.more]
            ],
        }
        for group in found.groups.values()
    ]
    return {"count": found.count, "facets": groups}


def role_answer(role: Role, open_jobs: int) -> dict:
    return {
        "slug": role.slug,
        "title": role.title,
        "other_titles": role.other_titles,
        "description": role.description,
        "line": role.family,
        "rung": role.ladder_level,
        "open_jobs": open_jobs,
    }
