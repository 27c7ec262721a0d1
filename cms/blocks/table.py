"""A small table of an editor's own."""

import re

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from . import examples
from .lists import LISTS, ItemsBlock, is_blank

FIGURE = re.compile(r"[-+−]?\$?\d[\d.,]*\s?%?")  # "337,170", "$19.44", "90 %"


class TableBlock(blocks.StructBlock):
    """What it shows, the headings of its columns, its rows: the first cell of a row is its heading."""

    caption = blocks.CharBlock(
        max_length=150,
        label=gettext_lazy("Caption"),
        help_text=gettext_lazy("What the table shows or compares"),
    )
    columns = blocks.ListBlock(
        blocks.CharBlock(max_length=60, required=False),
        min_num=2,
        label=gettext_lazy("Headings of the columns"),
        help_text=gettext_lazy("Only the first, above the rows' own headings, may stay empty"),
    )
    rows = ItemsBlock(
        blocks.ListBlock(blocks.CharBlock(max_length=120, required=False)),
        min_num=1,
        label=gettext_lazy("Rows"),
        help_text=gettext_lazy("One cell for each column; the first names the row"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Here, because given above they would have to stand in a migration.
        self.child_blocks["columns"].child_block.label = gettext_lazy("Heading")
        row = self.child_blocks["rows"].child_block
        row.label, row.child_block.label = gettext_lazy("Row"), gettext_lazy("Cell")

    class Meta:
        icon = "table"
        group = LISTS
        template = "cms/blocks/table.html"
        label = gettext_lazy("Table")
        description = gettext_lazy("Compares a few things in rows and columns.")
        preview_value = examples.TABLE

    def get_context(self, value, parent_context=None):
        """With `figures`: the columns, by number from 0, that hold nothing but figures."""
        columns = enumerate(zip(*value["rows"], strict=False))
        figures = {
            n
            for n, cells in columns
            if n and all(FIGURE.fullmatch(str(cell or "")) for cell in cells)
        }
        return super().get_context(value, parent_context) | {"figures": figures}

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        errors = {}
        if any(map(is_blank, list(cleaned["columns"])[1:])):
            text = _("Give every column after the first a heading.")
            errors["columns"] = ValidationError(text)
        rows = {
            index: ValidationError(problem)
            for index, row in enumerate(cleaned["rows"])
            if (problem := self._problem(list(row), len(cleaned["columns"])))
        }
        if rows:
            errors["rows"] = ListBlockValidationError(
                block_errors=rows, non_block_errors=ErrorList()
            )
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned

    def _problem(self, row: list[str], columns: int) -> str:
        if len(row) != columns:
            text = ngettext(
                "This row has %(cells)d cell, but the table has %(columns)d columns.",
                "This row has %(cells)d cells, but the table has %(columns)d columns.",
                len(row),
            )
            return text % {"cells": len(row), "columns": columns}
        if is_blank(row[0]):
            return _("The first cell names the row. Write what the row is about.")
        return ""
