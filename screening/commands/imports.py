"""``tamis imports``: which files were imported, and a wrong one taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_csv, give_table, room, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.import_report import ImportReport
    from screening.sessions.imports import ImportRow, TakingBack

Which = Annotated[str, typer.Argument(help="An import, such as S02.", metavar="IMPORT")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="List what was imported, and take back an import that was a mistake.",
        rich_markup_mode=None,
    )
    group.command("list")(list_)
    group.command("take-back")(take_back)
    group.command("withdraw")(withdraw)
    app.add_typer(group, name="imports")


def tell_way_back(reports: Iterable[ImportReport | None]) -> None:
    """How a slip is mended, once and at a terminal only: whoever writes scripts has read it."""
    done = [at for at in reports if at and not at.same_file]
    if done and sys.stderr.isatty():
        say(f"Wrong file, source or date? tamis imports take-back {done[-1].search}")


def list_(review: ReviewFolder = HERE, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List every imported file with its counts; those taken back are called so."""
    from screening.codec import to_json
    from screening.sessions.imports import list_imports
    from screening.sessions.review import look_into

    with look_into(review) as opened:
        found = list_imports(opened)
        held = counted(opened.state.record_total, "record")
    if as_json:
        for row in found:
            give(to_json(row))
        return
    headers = (
        *("import", "source", "searched", "imported", "by"),
        *("found", "records", "known", "rejected", "file", "standing"),
    )
    rows = [_cells(row) for row in found]
    if as_csv:
        give_csv(headers, rows)
    elif rows:
        give_table(headers, rows, within=room())
    standing = [row for row in found if row.taken_back_at is None]
    if not found:
        say("Nothing is imported yet. Next: tamis import FILE --source DATABASE")
    else:
        say(f"The review holds {held} of {counted(len(standing), 'import')}.")


def _cells(row: ImportRow) -> tuple[str, ...]:
    back = row.taken_back_at
    why = f": {row.why}" if row.why else ""
    told = f"taken back {back:%Y-%m-%d} by {row.taken_back_by}{why}" if back else "in force"
    numbers = (row.found, row.records, row.known, row.rejected)
    return (
        *(row.search, row.source, row.run_on, f"{row.at:%Y-%m-%d}", row.by),
        *map(str, numbers),
        *(row.file, told),
    )


def take_back(
    which: Which,
    why: Annotated[str, typer.Option(help="What was wrong with it; the log keeps it.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Only say what would happen.")] = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Take an import back: a wrong file, or a right one with a mistyped source or date.

    The review is then as if it had never been imported; the log keeps both. Records that other
    imports of the same source found as well stay. Nothing changes if somebody has decided, noted
    or recorded anything else on a record that would go. To have it again, or to mend its source or
    date, import the file again.
    """
    from screening.codec import to_json
    from screening.commands.decide import say_next
    from screening.sessions.imports import take_back_import
    from screening.sessions.review import look_into, open_review

    with look_into(review, by=by) if check else open_review(review, by=by) as opened:
        done = take_back_import(opened, which, why=why, dry_run=check)
        if as_json:
            give(to_json(done))
            return
        _show(done, done="would be taken back" if check else "taken back")
        if not check:
            say("To mend its source or date: tamis import FILE --source DATABASE --run-on DATE")
            say_next(opened)


def _show(at: TakingBack, *, done: str) -> None:
    give(f"{at.search} ({at.file} of {at.source}, {at.found:,} found) {done}.")
    stayed = counted(at.stayed, "record stays", "records stay")
    stay = f"; {stayed}, found by other imports too" if at.stayed else ""
    give(f"  {counted(at.gone, 'record')} in no queue, count or export any more{stay}")
    marks = counted(at.marks, "duplicate marked by a rule", "duplicates marked by a rule")
    parts = [marks] if at.marks else []
    parts += [counted(at.questions, "open question")] if at.questions else []
    if parts:
        give(f"  with them: {' and '.join(parts)}")
    if at.marks_between:
        between = counted(at.marks_between, "mark", "marks")
        theirs = "its group comes" if at.marks_between == 1 else "their groups come"
        give(f"  and {between} by a rule between records that stay: {theirs} apart")
    if at.bundles:
        say(
            f"The bundles of {', '.join(at.bundles)} still hold these records: what is decided on"
            " them there is kept in the log when it is merged, and does not count."
        )


def withdraw(which: Which, review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Withdraw your own decisions, notes and tags on the records that came with one import.

    This makes way for take-back, where something was decided before the mistake was seen. Others'
    stay: each reviewer withdraws their own.
    """
    from screening.sessions.imports import what_hinders, withdraw_own
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        number = withdraw_own(opened, which)
        give(f"{counted(number, 'decision, note or tag', 'decisions, notes and tags')} withdrawn.")
        hinders = what_hinders(opened, which)
        say(hinders or f"Next: tamis imports take-back {which}")
