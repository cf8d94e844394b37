"""JSON in and out of frozen dataclasses, byte for byte reproducible.

The one address of msgspec. May import nothing else of this project but the errors.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from screening.errors import BadReview

T = TypeVar("T")


def to_json(value: object) -> str:
    """Canonical JSON of a dataclass: keys sorted, no blanks, UTF-8 unescaped."""
    return msgspec.json.encode(value, order="sorted").decode("utf-8")


def from_json(text: str, kind: type[T], where: str) -> T:
    """Read canonical JSON back, checked against the fields' types.

    Args:
        text: the JSON text.
        kind: the dataclass to build.
        where: what is being read, for the message of the error.

    Raises:
        BadReview: the text is not valid JSON or does not fit the type.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadReview(
            f"{where} cannot be read: {error}.",
            "Run 'tamis log verify' to see whether the review was altered or damaged.",
        ) from error
