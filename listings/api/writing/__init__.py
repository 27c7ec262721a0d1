"""The API by which a program of an employer writes posts: with a key, and reviewed like everybody's."""

from .operations import employer_api

__all__ = ["employer_api"]
