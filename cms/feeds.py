"""The newest guides as an Atom feed."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page, require_safe

from cms.addresses import absolute_address, page_address
from cms.characters import xml_safe
from cms.models import GuideIndexPage, GuidePage

ENTRIES = 30
FRESH_SECONDS = 600


@method_decorator([require_safe, conditional_page], name="__call__")
class GuideFeed(Feed):
    """Live guides that everybody may read, newest first.

    Three statements, however many guides there are: guides, view restrictions, the index's address. The
    ETag is the content's own digest. There is no Last-Modified: a guide that is taken back leaves the
    feed without changing any date in it.
    """

    feed_type = Atom1Feed
    author_name = settings.WAGTAIL_SITE_NAME
    title = gettext_lazy("Guides on Rungs")
    subtitle = gettext_lazy("Short, plain articles for people who work in customer service")

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        del response["Last-Modified"]
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        return response

    # --- The feed ------------------------------------------------------------------------------

    def link(self):
        index = GuideIndexPage.objects.live().first()
        return page_address(index) if index else absolute_address("/")

    def feed_url(self):
        return absolute_address(reverse("cms:guide_feed"))

    def feed_guid(self):
        return self.feed_url()

    def items(self):
        newest = GuidePage.objects.live().public().filter(first_published_at__isnull=False)
        return newest.order_by("-first_published_at", "-pk")[:ENTRIES]

    # --- An entry ------------------------------------------------------------------------------

    def item_title(self, guide):
        return xml_safe(guide.title)

    def item_description(self, guide):
        return xml_safe(guide.introduction)

    def item_link(self, guide):
        return page_address(guide)

    def item_guid(self, guide):
        return guide.translation_key.urn  # stays when the guide is moved or renamed

    def item_author_name(self, guide):
        return xml_safe(guide.author)

    def item_categories(self, guide):
        return [guide.get_kind_display()]

    def item_pubdate(self, guide):
        return guide.first_published_at

    def item_updateddate(self, guide):
        return guide.last_published_at or guide.first_published_at
