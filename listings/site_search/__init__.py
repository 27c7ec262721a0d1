"""One search over all that the site holds: guides, roles, skills, industries, words, pages and open jobs."""

from .finding import MAX_LENGTH, Found, find, suggest

__all__ = ["MAX_LENGTH", "Found", "find", "suggest"]
