from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Coalesce, Round
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Place, Role, Skill
from cms.vocabulary import (
    ContactStyle,
    Education,
    EmploymentType,
    PayPeriod,
    ShiftPattern,
    WorkMode,
)
from listings.pay import ASSUMED_WEEKLY_HOURS, DAYS_A_WEEK, WEEKS_A_YEAR, Pay
from profiles.models import Employer

from .listing_queries import ListingQuerySet

MONEY = models.DecimalField(max_digits=10, decimal_places=2)


def hourly_guaranteed_expression():
    """The lowest guaranteed pay for an hour, in the listing's own currency; empty with a maximum only.

    Computed by the database, so that a bulk write cannot leave it behind. The same sum as Pay.hourly.
    """
    week = Cast(Coalesce(F("weekly_hours"), Value(ASSUMED_WEEKLY_HOURS)), models.FloatField())
    hours = models.Case(
        models.When(salary_period=PayPeriod.HOUR, then=Value(1.0)),
        models.When(salary_period=PayPeriod.DAY, then=week / Value(float(DAYS_A_WEEK))),
        models.When(salary_period=PayPeriod.WEEK, then=week),
        models.When(
            salary_period=PayPeriod.MONTH, then=week * Value(float(WEEKS_A_YEAR)) / Value(12.0)
        ),
        models.When(salary_period=PayPeriod.YEAR, then=week * Value(float(WEEKS_A_YEAR))),
        output_field=models.FloatField(),
    )
    hourly = Cast(F("salary_min"), models.FloatField()) / hours
    return Round(Cast(hourly, MONEY), precision=2, output_field=MONEY)


class Listing(models.Model):
    """A job that an employer offers: schema.org calls it a JobPosting."""

    class State(models.TextChoices):
        """Scheduled, live and expired are not stored: they follow from approved and the two dates."""

        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Not approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED = "closed", _("Closed")

    class Outcome(models.TextChoices):
        HIRED = "hired", _("Somebody was hired")
        NOT_FILLED = "not_filled", _("Nobody was hired")
        UNCONFIRMED = "unconfirmed", _("Closed: nobody said that it is still open")

    class ApplyRoute(models.TextChoices):
        ON_SITE = "on_site", _("On Rungs")
        EXTERNAL = "external", _("On the employer's own site")
        EMAIL = "email", _("By email")

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="listings")
    role = models.ForeignKey(
        Role, null=True, blank=True, on_delete=models.PROTECT, related_name="listings"
    )
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80)
    # NULL, not "": the constraint lets any number of listings have none.
    reference = models.CharField(  # noqa: DJ001
        max_length=120, null=True, blank=True, help_text=_("The employer's own number for it")
    )
    client_name = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("Whose customers one serves, where it is not the employer"),
    )
    is_client_hidden = models.BooleanField(
        default=False, help_text=_("There is a client, and the employer does not name it")
    )

    # The text, in Markdown without HTML; `cms.richtext.render_markdown` shows it.
    description = models.TextField(max_length=20_000)
    qualifications = models.TextField(max_length=5_000, blank=True)
    training = models.TextField(max_length=3_000, blank=True)
    benefits = models.TextField(max_length=3_000, blank=True)

    # Where
    work_mode = models.CharField(max_length=10, choices=WorkMode)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    applicant_countries = models.CharField(
        max_length=120,
        blank=True,
        help_text=_(
            "For remote work: codes of the countries where one may live, with spaces between"
        ),
    )
    applicant_states = models.CharField(
        max_length=200,
        blank=True,
        help_text=_(
            "For remote work: codes of the US states where one may live, with spaces between. Empty"
            " means the whole country"
        ),
    )
    location_note = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=40, default="UTC")

    # When
    employment_type = models.CharField(max_length=12, choices=EmploymentType)
    weekly_hours = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
    )
    shift_pattern = models.CharField(max_length=10, choices=ShiftPattern, blank=True)
    works_weekends = models.BooleanField(null=True, blank=True)
    schedule_note = models.CharField(max_length=200, blank=True)

    # Contacts with customers, beside the mix of channels
    contact_style = models.CharField(max_length=8, choices=ContactStyle, blank=True)
    concurrent_contacts = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("How many conversations at a time, at most"),
    )

    # Pay: the employer's own words as amounts. Nothing is converted between currencies.
    salary_currency = models.CharField(max_length=3, blank=True)
    salary_min = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    salary_max = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    salary_period = models.CharField(max_length=5, choices=PayPeriod, blank=True)
    variable_pay = models.CharField(max_length=200, blank=True)
    hourly_guaranteed = models.GeneratedField(
        expression=hourly_guaranteed_expression(), output_field=MONEY, db_persist=True
    )

    # What is asked
    skills = models.ManyToManyField(Skill, through="ListingSkill", related_name="+")
    education_min = models.CharField(max_length=12, choices=Education, blank=True)
    experience_months = models.PositiveSmallIntegerField(null=True, blank=True)

    # How to apply
    apply_route = models.CharField(max_length=10, choices=ApplyRoute, default=ApplyRoute.ON_SITE)
    apply_url = models.URLField(max_length=500, blank=True)
    apply_email = models.EmailField(blank=True)
    reply_within_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="The employer's promise to everybody who applies",
    )

    is_sift_anonymous = models.BooleanField(
        default=False, help_text=_("Names and files stay hidden until somebody is on the shortlist")
    )

    # Life
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(
        default=1, help_text="Rises with every save of advertised text, skills included"
    )
    approved_version = models.PositiveIntegerField(null=True, editable=False)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    date_posted = models.DateTimeField(null=True, blank=True)
    valid_through = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(
        null=True, editable=False, help_text="When the employer last said that it still hires"
    )
    confirm_asked_at = models.DateTimeField(
        null=True, editable=False, help_text="When a mail last asked whether it is still open"
    )
    is_unconfirmed = models.BooleanField(
        default=False, editable=False, help_text="Nobody answered that mail: it stands below others"
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    last_applied_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    review_reasons = models.JSONField(
        default=list, blank=True, help_text="Why a person has to look at it, in words"
    )
    findings = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Signs of fraud: [{rule, quote, weight}]",
    )
    risk = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Sum of the findings' weights, at most 100"
    )
    fingerprint = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        db_index=True,
        help_text="Digest of the normalised text",
    )

    # Where an imported one comes from
    source = models.CharField(max_length=40, blank=True)
    # NULL, not "": the constraint lets any number of listings have none.
    source_id = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["-date_posted", "-pk"]
        permissions = [("review_listing", "Can review listings")]
        indexes = [
            models.Index(fields=["state", "valid_through", "date_posted"], name="listing_open"),
            # Counts of what is open read nothing else, and the newest twenty nothing more.
            models.Index(
                F("state"),
                F("is_unconfirmed"),
                F("date_posted").desc(),
                F("id").desc(),
                F("valid_through"),
                F("employer"),
                name="listing_newest",
            ),
            models.Index(fields=["role", "state"], name="listing_role"),
            models.Index(fields=["state", "updated_at"], name="listing_changed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="listing_imported_once"),
            models.UniqueConstraint(
                fields=["employer", "reference"], name="listing_reference_once_per_employer"
            ),
            models.CheckConstraint(
                condition=Q(client_name="") | Q(is_client_hidden=False),
                name="listing_hidden_client_has_no_name",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(date_posted__isnull=False, valid_through__isnull=False, role__isnull=False),
                name="listing_approved_has_dates_and_role",
            ),
            models.CheckConstraint(
                condition=Q(valid_through__isnull=True)
                | Q(date_posted__isnull=True)
                | Q(valid_through__gt=F("date_posted")),
                name="listing_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(salary_min__isnull=True)
                | Q(salary_max__isnull=True)
                | Q(salary_max__gte=F("salary_min")),
                name="listing_pay_in_order",
            ),
            models.CheckConstraint(
                condition=Q(salary_min__isnull=True, salary_max__isnull=True)
                | (~Q(salary_currency="") & ~Q(salary_period="")),
                name="listing_pay_has_currency_and_period",
            ),
            models.CheckConstraint(
                condition=~Q(apply_route="external") | ~Q(apply_url=""),
                name="listing_external_has_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(apply_route="email") | ~Q(apply_email=""),
                name="listing_by_email_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(work_mode="remote") | Q(place__isnull=False) | ~Q(location_note=""),
                name="listing_says_where",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("listings:listing_detail", args=[self.pk, self.slug])

    @property
    def is_open(self) -> bool:
        """As `ListingQuerySet.open`, for a row in hand. Reads the employer."""
        return self.phase == "live" and self.employer.suspended_at is None

    @property
    def is_public(self) -> bool:
        """As `ListingQuerySet.public`, for a row in hand. Reads the employer."""
        return (
            self.state in {self.State.APPROVED, self.State.CLOSED}
            and self.date_posted is not None
            and self.date_posted <= timezone.now()
            and self.employer.suspended_at is None
        )

    @property
    def phase(self) -> str:
        """The stored state, or for an approved listing what its dates make of it now."""
        if self.state != self.State.APPROVED:
            return self.state
        now = timezone.now()
        if self.date_posted > now:
            return "scheduled"
        return "live" if self.valid_through > now else "expired"

    @property
    def pay(self) -> Pay | None:
        if self.salary_min is None and self.salary_max is None:
            return None
        return Pay(
            currency=self.salary_currency,
            minimum=self.salary_min,
            maximum=self.salary_max,
            period=self.salary_period,
            weekly_hours=self.weekly_hours,
        )

    @property
    def asks_questions(self) -> bool:
        """Whether its screening questions reach anybody: in the form here, or beside its mail address."""
        return self.apply_route != self.ApplyRoute.EXTERNAL

    @property
    def countries(self) -> list[str]:
        return self.applicant_countries.split()

    @property
    def states(self) -> list[str]:
        return self.applicant_states.split()

    @property
    def is_imported(self) -> bool:
        return bool(self.source)
