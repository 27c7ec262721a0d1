from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from jobboard import sitemaps, views
from listings.api import api
from listings.api.writing import employer_api
from profiles.views.account import PasswordByMailView

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path(
        "api/v1/",
        RedirectView.as_view(pattern_name="listings:api_docs", query_string=False),
        name="api_root",
    ),
    path("api/v1/employer/", employer_api.urls),
    path("api/v1/", api.urls),
    # With line breaks, which `path` takes for the end.
    re_path(r"^api/(?P<rest>[\s\S]+)$", views.no_such_answer, name="api_not_found"),
    # One door for everybody: the admin's own sign-in pages know none of our limits.
    path(
        "django-admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)
    ),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path(
        "django-admin/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
    ),
    path("django-admin/", admin.site.urls),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Allauth's page sets a first password in whatever session stands open; ours sends a link.
    path("accounts/password/set/", PasswordByMailView.as_view(), name="account_set_password"),
    path("accounts/", include("allauth.urls")),
    path("", include("cms.urls")),
    path("", include("matching.urls")),
    path("", include("listings.urls")),
    path("", include("profiles.urls")),
]
if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
urlpatterns += [path("", include(wagtail_urls))]

handler400 = "jobboard.views.bad_request"
handler500 = "jobboard.views.server_error"
