"""``tamis themes start``, ``split``, ``retire``, ``defer``, ``history``, ``memo`` and the like."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extraction.commands import themes_import
from screening.console import counted, give, give_csv, give_table, percent, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

Node = Annotated[str, typer.Argument(help="A theme, subtheme or code, by id or label.")]
Why = Annotated[str, typer.Option(help="The reason, kept in the log.")]


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group."""
    for command in (start, split, retire, defer, history, memo, memos, saturation):
        group.command(command.__name__)(command)


def start(
    file: Annotated[Path, typer.Argument(help="A framework as CSV or Excel.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Take a framework as the starting codebook; all of it, or nothing with every fault named.

    Columns: theme, subtheme, code, definition; or name, parent, definition; or tag, description.
    A codebook of another program (.qdc, .qdpx) is taken by 'tamis themes import'.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.starting import read_framework, start_codebook, started_words

    if file.suffix.casefold() in {".qdc", ".qdpx"}:
        themes_import.import_file(file, review=review, by=by)
        return
    entries = read_framework(file)
    with open_coding(review, by=by) as coding:
        made = start_codebook(coding, entries)
    added = started_words(coding, made)
    give(f"Added {added}.")
    say("Next: tamis themes show, tamis themes propose")


def split(
    node: Node,
    label: Annotated[str, typer.Argument(help="The label of the part that leaves.")],
    part: Annotated[
        list[str], typer.Option("--part", help="A finding or node that leaves; repeat for several.")
    ],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Split a node: some of its findings, or of the nodes under it, go to a new one beside it."""
    from extraction.sessions.codebook import split as split_node
    from extraction.sessions.coding import open_coding

    with open_coding(review, by=by) as coding:
        done = split_node(coding, node, label, part)
    give(f"Split off {done.node.id} {done.node.label!r}.")
    for note in done.notes:
        say(note)


def retire(node: Node, why: Why = "", review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Take an approved node out; its findings are without that code again."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.refusing import retire as retire_node

    with open_coding(review, by=by) as coding:
        label = retire_node(coding, node, why=why)
    give(f"Retired {label!r}.")
    say("A mistake is taken back with tamis themes undo")


def defer(
    proposal: Annotated[str, typer.Argument(help="A pending proposal, such as P0041.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Put a proposal to the end of the queue; it still waits."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.refusing import defer as defer_proposal

    with open_coding(review, by=by) as coding:
        label = defer_proposal(coding, proposal)
    give(f"Put off {label!r}.")


def history(
    node: Annotated[str, typer.Argument(help="One node; else the whole tree.")] = "",
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show every change of the codebook: who did what, when, and what was taken back."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.history import history as steps_of
    from screening.codec import to_json
    from screening.sessions.shown import safe_text

    with open_coding(review) as coding:
        steps = steps_of(coding, node)
    if as_json:
        for step in steps:
            give(to_json(step))
        return
    cells = [
        (
            at.event,
            f"{at.at:%Y-%m-%d %H:%M}",
            at.by,
            safe_text(at.what) + (" (taken back)" if at.undone else ""),
        )
        for at in steps
    ]
    show = give_csv if as_csv else give_table
    show(("event", "when", "who", "what"), cells)


def memo(
    on: Annotated[str, typer.Argument(help="A finding, a node or a record (its study).")],
    text: Annotated[str, typer.Argument(help="The memo.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Write a memo on a finding, a code, subtheme or theme, or a study."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.memos import write_memo

    with open_coding(review, by=by) as coding:
        made = write_memo(coding, on, text)
    give(f"Memo on {made.on} kept.")


def memos(
    on: Annotated[str, typer.Argument(help="Only those on this; else all.")] = "",
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the memos."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.memos import memos as memos_of
    from screening.codec import to_json
    from screening.sessions.shown import safe_text

    with open_coding(review) as coding:
        found = memos_of(coding, on)
    if as_json:
        for at in found:
            give(to_json(at))
        return
    cells = [(at.on, at.by, f"{at.at:%Y-%m-%d %H:%M}", safe_text(at.text)) for at in found]
    show = give_csv if as_csv else give_table
    show(("on", "by", "when", "memo"), cells)


def saturation(
    seed: Annotated[int, typer.Option(help="Of the random orders of the studies.")] = 1,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show how many themes, subthemes and codes each further study brings."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.themes_document import coded_review
    from extraction.synthesis.saturation import saturation as of_levels
    from screening.codec import to_json

    with open_coding(review) as coding:
        levels = of_levels(coded_review(coding), seed=seed)
        words = coding.review.protocol.levels
    names = [at.level for at in levels] if as_csv else words
    if as_json:
        for level in levels:
            give(to_json(level))
        return
    headers = ("study", *(f"{name}s {what}" for name in names for what in ("new", "so far")))
    rows = [
        (study, *(value for at in levels for value in (at.new[row], at.found[row])))
        for row, study in enumerate(levels[0].studies)
    ]
    (give_csv if as_csv else give_table)(headers, rows)
    if as_csv:
        return
    for word, at in zip(words, levels, strict=True):
        met = f"first met after study {at.reached}" if at.reached else "not met"
        give(
            f"{word}s: {at.nodes}; base 4, run 3, at most 5 % new: {met} in this order, met in"
            f" {percent(at.reached_share, 0)} of {at.draws:,} random orders (seed {at.seed})"
        )
    say(f"{counted(len(rows), 'study', 'studies')} in the order of inclusion.")
