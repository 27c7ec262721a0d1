"""Forms that were sent after the session had ended: kept until their sender signs in again.

The form carries its user's key, signed (`{% typed_by %}`); nobody else who signs in there sees it.
"""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from profiles.limits import address_may

KEY = "kept_typing"
FIELD = "typed_by"
KEPT_FOR = timedelta(days=1)
LONGEST = 100_000  # characters of all fields: the longest form, typed beyond its limits
# From one network address: visitors must not be able to fill the session table.
KEPT_AN_HOUR = 60


_signer = signing.Signer(salt="profiles.kept_typing")


def mark_of(user) -> str:
    """The value of a form's hidden field that says who fills it in."""
    return _signer.sign(str(user.pk))


def keep_typing(request: HttpRequest, page: str, form: str = "form") -> None:
    """Keep this POST's fields for a form of `page` and add a message. Replaces what was kept before.

    Files are not kept. Two statements, and those of the session.
    """
    typed = {
        name: values
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", FIELD}
    }
    length = sum(len(text) for name, values in typed.items() for text in (name, *values))
    person = _person(request)
    if (
        person is None
        or length > LONGEST
        or not address_may(request, "kept-typing", times=KEPT_AN_HOUR, window=timedelta(hours=1))
    ):
        messages.info(request, _("Your visit ran out, and nothing was sent. Sign in to go on."))
        return
    request.session[KEY] = {
        "person": person,
        "sent_to": request.path,
        "page": page,
        "form": form,
        "typed": typed,
        "at": timezone.now().isoformat(),
    }
    messages.info(
        request,
        _(
            "Your visit ran out, and nothing was sent. What you typed is kept: sign in, and it is"
            " there again."
        ),
    )


def is_of_somebody(request: HttpRequest) -> bool:
    """Whether the form was on the page of somebody who was signed in. No query."""
    return _person(request) is not None


def _person(request: HttpRequest) -> str | None:
    try:
        return _signer.unsign(request.POST.get(FIELD, ""))
    except signing.BadSignature:
        return None


def typing_kept(request: HttpRequest, form: str = "form") -> QueryDict | None:
    """The kept data for this form of the page that is shown, if it is this user's; else None."""
    kept = request.session.get(KEY)
    if kept is None or request.method not in {"GET", "HEAD"} or not request.user.is_authenticated:
        return None
    is_old = timezone.now() - parse_datetime(kept["at"]) > KEPT_FOR
    if is_old or kept["person"] != str(request.user.pk):
        del request.session[KEY]
        return None
    if (kept["page"], kept["form"]) != (request.path, form):
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        data.setlist(name, values)
    return data


def forget_typing(request: HttpRequest, sent_to: str) -> None:
    """Drop what was kept, once the form is sent to that address again."""
    if request.session.get(KEY, {}).get("sent_to") == sent_to:
        del request.session[KEY]


class KeepsTypingMixin(LoginRequiredMixin):
    """As LoginRequiredMixin, but a form that was sent after the session ended is kept.

    The page of the form asks `typing_kept` for its data.
    """

    kept_form = "form"

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and request.user.is_authenticated:
            forget_typing(request, request.path)
        return super().dispatch(request, *args, **kwargs)

    def handle_no_permission(self):
        if self.request.method != "POST" or self.request.user.is_authenticated:
            return super().handle_no_permission()
        page = self.page_path()
        keep_typing(self.request, page, self.kept_form)
        return redirect_to_login(page)

    def page_path(self) -> str:
        """The page that shows the form. Sign-in redirects there by GET, which a POST-only view refuses."""
        return self.request.path


class KeepsTypedFormMixin(KeepsTypingMixin):
    """For a view that has one form, made by `get_form_kwargs`."""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kept = typing_kept(self.request)
        return kwargs if kept is None else kwargs | {"data": kept}
