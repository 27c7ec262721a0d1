"""Lists of a profile that have a page of their own for each row: add, change, remove.

Jobs held, service figures, education and certificates are alike but for their form and their words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, models, transaction
from django.forms import ModelForm
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from profiles import undo
from profiles.forms.experience import ExperienceForm
from profiles.forms.told import CertificateForm, EducationForm, MetricForm
from profiles.kept_typing import KeepsTypedFormMixin
from profiles.models import Certificate
from profiles.my_profile import my_profile
from profiles.told import delete_row, save_row

MOST_EACH = 40


@dataclass(frozen=True)
class Kind:
    """One list: `name` is that of its addresses, its anchor on the profile page and its partial."""

    name: str
    form_class: type[ModelForm]
    title: str
    none_yet: str
    adding: str
    changing: str
    related: tuple[str, ...] = ()
    name_of: Callable[[models.Model], str] = str

    @property
    def model(self) -> type[models.Model]:
        return self.form_class._meta.model

    @property
    def row_template(self) -> str:
        return f"profiles/partials/told/{self.name}.html"

    def rows(self, user):
        """A person's own, with what a line of it shows. One query."""
        rows = self.model.objects.for_user(user)
        return rows.select_related(*self.related) if self.related else rows

    def url(self, act: str, *args) -> str:
        return reverse(f"profiles:{self.name}_{act}", args=args)

    @property
    def create_url(self) -> str:
        return self.url("create")


EXPERIENCE = Kind(
    "experience",
    ExperienceForm,
    title=gettext_lazy("Jobs you held"),
    none_yet=gettext_lazy("What you did in a job helps to find jobs that use the same words."),
    adding=gettext_lazy("Add a job you held"),
    changing=gettext_lazy("Change a job you held"),
)
METRIC = Kind(
    "metric",
    MetricForm,
    title=gettext_lazy("Your figures"),
    none_yet=gettext_lazy("CSAT, quality score, handle time: what you were measured by."),
    adding=gettext_lazy("Add a figure"),
    changing=gettext_lazy("Change a figure"),
    related=("metric",),
    name_of=lambda row: row.metric.title,
)
EDUCATION = Kind(
    "education",
    EducationForm,
    title=gettext_lazy("Education"),
    none_yet=gettext_lazy("Schools and courses, finished or not."),
    adding=gettext_lazy("Add a school or course"),
    changing=gettext_lazy("Change a school or course"),
)
CERTIFICATE = Kind(
    "certificate",
    CertificateForm,
    title=gettext_lazy("Certificates"),
    none_yet=gettext_lazy("One that job posts ask for by name counts for your matches too."),
    adding=gettext_lazy("Add a certificate"),
    changing=gettext_lazy("Change a certificate"),
    related=("skill",),
)
KINDS = (EXPERIENCE, METRIC, EDUCATION, CERTIFICATE)


@dataclass(frozen=True)
class Section:
    """A list as the profile page shows it."""

    kind: Kind
    rows: list[
        tuple[models.Model, str, str, str]
    ]  # with its name and where to change and remove it

    @classmethod
    def of(cls, kind: Kind, user) -> "Section":
        rows = [
            (row, kind.name_of(row), kind.url("update", row.pk), kind.url("delete", row.pk))
            for row in kind.rows(user)
        ]
        return cls(kind, rows)


class OfKind(LoginRequiredMixin):
    """For somebody's own rows of one kind; another's are not found."""

    kind: Kind | None = None

    def own_row(self) -> models.Model:
        try:
            return self.kind.rows(self.request.user).get(pk=self.kwargs["pk"])
        except self.kind.model.DoesNotExist as error:
            raise Http404 from error

    def back(self):
        return redirect(f"{reverse('profiles:profile')}#{self.kind.name}")


class ToldFormView(KeepsTypedFormMixin, OfKind, FormView):
    template_name = "profiles/told_form.html"

    def get_form_class(self):
        return self.kind.form_class

    def row(self) -> models.Model:
        raise NotImplementedError

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.row()}

    def form_valid(self, form):
        """Written in one transaction, with the skill that a certificate brings."""
        try:
            with transaction.atomic():
                skill = self.write(form.instance)
        except IntegrityError:
            # The row's own constraint says so, however many sent it at once.
            if not hasattr(form, "clash"):
                raise
            form.add_error(*form.clash)
            return self.form_invalid(form)
        undo.forget(self.request)
        if skill:
            text = _("Saved. It counts for your matches as the skill %(skill)s.") % {"skill": skill}
        else:
            text = _("Saved.")
        messages.success(self.request, text)
        return self.back()

    def write(self, row):
        return save_row(my_profile(self.request), row)

    def get_context_data(self, **kwargs):
        return super().get_context_data(kind=self.kind, **kwargs)


class ToldCreateView(ToldFormView):
    def row(self):
        return self.kind.model()

    def form_valid(self, form):
        if self.kind.rows(self.request.user).count() >= MOST_EACH:
            form.add_error(None, _("You have %(n)d of these. Remove one first.") % {"n": MOST_EACH})
            return self.form_invalid(form)
        return super().form_valid(form)

    def write(self, row):
        row.candidate = my_profile(self.request).row()
        return super().write(row)


class ToldUpdateView(ToldFormView):
    def row(self):
        return self.own_row()

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_change=True, **kwargs)


class ToldDeleteView(OfKind, View):
    http_method_names = ["post", "options"]

    def post(self, request, pk):
        row = self.own_row()
        skills = [row.skill] if isinstance(row, Certificate) and row.skill else []
        token = undo.remember(request, self.kind.name, rows=[row], skills=skills)
        delete_row(my_profile(request), row)
        undo.say(request, _("%(name)s removed.") % {"name": self.kind.name_of(row)}, token)
        return self.back()
