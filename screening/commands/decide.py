"""``tamis decide``, ``undo``, ``note`` and ``retrieved``: decisions without a seat, one or many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, say
from screening.errors import UsageError
from screening.options import HERE, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.review import Review

StageName = Annotated[str, typer.Option("--stage", help="title, abstract or fulltext.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("decide")(decide)
    app.command("undo")(undo)
    app.command("note")(note)
    app.command("retrieved")(retrieved)


def decide(
    record: Annotated[str, typer.Argument(help="A record, such as R0017.")] = "",
    verdict: Annotated[str, typer.Argument(help="include, exclude or unsure.")] = "",
    stage: StageName = "",
    reason: Annotated[
        str, typer.Option(help="Why it is excluded: a reason's words or its number.")
    ] = "",
    note: Annotated[str, typer.Option(help="A remark kept with the decision.")] = "",
    table: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Take decisions from a CSV: record, stage, verdict, reason, note.",
            metavar="FILE",
        ),
    ] = None,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Decide on one record, or on all the records of a table; your later verdict replaces yours.

    A table is taken over whole or not at all; rows that are in force already are passed over.
    """
    from screening.sessions.review import open_review

    if table is not None and (record or verdict or reason or note):
        raise UsageError(
            "Both a table and a single decision were given.", "Use --from FILE alone, or without."
        )
    with open_review(review, by=by) as opened:
        if table is not None:
            _many(opened, table, stage, as_json=as_json)
        else:
            _one(opened, (record, verdict, stage, reason, note), as_json=as_json)
        say_next(opened)


def _many(opened: Review, table: Path, stage: str, *, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.protocol import to_stage
    from screening.sessions.batch import decide_from

    done = decide_from(opened, table, stage=to_stage(stage) if stage else None)
    if as_json:
        give(to_json(done))
        return
    give(
        f"{done.file}: {counted(done.rows, 'row')} = {counted(done.added, 'decision')} added"
        f" + {done.same} in force already + {done.blank} without a verdict"
    )
    if not done.added:
        say("Nothing new: the log is unchanged.")


def _one(opened: Review, given: tuple[str, str, str, str, str], *, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.events.kinds import Decided
    from screening.protocol import to_stage, to_verdict
    from screening.sessions.screen import decide as decide_on

    record, verdict, stage, reason, note = given
    if not (record and verdict and stage):
        raise UsageError(
            "A decision needs a record, a verdict and a stage.",
            'For example: tamis decide R0017 exclude --stage title --reason "Off topic"',
        )
    at, said, known = to_stage(stage), to_verdict(verdict), opened.known(record)
    event = decide_on(opened, at, known, said, reason=reason, note=note)
    if as_json:
        give(to_json(event))
    else:
        why = event.body.reason if isinstance(event.body, Decided) else ""
        words = f", {why}," if why else ""
        give(f"{known}: {said}{words} at the {at.label} stage, by {event.by} (event {event.seq}).")


def undo(
    stage: Annotated[str, typer.Option(help="Only look at this stage.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Take back your latest decision; repeat to go further back."""
    from screening.protocol import to_stage
    from screening.sessions.review import open_review
    from screening.sessions.screen import undo as take_back

    with open_review(review, by=by) as opened:
        taken = take_back(opened, to_stage(stage) if stage else None)
        give(f"Undone: {taken.record} was '{taken.verdict}' at the {taken.stage.label} stage.")
        now = opened.state.decided_by(taken.stage, taken.record, opened.by)
        if now:
            say(f"Your verdict before it counts again: {now.verdict}.")
        else:
            say(f"Next: tamis screen --stage {taken.stage}")


def note(
    record: Annotated[str, typer.Argument(help="A record, such as R0017.")],
    text: Annotated[str, typer.Argument(help="The remark.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Keep a remark on a record, without a decision."""
    from screening.sessions.review import open_review
    from screening.sessions.stepping import add_note

    with open_review(review, by=by) as opened:
        known = opened.known(record)
        event = add_note(opened, known, text)
    give(f"Noted on {known} (event {event.seq}).")
    say(f"Next: tamis show {known}")


def retrieved(
    record: Annotated[str, typer.Argument(help="A record, such as R0017.")],
    why_not: Annotated[
        str | None,
        typer.Option("--no", help="It could not be retrieved; say why.", metavar="WHY"),
    ] = None,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Say that a full text could not be had (--no WHY), or was found after all."""
    from screening.sessions.retrieval import mark_not_retrieved, mark_retrieved
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        known = opened.known(record)
        if why_not is None:
            mark_retrieved(opened, known)
            give(f"{known}: the full text was found.")
        else:
            mark_not_retrieved(opened, known, why_not)
            give(f"{known}: not retrieved.")
        say_next(opened)


def say_next(opened: Review) -> None:
    """Tell the next command."""
    from screening.sessions.status import status_of

    say(f"Next: {status_of(opened).next_step}")
