"""The coders' part of ``fold_codebook``: independent choices, what was settled, memos; pure."""

from __future__ import annotations

from collections.abc import Iterable

from extraction.themes.fold_proposals import supersede_served
from extraction.themes.nodes import Codebook, Coding, Memo
from screening.events import CodeId, Event, FindingId
from screening.events.kinds import CodesChosen, CodingSettled, MemoWritten

CODERS = 2
"""From so many independent choices on, a finding's choices can be compared."""


def take_choice(body: CodesChosen, event: Event, book: Codebook) -> bool:
    """One coder's choice; equal choices of two count at once. False if it comes too late.

    Until the second coder has chosen, the first may change the choice: nobody has seen it. After
    that it would no longer be independent.
    """
    codes = _known(body.codes, book)
    chosen = book.choices.setdefault(body.finding, {})
    if codes is None or (event.by in chosen and len(chosen) >= CODERS):
        return False
    chosen[event.by] = codes
    if len(chosen) == CODERS and len({frozenset(at) for at in chosen.values()}) == 1:
        _code_exactly(body.finding, codes, " and ".join(chosen), event, book)
    return True


def _known(codes: Iterable[CodeId], book: Codebook) -> tuple[CodeId, ...] | None:
    found = tuple(dict.fromkeys(book.resolve(code) for code in codes))
    return found if all(code in book.nodes for code in found) else None


def take_settlement(body: CodingSettled, event: Event, book: Codebook) -> bool:
    """The codes that a finding has after all; False if one is not there."""
    codes = _known(body.codes, book)
    if codes is None:
        return False
    _code_exactly(body.finding, codes, event.by, event, book)
    return True


def _code_exactly(
    finding: FindingId, codes: tuple[CodeId, ...], by: str, event: Event, book: Codebook
) -> None:
    book.settled[finding] = codes
    for code in book.codes_of(finding):
        if code not in codes:
            del book.codings[code][finding]
    for code in codes:
        book.codings.setdefault(code, {}).setdefault(
            finding, Coding(finding=finding, code=code, by=by, at=event.at)
        )
    supersede_served(book, (finding,), event)


def take_memo(body: MemoWritten, event: Event, book: Codebook) -> None:
    """A memo more."""
    book.memos.append(Memo(seq=event.seq, on=body.on, text=body.text, by=event.by, at=event.at))
