"""Settings from environment variables. A wrong or missing value stops the start with a plain message."""

import os

from django.core.exceptions import ImproperlyConfigured

_REQUIRED = object()


def env_str(name: str, *, default=_REQUIRED) -> str:
    value = os.environ.get(name, default)
    if value is _REQUIRED or (default is _REQUIRED and not value):
        raise ImproperlyConfigured(f"{name} is not set. README.md lists every variable.")
    return value


def env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, str(default)).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name}={value!r}: use 'true' or 'false'.")
    return value == "true"


def env_int(name: str, *, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: use a whole number.") from None


def env_list(name: str, *, default=_REQUIRED) -> list[str]:
    """Comma-separated values, without blanks."""
    value = env_str(name, default=default)
    return [part.strip() for part in value.split(",") if part.strip()]
