"""A résumé file into plain text, by a process of its own that may be killed.

Files come from strangers, and the libraries that read them can be made to burn minutes and
gigabytes. So no process of the site opens one: `extract` starts a child that gives up the right to
much memory, time, files and processes before it looks at the first byte, and answers in text.
"""

from .running import TEXT_LENGTH, Extraction, Stalled, Usage, extract

__all__ = ["TEXT_LENGTH", "Extraction", "Stalled", "Usage", "extract"]
