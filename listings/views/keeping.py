"""Pages that many people ask for at once are made once in some seconds."""

from functools import wraps

from django.views.decorators.cache import cache_page

SECONDS = 10


def kept_for_guests(view):
    """`view`, whose answers are given again for ten seconds to whoever brings no cookie.

    Such a visitor is nobody in particular: no session, no profile, no message. Each process keeps its own.
    """
    kept = cache_page(SECONDS, cache="pages")(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        return (view if request.COOKIES else kept)(request, *args, **kwargs)

    return answer
