"""What the editors' rules find in a page. Nothing here knows of a request or asks for a role.

Errors stop publishing; warnings are shown to the editor and in the report. Drafts are never refused.
"""

from .findings import ERROR, WARNING, Finding
from .repetition import PublishedWords
from .rules import errors, findings

__all__ = ["ERROR", "WARNING", "Finding", "PublishedWords", "errors", "findings"]
