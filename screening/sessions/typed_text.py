"""What people type, at the border of the log: no control character comes in.

One would move the cursor, name the window or hide words wherever the log is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

from screening.errors import BadInput
from screening.events import Body

# Ends of lines and tabs are text. The upper controls (U+0080 to U+009F) stand in records of other
# programs as wrongly read quotation marks, which findings and codes quote letter for letter.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Fields of events that hold what a person typed, and what to call them in a sentence.
_TYPED = {
    "definition": "definition",
    "flag": "flag",
    "label": "label",
    "note": "note",
    "origin": "origin",
    "reason": "reason",
    "statement": "statement",
    "tag": "tag",
    "term": "word",
    "text": "text",
    "value": "value",
    "why": "reason",
}


def refuse_controls(by: str, bodies: Iterable[Body]) -> None:
    """Make sure that what was typed holds no control character.

    Raises:
        BadInput: it does; nothing may be written.
    """
    _check("reviewer's name", by)
    for body in bodies:
        for field in fields(body):
            if field.name in _TYPED:
                _check(_TYPED[field.name], getattr(body, field.name))


def _check(what: str, text: object) -> None:
    found = _CONTROL.search(text) if isinstance(text, str) else None
    if found:
        raise BadInput(
            f"The {what} holds a control character (U+{ord(found[0]):04X}).",
            "Nothing was written. Type it again without the key that made it, or without what was"
            " pasted along.",
        )


def without_controls(text: str) -> str:
    """A text of a file that some program wrote, without what nobody can have meant in it."""
    return _CONTROL.sub("", text)
