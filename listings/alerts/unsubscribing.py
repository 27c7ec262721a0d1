"""The link by which a mail's reader ends it without signing in."""

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView


@method_decorator(csrf_exempt, name="dispatch")
class UnsubscribeView(TemplateView):
    """The link of a mail. Reading it changes nothing: scanners of mail read every link.

    A mail program that ends it by itself (RFC 8058) has neither a cookie nor our token against forged
    forms; the signed address stands for both. Every other POST has to bring the token.
    """

    http_method_names = ["get", "head", "post", "options"]

    def read_token(self, token: str) -> int:
        """What was signed. Raises signing.BadSignature."""
        raise NotImplementedError

    def is_on(self) -> bool:
        raise NotImplementedError

    def end(self) -> None:
        raise NotImplementedError

    @cached_property
    def claim(self) -> int:
        """What the link was signed for. One that nobody signed leads nowhere."""
        try:
            return self.read_token(self.kwargs["token"])
        except signing.BadSignature as error:
            raise Http404 from error

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_on=self.is_on(), **kwargs)

    def post(self, request, token):
        if request.POST.get("List-Unsubscribe") == "One-Click":
            self.end()
            return HttpResponse(_("You get no more of these mails."), content_type="text/plain")
        return self.confirmed(request)

    @method_decorator(csrf_protect)
    def confirmed(self, request):
        self.end()
        return redirect(request.path)
