"""The kinds of ``theme_kinds`` in words, for the log."""

from __future__ import annotations

from screening.events.theme_kinds import (
    ChangeProposed,
    CodeRetired,
    CodesChosen,
    CodeSplit,
    CodingSettled,
    MemoWritten,
    ProposalDeferred,
)


def change_proposed(body: ChangeProposed) -> str:
    """Such as ``merge of C0002 into C0001 proposed by find_merges``."""
    into = f" into {body.into}" if body.change == "merge" else f" under {body.into or 'nothing'}"
    target = into if body.change in ("merge", "move") else f": {body.label}"
    return f"{body.change} of {body.code} proposed by {body.maker.name}{target}"


def code_split(body: CodeSplit) -> str:
    """Which node was split, and what left it."""
    gone = ", ".join((*body.findings, *body.children))
    return f"{body.code} split: {gone} to {body.new} {body.label}"


def code_retired(body: CodeRetired) -> str:
    """Which node went."""
    return f"{body.code} retired{f': {body.why}' if body.why else ''}"


def proposal_deferred(body: ProposalDeferred) -> str:
    """Which proposal was put off."""
    return f"proposal P{body.proposal:04d} put off"


def codes_chosen(body: CodesChosen) -> str:
    """Never says which codes: coders read the log while others are still blind."""
    return f"{body.finding} coded independently"


def coding_settled(body: CodingSettled) -> str:
    """The codes that a finding has now."""
    said = f" ({body.why})" if body.why else ""
    return f"{body.finding} settled: {', '.join(body.codes) or 'no code'}{said}"


def memo_written(body: MemoWritten) -> str:
    """The memo itself."""
    return f"memo on {body.on}: {body.text}"
