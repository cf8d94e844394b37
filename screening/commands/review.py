"""``tamis init``, ``status`` and ``protocol``: start a review and see where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_table, say, typed
from screening.options import HERE, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.screen import Progress


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("init")(init)
    app.command("status")(status)
    group = typer.Typer(help="Check or restore the protocol, review.toml.", rich_markup_mode=None)
    group.callback()(_group)
    group.command("check")(check)
    group.command("restore")(restore)
    app.add_typer(group, name="protocol")


def _group() -> None:
    """Check or restore the protocol, review.toml."""


def init(
    folder: Annotated[Path, typer.Argument(help="Where the review will live.")] = HERE,
    title: Annotated[str, typer.Option(help="The review's title.")] = "",
    question: Annotated[
        list[str] | None,
        typer.Option(help="A review question, which also starts the ranking; repeat for several."),
    ] = None,
    reviewer: Annotated[
        list[str] | None, typer.Option(help="A reviewer's name; repeat for several.")
    ] = None,
    store: Annotated[
        str,
        typer.Option(
            help="The URL of an empty PostgreSQL database for the log; else it is a file.",
            metavar="URL",
        ),
    ] = "",
    by: Reviewer = "",
) -> None:
    """Start a review: write a commented review.toml and an empty log.

    The questions and inclusion criteria that you state there also start the ranking: with them
    relevant records come earlier than with the title alone.
    """
    from screening.sessions.review import PROTOCOL_FILE
    from screening.sessions.start import start_review

    name = title or folder.resolve().name or "My review"
    start_review(
        folder, title=name, questions=question or (), reviewers=reviewer or (), by=by, store=store
    ).close()
    give(f"Started the review {name!r} in {folder.resolve()}")
    say(f"Next: edit {folder / PROTOCOL_FILE}, whose questions and inclusion criteria start the")
    say("ranking, then import your search exports:")
    if folder.resolve() != HERE.resolve():
        say(f"  cd {typed(folder)}")
    say("  tamis import FILE --source DATABASE")


def status(
    context: typer.Context,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Say where the review stands, and which command comes next."""
    from screening.codec import to_json
    from screening.sessions.review import look_into, open_review
    from screening.sessions.status import status_of

    with open_review(review, by=by) if by else look_into(review) as opened:
        found = status_of(opened, context.obj)
    if as_json:
        give(to_json(found))
        return
    give(f"{found.title}  ({counted(found.events, 'event')}, you are {found.by})")
    records, searches = (
        counted(found.records, "record"),
        counted(found.searches, "search", "searches"),
    )
    give(f"{records} from {searches}, {counted(found.duplicates, 'duplicate')}")
    _show_stages(found.stages)
    if found.retractions:
        say(found.retractions)
    if found.protocol_changed:
        say("review.toml was edited; the next change to the review records it as an amendment.")
    say(f"Next: {found.next_step}")


def _show_stages(stages: Sequence[Progress]) -> None:
    headers = ["stage", "reached", "included", "excluded", "open", "your queue"]
    rows: list[list[str | int]] = [
        [at.stage.label, at.reached, at.included, at.excluded, _open(at), at.waiting]
        for at in stages
    ]
    if any(at.not_retrieved for at in stages):
        headers.insert(4, "not retrieved")
        for row, at in zip(rows, stages, strict=True):
            row.insert(4, at.not_retrieved)
    give_table(headers, rows)
    for at in stages:
        if at.not_screened:
            unread = counted(at.not_screened, "record")
            give(f"Not screened: {unread}, since the {at.stage.label} stage was stopped.")


def _open(at: Progress) -> str | int:
    """The open records; conflicts are some of them."""
    return f"{at.open:,}, {at.conflicts:,} in conflict" if at.conflicts else at.open


def check(review: ReviewFolder = HERE, as_json: AsJson = False) -> None:
    """Check review.toml; a mistake is told with its line."""
    from screening.codec import to_json
    from screening.sessions.protocol_in_force import load_protocol
    from screening.sessions.review import PROTOCOL_FILE, require

    require(review, PROTOCOL_FILE)
    protocol = load_protocol(review / PROTOCOL_FILE)
    if as_json:
        used = [plan.stage for plan in protocol.stages]
        give(to_json({"title": protocol.title, "stages": used, "sha256": protocol.sha256}))
        return
    stages = ", ".join(plan.stage.label for plan in protocol.stages)
    give(f"{review / PROTOCOL_FILE} is sound: {protocol.title!r}, stages {stages}.")


def restore(review: ReviewFolder = HERE) -> None:
    """Write review.toml anew as it was last recorded in the log; an edited one is kept."""
    from screening.sessions.protocol_restore import restore_protocol

    kept = restore_protocol(review)
    give("review.toml is as it was last recorded in the log.")
    if kept:
        say(f"What stood there is kept as {kept}.")
