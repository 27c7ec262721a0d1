from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import TemplateView

from cms.addresses import absolute_address
from cms.pay import PublishedPay
from listings.landing import elsewhere, find_landing, other_roles
from listings.landing_figures import LandingFigures

JOBS_SHOWN = 20


class LandingView(TemplateView):
    """The open jobs of a role, around a place or done remotely, with what they have in common.

    At most 14 statements, however many jobs there are.
    """

    template_name = "listings/landing.html"
    is_remote = False

    def get(self, request, *args, **kwargs):
        self.landing = find_landing(**kwargs, is_remote=self.is_remote)
        if self.landing is None:
            raise Http404
        if self.landing.path != request.path:
            return redirect(self.landing.path, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        landing, figures = self.landing, LandingFigures(self.landing)
        newest = landing.jobs().newest_first().for_cards()
        return {
            "landing": landing,
            "count": figures.count,
            "heading": landing.heading(figures.count),
            "description": landing.description(figures.count),
            "canonical": absolute_address(landing.path),
            "query": landing.search.query(),
            "pay": figures.pay,
            # What the employers say themselves is nearer than what is published for an occupation.
            "published": None if figures.pay else self.published_pay(),
            "facts": figures.facts,
            "listings": newest[:JOBS_SHOWN] if figures.count else [],
            "other_roles": other_roles(landing),
            "elsewhere": elsewhere(landing),
        }

    def published_pay(self) -> PublishedPay | None:
        """One query when its figure is read."""
        role = self.landing.role
        return PublishedPay(role, self.landing.place) if role else None
