"""Log entries of the taxonomy's rows, which their history pages show."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter, log
from wagtail.snippets.views.snippets import EditView

from cms.merging import MERGED, MERGED_INTO, rename
from cms.models.keeping import KINDS

EDITED = "cms.edit"
SHOWN = 80  # characters of a value


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action(MERGED)(MergedFormatter)
    actions.register_action(MERGED_INTO)(MergedIntoFormatter)
    actions.register_action(EDITED)(EditedFormatter)


class MergedFormatter(LogFormatter):
    label = gettext_lazy("Merge")

    def format_message(self, log_entry):
        return _("Took in “%(label)s” (%(slug)s)") % log_entry.data


class MergedIntoFormatter(LogFormatter):
    label = gettext_lazy("Merge into another")

    def format_message(self, log_entry):
        return _("Went into “%(label)s” (%(slug)s)") % log_entry.data


class EditedFormatter(LogFormatter):
    label = gettext_lazy("Edit with its changes")

    def format_message(self, log_entry):
        parts = [
            _("%(field)s: “%(before)s” became “%(after)s”") % change
            if "before" in change
            else _("%(field)s changed") % change
            for change in log_entry.data["changes"]
        ]
        return ". ".join(parts)


def log_changes(row, user, changes: list[dict]) -> None:
    """Note what changed: `field` in words, and with it `before` and `after` where they are short."""
    log(instance=row, action=EDITED, user=user, data={"changes": changes}, content_changed=True)


def change(label, before, after) -> dict:
    """One change for the log. Values that are no plain words or numbers are only named."""
    told = {"field": str(label)}
    if all(isinstance(value, str | int | float | None) for value in (before, after)):
        told |= {"before": _cut(before), "after": _cut(after)}
    return told


def _cut(value) -> str:
    text = "" if value is None else " / ".join(str(value).split("\n"))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class LoggingEditView(EditView):
    """Logs each changed field, where Wagtail logs only that a row was saved. Follows a changed slug."""

    def save_instance(self):
        form = self.form
        changes = [
            change(form.fields[name].label, form.initial.get(name), form.cleaned_data.get(name))
            for name in form.changed_data
        ]
        changes += [
            change(formset.model._meta.verbose_name_plural, [], [])
            for formset in getattr(form, "formsets", {}).values()
            if formset.has_changed()
        ]
        action = self.action_class(
            form.instance, user=self.request.user, form=form, log_action=None
        )
        action.execute(skip_permission_checks=True)
        if "slug" in form.changed_data and form.instance._meta.model_name in KINDS:
            rename(form.instance, form.initial["slug"])
        if changes:
            log_changes(form.instance, self.request.user, changes)
        return form.instance
