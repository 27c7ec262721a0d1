from django.urls import path

from cms.feeds import GuideFeed

app_name = "cms"
urlpatterns = [
    path("guides/feed/", GuideFeed(), name="guide_feed"),
]
