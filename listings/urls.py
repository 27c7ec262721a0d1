from django.urls import path

from listings.alerts import views as alerts
from listings.api.docs import ApiDocsView
from listings.feeds.atom import ListingFeed
from listings.feeds.indeed import indeed_feed
from listings.views import (
    applicants,
    applications,
    applying,
    comparing,
    detail,
    employer,
    figures,
    importing,
    landing,
    life,
    moderation,
    places,
    posting,
    public,
    reporting,
    reviewing,
    saved,
    search,
    site_search,
)
from listings.views.keeping import kept_for_guests

app_name = "listings"
landing_page = kept_for_guests(landing.LandingView.as_view())
remote_landing_page = kept_for_guests(landing.LandingView.as_view(is_remote=True))
urlpatterns = [
    # Everybody's
    path("jobs/", search.ListingListView.as_view(), name="listing_list"),
    path("search/", site_search.SiteSearchView.as_view(), name="site_search"),
    path(
        "search/suggest/", site_search.SiteSearchSuggestView.as_view(), name="site_search_suggest"
    ),
    path("jobs/places/", places.PlaceSuggestionsView.as_view(), name="place_suggestions"),
    path("jobs/role/<str:role>/", landing_page, name="landing_role"),
    path("jobs/role/<str:role>/remote/", remote_landing_page, name="landing_role_remote"),
    path("jobs/role/<str:role>/in/<str:place>/", landing_page, name="landing_role_place"),
    path("jobs/in/<str:place>/", landing_page, name="landing_place"),
    path("jobs/remote/", remote_landing_page, name="landing_remote"),
    path("jobs/<int:pk>-<slug:slug>/", detail.ListingDetailView.as_view(), name="listing_detail"),
    path("jobs/feed/", ListingFeed(), name="listing_feed"),
    path("feeds/indeed.xml", indeed_feed, name="indeed_feed"),
    path("api/", ApiDocsView.as_view(), name="api_docs"),
    path("jobs/compare/", comparing.ListingCompareView.as_view(), name="listing_compare"),
    path("jobs/alert/", alerts.JobAlertCreateView.as_view(), name="job_alert_create"),
    path("jobs/alert/sent/", alerts.JobAlertSentView.as_view(), name="job_alert_sent"),
    path(
        "alerts/jobs/<str:token>/confirmation/",
        alerts.JobAlertConfirmView.as_view(),
        name="job_alert_confirm",
    ),
    path("alerts/jobs/<str:token>/", alerts.JobAlertManageView.as_view(), name="job_alert_manage"),
    path(
        "alerts/jobs/<str:token>/unsubscribe/",
        alerts.JobAlertUnsubscribeView.as_view(),
        name="job_alert_unsubscribe",
    ),
    path("jobs/<int:pk>/report/", reporting.ListingReportView.as_view(), name="listing_report"),
    path("jobs/<int:pk>/leave/", public.ListingLeaveView.as_view(), name="listing_leave"),
    path("employers/<slug:slug>/", public.EmployerDetailView.as_view(), name="employer_detail"),
    # A job seeker's
    path("jobs/<int:pk>/saved/", saved.SavedJobView.as_view(), name="saved_job"),
    path("me/saved/", saved.SavedJobListView.as_view(), name="saved_job_list"),
    path("me/saved/reminders/", saved.ClosingRemindersView.as_view(), name="closing_reminders"),
    path(
        "saved/reminders/<str:token>/end/",
        saved.ClosingRemindersEndView.as_view(),
        name="closing_reminders_end",
    ),
    path("me/saved/closed/", saved.SavedJobClearView.as_view(), name="saved_job_clear"),
    path("me/alerts/", alerts.JobAlertListView.as_view(), name="job_alert_list"),
    path("jobs/<int:pk>/apply/", applying.application_create, name="application_create"),
    path("jobs/<int:pk>/counts/", figures.ListingCountView.as_view(), name="listing_count"),
    path(
        "jobs/<int:pk>/apply/draft/",
        applying.ApplicationDraftView.as_view(),
        name="application_draft",
    ),
    path(
        "jobs/<int:pk>/apply/sent/",
        applying.HeldApplicationSentView.as_view(),
        name="held_application_sent",
    ),
    path(
        "applications/<str:token>/confirmation/",
        applying.HeldApplicationConfirmView.as_view(),
        name="held_application_confirm",
    ),
    path("me/applications/", applications.ApplicationListView.as_view(), name="application_list"),
    path(
        "me/applications/<int:pk>/",
        applications.ApplicationDetailView.as_view(),
        name="application_detail",
    ),
    path(
        "me/applications/<int:pk>/messages/",
        applications.ApplicationMessageView.as_view(),
        name="application_message",
    ),
    path(
        "me/applications/<int:pk>/withdrawal/",
        applications.ApplicationWithdrawView.as_view(),
        name="application_withdraw",
    ),
    # An employer's
    path("employer/", employer.EmployerHomeView.as_view(), name="employer_home"),
    path("employer/import/", importing.EmployerImportView.as_view(), name="employer_import"),
    path(
        "employer/import/<int:pk>/",
        importing.EmployerImportDetailView.as_view(),
        name="employer_import_detail",
    ),
    path("employer/figures/", figures.EmployerFiguresView.as_view(), name="employer_figures"),
    path(
        "employer/listings/<int:pk>/figures/",
        figures.EmployerListingFiguresView.as_view(),
        name="employer_listing_figures",
    ),
    path(
        "employer/listings/new/",
        posting.EmployerListingCreateView.as_view(),
        name="employer_listing_create",
    ),
    path(
        "employer/listings/<int:pk>/",
        posting.EmployerListingUpdateView.as_view(),
        name="employer_listing_update",
    ),
    path(
        "employer/listings/<int:pk>/preview/",
        posting.PostingPreviewView.as_view(),
        name="employer_listing_preview",
    ),
    path(
        "employer/listings/<int:pk>/submission/",
        posting.EmployerListingSubmitView.as_view(),
        name="employer_listing_submit",
    ),
    path(
        "employer/listings/<int:pk>/confirmation/",
        employer.EmployerListingConfirmView.as_view(),
        name="employer_listing_confirm",
    ),
    path(
        "employer/listings/<int:pk>/review/",
        reviewing.EmployerListingReviewView.as_view(),
        name="employer_listing_review",
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
        "employer/listings/<int:pk>/applications/triage/",
        applicants.EmployerApplicationTriageView.as_view(),
        name="employer_application_triage",
    ),
    path(
        "employer/listings/<int:pk>/applications/bulk/",
        applicants.EmployerApplicationBulkView.as_view(),
        name="employer_application_bulk",
    ),
    path(
        "employer/listings/<int:pk>/applications/export/",
        applicants.EmployerApplicationExportView.as_view(),
        name="employer_application_export",
    ),
    path(
        "employer/applications/",
        applicants.EmployerWaitingListView.as_view(),
        name="employer_waiting_list",
    ),
    path(
        "employer/applications/<int:pk>/",
        applicants.EmployerApplicationDetailView.as_view(),
        name="employer_application_detail",
    ),
    path(
        "employer/applications/<int:pk>/messages/",
        applicants.EmployerApplicationMessageView.as_view(),
        name="employer_application_message",
    ),
    path(
        "employer/applications/<int:pk>/decision/",
        applicants.EmployerApplicationDecideView.as_view(),
        name="employer_application_decide",
    ),
    path(
        "employer/applications/<int:pk>/notes/",
        applicants.EmployerApplicationNoteView.as_view(),
        name="employer_application_note",
    ),
    path(
        "employer/applications/<int:pk>/tags/",
        applicants.EmployerApplicationTagView.as_view(),
        name="employer_application_tag",
    ),
    path(
        "employer/applications/<int:pk>/resume/",
        applicants.EmployerApplicationResumeView.as_view(),
        name="employer_application_resume",
    ),
    path(
        "employer/templates/",
        applicants.MessageTemplateListView.as_view(),
        name="message_template_list",
    ),
    path(
        "employer/templates/new/",
        applicants.MessageTemplateCreateView.as_view(),
        name="message_template_create",
    ),
    path(
        "employer/templates/<int:pk>/",
        applicants.MessageTemplateUpdateView.as_view(),
        name="message_template_update",
    ),
    path(
        "employer/templates/<int:pk>/removal/",
        applicants.MessageTemplateDeleteView.as_view(),
        name="message_template_delete",
    ),
    path(
        "employer/listings/<int:pk>/extension/",
        life.EmployerListingExtendView.as_view(),
        name="employer_listing_extend",
    ),
    path(
        "employer/listings/<int:pk>/history/",
        life.EmployerListingHistoryView.as_view(),
        name="employer_listing_history",
    ),
    path(
        "employer/still-hiring/<str:token>/",
        life.StillHiringByMailView.as_view(),
        name="employer_listing_confirm_by_mail",
    ),
    path(
        "employer/listings/<int:pk>/change/",
        posting.EmployerChangeCreateView.as_view(),
        name="employer_change_create",
    ),
    path(
        "employer/listings/<int:pk>/change/removal/",
        posting.EmployerChangeWithdrawView.as_view(),
        name="employer_change_withdraw",
    ),
    path(
        "employer/listings/<int:pk>/change/preview/",
        posting.EmployerChangePreviewView.as_view(),
        name="employer_change_preview",
    ),
    path(
        "employer/listings/<int:pk>/change/check/",
        posting.EmployerChangeCheckView.as_view(),
        name="employer_change_check",
    ),
    path(
        "employer/listings/<int:pk>/change/<slug:step>/",
        posting.EmployerChangeStepView.as_view(),
        name="employer_change_step",
    ),
    # After the fixed words that may follow a post's number
    path(
        "employer/listings/<int:pk>/check/",
        posting.PostingCheckView.as_view(),
        name="employer_listing_check",
    ),
    path(
        "employer/listings/<int:pk>/<slug:step>/",
        posting.PostingStepView.as_view(),
        name="employer_listing_step",
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
        "moderation/<int:pk>/comments/",
        moderation.ModerationCommentView.as_view(),
        name="moderation_comment",
    ),
    path(
        "moderation/changes/<int:pk>/",
        moderation.ModerationChangeDetailView.as_view(),
        name="moderation_change_detail",
    ),
    path(
        "moderation/changes/<int:pk>/decision/",
        moderation.ModerationChangeDecideView.as_view(),
        name="moderation_change_decide",
    ),
    path(
        "moderation/reports/",
        moderation.ModerationReportListView.as_view(),
        name="moderation_report_list",
    ),
    path(
        "moderation/reports/<int:pk>/",
        moderation.ModerationReportHandleView.as_view(),
        name="moderation_report_handle",
    ),
    path(
        "moderation/employers/",
        moderation.ModerationEmployerListView.as_view(),
        name="moderation_employer_list",
    ),
    path(
        "moderation/employers/<int:pk>/",
        moderation.ModerationEmployerView.as_view(),
        name="moderation_employer",
    ),
    path(
        "moderation/employers/<int:pk>/suspension/",
        moderation.EmployerSuspendView.as_view(),
        name="employer_suspend",
    ),
    path(
        "moderation/employers/<int:pk>/reinstatement/",
        moderation.EmployerReinstateView.as_view(),
        name="employer_reinstate",
    ),
    path(
        "moderation/employers/<int:pk>/refusal/",
        moderation.EmployerNotVerifiedView.as_view(),
        name="employer_not_verified",
    ),
    path(
        "moderation/employers/<int:pk>/verification/",
        moderation.EmployerVerifyView.as_view(),
        name="employer_verify",
    ),
]
