from django.utils.translation import gettext as _

from cms.models import CannedAnswer
from listings import services
from listings.forms import ReviewForm
from listings.models import Listing, ListingRevision, Review
from listings.risk import HELD_FROM

from .access import was_faster
from .posts import Decision, ModerationDecideView, ReviewView, is_own


class ChangeReviewMixin:
    """A change of a live post: what it would say otherwise. The old text stays up until it is approved."""

    context_object_name = "change"

    def get_queryset(self):
        return ListingRevision.objects.select_related(
            "listing__employer__industry",
            "listing__employer__place",
            "listing__role",
            "listing__place",
        ).annotate(is_own=is_own(self.request.user, "listing__employer"))

    @property
    def listing(self) -> Listing:
        listing = self.object.listing
        listing.is_own = self.object.is_own
        return listing

    def review_form(self, data=None) -> ReviewForm:
        return ReviewForm(
            data,
            subject=self.subject,
            is_held=self.subject.risk >= HELD_FROM,
            is_change=True,
            initial={"reason": self.answer_for(CannedAnswer.Use.RETURN, CannedAnswer.Use.REJECT)},
        )

    def of_the_subject(self) -> dict:
        text, parts = services.written_out(self.object)
        return {
            "change": self.object,
            "text": text,
            "questions": parts.questions,
            "differences": services.changes_of(self.object),
        }


class ModerationChangeDetailView(ChangeReviewMixin, ReviewView):
    pass


class ModerationChangeDecideView(ChangeReviewMixin, ModerationDecideView):
    """A decision on the version of the change that the page showed."""

    def decide(self, decision: dict):
        seen = {
            "revision": self.object,
            "moderator": self.request.user,
            "version": decision["version"],
        }
        if decision["decision"] == Decision.APPROVED:
            services.approve_change(**seen, looked_at=decision.get("looked_at", False))
        else:
            services.return_change(**seen, reason=decision["reason"])

    def done(self, decision: str) -> str:
        words = {
            Decision.APPROVED: _("The change is public: %(title)s"),
            Decision.RETURNED: _("The change went back: %(title)s"),
        }
        return words[decision] % {"title": self.listing.title}

    def who_was_faster(self) -> str:
        now = self.get_object()
        if now.state == ListingRevision.State.IN_REVIEW:
            return _(
                "Not decided: the employer changed the text, or the post is over. Below is how it stands."
            )
        review = Review.objects.filter(revision=now).select_related("moderator").first()
        was_decided = now.decided_at is not None and now.state != ListingRevision.State.WITHDRAWN
        if review is None or not was_decided:
            return _("Not decided: the employer took the change back.")
        return was_faster(review.moderator, review.get_decision_display(), review.at)
