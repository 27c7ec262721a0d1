from django.conf import settings


def site(request):
    """What every page's frame reads. No query."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "mail_readable_in_browser": settings.MAIL_READABLE_IN_BROWSER,
    }
