"""Lists that an editor writes, and what is said when one of them is not finished."""

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.editorial.counts import wrong_count

WORDS = gettext_lazy("Words")
LISTS = gettext_lazy("Lists")
LIVE_DATA = gettext_lazy("Live data")
SOURCES = gettext_lazy("Sources")


def is_blank(value) -> bool:
    """Whether an item holds nothing: no text, or nothing but empty parts."""
    if isinstance(value, dict):
        return all(map(is_blank, value.values()))
    if isinstance(value, (list, ListValue)):
        return all(map(is_blank, value))
    return value is None or not str(value).strip()


class ItemsBlock(blocks.ListBlock):
    """A list that cannot be published empty, too short, or with an item left blank."""

    def clean(self, value):
        value = self.normalize(value)
        if self.is_deferred_validation:
            return super().clean(value)
        blanks = {
            index: ValidationError(_("This item is empty. Write it, or remove it."))
            for index, item in enumerate(value)
            if is_blank(item)
        }
        least = self.meta.min_num or 0
        missing = ErrorList()
        if len(value) < least:
            text = ngettext("Add at least %(n)d item.", "Add at least %(n)d items.", least)
            missing.append(ValidationError(text % {"n": least}))
        if not blanks and not missing:
            return super().clean(value)
        try:
            super().clean(value)
        except ListBlockValidationError as error:
            blanks = error.block_errors | blanks
        raise ListBlockValidationError(block_errors=blanks, non_block_errors=missing)

    class Meta:
        group = LISTS


class ValidatedBlock(blocks.StructBlock):
    """A block that checks more than its fields do, each problem told beside its field. Drafts pass."""

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            errors = {name: ValidationError(text) for name, text in self.problems(cleaned)}
            if errors:
                raise StructBlockValidationError(errors)
        return cleaned

    def problems(self, value):
        """Pairs of a field and what is wrong with it."""
        return ()


class CountedBlock(ValidatedBlock):
    """A heading and a list under it. A number in the heading has to be that of the items."""

    items_name = ""

    def problems(self, value):
        if wrong := wrong_count(value.get("heading") or "", len(value[self.items_name])):
            yield "heading", wrong
