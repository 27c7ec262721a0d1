from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.views import View

from cms.models import Place

SHORTEST = 2  # letters
AN_HOUR = 60 * 60


class PlaceSuggestionsView(View):
    """Labels of places that begin with what somebody types. One query; the same for everybody."""

    def get(self, request):
        text = request.GET.get("q", "").strip()
        places = []
        if len(text) >= SHORTEST and "\x00" not in text:
            labels = (place.label for place in Place.objects.beginning(text)[:12])
            places = list(dict.fromkeys(labels))[:8]
        response = JsonResponse({"places": places})
        patch_cache_control(response, public=True, max_age=AN_HOUR)
        return response
