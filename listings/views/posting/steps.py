from datetime import timedelta

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from listings import services
from listings.advice import advise
from listings.forms.steps import FORMS
from listings.pay_comparison import compare_pay
from listings.posting.preview import as_it_will_be, typed
from listings.posting.steps import ASKED, JOB, PAY, after, before, first_unfinished, step_named
from listings.posting.suggestions import suggest_skills
from profiles.kept_typing import KeepsTypingMixin, typing_kept
from profiles.limits import may

from .base import PostMixin

AUTOSAVES_AN_HOUR = 1_200


class PostingStepView(KeepsTypingMixin, PostMixin, FormView):
    """One step of a post: a short form, the card as people will see it, and help that reads along.

    `action` says what becomes of what was typed: next (the usual way), back, leave, save, autosave (from
    the script, answered in JSON), go:<step>, add:<field>:<skill>, swap (the two amounts of pay).
    """

    def dispatch(self, request, *args, **kwargs):
        self.step = step_named(kwargs["step"])
        if self.step not in FORMS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self):
        return [f"listings/employer/post_{self.step.slug}.html"]

    @cached_property
    def action(self) -> str:
        return self.request.POST.get("action", "next")

    def get_form(self, form_class=None):
        return FORMS[self.step](
            self.data() if self.request.method == "POST" else typing_kept(self.request),
            post=self.post_written,
            complete=self.post_written.is_in_review,
        )

    def data(self):
        """What was typed, after what the pressed button does to it."""
        data = self.request.POST.copy()
        if self.action == "swap":
            data["salary_min"], data["salary_max"] = data.get("salary_max"), data.get("salary_min")
        kind, _colon, what = self.action.partition(":")
        field, _colon, label = what.partition(":")
        if kind == "add" and field in {"essential_skills", "desirable_skills"} and label:
            data[field] = f"{data.get(field, '').rstrip()}\n{label}".strip()
        return data

    def post(self, request, *args, **kwargs):
        if self.action == "autosave":
            return self.autosave()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if self.action == "swap":
            return self.form_invalid(form)
        try:
            self.save(form)
        except services.Conflict:
            return self.changed_meanwhile(form)
        return redirect(self.next_url())

    def save(self, form) -> None:
        """Raises Conflict. What is as it was makes no new version."""
        seen = form.cleaned_data["version"]
        if seen != self.post_written.version:
            raise services.Conflict
        if form.has_typed_anything:
            self.post_written.save(form.instance, form.parts(), seen, self.request.user)

    def next_url(self) -> str:
        post = self.post_written
        kind, _colon, what = self.action.partition(":")
        if kind == "leave":
            messages.success(self.request, _("Saved."))
            return post.home_url
        if kind == "back" and (earlier := before(self.step)):
            return post.step_url(earlier.slug)
        if kind == "go" and step_named(what):
            return post.step_url(what)
        if kind == "add":
            return f"{post.step_url(self.step.slug)}#skills"
        if kind in {"save", "back"}:
            messages.success(self.request, _("Saved."))
            return post.step_url(self.step.slug)
        return post.step_url(after(self.step).slug)

    def handle_no_permission(self):
        if self.action == "autosave":
            words = _(
                "Your visit ran out. Press a button below: you sign in, and this is here again."
            )
            return JsonResponse({"conflict": words}, status=403)
        return super().handle_no_permission()

    def autosave(self) -> JsonResponse:
        """Save in the background, all or nothing: the new version, or the errors by field.

        What is half typed is no fault of the request: 200, or every browser would print an error.
        """
        post, form = self.post_written, self.get_form()
        if post.is_in_review:
            return JsonResponse({"conflict": _("In review: save it with the button.")}, status=409)
        if not may(
            self.request,
            "posting-autosave",
            times=AUTOSAVES_AN_HOUR,
            window=timedelta(hours=1),
        ):
            return JsonResponse({"conflict": _("Too often. Wait a little.")}, status=429)
        if not form.is_valid():
            errors = {
                name: {"label": str(form[name].label), "errors": list(errors)}
                for name, errors in form.errors.items()
                if name in form.fields
            }
            return JsonResponse({"errors": errors})
        try:
            self.save(form)
        except services.Conflict:
            return JsonResponse({"conflict": conflict_in_words()}, status=409)
        post = self.post_written
        return JsonResponse({"saved_at": post.saved_at.isoformat(), "version": post.version})

    def changed_meanwhile(self, form):
        form.add_error(None, conflict_in_words())
        response = self.form_invalid(form)
        response.status_code = 409
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | live_context(context["form"]) | {"before": before(self.step)}


def live_context(form) -> dict:
    """What reads along with the form: the card, and beside it what this step has to say.

    From the form as it stands, typed right or wrong. One query for the advice; on the step of pay one
    more for the published figure, on that of skills up to four for what may be added.
    """
    post, step = form.post, form.step
    listing, parts = typed(form) if form.is_bound else (post.listing, post.parts)
    shown = as_it_will_be(listing, parts)
    is_begun = not step.missing(post.missing)
    context = {
        "shown": shown,
        "not_shown": [form[name].label for name in form.errors if name in form.fields],
        # A gap is no news on a step that nobody has filled yet.
        "advice": [
            advice
            for advice in advise(listing, parts, listing.role)
            if advice.step == step.slug and (advice.quote or is_begun)
        ],
    }
    if step == PAY:
        context["comparison"] = compare_pay(shown)
    if step in {JOB, ASKED}:
        context["suggested"] = suggest_skills(listing, parts) if step == ASKED else None
    return context


def conflict_in_words() -> str:
    return _(
        "Somebody changed this post since you opened it, so yours was not saved. Open it in another"
        " window, compare, and copy what you need from here."
    )


class EmployerListingUpdateView(PostMixin, View):
    """The way back into a post: to the first step that still needs something."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, *args, **kwargs):
        post = self.post_written
        return redirect(post.step_url(first_unfinished(post.missing).slug))
