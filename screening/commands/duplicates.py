"""``tamis duplicates``: mark records that are the same report, by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from screening.commands.decide import say_next
from screening.console import give, give_csv, give_table, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Mark and list records that are the same report.", rich_markup_mode=None
    )
    group.command("mark")(mark)
    group.command("unmark")(unmark)
    group.command("list")(list_)
    app.add_typer(group, name="duplicates")


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


def list_(review: ReviewFolder = HERE, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the duplicates, each with the record kept."""
    from screening.codec import to_json
    from screening.sessions.duplicates import marked_duplicates
    from screening.sessions.review import look_into
    from screening.sessions.shown import one_line

    with look_into(review) as opened:
        found = marked_duplicates(opened)
    if as_json:
        for at in found:
            give(to_json(at))
        return
    headers = ("record", "kept", "source", "source kept", "title", "title kept")
    rows = [
        (at.record, at.kept, at.source, at.kept_source, at.title, at.kept_title) for at in found
    ]
    if as_csv:
        give_csv(headers, rows)
    elif rows:
        give_table(headers[:5], [(*row[:4], one_line(row[4])) for row in rows])
    else:
        say("No record is marked as a duplicate. Next: tamis duplicates mark RECORD KEPT")
