"""Forms of the editors' desk, where a table's plain form would ask for more than an editor should say."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.models import Skill
from cms.vocabulary import Channel, SkillKind, WorkMode


class OneSlugForm(WagtailAdminModelForm):
    """Skills, tools and languages are one table: a slug of one desk is taken at the others."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if Skill.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("A skill, a tool or a language has this slug already."))
        return slug


class SkillForm(OneSlugForm):
    """For skills that are neither tools nor languages: those have desks of their own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (value, label)
            for value, label in self.fields["kind"].choices
            if value not in {SkillKind.TOOL, SkillKind.LANGUAGE}
        ]


class ToolForm(OneSlugForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = SkillKind.TOOL


class LanguageForm(OneSlugForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = SkillKind.LANGUAGE


class RoleForm(WagtailAdminModelForm):
    """Ticks instead of the JSON in which the lists are kept."""

    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=Channel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("How customers reach a person who does the job"),
    )
    work_modes = forms.MultipleChoiceField(
        label=_("Work modes"), choices=WorkMode, required=False, widget=forms.CheckboxSelectMultiple
    )
