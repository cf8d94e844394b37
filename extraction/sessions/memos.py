"""Memos on findings, nodes of the codebook and studies: written, listed, never changed."""

from __future__ import annotations

from extraction.sessions.coding import Coding
from extraction.sessions.naming import known_finding, known_node, typed_id, words
from extraction.themes import Memo
from screening.errors import UsageError
from screening.events import CodeId, FindingId
from screening.events.kinds import MemoWritten


def write_memo(coding: Coding, on: str, text: str) -> Memo:
    """Add a memo on a finding (F0001), a node (by id or label), a proposed one, or a record.

    Raises:
        UsageError: there is nothing of this name, or the text is empty.
    """
    said = words(text, "memo")
    with coding.act() as act:
        target = memo_target(coding, on)
        act.append(MemoWritten(on=target, text=said))
    return coding.book.memos[-1]


def memo_target(coding: Coding, text: str) -> str:
    """The id of what a memo is on.

    Raises:
        UsageError: there is nothing of this name.
    """
    typed = typed_id(text)
    if typed[:1] == "F" and typed[1:].isdigit():
        return known_finding(coding, typed).id
    if typed[:1] == "R" and typed[1:].isdigit():
        return coding.review.known(typed)
    if coding.book.pending_under(CodeId(typed)):
        return typed
    try:
        return known_node(coding, text).id
    except UsageError as error:
        raise UsageError(
            f"There is no finding, node or record {text!r}.",
            f"{error.hint} For a study name its record, such as R0001.",
        ) from error


def memos(coding: Coding, on: str = "") -> list[Memo]:
    """All memos, or those on one thing; a merged node's are its heir's.

    What a coder wrote on a finding is left out for others until another coder has chosen too.
    """
    book = coding.book
    target = memo_target(coding, on) if on else ""
    return [
        at
        for at in book.memos
        if target in ("", at.on, book.resolve(CodeId(at.on))) and not _is_blind(coding, at)
    ]


def _is_blind(coding: Coding, memo: Memo) -> bool:
    chosen = coding.book.choices.get(FindingId(memo.on), {})
    return memo.by != coding.by and set(chosen) == {memo.by}
