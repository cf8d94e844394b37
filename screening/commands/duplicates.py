"""``tamis duplicates``: find, judge, mark and list records that are the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.commands.decide import say_next
from screening.console import (
    counted,
    give,
    give_csv,
    give_table,
    give_wrapped,
    progress_bar,
    room,
    say,
)
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder
from screening.settings import can_show

if TYPE_CHECKING:
    from screening.sessions.duplicate_desk import DuplicateDesk
    from screening.sessions.find_duplicates import DuplicateSearch


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Find, judge, mark and list records that are the same report.", rich_markup_mode=None
    )
    group.command("find")(find)
    group.command("review")(review_)
    group.command("mark")(mark)
    group.command("unmark")(unmark)
    group.command("split")(split)
    group.command("undo")(undo)
    group.command("show")(show)
    group.command("list")(list_)
    app.add_typer(group, name="duplicates")


def find(
    preset: Annotated[
        str,
        typer.Option(
            help="careful: mark only where identifier, place or text agree, ask about the rest;"
            " standard: mark whatever nothing speaks against."
        ),
    ] = "standard",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be found; record nothing.")
    ] = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Compare all records; mark the certain duplicates, put the others into a queue to be judged.

    Each mark carries its rule and evidence and can be taken back. What people decided stays. After
    a further import only the new records are compared, with all others.
    """
    from screening.codec import to_json
    from screening.sessions.find_duplicates import find_duplicates, preset_named
    from screening.sessions.review import open_review

    chosen = preset_named(preset)
    with open_review(review, by=by) as opened:
        with progress_bar("Preparing records") as progress:
            found = find_duplicates(opened, chosen, dry_run=dry_run, progress=progress)
        if as_json:
            give(to_json(found))
        else:
            _tell(found, dry_run=dry_run)
        if dry_run:
            say("Nothing was recorded. Next: the same without --dry-run.")
        elif found.open_questions:
            say("Next: tamis duplicates review")
        else:
            say_next(opened)


def _tell(found: DuplicateSearch, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    records = counted(found.records, "record")
    give(f"Compared: {records}, {found.new:,} of them new ({found.preset}).")
    give(f"Certain:  {len(found.certain):,} {would}marked as duplicates.")
    asked = counted(len(found.asked), "new question")
    give(f"To ask:   {asked}, {found.open_questions:,} open.")
    pairs = counted(len(found.related), "pair")
    give(f"Related:  {pairs} that may be of one study, all kept.")


def review_(
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines of text in place of a full screen.")
    ] = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Judge the open questions side by side: d duplicate, k keep both, s skip, b back, u undo.

    A field marked with ! differs. Every answer is saved at once. Without a terminal, and with
    --plain, keys are read line by line.
    """
    from screening.sessions.duplicate_desk import DuplicateDesk
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        desk = DuplicateDesk(opened)
        if plain or not can_show(say):
            _lines(desk)
        else:
            from screening.tui import judge_pairs

            judge_pairs(desk)
            say(f"{desk.answered:,} answered, {desk.left:,} left.")
        if desk.left:
            say("Next: tamis duplicates review")
        else:
            say_next(opened)


def _lines(desk: DuplicateDesk) -> None:
    from screening.commands.duplicates_plain import run
    from screening.keys import keyboard

    run(desk, keyboard())


def mark(
    record: Annotated[str, typer.Argument(help="The record to set aside.")],
    kept: Annotated[str, typer.Argument(help="The record that is kept.")],
    why: Annotated[str, typer.Option(help="What shows that they are the same.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Set a record aside as a duplicate; its source still counts, its decisions stay."""
    from screening.sessions.duplicates import mark_duplicate
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        first, second = opened.known(record), opened.known(kept)
        mark_duplicate(opened, first, second, why=why)
        give(f"{first} is marked as a duplicate of {second}.")
        say_next(opened)


def unmark(
    record: Annotated[str, typer.Argument(help="A record marked as a duplicate.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Bring a record back to the screening."""
    from screening.sessions.duplicates import unmark_duplicate
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        known = opened.known(record)
        unmark_duplicate(opened, known)
        give(f"{known} is no duplicate any more.")
        say_next(opened)


def split(
    record: Annotated[str, typer.Argument(help="Any record of the group.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Split a whole group: each of its records is screened by itself again."""
    from screening.sessions.duplicate_group import split_group
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        back = split_group(opened, opened.known(record))
        give(f"{', '.join(back)}: no {'duplicate' if len(back) == 1 else 'duplicates'} any more.")
        say_next(opened)


def undo(review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Take back your latest mark, unmark or split, whenever it was made; repeat to go further."""
    from screening.sessions.duplicate_undo import undo_duplicates
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        give(undo_duplicates(opened))
        say_next(opened)


def show(
    record: Annotated[str, typer.Argument(help="Any record of the group.")],
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show a group of duplicates: the value used of every field, who gave it, and by which rule."""
    from screening.codec import to_json
    from screening.sessions.duplicate_group import duplicate_group
    from screening.sessions.review import look_into
    from screening.sessions.shown import one_line

    with look_into(review) as opened:
        found = duplicate_group(opened, opened.known(record))
    if as_json:
        give(to_json(found))
        return
    for at in found.members:
        how = "by hand" if at.by_hand else at.rule
        why = f"duplicate, {how}: {at.evidence}" if at.record != found.kept else "kept"
        give_wrapped(f"{at.record} ({at.source}) {why}".rstrip(" :"), indent="  ")
    give_table(
        ("field", "value used", "given by", "rule"),
        [(at.field, one_line(at.value, 50), " ".join(at.given_by), at.rule) for at in found.fields],
        within=room(),
    )


def list_(review: ReviewFolder = HERE, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the duplicates, each with the record kept."""
    from screening.codec import to_json
    from screening.sessions.duplicates import marked_duplicates
    from screening.sessions.review import look_into
    from screening.sessions.shown import one_line

    with look_into(review) as opened:
        found = marked_duplicates(opened)
        if not (found or as_json or as_csv):
            say("No record is marked as a duplicate.")
            say_next(opened)
            return
    if as_json:
        for at in found:
            give(to_json(at))
        return
    headers = ("record", "kept", "source", "source kept", "title", "title kept", "rule", "evidence")
    rows = [
        (
            *(at.record, at.kept, at.source, at.kept_source, at.title, at.kept_title),
            *(at.rule or "by hand", at.evidence),
        )
        for at in found
    ]
    if as_csv:
        give_csv(headers, rows)
    else:
        shown = (*headers[:4], "rule", "title")
        listed = [(*row[:4], row[6], one_line(row[4], 50)) for row in rows]
        give_table(shown, listed, within=room())
