"""Signs of fraud in a post. They hold it for a moderator's closer look; they never refuse or publish anything."""

from .assessing import HELD_FROM, Assessment, assess
from .rules import RULES, Finding

__all__ = ["HELD_FROM", "RULES", "Assessment", "Finding", "assess"]
