"""The editors' form of a page: the rules speak beside the block that breaks them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.blocks.stream_block import StreamBlockValidationError

from .findings import Finding
from .passages import blocks_of
from .rules import errors


class EditorialPageForm(WagtailAdminPageForm):
    """A draft is saved as it is; to be published or sent to review, a page has to keep the rules."""

    def _post_clean(self):
        # The page would judge itself by the sources that it had before this form.
        self.instance.is_judged_by_form = True
        try:
            super()._post_clean()
        finally:
            del self.instance.is_judged_by_form
        if not self.is_deferred_validation and "body" in self.cleaned_data:
            found = errors(self.instance, has_source=self._has_source())
            if found:
                self.add_error("body", beside_blocks(found, blocks_of(self.instance)))

    def _has_source(self) -> bool | None:
        """Whether a source is left on the form; None where the page has no place for sources."""
        sources = self.formsets.get("sources")
        if sources is None:
            return None
        # What is wrong with a source is said there.
        return not sources.is_valid() or any(
            form.cleaned_data and not form.cleaned_data.get("DELETE") for form in sources.forms
        )


class DraftCopyForm(CopyForm):
    """A copy is by one person alone, so it is a draft: what would publish it is offered to administrators only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.user.is_superuser:
            for name in ("publish_copies", "alias"):
                self.fields.pop(name, None)


class PathForm(EditorialPageForm):
    """A way up passes each role once. A draft may still be in the making."""

    def is_valid(self):
        is_valid = super().is_valid()
        if self.is_deferred_validation or not (repeated := self._repeated_rungs()):
            return is_valid
        for form in repeated:
            form.add_error("role", _("This role is a rung of the path already."))
        return False

    def _repeated_rungs(self) -> list:
        seen, repeated = set(), []
        for form in self.formsets["rungs"].forms:
            role = getattr(form, "cleaned_data", {}).get("role")
            if role and not form.cleaned_data.get("DELETE"):
                if role in seen:
                    repeated.append(form)
                seen.add(role)
        return repeated


def beside_blocks(found: list[Finding], stored: list[dict]) -> StreamBlockValidationError:
    """The findings as Wagtail shows them: each at its block, those of the whole page above the first."""
    index = {block["id"]: number for number, block in enumerate(stored)}
    by_block: dict[int, list[str]] = {}
    above = []
    for finding in found:
        if finding.block_id in index:
            by_block.setdefault(index[finding.block_id], []).append(finding.text)
        else:
            above.append(finding.text)
    return StreamBlockValidationError(
        block_errors={number: ValidationError(texts) for number, texts in by_block.items()},
        non_block_errors=above,
    )
