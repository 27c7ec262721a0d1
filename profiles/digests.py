"""Digests of secrets and addresses: enough to look them up or count them, not to read them."""

import hashlib


def digest(text: str) -> str:
    """SHA-256 in hex, 64 letters. Text from an address bar may hold half characters: they are replaced."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
