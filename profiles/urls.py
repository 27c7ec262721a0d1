from django.conf import settings
from django.urls import path

from profiles.views import (
    account,
    api_keys,
    employers,
    exclusions,
    hours,
    joining,
    local_mail,
    personal_data,
    profile,
    readers,
    resumes,
    start,
    team,
    told,
    undo,
)

app_name = "profiles"


def told_urls(folder: str, kind: told.Kind) -> list:
    """Add, change and remove a row of a list on the profile."""
    views = [
        ("new/", told.ToldCreateView, "create"),
        ("<int:pk>/", told.ToldUpdateView, "update"),
        ("<int:pk>/removal/", told.ToldDeleteView, "delete"),
    ]
    return [
        path(f"me/profile/{folder}/{rest}", view.as_view(kind=kind), name=f"{kind.name}_{act}")
        for rest, view, act in views
    ]


urlpatterns = [
    path("pages/<int:pk>/read/", readers.PageReadView.as_view(), name="page_read"),
    path("pages/<int:pk>/useful/", readers.PageFeedbackView.as_view(), name="page_feedback"),
    path("me/account/data/", personal_data.DataExportView.as_view(), name="data_export"),
    path("me/account/removal/", personal_data.AccountDeleteView.as_view(), name="account_delete"),
    path(
        "me/profile/hidden-from/",
        exclusions.ExcludedEmployersView.as_view(),
        name="excluded_employers",
    ),
    path("me/start/", start.StartView.as_view(), name="start"),
    path("me/start/resume/<int:pk>/", start.ResumeReadingView.as_view(), name="resume_reading"),
    path("me/profile/", profile.ProfileView.as_view(), name="profile"),
    path("me/profile/meter/", profile.MeterView.as_view(), name="meter"),
    path("me/profile/skills/", profile.SkillAddView.as_view(), name="profile_skill_add"),
    path(
        "me/profile/skills/<slug:slug>/",
        profile.SkillUpdateView.as_view(),
        name="profile_skill_update",
    ),
    path("me/profile/languages/", profile.LanguageAddView.as_view(), name="language_add"),
    path(
        "me/profile/languages/<slug:slug>/",
        profile.LanguageRemoveView.as_view(),
        name="language_remove",
    ),
    path("me/profile/role/", profile.RolesView.as_view(), name="profile_role"),
    path("me/profile/preferences/", profile.PreferencesView.as_view(), name="profile_preferences"),
    path("me/profile/visibility/", profile.VisibilityView.as_view(), name="profile_visibility"),
    path("me/profile/from-this-browser/", profile.AdoptView.as_view(), name="profile_adopt"),
    path("me/profile/availability/", hours.HoursView.as_view(), name="profile_availability"),
    path("me/profile/undo/", undo.UndoView.as_view(), name="profile_undo"),
    *told_urls("experience", told.EXPERIENCE),
    *told_urls("metrics", told.METRIC),
    *told_urls("education", told.EDUCATION),
    *told_urls("certificates", told.CERTIFICATE),
    path("me/resumes/new/", resumes.ResumeCreateView.as_view(), name="resume_create"),
    path("me/resumes/<int:pk>/", resumes.ResumeDownloadView.as_view(), name="resume_download"),
    path("me/resumes/<int:pk>/removal/", resumes.ResumeDeleteView.as_view(), name="resume_delete"),
    path("me/account/", account.AccountView.as_view(), name="account"),
    path(
        "me/account/employers/<int:pk>/leave/",
        employers.EmployerLeaveView.as_view(),
        name="employer_leave",
    ),
    path(
        "me/account/employers/<int:pk>/owner/",
        employers.EmployerHandOverView.as_view(),
        name="employer_hand_over",
    ),
    path("employer/new/", employers.EmployerCreateView.as_view(), name="employer_create"),
    path(
        "employer/profile/<int:pk>/", employers.EmployerUpdateView.as_view(), name="employer_update"
    ),
    path("employer/profile/<int:pk>/team/", team.EmployerTeamView.as_view(), name="employer_team"),
    path(
        "employer/profile/<int:pk>/team/invites/",
        team.InviteCreateView.as_view(),
        name="employer_invite_create",
    ),
    path(
        "employer/profile/<int:pk>/team/invites/<int:invite>/removal/",
        team.InviteRevokeView.as_view(),
        name="employer_invite_revoke",
    ),
    path(
        "employer/profile/<int:pk>/team/<int:member>/",
        team.MemberUpdateView.as_view(),
        name="employer_member_update",
    ),
    path(
        "employer/profile/<int:pk>/team/<int:member>/removal/",
        team.MemberRemoveView.as_view(),
        name="employer_member_remove",
    ),
    path(
        "employer/join/<str:token>/",
        joining.InviteAcceptView.as_view(),
        name="employer_invite_accept",
    ),
    path("employer/profile/<int:pk>/keys/", api_keys.ApiKeyListView.as_view(), name="api_key_list"),
    path(
        "employer/profile/<int:pk>/keys/<int:key>/removal/",
        api_keys.ApiKeyRevokeView.as_view(),
        name="api_key_revoke",
    ),
]
if settings.MAIL_READABLE_IN_BROWSER:
    urlpatterns += [
        path("mail/", local_mail.LocalMailListView.as_view(), name="local_mail"),
        path("mail/<int:pk>/", local_mail.LocalMailDetailView.as_view(), name="local_mail_detail"),
    ]
