import logging
import re

# PostgreSQL tells what stands in a row that it refuses: "DETAIL:  Failing row contains (7, Dana, …)."
# A value may have line breaks, so it is left out up to the next exception of the chain.
_DETAIL = re.compile(r"\nDETAIL:.*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL)


class WithoutRows(logging.Formatter):
    """A traceback says where something failed, and nothing of the people whose row it was."""

    def formatException(self, ei):
        return _DETAIL.sub("", super().formatException(ei))
