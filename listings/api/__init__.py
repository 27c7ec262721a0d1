"""Version 1 of the API: open jobs and roles, for reading."""

from .operations import api

__all__ = ["api"]
