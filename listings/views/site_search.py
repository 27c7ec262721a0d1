"""The search of the whole site, and what its field offers while one types."""

from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.views.generic import TemplateView, View

from listings.site_search import MAX_LENGTH, Found, find, suggest

SHORTEST = 2  # letters
FIVE_MINUTES = 5 * 60


class SiteSearchView(TemplateView):
    """Everything that the typed words find, by kind. At most 24 queries; none without words."""

    template_name = "listings/site_search.html"

    def get_context_data(self, **kwargs):
        text = " ".join(self.request.GET.get("q", "").split())
        was_cut, text = len(text) > MAX_LENGTH, text[:MAX_LENGTH]
        found = find(self.request, text) if text else Found()
        return super().get_context_data(text=text, was_cut=was_cut, found=found, **kwargs)


class SiteSearchSuggestView(View):
    """Up to eight things whose names begin with what somebody types, or hold it. The same for everybody."""

    def get(self, request):
        text = request.GET.get("q", "").strip()[:MAX_LENGTH]
        hits = suggest(request, text) if len(text) >= SHORTEST else []
        suggestions = [
            {"title": hit.name.title, "kind": str(hit.name.kind.one), "address": hit.name.address}
            for hit in hits
        ]
        response = JsonResponse({"suggestions": suggestions})
        patch_cache_control(response, public=True, max_age=FIVE_MINUTES)
        return response
