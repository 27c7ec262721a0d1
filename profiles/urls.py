from django.conf import settings
from django.urls import path

from profiles.views import employers, experience, local_mail, profile, resumes, start

app_name = "profiles"
urlpatterns = [
    path("me/start/", start.StartView.as_view(), name="start"),
    path("me/profile/", profile.ProfileView.as_view(), name="profile"),
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
    path(
        "me/profile/experience/new/",
        experience.ExperienceCreateView.as_view(),
        name="experience_create",
    ),
    path(
        "me/profile/experience/<int:pk>/",
        experience.ExperienceUpdateView.as_view(),
        name="experience_update",
    ),
    path(
        "me/profile/experience/<int:pk>/removal/",
        experience.ExperienceDeleteView.as_view(),
        name="experience_delete",
    ),
    path("me/resumes/new/", resumes.ResumeCreateView.as_view(), name="resume_create"),
    path("me/resumes/<int:pk>/", resumes.ResumeDownloadView.as_view(), name="resume_download"),
    path("me/resumes/<int:pk>/removal/", resumes.ResumeDeleteView.as_view(), name="resume_delete"),
    path("employer/new/", employers.EmployerCreateView.as_view(), name="employer_create"),
    path(
        "employer/profile/<int:pk>/", employers.EmployerUpdateView.as_view(), name="employer_update"
    ),
]
if settings.MAIL_READABLE_IN_BROWSER:
    urlpatterns += [
        path("mail/", local_mail.LocalMailListView.as_view(), name="local_mail"),
        path("mail/<int:pk>/", local_mail.LocalMailDetailView.as_view(), name="local_mail_detail"),
    ]
