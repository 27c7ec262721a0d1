from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.models import EmployerMember

from .fields import Radios, select, text_input

Role = EmployerMember.Role

ROLES_EXPLAINED = [
    (Role.RECRUITER, _("Recruiter: posts jobs and answers the people who apply")),
    (Role.OWNER, _("Owner: the same, and changes the company’s page and the team")),
]


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=text_input(type="email", autocomplete="off", inputmode="email"),
        help_text=_("Where they read their mail at work. Only this address can use the link."),
        error_messages={
            "required": _("Write the address of the person you invite."),
            "invalid": _("Write an email address, for example nadia@example.org"),
        },
    )
    role = forms.ChoiceField(
        label=_("What they may do"),
        choices=ROLES_EXPLAINED,
        initial=Role.RECRUITER,
        widget=Radios,
        error_messages={"required": _("Choose what they may do.")},
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role, widget=select())
