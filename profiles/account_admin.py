"""What Django's admin shows of second factors: that there are some, and a way to take them off."""

from allauth.mfa import admin as mfa_admin  # noqa: F401  registers, so that it can be taken back
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as usersessions_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin

from profiles.admin import SuperuserOnlyMixin
from profiles.second_factor import take_off

# Its search asks for a user name, which nobody has here; and whoever is signed in where is their own.
admin.site.unregister(UserSession)
admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class AuthenticatorAdmin(SuperuserOnlyMixin, admin.ModelAdmin):
    """For who lost phone and recovery codes: taken off here, the password alone opens the account."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]  # never the secret

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def delete_model(self, request, obj):
        take_off(Authenticator.objects.filter(pk=obj.pk), request=request)

    def delete_queryset(self, request, queryset):
        take_off(queryset, request=request)
