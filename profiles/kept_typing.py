"""What somebody sent when their visit had run out: kept in the session until they are signed in again.

The form says whose it is (`{% typed_by %}`, signed), and nobody else who signs in there gets to see it.
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
# From one network address: whoever is not signed in must not fill the table of sessions.
KEPT_AN_HOUR = 60


_signer = signing.Signer(salt="profiles.kept_typing")


def mark_of(user) -> str:
    """What a form says of who writes in it."""
    return _signer.sign(str(user.pk))


def keep_typing(request: HttpRequest, page: str, form: str = "form") -> None:
    """Keep what this POST brings for a form of `page`, in place of what was kept before, and say so.

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


def _person(request: HttpRequest) -> str | None:
    try:
        return _signer.unsign(request.POST.get(FIELD, ""))
    except signing.BadSignature:
        return None


def typing_kept(request: HttpRequest, form: str = "form") -> QueryDict | None:
    """What this person sent for this form of the page that they read: the form's data, or None."""
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
    """Once the form is sent there again, what was kept of it has done its work."""
    if request.session.get(KEY, {}).get("sent_to") == sent_to:
        del request.session[KEY]


class KeepsTypingMixin(LoginRequiredMixin):
    """As LoginRequiredMixin, but who was signed out meanwhile finds the form as they sent it.

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
        """Where the form stands. Sign-in leads there by GET, which an address for POST does not take."""
        return self.request.path


class KeepsTypedFormMixin(KeepsTypingMixin):
    """For a view that has one form, made by `get_form_kwargs`."""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kept = typing_kept(self.request)
        return kwargs if kept is None else kwargs | {"data": kept}
