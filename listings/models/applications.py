from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from profiles.models import Candidate, Resume

from .listings import Listing


class ApplicationQuerySet(models.QuerySet):
    def for_candidate(self, user):
        return self.filter(candidate__user=user) if user.is_authenticated else self.none()

    def for_employer_member(self, user):
        """Applications that this person may read for an employer. A suspended one reads none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            listing__employer__members__user=user, listing__employer__suspended_at__isnull=True
        )

    def with_unread(self, *, by_employer: bool):
        """`unread_count`: messages of the other side that this side has not opened. No query of its own."""
        unread = (
            Message.objects.unread(by_employer=by_employer)
            .filter(application=models.OuterRef("pk"))
            .order_by()
            .values("application")
            .values(n=models.Count("pk"))
        )
        return self.annotate(unread_count=Coalesce(models.Subquery(unread), 0))

    def with_receipt_number(self):
        """`receipt_number`, as below, for every row without a query of its own."""
        earlier = (
            Application.objects.filter(
                listing=models.OuterRef("listing"), pk__lte=models.OuterRef("pk")
            )
            .order_by()
            .values("listing")
            .values(n=models.Count("pk"))
        )
        return self.annotate(receipt_number=models.Subquery(earlier))

    def readable(self):
        """Neither withdrawn, removed nor emptied. The same as not `is_gone`."""
        return self.exclude(state__in=Application.GONE).exclude(name="")

    def unopened(self):
        """Not opened yet by anybody of the employer."""
        return self.readable().filter(read_at__isnull=True)

    def with_news_for_employer(self):
        """With a message of the applicant that nobody of the employer has opened."""
        new = Message.objects.unread(by_employer=True).filter(application=models.OuterRef("pk"))
        return self.readable().filter(models.Exists(new))

    def waiting(self):
        """Without a decision or message of the employer yet, and not emptied."""
        return self.filter(state=Application.State.SUBMITTED, answered_at__isnull=True).exclude(
            name=""
        )

    def still_hidden(self):
        """As `is_hidden`, for the database."""
        return self.filter(listing__is_sift_anonymous=True).exclude(state__in=Application.CHOSEN)


class Application(models.Model):
    """A candidate's application for a listing. One per person and listing; reapplying reopens the row."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Sent")
        SHORTLISTED = "shortlisted", _("On the shortlist")
        INTERVIEW = "interview", _("Invited to talk")
        HIRED = "hired", _("You were chosen")
        DECLINED = "declined", _("Not going further")
        WITHDRAWN = "withdrawn", _("Withdrawn by you")
        ERASED = "erased", _("Removed")

    class DeclineReason(models.TextChoices):
        SKILLS = "skills", _("Others have more of the skills that the job needs")
        EXPERIENCE = "experience", _("Others have done this work for longer")
        HOURS = "hours", _("The hours do not fit")
        LANGUAGE = "language", _("The language level is not there yet")
        PLACE = "place", _("The place, or where one may live, does not fit")
        RIGHT_TO_WORK = "permit", _("We cannot employ people without a permit to work there")
        PAY = "pay", _("The pay wished for is above what we can offer")
        FILLED = "filled", _("The job was given to somebody else")
        CLOSED = "closed", _("We are not filling the job now")

    # From a state to the states that may follow, by who may do it.
    EMPLOYER_TRANSITIONS = {
        State.SUBMITTED: {State.SHORTLISTED, State.INTERVIEW, State.HIRED, State.DECLINED},
        State.SHORTLISTED: {State.INTERVIEW, State.HIRED, State.DECLINED},
        State.INTERVIEW: {State.HIRED, State.DECLINED},
        State.HIRED: {State.DECLINED},
        State.DECLINED: {State.SHORTLISTED},
    }
    CANDIDATE_TRANSITIONS = {
        State.SUBMITTED: {State.WITHDRAWN},
        State.SHORTLISTED: {State.WITHDRAWN},
        State.INTERVIEW: {State.WITHDRAWN},
        State.WITHDRAWN: {State.SUBMITTED},
    }

    # The employer cannot read it any more, and neither side can write.
    GONE = (State.WITHDRAWN, State.ERASED)

    # States in which the employer sees the name, where applicants are sifted without names.
    CHOSEN = (State.SHORTLISTED, State.INTERVIEW, State.HIRED)

    # Empty once it is erased: the row stays for the employer's counts, without the person.
    candidate = models.ForeignKey(
        Candidate, null=True, on_delete=models.CASCADE, related_name="applications"
    )
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="applications")
    state = models.CharField(max_length=12, choices=State, default=State.SUBMITTED)
    name = models.CharField(max_length=120, blank=True)
    note = models.TextField(max_length=4_000, blank=True)
    resume = models.ForeignKey(
        Resume, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )
    consent_version = models.PositiveSmallIntegerField(
        default=1, help_text="Of the words that the applicant agreed to when sending"
    )
    submitted_at = models.DateTimeField()
    read_at = models.DateTimeField(
        null=True, editable=False, help_text="When somebody of the employer first opened it"
    )
    answered_at = models.DateTimeField(
        null=True, editable=False, help_text="When the employer first decided or wrote"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "listing"], name="application_once_per_listing"
            ),
            models.CheckConstraint(
                condition=models.Q(state="erased", candidate__isnull=True, name="", note="")
                | (~models.Q(state="erased") & models.Q(candidate__isnull=False)),
                name="application_erased_has_no_person",
            ),
        ]

    def __str__(self):
        return f"Application {self.pk}"

    def get_absolute_url(self):
        return reverse("listings:application_detail", args=[self.pk])

    @property
    def can_be_withdrawn(self) -> bool:
        withdrawable = self.State.WITHDRAWN in self.CANDIDATE_TRANSITIONS.get(self.state, ())
        return withdrawable and not self.is_emptied

    @property
    def is_emptied(self) -> bool:
        """Kept as a count alone, by `listings.retention`: nobody applies without a name."""
        return not self.name

    @property
    def is_gone(self) -> bool:
        return self.state in self.GONE or self.is_emptied

    @property
    def is_waiting(self) -> bool:
        """As `ApplicationQuerySet.waiting`, for a row in hand."""
        is_open = self.state == self.State.SUBMITTED and self.answered_at is None
        return is_open and not self.is_emptied

    @property
    def is_hidden(self) -> bool:
        """Whether its employer sifts without names and has not chosen this one. Reads the listing."""
        return self.listing.is_sift_anonymous and self.state not in self.CHOSEN

    @property
    def next_decisions(self) -> list[State]:
        """What the employer may decide now, in the order of the table of states."""
        allowed = () if self.is_gone else self.EMPLOYER_TRANSITIONS.get(self.state, ())
        return [state for state in self.State if state in allowed]

    @cached_property
    def receipt_number(self) -> int:
        """Its number among the applications for its listing. Stable: rows are never deleted. One query."""
        return Application.objects.filter(listing=self.listing_id, pk__lte=self.pk).count()


class ApplicationEvent(models.Model):
    """A change of state, for the timeline that the candidate sees."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=12, choices=Application.State)
    message = models.TextField(max_length=2_000, blank=True)
    reason = models.CharField(
        max_length=10, choices=Application.DeclineReason, blank=True, help_text="Of a decline"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.application_id} {self.state}"


class ApplicationAnswer(models.Model):
    """An answer to a question of the employer. The question stands beside it in the words of that time."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200)
    answer = models.TextField(max_length=2_000)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"], name="application_answer_once"
            )
        ]

    def __str__(self):
        return f"{self.application_id} answer {self.position}"


class MessageQuerySet(models.QuerySet):
    def unread(self, *, by_employer: bool):
        """What the other side wrote and this side has not opened."""
        return self.filter(is_from_employer=not by_employer, read_at__isnull=True)


class Message(models.Model):
    """A line in the one thread of an application, between the applicant and the employer."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_from_employer = models.BooleanField()
    body = models.TextField(max_length=2_000)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self):
        return f"Message {self.pk}"


class ApplicationDraft(models.Model):
    """What somebody who is signed in has written of an application, and not sent."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="application_drafts"
    )
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    note = models.TextField(max_length=4_000, blank=True)
    answers = models.JSONField(default=dict, help_text="By the question's key")
    resume = models.ForeignKey(
        Resume, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "listing"], name="application_draft_once_per_listing"
            )
        ]

    def __str__(self):
        return f"Application draft {self.pk}"


class HeldApplication(models.Model):
    """What a guest wrote, until the link in their mail is confirmed. No employer sees it before."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="held_applications")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    note = models.TextField(max_length=4_000, blank=True)
    answers = models.JSONField(default=dict, help_text="By the question's key")
    resume = models.OneToOneField(
        Resume, null=True, blank=True, on_delete=models.SET_NULL, related_name="held_application"
    )
    consent_version = models.PositiveSmallIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"Held application {self.pk}"


class SavedJob(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="saved_jobs")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="saved_by")
    saved_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(
        null=True, editable=False, help_text="When a mail said that the job closes soon"
    )

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "listing"], name="saved_job_once")
        ]

    def __str__(self):
        return f"{self.candidate_id} saved {self.listing_id}"
