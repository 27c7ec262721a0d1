"""An employer's existing postings, from a file: read, looked over, made drafts of."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from cms.models import Role
from cms.vocabulary import RoleFamily
from listings import services
from listings.forms.importing import PostingFileForm
from listings.importing import for_employers
from listings.importing.for_employers import AT_WORK, Batch, Outcome
from listings.models import Listing, PostingImport
from listings.views.hiring import HiringRequiredMixin
from listings.views.request_numbers import number
from profiles.limits import may

FILES_A_DAY = 10
_RECENT = 10
_LONGEST_NAME = 120


class EmployerImportView(HiringRequiredMixin, FormView):
    """Choose a file. Two queries of its own: the employers, and the files of the last thirty days."""

    form_class = PostingFileForm
    template_name = "listings/employer/import_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"employers": self.employers}

    def post(self, request, *args, **kwargs):
        # Before the form: reading is what costs.
        if not may(request, "posting-import", times=FILES_A_DAY, window=timedelta(days=1)):
            form = PostingFileForm(employers=self.employers)
            words = _("That were %(most)d files today. Bring the next one tomorrow.")
            context = self.get_context_data(form=form, refused=words % {"most": FILES_A_DAY})
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        kept = for_employers.keep(
            form.reading,
            employer=form.chosen_employer,
            user=self.request.user,
            file_name=safe_name(form.cleaned_data["file"].name),
        )
        return redirect("listings:employer_import_detail", kept.pk)

    def get_context_data(self, **kwargs):
        recent = PostingImport.objects.for_user(self.request.user).select_related("employer")
        return super().get_context_data(
            recent=recent.defer("records")[:_RECENT],
            files_a_day=FILES_A_DAY,
            many_employers=len(self.employers) > 1,
            **kwargs,
        )


class EmployerImportDetailView(LoginRequiredMixin, TemplateView):
    """GET: what each posting would become, or what became of it. POST: make drafts of the ticked ones.

    Five queries of its own, however many postings: the file, roles, places, the posts with the same
    numbers, and those that stand; the result needs two.
    """

    template_name = "listings/employer/import_preview.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            files = PostingImport.objects.for_user(request.user).select_related("employer")
            self.posting_import = get_object_or_404(files, pk=kwargs["pk"])
            self.batch = Batch.of(self.posting_import)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def roles(self) -> list[Role]:
        return list(Role.objects.service().by_line())

    def get_template_names(self):
        if self.posting_import.taken_at is not None:
            return ["listings/employer/import_result.html"]
        return [self.template_name]

    def post(self, request, pk):
        if self.posting_import.taken_at is not None:
            return self.taken_before()
        ticked = {number(text) for text in request.POST.getlist("take")}
        by_slug = {role.slug: role for role in self.roles}
        everyone = range(1, len(self.batch.proposals) + 1)
        ticked &= set(everyone)
        named = {each: request.POST.get(f"role-{each}", "") for each in everyone}
        problem = ""
        if not ticked:
            problem = _("Tick at least one posting, or leave the page: nothing was made.")
        elif any(named[each] and named[each] not in by_slug for each in ticked):
            problem = _("One of the roles is not on the list. Choose it again.")
        if problem:
            context = self.get_context_data(problem=problem, ticked=ticked, named=named)
            return self.render_to_response(context, status=400)
        chosen = {each: by_slug.get(named[each]) for each in ticked}
        return self.take(request, chosen)

    def take(self, request, chosen):
        try:
            batch = for_employers.take(self.posting_import, chosen, user=request.user)
        except for_employers.AlreadyTaken:
            return self.taken_before()
        except services.EmployerSuspended:
            messages.error(
                request,
                _("Nothing was made: posts of %(employer)s are not shown at present.")
                % {"employer": self.posting_import.employer},
            )
        else:
            made = sum(each.outcome == Outcome.MADE for each in batch.proposals)
            told = ngettext("%(n)d draft was made.", "%(n)d drafts were made.", made)
            messages.success(request, told % {"n": made})
        return redirect("listings:employer_import_detail", self.posting_import.pk)

    def taken_before(self):
        """For a second click, and for two members at the same moment."""
        told = _("Drafts were made of this file before. Nothing is made twice.")
        messages.info(self.request, told)
        return redirect("listings:employer_import_detail", self.posting_import.pk)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            posting_import=self.posting_import,
            employer=self.posting_import.employer,
            unread=self.batch.unread,
            other_companies=self.batch.other_companies(self.posting_import.employer),
            **kwargs,
        )
        if self.posting_import.taken_at is not None:
            return context | self.result()
        return context | self.preview(kwargs.get("ticked"), kwargs.get("named") or {})

    def preview(self, ticked: set[int] | None, named: dict[int, str]) -> dict:
        """The postings, each with `is_ticked` and `chosen`: as typed, else as proposed."""
        shown = for_employers.previews(self.posting_import, self.batch, self.roles)
        by_slug = {role.slug: role for role in self.roles}
        asked = self.request.GET.get("tick")
        for each in shown:
            proposed = each.is_proposed if asked not in {"all", "none"} else asked == "all"
            each.is_ticked = (
                proposed and each.can_be_taken if ticked is None else each.number in ticked
            )
            typed = each.number in named
            each.chosen = by_slug.get(named[each.number]) if typed else each.role
        return {
            "previews": shown,
            "role_options": role_options(self.roles),
            "any_left": any(each.can_be_taken for each in shown),
        }

    def result(self) -> dict:
        """What became of each posting, in groups. One query for the posts that are there."""
        known = for_employers.known_posts(self.posting_import.employer, self.batch)
        groups = {outcome: [] for outcome in Outcome}
        for proposal in self.batch.proposals:
            listing = known.get(proposal.reference)
            outcome = proposal.outcome or (Outcome.MADE if listing else Outcome.LEFT_OUT)
            groups[Outcome(outcome)].append((proposal, listing))
        age = timezone.now() - self.posting_import.taken_at
        return {
            **groups,
            "is_done": self.batch.is_done,
            "is_at_work": not self.batch.is_done and age < AT_WORK,
            "drafts_left": any(
                listing and listing.state == Listing.State.DRAFT
                for _proposal, listing in groups[Outcome.MADE]
            ),
        }


def role_options(roles: list[Role]):
    """All roles under the names of their lines, made once for the selects of hundreds of postings."""
    lines: dict[str, list[Role]] = {}
    for role in roles:
        lines.setdefault(role.family, []).append(role)
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (RoleFamily(family).label, format_html_join("", "{}", ((option(r),) for r in held)))
            for family, held in lines.items()
        ),
    )


def option(role: Role):
    return format_html('<option value="{}">{}</option>', role.slug, role.title)


def safe_name(name: str) -> str:
    """The file's name as far as it can be shown: one line, no marks that turn the reading direction."""
    shown = "".join(mark for mark in name if mark.isprintable())
    return " ".join(shown.split())[:_LONGEST_NAME] or "file"
