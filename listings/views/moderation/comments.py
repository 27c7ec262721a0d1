from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings import services
from listings.forms import CommentForm

from .posts import ReviewView

NOT_KEPT = {
    services.ThreadFull: gettext_lazy(
        "Not sent: there are as many lines about this post as there may be."
    ),
    services.TooManyMessages: gettext_lazy(
        "Not sent: that is a lot within an hour. Try again later."
    ),
}


class ModerationCommentView(ReviewView):
    """A moderator's line to the employer, or the note that theirs was read; then back to the post."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.is_own:
            raise PermissionDenied
        if request.POST.get("action") == "read":
            services.mark_comments_read(self.object, by_moderator=True)
            return self.back()
        form = CommentForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(comment_form=form))
        try:
            services.add_comment(
                listing=self.object,
                author=request.user,
                is_from_moderator=True,
                body=form.cleaned_data["body"],
            )
        except (services.ThreadFull, services.TooManyMessages) as refused:
            form.add_error(None, NOT_KEPT[type(refused)])
            context = self.get_context_data(comment_form=form)
            return self.render_to_response(context, status=429)
        messages.success(request, _("Sent to the people who act for the employer."))
        return self.back()

    def back(self):
        return redirect("listings:moderation_detail", self.object.pk)
