from django.urls import path

from listings.views.keeping import kept_for_guests
from matching import job_list, views
from matching.alerts import views as alert_views
from matching.people import views as employer_views

app_name = "matching"
urlpatterns = [
    # Stands before the plain list of `listings`, which knows no profiles.
    path("jobs/", kept_for_guests(job_list.JobListView.as_view()), name="job_list"),
    path("me/matches/", views.MatchListView.as_view(), name="match_list"),
    path("me/alerts/matches/", alert_views.MatchAlertView.as_view(), name="match_alert"),
    path(
        "me/alerts/matches/removal/",
        alert_views.MatchAlertDeleteView.as_view(),
        name="match_alert_delete",
    ),
    path(
        "alerts/matches/<str:token>/",
        alert_views.MatchAlertUnsubscribeView.as_view(),
        name="match_alert_unsubscribe",
    ),
    path("ladder/", views.LadderView.as_view(), name="ladder"),
    path("employer/listings/<int:pk>/people/", employer_views.PeopleView.as_view(), name="people"),
    path(
        "employer/listings/<int:pk>/people/<int:candidate_pk>/invitation/",
        employer_views.InviteView.as_view(),
        name="invite",
    ),
]
