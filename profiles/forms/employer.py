from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.employers import CHECKED_FIELDS
from profiles.mail_domains import domain_of, is_free_mail
from profiles.models import Employer

from .fields import (
    PlaceMixin,
    Radios,
    WebsiteField,
    is_public_host,
    place_field,
    select,
    text_area,
    text_input,
)

Kind = Employer.Kind
KINDS_EXPLAINED = [
    (
        Kind.DIRECT,
        gettext_lazy("Hires for itself: people work for you and answer your own customers"),
    ),
    (
        Kind.AGENCY,
        gettext_lazy("Staffing agency: you find people, and they work at a client of yours"),
    ),
    (
        Kind.OUTSOURCER,
        gettext_lazy("Outsourcer: people work for you and answer the customers of your clients"),
    ),
]


class EmailDomainField(forms.CharField):
    """A public host name. People may write an address there: what stands before the @ is dropped."""

    default_error = gettext_lazy("Write what stands after the @, for example example.org")

    def to_python(self, value) -> str:
        text = super().to_python(value).lower().rstrip(".")
        return domain_of(text) if "@" in text else text

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        if not is_public_host(value):
            raise ValidationError(self.default_error)
        if is_free_mail(value):
            raise ValidationError(
                _(
                    "Anybody can have an address at %(domain)s, so it shows nothing about a company."
                    " Leave this empty if you have no domain of your own."
                )
                % {"domain": value}
            )


class EmployerForm(PlaceMixin, forms.ModelForm):
    """Who hires: what a first job needs, and what a moderator goes by."""

    website = WebsiteField(
        help_text=gettext_lazy("Starts with https://. It helps us to check who you are.")
    )
    email_domain = EmailDomainField(
        label=gettext_lazy("Where your people have their mail"),
        required=False,
        max_length=100,
        widget=text_input(autocomplete="off", autocapitalize="none", spellcheck="false"),
        help_text=gettext_lazy(
            "What stands after the @, for example example.org. Only moderators see it."
        ),
    )
    place = place_field(
        label=gettext_lazy("Head office"), help_text=gettext_lazy("For example Columbus, OH")
    )

    class Meta:
        model = Employer
        fields = [
            *("name", "kind", "industry", "place"),
            *("website", "email_domain", "register_number", "description"),
        ]
        widgets = {
            "name": text_input(autocomplete="organization"),
            "kind": Radios(),
            "industry": select(),
            "register_number": text_input(autocomplete="off"),
            "description": text_area(6),
        }
        labels = {
            "name": gettext_lazy("Name of the company"),
            "kind": gettext_lazy("How you hire"),
            "industry": gettext_lazy("Industry"),
            "register_number": gettext_lazy("Register number"),
            "description": gettext_lazy("About the company"),
        }
        help_texts = {
            "name": gettext_lazy("As people know it. It stands on every job you post."),
            "register_number": gettext_lazy(
                "In a public register of companies, with the register’s name: Ohio Secretary of State"
                " 4512345. Only moderators see it."
            ),
            "description": gettext_lazy("What you do and for whom. Plain text or Markdown."),
        }
        error_messages = {"name": {"required": gettext_lazy("Write the name of the company.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.held_place = self.instance.place
        self.initial["place"] = self.held_place.label if self.held_place else ""
        self.fields["industry"].empty_label = _("Not said")
        self.fields["kind"].choices = KINDS_EXPLAINED
        if self.instance.is_verified:
            for name in CHECKED_FIELDS & set(self.fields):
                field = self.fields[name]
                field.help_text = f"{field.help_text} {_('Changed, it is checked again.')}"

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not any(mark.isalnum() for mark in name):
            raise ValidationError(_("Write the name of the company."))
        return name


class EmployerPageForm(EmployerForm):
    """The same, and what the company says about working there."""

    class Meta(EmployerForm.Meta):
        fields = [*EmployerForm.Meta.fields, "growth", "training", "support"]
        widgets = EmployerForm.Meta.widgets | {
            "growth": text_area(5),
            "training": text_area(5),
            "support": text_area(5),
        }
        labels = EmployerForm.Meta.labels | {
            "growth": gettext_lazy("How people move up here"),
            "training": gettext_lazy("How people are trained"),
            "support": gettext_lazy("How people are supported"),
        }
        help_texts = EmployerForm.Meta.help_texts | {
            "growth": gettext_lazy(
                "Which jobs lead where, how long it takes as a rule, how many moved last year. Figures"
                " say more than promises. Plain text or Markdown."
            ),
            "training": gettext_lazy("Before the first contact and later: how long, how, and who."),
            "support": gettext_lazy(
                "After a hard call, on a bad day, with tools: what people can count on."
            ),
        }
