"""Where a page's readers are counted, and where they say whether it was useful."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, View

from profiles.forms.readers import FeedbackForm
from profiles.limits import address_may, is_first_press, may
from profiles.readers import Answer, answer_of, count_reading, keep_answer, public_pages

READS_AN_HOUR = 300  # from one network address: a call centre reads much
ANSWERS_A_DAY = 40
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


@method_decorator(csrf_exempt, name="dispatch")
class PageReadView(View):
    """One more read. Says nothing back. Five to seven statements.

    Sent by the page's script without cookies, so nobody can be made to act in their own name here:
    hence no CSRF token.
    """

    http_method_names = ["post", "options"]

    def post(self, request, pk):
        from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if from_here and address_may(request, "read", times=READS_AN_HOUR, window=AN_HOUR):
            count_reading(pk)
        return HttpResponse(status=204)


class PageFeedbackView(FormView):
    """Whether a page was useful. The page's two buttons come here too, with nothing but yes or no.

    "No" is kept at once, and then the reason is asked: who leaves here has still been heard.
    """

    template_name = "profiles/page_feedback.html"
    form_class = FeedbackForm

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(public_pages(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        earlier = answer_of(self.request.session, self.page.pk)
        if earlier is None:
            return {}
        return {
            "useful": "yes" if earlier.is_useful else "no",
            "reason": earlier.reason,
            "comment": earlier.comment,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            asked=self.page, address=self.page.get_url(self.request), **kwargs
        )

    def form_valid(self, form):
        if not may(self.request, "page-answer", times=ANSWERS_A_DAY, window=A_DAY):
            form.add_error(None, _("That is a lot of answers for one day. Try again tomorrow."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        said, has_words = form.cleaned_data, "comment" in self.request.POST
        answer = Answer(
            said["useful"] == "yes",
            said["reason"] if has_words else None,
            said["comment"] if has_words else None,
        )
        session = self.request.session
        # The second press of two does not know yet what the first one left in the session.
        act = f"page-answer:{self.page.pk}"
        if answer_of(session, self.page.pk) or is_first_press(self.request, act):
            keep_answer(session, self.page, answer)
        if not answer.is_useful and not has_words:
            return redirect("profiles:page_feedback", self.page.pk)
        return redirect(f"{self.page.get_url(self.request)}#useful")
