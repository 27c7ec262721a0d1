"""Texts that an employer sends often: written once, with places for what differs."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DeleteView, FormView, ListView

from listings.forms import MessageTemplateForm
from listings.models import MessageTemplate
from listings.sifting import texts
from listings.sifting.placeholders import EXAMPLE, MEANINGS, fill
from listings.views.hiring import HiringRequiredMixin
from profiles.kept_typing import KeepsTypedFormMixin
from profiles.models import Employer


class MessageTemplateListView(HiringRequiredMixin, ListView):
    """The texts of the reader's employers by use, and those to start with. Two queries."""

    template_name = "listings/employer/text_list.html"

    def get_queryset(self):
        return MessageTemplate.objects.for_user(self.request.user).select_related("employer")

    def get_context_data(self, **kwargs):
        own = {use: [] for use in texts.Use}
        for row in self.object_list:
            own[row.use].append(row)
        groups = [(use, own[use], texts.starters(use)) for use in texts.Use]
        return super().get_context_data(groups=groups, employers=self.employers, **kwargs)


class TextFormView(KeepsTypedFormMixin, FormView):
    """Write a text. `action=preview` shows it filled in and stores nothing."""

    form_class = MessageTemplateForm
    template_name = "listings/employer/text_form.html"
    text: MessageTemplate | None = None

    @cached_property
    def employers(self):
        return Employer.objects.for_user(self.request.user)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.text, "employers": self.employers}

    def form_valid(self, form):
        if self.request.POST.get("action") == "preview":
            return self.render_to_response(
                self.get_context_data(form=form, body=form.cleaned_data["body"])
            )
        form.save()
        messages.success(self.request, _("Saved. You can choose it when you write to applicants."))
        return redirect("listings:message_template_list")

    def get_context_data(self, **kwargs):
        stored = self.text.body if self.text else self.get_initial().get("body", "")
        body = kwargs.pop("body", "") or stored
        example = {name: str(value) for name, value in EXAMPLE.items()}
        return super().get_context_data(
            text=self.text, preview=fill(body, example), places=MEANINGS.items(), **kwargs
        )


class MessageTemplateCreateView(TextFormView):
    """A new text, empty or from one to start with (`start`). One query besides."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.employers:
            return redirect("profiles:employer_create")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        start = texts.starter(self.request.GET.get("start", ""))
        if start is None:
            return super().get_initial()
        return {"use": start.use, "name": start.name, "body": start.body}


class OwnTextMixin:
    @cached_property
    def own(self):
        return MessageTemplate.objects.for_user(self.request.user).select_related("employer")


class MessageTemplateUpdateView(OwnTextMixin, TextFormView):
    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.text = get_object_or_404(self.own, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class MessageTemplateDeleteView(LoginRequiredMixin, OwnTextMixin, DeleteView):
    """Asks once. What was sent with it stays sent."""

    template_name = "listings/employer/text_delete.html"
    context_object_name = "text"

    def get_queryset(self):
        return self.own

    def get_success_url(self):
        return reverse("listings:message_template_list")
