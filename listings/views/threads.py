"""The thread of an application on the pages of its two sides."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from listings import services
from listings.forms import MessageForm
from listings.history import history
from profiles.kept_typing import KeepsTypingMixin, typing_kept


class ThreadMixin:
    """A page of an application with what happened and was written. Reading it marks what was new.

    Its `get_queryset` loads listing and employer; the thread is two queries.
    """

    is_employer: bool
    message_form_class = MessageForm

    def get_context_data(self, **kwargs):
        kept = typing_kept(self.request, "message_form")
        kwargs.setdefault("message_form", self.message_form_class(kept))
        reader, is_employer = self.request.user, self.is_employer
        return super().get_context_data(
            history=history(self.object, reader=reader, is_employer=is_employer), **kwargs
        )

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if request.method == "GET":
            self.mark_seen()
        return response

    def mark_seen(self) -> None:
        services.mark_read(self.object, by_employer=self.is_employer)


class SendMessageMixin(KeepsTypingMixin):
    """Write into the thread: a refusal gives the page once more, with what was typed."""

    kept_form = "message_form"

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.message_form_class(request.POST)
        if not form.is_valid():
            return self.with_form(form, status=200)
        try:
            message = services.send_message(
                application=self.object,
                sender=request.user,
                is_from_employer=self.is_employer,
                body=form.cleaned_data["body"],
            )
        except services.NotAMember as refusal:
            raise Http404 from refusal
        except services.Refused as refusal:
            form.add_error(None, why(refusal))
            self.object = self.get_object()
            return self.with_form(form, status=409)
        messages.success(request, _("Sent. The other side gets a mail."))
        return redirect(f"{self.page_path()}#message-{message.pk}")

    def with_form(self, form, status):
        context = self.get_context_data(message_form=form)
        return self.render_to_response(context, status=status)


def why(refusal: services.Refused) -> str:
    words = {
        services.ThreadClosed: _(
            "Not sent: the application was taken back. Nobody can write here now."
        ),
        services.EmployerSuspended: _(
            "Not sent: the employer cannot read messages for the time being."
        ),
        services.ThreadFull: _(
            "Not sent: this thread holds as many messages as it can. Go on by mail or by phone."
        ),
        services.TooManyMessages: _(
            "Not sent: you have sent many messages within the hour. Send this one a little later."
        ),
    }
    return words[type(refusal)]
