"""JSON in and out of frozen dataclasses, byte for byte reproducible.

The one address of msgspec. May import nothing else of this project but the errors.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from screening.errors import BadInput, BadReview

T = TypeVar("T")


def to_json(value: object) -> str:
    """Canonical JSON of a dataclass: keys sorted, no blanks, UTF-8 unescaped.

    Raises:
        BadInput: a text in it came from bytes that are no UTF-8.
    """
    try:
        return msgspec.json.encode(value, order="sorted").decode("utf-8")
    except UnicodeEncodeError as error:
        raise _not_utf8("A text", error) from error


def encodable(text: str, what: str) -> str:
    """The text as it is, if it can be kept as UTF-8; terminals hand on any bytes as text.

    Raises:
        BadInput: it cannot; ``what`` starts the sentence.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _not_utf8(what, error) from error
    return text


def _not_utf8(what: str, error: UnicodeEncodeError) -> BadInput:
    shown = error.object[:60].encode("ascii", "backslashreplace").decode("ascii")
    return BadInput(
        f"{what} holds bytes that are not UTF-8: {shown}", "Type it again in a UTF-8 terminal."
    )


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
