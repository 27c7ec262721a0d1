from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask

from cms.editorial.second_reader import has_second_reader


class SecondReadingTask(AbstractGroupApprovalTask):
    """A step of a workflow that one of a group approves, and not whoever wrote the page alone."""

    class Meta:
        verbose_name = gettext_lazy("reading by a second person")
        verbose_name_plural = gettext_lazy("readings by a second person")

    def get_actions(self, obj, user):
        """One query more than Wagtail's own."""
        actions = super().get_actions(obj, user)
        if actions and not has_second_reader(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    @classmethod
    def get_description(cls):
        return _("Somebody of the chosen groups approves it who has not written it alone")
