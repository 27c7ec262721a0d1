"""Forms of the editors' desk, where a table's plain form would ask for more than an editor should say."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.models import RoleSkill, Skill
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

    def save(self, commit=True):
        """Clear the rows whose skill another line takes, so that no two clash.

        The lines are written one by one, and a role has a skill once: two that swap their skills, or
        one that another editor has just added too, would break that. Two queries more, in the
        transaction of the view.
        """
        formset = self.formsets["role_skills"]
        lines = [line.instance for line in formset.forms if line not in formset.deleted_forms]
        kept = {line.pk: line.skill_id for line in lines}
        wanted = {line.skill_id for line in lines}
        rows = RoleSkill.objects.filter(role=self.instance.pk)
        clashing = [
            pk
            for pk, skill in rows.values_list("pk", "skill_id")
            if (kept[pk] != skill if pk in kept else skill in wanted)
        ]
        if clashing:
            rows.filter(pk__in=clashing).delete()
        return super().save(commit)
