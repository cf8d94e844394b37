"""The one form of a source text: what offsets count in, and what its SHA-256 is made over."""

from __future__ import annotations

import hashlib
import unicodedata


def normal_text(text: str) -> str:
    """The one form in which offsets are made: NFC, line ends LF, no byte-order mark at the head."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines)


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8; a lone surrogate is hashed as it is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
