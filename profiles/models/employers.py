from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Industry, Place


class EmployerQuerySet(models.QuerySet):
    def for_user(self, user):
        """Employers that this person works for on Rungs."""
        return self.filter(members__user=user) if user.is_authenticated else self.none()

    def with_role(self):
        """After `for_user`: each with `my_role`, that of the person asked about. No query by itself."""
        return self.annotate(my_role=models.F("members__role"))

    def public(self):
        return self.filter(suspended_at__isnull=True)


class Employer(models.Model):
    """Who hires: schema.org's hiringOrganization."""

    class Kind(models.TextChoices):
        DIRECT = "direct", _("Hires for itself")
        AGENCY = "agency", _("Staffing agency")
        OUTSOURCER = "outsourcer", _("Outsourcer")

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DIRECT)
    industry = models.ForeignKey(
        Industry, null=True, blank=True, on_delete=models.SET_NULL, related_name="employers"
    )
    website = models.URLField(blank=True)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    description = models.TextField(max_length=2000, blank=True)
    growth = models.TextField(
        _("how people move up"),
        max_length=1500,
        blank=True,
        help_text=_("Markdown, as employers say it"),
    )
    training = models.TextField(_("how people are trained"), max_length=1500, blank=True)
    support = models.TextField(_("how people are supported"), max_length=1500, blank=True)
    # For moderators only, to check the employer.
    register_number = models.CharField(
        max_length=60, blank=True, help_text=_("In a public register of companies, with its name")
    )
    email_domain = models.CharField(
        max_length=100,
        blank=True,
        help_text=_("Where its people have their addresses: example.org"),
    )
    verified_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When a moderator checked who stands behind it")
    )
    suspended_at = models.DateTimeField(null=True, blank=True)
    import_key = models.CharField(
        max_length=120,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_(
            "The company's name in a feed, folded; empty for employers who came by themselves"
        ),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("listings:employer_detail", args=[self.slug])

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def has_own_words(self) -> bool:
        return any((self.description, self.growth, self.training, self.support))


class EmployerMember(models.Model):
    """Somebody who may act for an employer."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        RECRUITER = "recruiter", _("Recruiter")

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employer_memberships"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.RECRUITER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["employer", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["employer", "user"], name="employer_member_once")
        ]

    def __str__(self):
        return f"{self.user_id} for {self.employer_id}"


class EmployerInviteQuerySet(models.QuerySet):
    def open(self, at: datetime | None = None):
        """Invites that can be accepted. Only columns of the row itself, so that it can precede an update."""
        return self.unanswered().filter(expires_at__gt=at or timezone.now())

    def unanswered(self):
        """Open ones and those that ran out: at most one for each employer and address."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class EmployerInvite(models.Model):
    """A link by which one address may join an employer, once, until it expires."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="invites")
    email = models.EmailField()
    role = models.CharField(
        max_length=10, choices=EmployerMember.Role, default=EmployerMember.Role.RECRUITER
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = EmployerInviteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "email"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="employer_invite_once_at_a_time",
            )
        ]

    def __str__(self):
        return f"Invite {self.pk}"

    @property
    def is_late(self) -> bool:
        return self.expires_at <= timezone.now()


class EmployerReview(models.Model):
    """What a moderator decided about an employer, and why."""

    class Decision(models.TextChoices):
        VERIFIED = "verified", _("Verified")
        NOT_VERIFIED = "not_verified", _("Not verified yet")
        SUSPENDED = "suspended", _("Suspended")
        REINSTATED = "reinstated", _("Reinstated")

    class Check(models.TextChoices):
        EMAIL_DOMAIN = "email_domain", _("A member has a confirmed address at its domain")
        WEBSITE = "website", _("The website is its own and names it")
        REGISTER = "register", _("The register of companies names it")
        CALL = "call", _("Somebody there confirmed it on the phone")

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="reviews")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(max_length=12, choices=Decision)
    checks = models.CharField(
        max_length=60, blank=True, help_text=_("What was looked at, with spaces between")
    )
    reason = models.TextField(max_length=2_000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.employer_id} {self.decision}"


class EmployerApiKey(models.Model):
    """A key by which a program of the employer writes posts. Only its digest is kept."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=60, help_text=_("What uses it"))
    prefix = models.CharField(max_length=12, help_text=_("Its first letters, to tell keys apart"))
    key_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name
