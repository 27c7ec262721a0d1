from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from cms.models import CannedAnswer
from listings import services
from listings.advice import advise
from listings.duplicates import duplicates_of
from listings.forms import AnswerChoiceForm, CommentForm, ReviewForm
from listings.life_history import life_of
from listings.models import Listing, Review
from listings.pay_comparison import compare_pay
from listings.review_queue import next_for
from listings.risk import HELD_FROM
from listings.snapshots import parts_of
from profiles.models import EmployerMember

from .access import ModeratorRequiredMixin, was_faster
from .standing_facts import EmployerFacts

Decision = Review.Decision
REFUSALS = {
    services.EmployerNotVerified: gettext_lazy(
        "Not approved: nobody has checked yet who stands behind the employer. Check it first,"
        " with the button beside the employer's facts."
    ),
    services.EmployerSuspended: gettext_lazy("Not approved: the employer is suspended."),
    services.RoleMissing: gettext_lazy("Not approved: choose a role first."),
    services.ApplyAddressMissing: gettext_lazy(
        "Not approved: the feed gave no address to apply at, and nobody here would read an application."
    ),
    services.ClosingTimePassed: gettext_lazy(
        "Not approved: its closing time has passed. Send it back, so that the employer can set a new one."
    ),
    services.FindingsNotLookedAt: gettext_lazy(
        "Not approved: look at each finding first, and tick that the post is in order."
    ),
    services.ListingIncomplete: gettext_lazy(
        "Not approved: something that every post must state is missing. Send it back."
    ),
}
OF_A_POST = [CannedAnswer.Use.RETURN, CannedAnswer.Use.REJECT, CannedAnswer.Use.COMMENT]


class ReviewView(ModeratorRequiredMixin, DetailView):
    """A post in full, with what a moderator has to know about it.

    `subject` is what is decided on: the post, or in `changes` a change of it.
    """

    template_name = "listings/moderation/detail.html"
    context_object_name = "listing"

    def get_queryset(self):
        return Listing.objects.for_page().annotate(is_own=is_own(self.request.user))

    @property
    def subject(self):
        return self.object

    @property
    def listing(self) -> Listing:
        return self.object

    @cached_property
    def answers(self) -> AnswerChoiceForm:
        return AnswerChoiceForm(self.request.GET, uses=OF_A_POST)

    def review_form(self, data=None) -> ReviewForm:
        return ReviewForm(
            data,
            subject=self.subject,
            is_held=self.subject.risk >= HELD_FROM,
            has_role=self.listing.role_id is not None,
            initial={"reason": self.answer_for(CannedAnswer.Use.RETURN, CannedAnswer.Use.REJECT)},
        )

    def answer_for(self, *uses: str) -> str:
        answer = self.answers.chosen
        return answer.body if answer and answer.use in uses else ""

    def get_context_data(self, **kwargs):
        listing = self.listing
        life = life_of(listing, with_names=True)
        comments = list(listing.review_comments.select_related("author"))
        if "form" not in kwargs:
            kwargs["form"] = self.review_form()
        if "comment_form" not in kwargs:
            kwargs["comment_form"] = CommentForm(
                initial={"body": self.answer_for(CannedAnswer.Use.COMMENT)}
            )
        return super().get_context_data(
            listing=listing,
            subject=self.subject,
            answers=self.answers,
            is_held=self.subject.risk >= HELD_FROM,
            waits=self.subject.state == self.subject.State.IN_REVIEW,
            facts=EmployerFacts.of(listing.employer),
            comments=comments,
            has_news=any(
                comment.read_at is None and not comment.is_from_moderator for comment in comments
            ),
            life=life,
            earlier=[
                review
                for review in listing.reviews.select_related("moderator")
                if not life or review.at < life[-1].at
            ],
            **self.of_the_subject(),
            **kwargs,
        )

    def of_the_subject(self) -> dict:
        listing = self.listing
        return {
            "comparison": compare_pay(listing),
            "duplicates": duplicates_of(listing),
            "advice": advise(listing, parts_of(listing), listing.role),
        }


class ModerationDetailView(ReviewView):
    pass


class ModerationDecideView(ReviewView):
    """A decision on the version that the page showed."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.review_form(request.POST)
        if not form.is_valid():
            return self.again(form, status=200)
        try:
            self.decide(form.cleaned_data)
        except services.OwnListing:
            raise PermissionDenied from None
        except services.Refused as refused:
            form.add_error(None, self.why_not(refused))
            return self.again(form, status=409)
        # Whoever decided has read what the employer wrote.
        services.mark_comments_read(self.listing, by_moderator=True)
        messages.success(request, self.done(form.cleaned_data["decision"]))
        return redirect_to_next(request)

    def decide(self, decision: dict):
        seen = {
            "listing": self.object,
            "moderator": self.request.user,
            "version": decision["version"],
        }
        if decision["decision"] == Decision.APPROVED:
            services.approve_listing(
                **seen,
                role=decision.get("role"),
                looked_at=decision.get("looked_at", False),
            )
        elif decision["decision"] == Decision.RETURNED:
            services.return_listing(**seen, reason=decision["reason"])
        else:
            services.reject_listing(**seen, reason=decision["reason"])

    def done(self, decision: str) -> str:
        words = {
            Decision.APPROVED: _("Approved: %(title)s"),
            Decision.RETURNED: _("Sent back: %(title)s"),
            Decision.REJECTED: _("Refused: %(title)s"),
        }
        return words[decision] % {"title": self.listing.title}

    def why_not(self, refused: services.Refused) -> str:
        return REFUSALS.get(type(refused)) or self.who_was_faster()

    def who_was_faster(self) -> str:
        now = self.get_object()
        if now.state == Listing.State.IN_REVIEW:
            return _(
                "Not decided: the employer changed the text while you read it. Below is the new one."
            )
        review = now.reviews.filter(revision=None).select_related("moderator").first()
        decided = {Listing.State.APPROVED, Listing.State.REJECTED}
        is_returned = review is not None and review.decision == Decision.RETURNED
        if review is None or not (
            now.state in decided or (is_returned and now.state == Listing.State.DRAFT)
        ):
            return _("Not decided: the employer took it back.")
        return was_faster(review.moderator, review.get_decision_display(), review.at)

    def again(self, form, status):
        """The page once more, with the typed reason, on the post of now."""
        self.object = self.get_object()
        form.data = form.data.copy()
        form.data["version"] = self.subject.version
        return self.render_to_response(self.get_context_data(form=form), status=status)


def is_own(user, employer: str = "employer") -> Exists:
    return Exists(EmployerMember.objects.filter(employer=OuterRef(employer), user=user))


def redirect_to_next(request):
    """To the first of the queue that this moderator may decide on; without one to the empty queue."""
    line = next_for(request.user)
    return redirect(line.url) if line else redirect("listings:moderation_queue")
