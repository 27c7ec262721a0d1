"""Tables of the CMS and of the installed apps that hold nothing about a person."""

from django.conf import settings

from .registry import impersonal

ACTED = "Who acted, emptied with the account: the text of the site stays"

impersonal(
    "The vocabulary of the trade",
    *[
        "cms.CannedAnswer",
        "cms.PostAdvice",
        "cms.GlossaryTerm",
        "cms.ToolFamily",
        "cms.Skill",
        "cms.Industry",
        "cms.Role",
        "cms.Role_industries",
        "cms.RoleSkill",
        "cms.CareerStep",
        "cms.Place",
        "cms.Wage",
        "cms.WageArea",
        "cms.WageArea_title_cities",
        "cms.SeedRecord",
    ],
)
impersonal(
    "Pages and other public text of the site",
    *[
        "cms.GuidePage_roles",
        "cms.GuidePage_skills",
        "cms.PathRung",
        "cms.FormerSlug",
        "cms.SecondReadingTask",
        "cms.SecondReadingTask_groups",
        "cms.SetAsideTerm",
        "cms.PageDay",
        "cms.PageFeedback",
        "cms.PageSource",
        "wagtailcore.Site",
        "wagtailcore.Locale",
        "wagtailcore.Collection",
        "wagtailcore.ReferenceIndex",
        "wagtailredirects.Redirect",
        "wagtailimages.Rendition",
        "wagtailsearch.IndexEntry",
        *(
            ["wagtailsearch.SQLiteFTSIndexEntry"]
            if "sqlite" in settings.DATABASES["default"]["ENGINE"]
            else []
        ),
        "taggit.Tag",
        "taggit.TaggedItem",
    ],
)
for page in (
    "wagtailcore.Page",
    "cms.HomePage",
    "cms.RoleIndexPage",
    "cms.RolePage",
    "cms.GuideIndexPage",
    "cms.GuidePage",
    "cms.CareerPathPage",
    "cms.IndustryIndexPage",
    "cms.IndustryPage",
    "cms.SkillIndexPage",
    "cms.SkillPage",
    "cms.PayPage",
    "cms.FaqPage",
    "cms.GlossaryPage",
    "cms.StandardPage",
):
    impersonal("Public text of the site", page, owner=ACTED, locked_by=ACTED)
impersonal("A version of a text of the site", "wagtailcore.Revision", user=ACTED)
impersonal("Pictures of the site", "wagtailimages.Image", uploaded_by_user=ACTED)
impersonal("Files of the site", "wagtaildocs.Document", uploaded_by_user=ACTED)
impersonal("A step of publishing a text", "wagtailcore.WorkflowState", requested_by=ACTED)
impersonal("A step of publishing a text", "wagtailcore.TaskState", finished_by=ACTED)
impersonal(
    "Rights and steps of the site, not of one person",
    *[
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "contenttypes.ContentType",
        "wagtailadmin.Admin",
        "wagtailcore.CollectionViewRestriction",
        "wagtailcore.CollectionViewRestriction_groups",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.GroupSitePermission",
        "wagtailcore.PageViewRestriction",
        "wagtailcore.PageViewRestriction_groups",
        "wagtailcore.Task",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowContentType",
        "wagtailcore.WorkflowPage",
        "wagtailcore.WorkflowTask",
    ],
)
