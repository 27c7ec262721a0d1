from django.urls import path

from matching import views

app_name = "matching"
urlpatterns = [
    path("me/matches/", views.MatchListView.as_view(), name="match_list"),
    path("ladder/", views.LadderView.as_view(), name="ladder"),
]
