from django.urls import path

from listings.views import (
    applicants,
    applications,
    applying,
    employer,
    moderation,
    public,
    saved,
)

app_name = "listings"
urlpatterns = [
    # Everybody's
    path("jobs/", public.ListingListView.as_view(), name="listing_list"),
    path("jobs/<int:pk>-<slug:slug>/", public.ListingDetailView.as_view(), name="listing_detail"),
    path("jobs/<int:pk>/leave/", public.ListingLeaveView.as_view(), name="listing_leave"),
    path("employers/<slug:slug>/", public.EmployerDetailView.as_view(), name="employer_detail"),
    # A job seeker's
    path("jobs/<int:pk>/saved/", saved.SavedJobView.as_view(), name="saved_job"),
    path("me/saved/", saved.SavedJobListView.as_view(), name="saved_job_list"),
    path(
        "jobs/<int:pk>/apply/",
        applying.ApplicationCreateView.as_view(),
        name="application_create",
    ),
    path("me/applications/", applications.ApplicationListView.as_view(), name="application_list"),
    path(
        "me/applications/<int:pk>/",
        applications.ApplicationDetailView.as_view(),
        name="application_detail",
    ),
    path(
        "me/applications/<int:pk>/withdrawal/",
        applications.ApplicationWithdrawView.as_view(),
        name="application_withdraw",
    ),
    # An employer's
    path("employer/", employer.EmployerHomeView.as_view(), name="employer_home"),
    path(
        "employer/listings/new/",
        employer.EmployerListingCreateView.as_view(),
        name="employer_listing_create",
    ),
    path(
        "employer/listings/<int:pk>/",
        employer.EmployerListingUpdateView.as_view(),
        name="employer_listing_update",
    ),
    path(
        "employer/listings/<int:pk>/submission/",
        employer.EmployerListingSubmitView.as_view(),
        name="employer_listing_submit",
    ),
    path(
        "employer/listings/<int:pk>/closure/",
        employer.EmployerListingCloseView.as_view(),
        name="employer_listing_close",
    ),
    path(
        "employer/listings/<int:pk>/applications/",
        applicants.EmployerApplicationListView.as_view(),
        name="employer_application_list",
    ),
    path(
        "employer/applications/<int:pk>/",
        applicants.EmployerApplicationDetailView.as_view(),
        name="employer_application_detail",
    ),
    path(
        "employer/applications/<int:pk>/decision/",
        applicants.EmployerApplicationDecideView.as_view(),
        name="employer_application_decide",
    ),
    path(
        "employer/applications/<int:pk>/resume/",
        applicants.EmployerApplicationResumeView.as_view(),
        name="employer_application_resume",
    ),
    # A moderator's
    path("moderation/", moderation.ModerationQueueView.as_view(), name="moderation_queue"),
    path(
        "moderation/<int:pk>/", moderation.ModerationDetailView.as_view(), name="moderation_detail"
    ),
    path(
        "moderation/<int:pk>/decision/",
        moderation.ModerationDecideView.as_view(),
        name="moderation_decide",
    ),
    path(
        "moderation/employers/<int:pk>/verification/",
        moderation.EmployerVerifyView.as_view(),
        name="employer_verify",
    ),
]
