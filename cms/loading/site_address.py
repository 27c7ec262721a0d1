"""The name and address of the site."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


def set_site_address() -> None:
    """Give the default site the name and address of the settings: they are the operator's, not an editor's."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.get(is_default_site=True)
    if (site.hostname, site.port, site.site_name) != (
        address.hostname,
        port,
        settings.WAGTAIL_SITE_NAME,
    ):
        site.hostname, site.port = address.hostname, port
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
