from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from profiles import undo


class UndoView(View):
    """Takes the last act back, a guest's too. POST: `token`, the act that is meant."""

    http_method_names = ["post", "options"]

    def post(self, request):
        page = reverse("profiles:profile")
        try:
            anchor = undo.take_back(request, request.POST.get("token", ""))
        except undo.TooLate:
            messages.warning(
                request, _("This can no longer be undone: something else was changed since.")
            )
            return redirect(page)
        messages.success(request, _("Undone. It is as it was."))
        return redirect(f"{page}#{anchor}")
