"""Open jobs for search engines: schema.org JobPosting, and a check of it that does not know how it is made."""

from .check import Finding, check_posting
from .posting import for_markup, job_posting

__all__ = ["Finding", "check_posting", "for_markup", "job_posting"]
