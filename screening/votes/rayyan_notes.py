"""The notes Rayyan writes: ``RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: a,b | ...``.

The parts are Ruby hashes behind each other, parted by bars; notes of the imported record stand in
front of them. BibTeX readers take the braces off, so they are not relied on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from screening.votes.fields import parts

INCLUSION = "RAYYAN-INCLUSION"
LABELS = "RAYYAN-LABELS"
REASONS = "RAYYAN-EXCLUSION-REASONS"
USER_NOTES = "USER-NOTES"
_NAMES = "|".join((INCLUSION, LABELS, REASONS, USER_NOTES))
_PART = re.compile(rf"({_NAMES})\s*:\s*")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(=>)|\b(true|false|nil)\b')
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RayyanNotes:
    """What an entry's notes hold; pairs are (reviewer, what they said)."""

    inclusion: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    user_notes: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()


def rayyan_notes(texts: Iterable[str]) -> RayyanNotes:
    """Read the parts Rayyan adds to notes; what is before them is left alone."""
    held: dict[str, str] = {}
    for text in texts:
        pieces = _PART.split(text)[1:]
        for name, body in zip(pieces[::2], pieces[1::2], strict=True):
            held[name] = body.strip().removesuffix("|").strip()
    inclusion, said = pairs(held.get(INCLUSION, "")), pairs(held.get(USER_NOTES, ""))
    lost = ((INCLUSION, inclusion), (USER_NOTES, said))
    return RayyanNotes(
        inclusion=inclusion,
        labels=parts(held.get(LABELS, "")),
        reasons=parts(held.get(REASONS, "")),
        user_notes=said,
        unread=tuple(held[name] for name, found in lost if held.get(name) and not found),
    )


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """``{"Ann"=>"Included", "Ben"=>["a", "b"]}`` as (Ann, Included), (Ben, a), (Ben, b)."""
    found: list[tuple[str, str]] = []
    tokens = list(_TOKEN.finditer(text))
    name = ""
    for at, token in enumerate(tokens):
        word = _ESCAPE.sub(r"\1", token[1] or token[3] or "")
        if token[2]:
            continue
        if at + 1 < len(tokens) and tokens[at + 1][2]:
            name = word
        elif name:
            found.append((name, word))
    return tuple(found)
