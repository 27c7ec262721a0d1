from collections import Counter

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from listings import services
from listings.forms import DeclineManyForm, MessageToManyForm, TagForm, WordsToManyForm
from listings.models import Application, MessageTemplate
from listings.services.many import AT_ONCE, Outcome, Why, can_be_decided, can_be_reached
from listings.sifting import texts
from listings.sifting.anonymity import shown_name
from listings.sifting.tags import tags_of_employer
from listings.views.request_numbers import number
from profiles.kept_typing import KeepsTypingMixin, typing_kept

from .base import OwnListingMixin

State = Application.State
Use = MessageTemplate.Use
# What one may do with those chosen: the form, and the use of the texts that fit it.
ACTS = {
    "shortlisted": (WordsToManyForm, Use.SHORTLISTED),
    "declined": (DeclineManyForm, Use.DECLINED),
    "message": (MessageToManyForm, Use.MESSAGE),
    "tag": (TagForm, None),
}
WHY_LEFT = {
    Why.CHANGED: gettext_lazy("changed since you opened the list"),
    Why.NOT_ALLOWED: gettext_lazy("does not follow from where it stands"),
    Why.GONE: gettext_lazy("was taken back"),
    Why.FULL: gettext_lazy("holds as many as it can"),
    Why.LIMIT: gettext_lazy("above the number of messages within an hour"),
}


class EmployerApplicationBulkView(KeepsTypingMixin, OwnListingMixin, View):
    """The same act on several applications: first what would happen, then it. Bad input changes nothing.

    It is read by whoever was signed out on the way, with what they had sent; by all others not at all.
    """

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request, pk):
        if self.data is request.POST:
            return self.back()
        return self.refusal() or self.check(self.form())

    def post(self, request, pk):
        if refused := self.refusal():
            return refused
        form = self.form()
        return self.do(form) if form.is_bound and form.is_valid() else self.check(form)

    def refusal(self):
        if self.act not in ACTS or not self.chosen:
            messages.error(
                self.request, _("Nothing done: choose at least one application, and an act.")
            )
            return self.back()
        if len(self.keys) > AT_ONCE:
            text = _("Nothing done: %(n)d applications at once are the most. Choose fewer.")
            messages.error(self.request, text % {"n": AT_ONCE})
            return self.back()
        return None

    @cached_property
    def data(self):
        return typing_kept(self.request) or self.request.POST

    def form(self):
        if self.data.get("step") == "do":
            return self.form_class(self.data)
        return self.form_class(initial=self.initial())

    def back(self):
        return redirect("listings:employer_application_list", self.listing.pk)

    @property
    def act(self) -> str:
        return self.data.get("act", "")

    @property
    def form_class(self):
        return ACTS[self.act][0]

    @cached_property
    def keys(self) -> list[int]:
        found = map(number, self.data.getlist("chosen")[: 2 * AT_ONCE])
        return list(dict.fromkeys(key for key in found if key))

    @cached_property
    def chosen(self) -> list[tuple[Application, str]]:
        """Applications with the state that their row showed. Two queries with that of the listing."""
        rows = self.applications.filter(pk__in=self.keys).select_related("candidate__user")
        return [(row, self.data.get(f"state-{row.pk}", "")) for row in rows.order_by("pk")]

    @cached_property
    def choices(self) -> list[texts.Text]:
        use = ACTS[self.act][1]
        return texts.choices_of(self.listing.employer)[use] if use else []

    def initial(self) -> dict:
        key = self.data.get("text", "")
        return {"message": next((text.body for text in self.choices if text.key == key), "")}

    def would(self, application: Application, seen: str) -> Why | None:
        """Why it would be left out."""
        if self.act in Application.State.values:
            return can_be_decided(application, seen, self.act)
        return can_be_reached(application, seen)

    def check(self, form):
        """What would happen: who gets a mail, and who is left out and why."""
        reasons = [
            (application, seen, self.would(application, seen)) for application, seen in self.chosen
        ]
        context = {
            "listing": self.listing,
            "act": self.act,
            "form": form,
            "texts": self.choices,
            "chosen": self.chosen,
            "reached": [application for application, _seen, why in reasons if why is None],
            "left": [(application, WHY_LEFT[why]) for application, _seen, why in reasons if why],
            "tags_used": tags_of_employer(self.listing.employer) if self.act == "tag" else [],
        }
        return render(self.request, "listings/employer/application_many.html", context)

    def do(self, form):
        cleaned, user = form.cleaned_data, self.request.user
        try:
            if self.act == "tag":
                outcome = services.tag_many(self.chosen, by=user, name=cleaned["tag"])
            elif self.act == "message":
                outcome = services.message_many(self.chosen, by=user, body=cleaned["message"])
            else:
                reason = cleaned.get("reason", "")
                outcome = services.decide_many(
                    self.chosen,
                    by=user,
                    decision=self.act,
                    message=cleaned["message"],
                    reason="" if reason == "none" else reason,
                )
        except services.NotAMember as refusal:
            raise Http404 from refusal
        self.tell(outcome)
        return self.back()

    def tell(self, outcome: Outcome) -> None:
        n = len(outcome.done)
        if n:
            messages.success(self.request, done_words(self.act, n) % {"n": n})
        for why, number_left in Counter(why for _row, why in outcome.left).items():
            names = [shown_name(row) for row, reason in outcome.left if reason == why]
            text = ngettext(
                "%(n)d left out (%(why)s): %(names)s.",
                "%(n)d left out (%(why)s): %(names)s.",
                number_left,
            )
            words = {"n": number_left, "why": WHY_LEFT[why], "names": ", ".join(names)}
            messages.warning(self.request, text % words)


def done_words(act: str, n: int) -> str:
    return {
        "shortlisted": ngettext(
            "%(n)d put on the shortlist. A mail tells them.",
            "%(n)d put on the shortlist. A mail tells each of them.",
            n,
        ),
        "declined": ngettext(
            "%(n)d declined. A mail tells them.", "%(n)d declined. A mail tells each of them.", n
        ),
        "message": ngettext(
            "Sent to %(n)d. A mail tells them.", "Sent to %(n)d. A mail tells each of them.", n
        ),
        "tag": ngettext("Tag put on %(n)d application.", "Tag put on %(n)d applications.", n),
    }[act]
