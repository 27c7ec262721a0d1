"""Short caching of pages for visitors without cookies."""

from functools import wraps

from django.views.decorators.cache import cache_page

SECONDS = 10


def kept_for_guests(view):
    """`view`, its responses cached for ten seconds for visitors without cookies.

    They have no session, profile or messages. Each process has its own cache.
    """
    kept = cache_page(SECONDS, cache="pages")(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        return (view if request.COOKIES else kept)(request, *args, **kwargs)

    return answer
