from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.models import Industry, Place


class EmployerQuerySet(models.QuerySet):
    def for_user(self, user):
        """Employers that this person works for on Rungs."""
        return self.filter(members__user=user) if user.is_authenticated else self.none()

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
