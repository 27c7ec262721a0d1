"""What a program writes and reads of a post: the names of the reading API, a sentence on each, strict types.

Which values will do is the form's business, as for a person: see `forming`.
"""

from enum import StrEnum

from ninja import Schema
from pydantic import ConfigDict, Field

from cms.vocabulary import (
    Cefr,
    Channel,
    ContactStyle,
    Education,
    EmploymentType,
    PayPeriod,
    ShiftPattern,
    Weekday,
    WorkMode,
)
from listings.api.answers import one_of
from listings.api.errors import Fault
from listings.models import Listing, ListingRevision, ScreeningQuestion
from listings.money import CURRENCY_NAMES

REFERENCE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
DAYS = {day.name.lower(): day for day in Weekday}


class State(StrEnum):
    """As `Listing.phase` has them."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    LIVE = "live"
    EXPIRED = "expired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


def one_word(values, note: str, default=..., *, or_none: bool = False):
    """A closed list that is no Django choice. The form says what is wrong with another word."""
    extra = {"enum": [*values, *[None] * or_none]}
    return Field(default, description=note, json_schema_extra=extra)


def choice(choices, note: str, default=None):
    """A closed list of words, or null for unsaid."""
    values = [str(value) for value in choices.values if value]
    return one_word(values, note, default, or_none=default is None)


class Strict(Schema):
    """No name is ignored, and no text is taken for a number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PayField(Strict):
    currency: str = one_word(CURRENCY_NAMES, "ISO 4217 code")
    minimum: str | None = Field(None, description="Guaranteed pay, from: decimal as text")
    maximum: str | None = Field(None, description="Guaranteed pay, to: decimal as text")
    period: str = choice(PayPeriod, "What the amounts are for", ...)


class ChannelField(Strict):
    channel: str = choice(Channel, "How customers come", ...)
    share: int | None = Field(
        None, description="Percent: of all channels, or of none. They add up to 100"
    )


class SkillField(Strict):
    name: str = Field(min_length=1, description="As /api/v1/jobs writes it, or another name for it")
    is_essential: bool = True


class LanguageField(Strict):
    name: str = Field(min_length=1, description="In English: “Spanish”")
    level: str = choice(Cefr, "At least", ...)
    is_essential: bool = True


class ShiftField(Strict):
    weekday: str = one_word(DAYS, "The day on which it begins")
    starts: str = Field(min_length=1, description="“09:00”")
    ends: str = Field(
        min_length=1, description="“17:30”; before `starts` if it ends on the next day"
    )


class TargetField(Strict):
    metric: str = Field(description="Slug of a figure in the glossary of this site")
    target: str = Field("", description="In words: “85 % or more”")


class QuestionField(Strict):
    text: str = Field(min_length=1)
    kind: str = choice(ScreeningQuestion.Kind, "What may be answered", ScreeningQuestion.Kind.TEXT)
    choices: list[str] = Field([], description="For the kind “choice”: 2 to 10 answers")
    is_required: bool = True


class PostFields(Strict):
    """A post as it is written, and as `post` gives it back. What is left out counts as empty."""

    reference: str | None = Field(
        None,
        max_length=120,
        pattern=REFERENCE,
        description="Your own number of the post, unique among yours. Stays if left out",
    )
    title: str = Field("", description="Without pay or place")
    role: str | None = Field(None, description="Slug of a role: see /api/v1/roles")
    description: str = Field("", description="Markdown without HTML: what the job is")
    qualifications: str = Field("", description="Markdown: what you ask for, in your words")
    training: str = Field("", description="Markdown: training and the first 90 days")
    benefits: str = Field("", description="Markdown: what else you offer")
    work_mode: str = choice(WorkMode, "Where the work is done", WorkMode.ON_SITE)
    place: str | None = Field(
        None, description="“Columbus, OH”: as `place.label` of /api/v1/jobs. Remote work needs none"
    )
    location_note: str = Field("", description="“2 days a week in the office”")
    applicant_countries: list[str] = Field(
        [], description="Remote: ISO 3166 codes of the countries where one may live"
    )
    applicant_states: list[str] = Field(
        [], description="Remote: codes of the US states where one may live; none means all of them"
    )
    time_zone: str | None = Field(
        None, description="For closing time and week: “America/New_York”. Null: that of the place"
    )
    employment_type: str | None = choice(EmploymentType, "As schema.org has it")
    weekly_hours: str | None = Field(None, description="Decimal as text: “37.5”")
    shift: str | None = choice(ShiftPattern, "When people work")
    works_weekends: bool | None = None
    schedule_note: str = Field("", description="“Every third Saturday”")
    week: list[ShiftField] = Field([], description="The usual week; two parts of a day at most")
    channels: list[ChannelField] = Field([], description="How customers reach the person")
    contact_style: str | None = choice(ContactStyle, "How far the words are laid down")
    concurrent_contacts: int | None = Field(None, description="Conversations at a time, at most")
    pay: PayField | None = None
    variable_pay: str = Field("", description="Bonus, commission and the like, in words")
    targets: list[TargetField] = Field([], description="Up to five figures people are measured by")
    skills: list[SkillField] = Field([], description="Skills and tools")
    languages: list[LanguageField] = []
    education: str | None = choice(Education, "Least education asked")
    experience_months: int | None = Field(None, description="0: none asked. Null: not said")
    applies_on: str = choice(Listing.ApplyRoute, "Where one applies", Listing.ApplyRoute.ON_SITE)
    apply_url: str = Field("", description="For “external”: starts with https://")
    apply_email: str = Field("", description="For “email”")
    reply_within_days: int | None = Field(
        None, description="You promise everybody an answer within"
    )
    appears_on: str | None = Field(
        None, description="Day to appear, “2026-01-31”. Null: as soon as it is approved"
    )
    closes_at: str | None = Field(
        None, description="Until when one may apply, with offset: “2026-01-31T17:00:00-05:00”"
    )
    questions: list[QuestionField] = Field(
        [],
        description="What whoever applies is asked: up to 8. With “email” they stand beside the"
        " address. With “external” they are kept and asked nowhere",
    )


class PostToWrite(PostFields):
    send: bool = Field(False, description="Send it to review. A person reads it before it appears")


class Renewal(Strict):
    until: str = Field(description="New closing time, with offset: “2026-01-31T17:00:00-05:00”")
    reason: str = Field(
        min_length=1, max_length=500, description="Why it is open for longer; stands in its history"
    )


class Confirmation(Strict):
    """Nothing has to be said beside the act itself."""


OUTCOMES = [Listing.Outcome.HIRED, Listing.Outcome.NOT_FILLED]


class Closure(Strict):
    outcome: str | None = one_word(
        [str(each) for each in OUTCOMES],
        "What came of it. Needed for a post that people could see",
        None,
        or_none=True,
    )


class ChangePart(Schema):
    """A change of a live post. What is public stays until a moderator approves it."""

    state: str = one_word(
        [str(each) for each in (ListingRevision.State.DRAFT, ListingRevision.State.IN_REVIEW)],
        "How far it is",
    )
    returned_reason: str = Field(description="What a moderator asked to put right, if it came back")
    post: PostFields


class OwnPost(Schema):
    """One of your posts, as a list tells it."""

    id: int
    reference: str | None
    title: str
    state: str = one_word([str(each) for each in State], "How far it is")
    url: str | None = Field(description="Its public page, if it has one")
    outcome: str | None = one_of(Listing.Outcome, "What came of a closed one", or_none=True)
    submitted_at: str | None
    posted_at: str | None
    closes_at: str | None
    confirmed_at: str | None = Field(description="When you last said that you still hire")
    updated_at: str


class OwnPostDetail(OwnPost):
    """One of your posts with all of its text."""

    returned_reason: str = Field(
        description="What a moderator wrote, if it was sent back or refused"
    )
    missing: list[Fault] = Field(description="What it has to state before it can be sent to review")
    post: PostFields = Field(
        description="As it can be written again. Of a live one: what is public"
    )
    change: ChangePart | None = Field(description="Its change that waits, if there is one")


class OwnPostPage(Schema):
    """Some of your posts, newest first."""

    results: list[OwnPost]
    next: str | None = Field(description="Address of the next page; empty on the last one")
