"""Django's admin for what the CMS does not show. For superusers alone: it holds people's data."""

from allauth.mfa import admin as mfa_admin  # noqa: F401  registers what is unregistered below
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as usersessions_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from profiles.models import Employer, EmployerMember, Outbox, User
from profiles.second_factor import take_off

# Allauth's search asks for a user name, which nobody has here; and where somebody is signed in is
# nobody else's business.
admin.site.unregister(UserSession)
admin.site.unregister(Authenticator)


class SuperuserOnlyMixin:
    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class ReadOnlyMixin(SuperuserOnlyMixin):
    """Nothing is added or changed here. What may be deleted stays as in SuperuserOnlyMixin."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(SuperuserOnlyMixin, DjangoUserAdmin):
    add_form = UserCreationForm
    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "is_staff", "is_active", "date_joined"]
    search_fields = ["email", "first_name", "last_name"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Name"), {"fields": ["first_name", "last_name"]}),
        (
            _("Rights"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "usable_password", "password1", "password2"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        return False  # the CMS's list of users does it, and leaves nothing of the person behind


class EmployerMemberInline(SuperuserOnlyMixin, admin.TabularInline):
    model = EmployerMember
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(Employer)
class EmployerAdmin(SuperuserOnlyMixin, admin.ModelAdmin):
    list_display = ["name", "kind", "website", "verified_at", "suspended_at", "created_at"]
    list_filter = ["kind", ("verified_at", admin.EmptyFieldListFilter), "created_at"]
    search_fields = ["name", "slug", "website"]
    prepopulated_fields = {"slug": ["name"]}
    raw_id_fields = ["place"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ["import_key", "created_at"]
    inlines = [EmployerMemberInline]


@admin.register(EmployerMember)
class EmployerMemberAdmin(SuperuserOnlyMixin, admin.ModelAdmin):
    list_display = ["user", "employer", "role", "created_at"]
    list_select_related = ["user", "employer"]
    list_filter = ["role"]
    search_fields = ["user__email", "employer__name"]
    autocomplete_fields = ["user", "employer"]


class OutboxStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("dead", _("given up")), ("waiting", _("waiting")), ("sent", _("sent"))]

    def queryset(self, request, queryset):
        if self.value() == "dead":
            return queryset.dead()
        if self.value() == "waiting":
            return queryset.filter(sent_at__isnull=True).exclude(pk__in=queryset.dead())
        return queryset.filter(sent_at__isnull=False) if self.value() == "sent" else queryset


@admin.register(Outbox)
class OutboxAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """Mails to look at, and to try again. Their text is not shown: some hold the link to a new password."""

    list_display = [
        "subject",
        "to",
        "created_at",
        "attempts",
        "sent_at",
        "given_up_at",
        "last_error",
    ]
    list_filter = [OutboxStateFilter, "created_at"]
    search_fields = ["subject", "message_id"]
    exclude = ["body", "html_body", "headers", "about"]
    actions = ["try_again"]

    @admin.action(description=_("Try again to send what was given up"), permissions=["view"])
    def try_again(self, request, queryset):
        n = queryset.try_again()
        text = ngettext("%(n)d mail is tried again.", "%(n)d mails are tried again.", n)
        self.message_user(request, text % {"n": n})

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """Second factors, to take off for people who lost theirs: then the password alone opens the account."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]  # never the secret

    def delete_model(self, request, obj):
        take_off(Authenticator.objects.filter(pk=obj.pk), request=request)

    def delete_queryset(self, request, queryset):
        take_off(queryset, request=request)
