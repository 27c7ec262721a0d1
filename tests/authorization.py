"""Who may do what: one row for each address and method, one column for each kind of person.

The tests in test_authorization.py are made from this table, and a walker fails on an address that
is not in it. Codes: `ok` the page or the redirect after the act; `in` sign in first; `404` hidden;
`403` known, but not for you; `405` wrong method. Outside one's own tenant things are hidden, not
forbidden, so that nobody learns what exists.
"""

from dataclasses import dataclass, field

# anonymous; the candidate whose things they are; another candidate; member of the listing's employer;
# member of another employer; moderator; editor of the CMS; superuser
PERSONAS = ["AN", "CA", "CB", "EM", "EX", "MO", "ED", "AD"]

EVERYBODY = "ok ok ok ok ok ok ok ok"
NOBODY = "404 404 404 404 404 404 404 404"
SIGNED_IN = "in ok ok ok ok ok ok ok"
HIDDEN_FROM_OTHERS = "404 ok 404 404 404 404 404 404"
OWNER_ONLY = "in ok 404 404 404 404 404 404"
MEMBER_ONLY = "in 404 404 ok 404 404 404 404"
# In their own tenant, but not for a recruiter; the owner of the other employer in theirs.
RECRUITER_REFUSED = "in 404 404 403 404 404 404 404"
OTHER_OWNER_ONLY = "in 404 404 404 ok 404 404 404"
MODERATORS = "in 403 403 403 403 ok 403 ok"
# Whoever is signed in: these addresses ask for a key, and know no session.
NO_KEY = "401 401 401 401 401 401 401 401"


@dataclass(frozen=True)
class Row:
    """`args` names attributes of the test's world; a dotted path is followed, the rest taken as it is."""

    name: str
    expected: str
    method: str = "GET"
    args: tuple = ()
    data: dict = field(default_factory=dict)
    says: str = ""
    # Nobody is known by a cookie here, so a form of another site gains nothing: no token is asked.
    is_cookieless: bool = False

    def __str__(self):
        return " ".join(filter(None, [self.method, self.name.replace(":", " "), self.says]))


TABLE = [
    # Everybody's
    Row("healthz", EVERYBODY),
    Row("robots", EVERYBODY),
    Row("sitemap_index", EVERYBODY),
    Row("sitemap_section", EVERYBODY, args=("sitemap",)),
    # For programs: the same for everybody, and nobody's data
    Row("api_root", EVERYBODY),
    Row("api:api-root", EVERYBODY),
    Row("api:openapi-json", EVERYBODY),
    Row("api:job_list", EVERYBODY),
    Row("api:job_detail", EVERYBODY, args=("listing.pk",), says="open"),
    Row("api:job_detail", NOBODY, args=("expired.pk",), says="expired"),
    Row("api:job_detail", NOBODY, args=("draft.pk",), says="draft"),
    Row("api:facet_list", EVERYBODY),
    Row("api:role_list", EVERYBODY),
    Row("api_not_found", NOBODY, args=("sitemap",)),
    # For an employer's programs
    Row("employer_api:api-root", NOBODY),
    Row("employer_api:openapi-json", EVERYBODY),
    Row("employer_api:listing_list", NO_KEY),
    Row("employer_api:listing_list", NO_KEY, "POST", is_cookieless=True),
    Row("employer_api:listing_detail", NO_KEY, args=("draft.pk",)),
    *[
        Row(f"employer_api:listing_{act}", NO_KEY, "POST", ("listing.pk",), is_cookieless=True)
        for act in ("renew", "confirm", "close")
    ],
    Row("listings:api_docs", EVERYBODY),
    Row("listings:listing_feed", EVERYBODY),
    Row("cms:guide_feed", EVERYBODY),
    Row("listings:indeed_feed", EVERYBODY),
    Row("listings:listing_list", EVERYBODY),
    Row("matching:job_list", EVERYBODY),
    Row("listings:place_suggestions", EVERYBODY),
    Row("listings:site_search", EVERYBODY),
    Row("listings:site_search_suggest", EVERYBODY),
    Row("profiles:page_read", EVERYBODY, "POST", ("guide.pk",), is_cookieless=True),
    Row("profiles:page_feedback", EVERYBODY, args=("guide.pk",)),
    Row("profiles:page_feedback", EVERYBODY, "POST", ("guide.pk",), {"useful": "yes"}),
    Row("listings:landing_role", EVERYBODY, args=("listing.role.slug",)),
    Row("listings:landing_place", EVERYBODY, args=("place_slug",)),
    Row("listings:landing_remote", EVERYBODY),
    Row("listings:landing_role_place", EVERYBODY, args=("listing.role.slug", "place_slug")),
    Row("listings:landing_role_remote", EVERYBODY, args=("listing.role.slug",)),
    Row("listings:listing_detail", EVERYBODY, args=("listing.pk", "listing.slug"), says="open"),
    Row("listings:listing_detail", EVERYBODY, args=("expired.pk", "expired.slug"), says="expired"),
    Row(
        "listings:listing_detail",
        "404 404 404 ok 404 ok 404 ok",
        args=("draft.pk", "draft.slug"),
        says="draft",
    ),
    Row(
        "listings:listing_detail",
        "404 404 404 ok 404 ok 404 ok",
        args=("in_review.pk", "in_review.slug"),
        says="in review",
    ),
    Row("listings:listing_leave", EVERYBODY, args=("external.pk",)),
    Row("listings:listing_report", "ok ok ok 403 ok ok ok ok", args=("listing.pk",)),
    Row(
        "listings:listing_report",
        "ok ok ok 403 ok ok ok ok",
        "POST",
        ("listing.pk",),
        {"reason": "fraud"},
    ),
    Row("listings:employer_detail", EVERYBODY, args=("employer.slug",)),
    Row("matching:match_list", EVERYBODY),
    Row("matching:match_list", EVERYBODY, "POST", data={"text": "phone support"}),
    Row("matching:ladder", EVERYBODY),
    Row("profiles:start", EVERYBODY),
    Row("profiles:start", EVERYBODY, "POST", data={"resume_text": "phone support"}, says="paste"),
    # The link of a mail ends an alert for whoever holds it
    Row("matching:match_alert_unsubscribe", EVERYBODY, args=("alert_token",)),
    Row("matching:match_alert_unsubscribe", EVERYBODY, "POST", ("alert_token",)),
    # An alert from a search: its form is for everybody, and its links for whoever holds them
    Row("listings:job_alert_create", EVERYBODY),
    Row("listings:job_alert_create", EVERYBODY, "POST", data={"email": "a@example.org"}),
    Row("listings:job_alert_sent", EVERYBODY),
    Row("listings:job_alert_confirm", EVERYBODY, args=("job_alert_confirm_token",)),
    Row("listings:job_alert_confirm", EVERYBODY, "POST", ("job_alert_confirm_token",)),
    Row("listings:job_alert_manage", EVERYBODY, args=("job_alert_token",)),
    Row("listings:job_alert_manage", EVERYBODY, "POST", ("job_alert_token",), {"action": "keep"}),
    Row("listings:job_alert_unsubscribe", EVERYBODY, args=("job_alert_end_token",)),
    Row("listings:job_alert_unsubscribe", EVERYBODY, "POST", ("job_alert_end_token",)),
    # The link of a reminder before a saved job closes, likewise
    Row("listings:closing_reminders_end", EVERYBODY, args=("reminders_token",)),
    Row("listings:closing_reminders_end", EVERYBODY, "POST", ("reminders_token",)),
    Row("listings:listing_compare", EVERYBODY),
    # The profile of whoever asks: a guest's lies in the session
    Row("profiles:profile", EVERYBODY),
    Row("profiles:meter", EVERYBODY),
    Row("profiles:profile_skill_add", EVERYBODY, "POST", data={"name": "Zendesk"}),
    Row("profiles:profile_skill_update", EVERYBODY, "POST", ("skill.slug",), {"level": "2"}),
    Row("profiles:profile_role", EVERYBODY, "POST", data={"current_role": "", "target_role": ""}),
    Row("profiles:profile_preferences", EVERYBODY, "POST", data={"commute_miles": "25"}),
    Row("profiles:language_add", EVERYBODY, "POST", data={"language": "", "spoken": "B2"}),
    Row("profiles:language_remove", EVERYBODY, "POST", ("language.slug",)),
    Row("profiles:profile_undo", EVERYBODY, "POST", data={"token": "x"}),
    # What only an account has
    Row("profiles:profile_visibility", SIGNED_IN, "POST", data={"visibility": "private"}),
    Row("profiles:excluded_employers", SIGNED_IN),
    Row("profiles:excluded_employers", SIGNED_IN, "POST", data={"action": "add"}),
    Row("profiles:data_export", SIGNED_IN),
    Row("profiles:data_export", SIGNED_IN, "POST", says="asks for the password"),
    Row("profiles:account_delete", SIGNED_IN),
    Row("profiles:account_delete", SIGNED_IN, "POST", says="asks for the password"),
    Row("profiles:profile_adopt", SIGNED_IN, "POST", data={"action": "discard"}),
    Row("profiles:experience_create", SIGNED_IN),
    Row("profiles:experience_update", OWNER_ONLY, args=("experience.pk",)),
    Row("profiles:experience_update", OWNER_ONLY, "POST", ("experience.pk",), {"title": "Agent"}),
    Row("profiles:experience_delete", OWNER_ONLY, "POST", ("experience.pk",)),
    *[
        row
        for name in ("metric", "education", "certificate")
        for row in (
            Row(f"profiles:{name}_create", SIGNED_IN),
            Row(f"profiles:{name}_create", SIGNED_IN, "POST", says="empty"),
            Row(f"profiles:{name}_update", OWNER_ONLY, args=(f"{name}.pk",)),
            Row(f"profiles:{name}_update", OWNER_ONLY, "POST", (f"{name}.pk",), {"name": "x"}),
            Row(f"profiles:{name}_delete", OWNER_ONLY, "POST", (f"{name}.pk",)),
        )
    ],
    Row("profiles:profile_availability", SIGNED_IN),
    Row("profiles:profile_availability", SIGNED_IN, "POST", data={"action": "clear"}),
    Row("profiles:resume_reading", HIDDEN_FROM_OTHERS, args=("resume.pk",)),
    Row("profiles:resume_create", SIGNED_IN),
    Row("profiles:resume_download", OWNER_ONLY, args=("resume.pk",)),
    Row("profiles:resume_delete", OWNER_ONLY, "POST", ("resume.pk",)),
    Row("matching:match_alert", SIGNED_IN),
    Row("matching:match_alert", SIGNED_IN, "POST", data={"min_share": "60", "hour": "7"}),
    Row("matching:match_alert_delete", SIGNED_IN, "POST"),
    Row("listings:saved_job_list", SIGNED_IN),
    Row("listings:saved_job_clear", SIGNED_IN, "POST"),
    Row("listings:closing_reminders", SIGNED_IN, "POST", data={"action": "off"}),
    Row("listings:job_alert_list", SIGNED_IN),
    Row("listings:saved_job", SIGNED_IN, "POST", ("listing.pk",), {"action": "save"}),
    # Applying: nobody applies to their own employer
    Row("listings:application_create", "ok ok ok 403 ok ok ok ok", args=("fresh.pk",)),
    Row(
        "listings:application_create",
        "in ok ok 403 ok ok ok ok",
        "POST",
        ("fresh.pk",),
        {"name": "Sam Rivera", "note": "Hello"},
        says="whose visit ran out",
    ),
    Row(
        "listings:application_create",
        "ok ok ok 403 ok ok ok ok",
        "POST",
        ("fresh.pk",),
        {"name": "Sam", "email": "a@example.org", "step": "send", "consent": "2"},
        says="as a guest",
    ),
    Row("listings:application_draft", SIGNED_IN, "POST", ("fresh.pk",), {"note": "Half"}),
    # A guest's: the page is the same for everybody, and the mail's link is for whoever holds it
    Row("listings:held_application_sent", EVERYBODY, args=("fresh.pk",)),
    Row("listings:held_application_confirm", EVERYBODY, args=("held_token",)),
    Row("listings:held_application_confirm", EVERYBODY, "POST", ("held_token",)),
    Row("listings:application_list", SIGNED_IN),
    Row("listings:application_detail", OWNER_ONLY, args=("application.pk",)),
    Row(
        "listings:application_message",
        OWNER_ONLY,
        "POST",
        ("application.pk",),
        {"body": "Hello"},
    ),
    Row("listings:application_withdraw", OWNER_ONLY, args=("application.pk",)),
    Row("listings:application_withdraw", OWNER_ONLY, "POST", ("application.pk",)),
    Row("profiles:account", SIGNED_IN),
    Row("profiles:employer_leave", MEMBER_ONLY, args=("employer.pk",)),
    Row("profiles:employer_leave", MEMBER_ONLY, "POST", ("employer.pk",)),
    Row("profiles:employer_hand_over", MEMBER_ONLY, "POST", ("employer.pk",)),
    # The employer's workspace
    Row("listings:employer_home", EVERYBODY),
    Row(
        "listings:listing_count",
        EVERYBODY,
        "POST",
        ("listing.pk",),
        {"what": "views"},
        is_cookieless=True,
    ),
    Row("listings:employer_figures", SIGNED_IN),
    Row("listings:employer_import", SIGNED_IN),
    Row("listings:employer_import", SIGNED_IN, "POST"),
    Row("listings:employer_import_detail", MEMBER_ONLY, args=("posting_import.pk",)),
    Row("listings:employer_import_detail", MEMBER_ONLY, "POST", ("posting_import.pk",)),
    Row("listings:employer_listing_figures", MEMBER_ONLY, args=("listing.pk",)),
    Row("profiles:employer_create", SIGNED_IN),
    Row("profiles:employer_update", RECRUITER_REFUSED, args=("employer.pk",)),
    Row("profiles:employer_update", OTHER_OWNER_ONLY, args=("other_employer.pk",), says="owner"),
    Row("profiles:employer_update", RECRUITER_REFUSED, "POST", ("employer.pk",)),
    # Its team: members see it, owners change it; an invite is for whoever has its mailbox
    Row("profiles:employer_team", MEMBER_ONLY, args=("employer.pk",)),
    *[
        row
        for name, one, data in [
            ("employer_invite_create", None, {"email": "new@example.org", "role": "recruiter"}),
            ("employer_invite_revoke", "invite.pk", {}),
            ("employer_member_update", "membership.pk", {"role": "owner"}),
            ("employer_member_remove", "membership.pk", {}),
        ]
        for row in (
            Row(
                f"profiles:{name}",
                RECRUITER_REFUSED,
                "POST",
                tuple(filter(None, ("employer.pk", one))),
                data,
            ),
            Row(
                f"profiles:{name}",
                OTHER_OWNER_ONLY,
                "POST",
                tuple(filter(None, ("other_employer.pk", one))),
                data,
                says="owner",
            ),
        )
    ],
    # Its keys for programs: owners alone
    *[
        row
        for method in ("GET", "POST")
        for row in (
            Row("profiles:api_key_list", RECRUITER_REFUSED, method, ("employer.pk",)),
            Row(
                "profiles:api_key_list",
                OTHER_OWNER_ONLY,
                method,
                ("other_employer.pk",),
                says="owner, asked for the password to make one",
            ),
        )
    ],
    Row("profiles:api_key_revoke", RECRUITER_REFUSED, "POST", ("employer.pk", "api_key.pk")),
    Row(
        "profiles:api_key_revoke",
        OTHER_OWNER_ONLY,
        "POST",
        ("other_employer.pk", "other_api_key.pk"),
        says="owner",
    ),
    Row(
        "profiles:api_key_revoke",
        RECRUITER_REFUSED,
        "POST",
        ("employer.pk", "other_api_key.pk"),
        says="of another employer",
    ),
    Row(
        "profiles:employer_invite_accept",
        "ok 403 ok 409 403 403 403 403",
        args=("invite_token",),
        says="to the other candidate",
    ),
    Row(
        "profiles:employer_invite_accept",
        "in 403 ok 409 403 403 403 403",
        "POST",
        ("invite_token",),
        says="to the other candidate",
    ),
    Row(
        "profiles:employer_invite_accept",
        "410 " * 7 + "410",
        args=("place_slug",),
        says="no invite",
    ),
    Row("listings:employer_listing_create", SIGNED_IN),
    Row("listings:employer_listing_update", MEMBER_ONLY, args=("draft.pk",)),
    Row("listings:employer_listing_create", SIGNED_IN, "POST", (), {"title": "x"}),
    Row("listings:employer_listing_step", MEMBER_ONLY, args=("draft.pk", "posting_step")),
    Row("listings:employer_listing_step", MEMBER_ONLY, "POST", ("draft.pk", "posting_step")),
    Row("listings:employer_listing_check", MEMBER_ONLY, args=("draft.pk",)),
    Row("listings:employer_listing_check", MEMBER_ONLY, "POST", ("draft.pk",)),
    Row("listings:employer_listing_preview", MEMBER_ONLY, "POST", ("draft.pk",), {"step": "job"}),
    Row("listings:employer_listing_submit", MEMBER_ONLY, "POST", ("draft.pk",)),
    Row("listings:employer_listing_confirm", MEMBER_ONLY, "POST", ("fresh.pk",)),
    Row("listings:employer_listing_review", MEMBER_ONLY, args=("draft.pk",)),
    Row("listings:employer_listing_review", MEMBER_ONLY, "POST", ("draft.pk",), {"body": "Hello"}),
    Row("listings:employer_listing_extend", MEMBER_ONLY, args=("listing.pk",)),
    Row("listings:employer_listing_extend", MEMBER_ONLY, "POST", ("listing.pk",), {"reason": "x"}),
    Row("listings:employer_listing_history", MEMBER_ONLY, args=("listing.pk",)),
    # The link of a mail confirms one post for whoever holds it
    Row("listings:employer_listing_confirm_by_mail", EVERYBODY, args=("still_hiring_token",)),
    Row("listings:employer_listing_confirm_by_mail", EVERYBODY, "POST", ("still_hiring_token",)),
    # A change of a live post
    Row("listings:employer_change_create", MEMBER_ONLY, "POST", ("fresh.pk",)),
    Row("listings:employer_change_step", MEMBER_ONLY, args=("listing.pk", "posting_step")),
    Row("listings:employer_change_step", MEMBER_ONLY, "POST", ("listing.pk", "posting_step")),
    Row("listings:employer_change_check", MEMBER_ONLY, args=("listing.pk",)),
    Row("listings:employer_change_check", MEMBER_ONLY, "POST", ("listing.pk",)),
    Row("listings:employer_change_preview", MEMBER_ONLY, "POST", ("listing.pk",), {"step": "job"}),
    Row("listings:employer_change_withdraw", MEMBER_ONLY, args=("listing.pk",)),
    Row("listings:employer_change_withdraw", MEMBER_ONLY, "POST", ("listing.pk",)),
    Row("listings:employer_listing_close", MEMBER_ONLY, args=("listing.pk",)),
    Row(
        "listings:employer_listing_close",
        MEMBER_ONLY,
        "POST",
        ("listing.pk",),
        {"outcome": "hired"},
    ),
    Row("listings:employer_application_list", MEMBER_ONLY, args=("listing.pk",)),
    Row("listings:employer_application_detail", MEMBER_ONLY, args=("application.pk",)),
    Row(
        "listings:employer_application_message",
        MEMBER_ONLY,
        "POST",
        ("application.pk",),
        {"body": "Hello"},
    ),
    Row(
        "listings:employer_application_decide",
        MEMBER_ONLY,
        "POST",
        ("application.pk",),
        {"decision": "shortlisted", "state": "submitted"},
    ),
    Row("listings:employer_application_resume", MEMBER_ONLY, args=("application.pk",)),
    Row(
        "listings:employer_application_note",
        MEMBER_ONLY,
        "POST",
        ("application.pk",),
        {"note": "Call on Tuesday"},
    ),
    Row(
        "listings:employer_application_tag",
        MEMBER_ONLY,
        "POST",
        ("application.pk",),
        {"tag": "evenings"},
    ),
    Row("listings:employer_application_triage", MEMBER_ONLY, args=("listing.pk",)),
    Row(
        "listings:employer_application_triage",
        "in 404 404 404 404 404 404 404",
        "POST",
        ("listing.pk",),
        {"application": "0", "state": "submitted", "decision": "shortlisted"},
        says="nobody of this listing",
    ),
    Row(
        "listings:employer_application_bulk",
        MEMBER_ONLY,
        args=("listing.pk",),
        says="with nothing kept from before",
    ),
    Row(
        "listings:employer_application_bulk",
        MEMBER_ONLY,
        "POST",
        ("listing.pk",),
        {"act": "tag", "chosen": "1"},
    ),
    Row("listings:employer_application_export", MEMBER_ONLY, "POST", ("listing.pk",)),
    Row("listings:employer_waiting_list", SIGNED_IN),
    Row("listings:message_template_list", SIGNED_IN),
    Row("listings:message_template_create", SIGNED_IN),
    Row("listings:message_template_update", MEMBER_ONLY, args=("text.pk",)),
    Row(
        "listings:message_template_update",
        MEMBER_ONLY,
        "POST",
        ("text.pk",),
        {"use": "message", "name": "n", "body": "b"},
    ),
    Row("listings:message_template_delete", MEMBER_ONLY, args=("text.pk",)),
    Row("listings:message_template_delete", MEMBER_ONLY, "POST", ("text.pk",)),
    # People for a listing: candidates who opted in, for the members of a checked employer
    Row("matching:people", MEMBER_ONLY, args=("listing.pk",)),
    Row("matching:invite", MEMBER_ONLY, "POST", ("listing.pk", "opted_in.pk")),
    # Moderation
    Row("listings:moderation_queue", MODERATORS),
    Row("listings:moderation_detail", MODERATORS, args=("in_review.pk",)),
    Row(
        "listings:moderation_decide",
        MODERATORS,
        "POST",
        ("in_review.pk",),
        {"decision": "approved", "version": "1"},
    ),
    # Without the facts that were looked at, nothing is noted; who may not, does not come so far.
    Row(
        "listings:employer_verify",
        MODERATORS.replace("ok", "409"),
        "POST",
        ("unverified.pk",),
    ),
    Row("listings:employer_not_verified", MODERATORS, "POST", ("unverified.pk",), {"reason": "x"}),
    Row(
        "listings:employer_suspend", MODERATORS, "POST", ("employer.pk",), {"standing-reason": "x"}
    ),
    Row(
        "listings:employer_reinstate", MODERATORS, "POST", ("banned.pk",), {"standing-reason": "x"}
    ),
    Row("listings:moderation_comment", MODERATORS, "POST", ("in_review.pk",), {"body": "Hello"}),
    Row("listings:moderation_change_detail", MODERATORS, args=("change.pk",)),
    Row(
        "listings:moderation_change_decide",
        MODERATORS,
        "POST",
        ("change.pk",),
        {"decision": "returned", "version": "1", "reason": "x"},
    ),
    Row("listings:moderation_report_list", MODERATORS),
    Row(
        "listings:moderation_report_handle",
        MODERATORS,
        "POST",
        ("report.pk",),
        {"outcome": "nothing"},
    ),
    Row("listings:moderation_employer_list", MODERATORS),
    Row("listings:moderation_employer", MODERATORS, args=("employer.pk",)),
    # Only where mail is readable in the browser, which production never is
    Row("profiles:local_mail", EVERYBODY),
    Row("profiles:local_mail_detail", EVERYBODY, args=("mail.pk",)),
]

# Addresses with rules of their own: Wagtail's and Django's admin ask for a permission, allauth's pages
# are for whoever is or is not signed in, documents check their collection, _util asks for a page's password.
PREFIX_RULES = ["_util/", "admin/", "django-admin/", "accounts/", "documents/", "static/", "media/"]
# Wagtail's pages are served to everybody once they are live.
NAME_RULES = ["wagtail_serve", "wagtail_serve_with_locale"]
