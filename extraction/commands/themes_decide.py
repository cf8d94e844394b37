"""``tamis themes approve``, ``reject``, ``add``, ``rename`` and the other acts on the codebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import give, say
from screening.options import HERE, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.approving import Approved
    from extraction.sessions.coding import Coding

Node = Annotated[str, typer.Argument(help="A theme, subtheme or code, by id or label.")]
Label = Annotated[str, typer.Argument(help="The label.")]
Under = Annotated[
    str, typer.Option(help="The subtheme or theme it stands under; 'none' for none.", metavar="ID")
]
Definition = Annotated[str, typer.Option(help="What belongs here and what does not.")]
Evidence = Annotated[
    list[str] | None, typer.Option("--finding", help="A finding to code; repeat for several.")
]


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group."""
    for command in (approve, reject, add, rename, define, move, merge, code, uncode, undo):
        group.command(command.__name__)(command)


def _changed(folder: Path, by: str, verb: str, change: Callable[[Coding], Approved]) -> None:
    """Make one change of the codebook and tell it."""
    from extraction.sessions.coding import open_coding

    with open_coding(folder, by=by) as coding:
        _tell(verb, change(coding))


def _tell(did: str, done: Approved) -> None:
    give(f"{did} {done.node.id} {done.node.label!r}.")
    for note in done.notes:
        say(note)


def approve(
    proposal: Annotated[list[str], typer.Argument(help="Pending proposals, such as C0012.")],
    label: Annotated[str, typer.Option(help="Another label, for one proposal.")] = "",
    under: Under = "",
    definition: Definition = "",
    finding: Evidence = None,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Approve proposals in your name, as they are or changed; each is one step for undo."""
    from extraction.sessions.approving import approve as approve_proposal
    from extraction.sessions.coding import open_coding
    from screening.errors import UsageError

    if len(proposal) > 1 and (label or under or definition or finding):
        raise UsageError("Changes fit one proposal only.", "Approve the others apart.")
    with open_coding(review, by=by) as coding:
        for text in proposal:
            done = approve_proposal(
                coding, text, label=label, under=under, definition=definition, findings=finding
            )
            _tell("Approved", done)
        waits = len(coding.book.pending())
    say(f"Next: {'tamis themes review' if waits else 'tamis themes show'}")


def reject(
    code: Annotated[str, typer.Argument(help="A pending proposal, or an approved node.")],
    why: Annotated[str, typer.Option(help="The reason, kept in the log.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Reject a proposal, or retire an approved node; its findings are then without that code."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.refusing import reject as reject_node

    with open_coding(review, by=by) as coding:
        label = reject_node(coding, code, why=why)
    give(f"Rejected {label!r}.")
    say("Next: tamis themes review; a mistake is taken back with tamis themes undo")


def add(
    label: Label,
    level: Annotated[str, typer.Option(help="theme, subtheme or code.")] = "code",
    under: Under = "",
    definition: Definition = "",
    finding: Evidence = None,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Put a theme, subtheme or code of your own into the codebook."""
    from extraction.sessions.approving import add_node
    from extraction.sessions.coding import open_coding
    from extraction.sessions.naming import to_level

    with open_coding(review, by=by) as coding:
        done = add_node(
            coding,
            label,
            level=to_level(coding, level),
            under=under,
            definition=definition,
            findings=finding or (),
        )
    _tell("Added", done)


def rename(node: Node, label: Label, review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Give a node another label."""
    from extraction.sessions.codebook import rename as rename_node

    _changed(review, by, "Renamed", lambda coding: rename_node(coding, node, label))


def define(
    node: Node,
    definition: Annotated[str, typer.Argument(help="What belongs here and what does not.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Write a node's definition; proposals are placed by it too."""
    from extraction.sessions.codebook import define as define_node

    _changed(review, by, "Defined", lambda coding: define_node(coding, node, definition))


def move(
    node: Node,
    under: Annotated[
        str, typer.Option(help="The subtheme or theme to put it under; 'none' for none.")
    ],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Put a node under another one of the level above."""
    from extraction.sessions.codebook import move as move_node

    _changed(review, by, "Moved", lambda coding: move_node(coding, node, under))


def merge(
    node: Node,
    into: Annotated[str, typer.Argument(help="The one to keep, of the same level.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Merge a node, or a proposed one, into another; findings and what is under it move along."""
    from extraction.sessions.codebook import merge as merge_node

    _changed(review, by, "Merged into", lambda coding: merge_node(coding, node, into))


def code(
    node: Node,
    findings: Annotated[list[str], typer.Argument(help="Confirmed findings, such as F0001.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Give findings a code; one step for undo."""
    from extraction.sessions.codebook import code_findings

    _changed(review, by, "Coded with", lambda coding: code_findings(coding, findings, node))


def uncode(
    node: Node,
    finding: Annotated[str, typer.Argument(help="A finding, such as F0001.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Take a code off a finding."""
    from extraction.sessions.codebook import uncode_finding

    _changed(
        review, by, "No longer coded with", lambda coding: uncode_finding(coding, finding, node)
    )


def undo(review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Take back your latest act on findings or codebook; repeat to go further back."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.undo import undo as undo_act

    with open_coding(review, by=by) as coding:
        done = undo_act(coding)
    give(f"Took back: {done.words}.")
    say("Next: tamis themes show, or undo again")
