"""Forms of the editors' desk, where a table's plain form would ask for more than an editor should say."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.vocabulary import Channel, SkillKind, WorkMode


class SkillForm(WagtailAdminModelForm):
    """For skills that are neither tools nor languages: those have desks of their own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (value, label)
            for value, label in self.fields["kind"].choices
            if value not in {SkillKind.TOOL, SkillKind.LANGUAGE}
        ]


class ToolForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = SkillKind.TOOL


class LanguageForm(WagtailAdminModelForm):
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
