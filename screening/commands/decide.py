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
Filled = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help="Take decisions from a workbook or CSV: record, stage, verdict, reason, note.",
        metavar="FILE",
    ),
]
AcceptGood = Annotated[
    bool, typer.Option("--accept-good", help="Take the right rows even if others are wrong.")
]
FormFormat = Annotated[
    str,
    typer.Option(
        "--template",
        help="Write a form to be filled in and read back with --from: xlsx or csv.",
        metavar="FORMAT",
    ),
]
FormFile = Annotated[
    Path | None, typer.Option("--output", "-o", help="The form's file.", metavar="FILE")
]
AlsoDecided = Annotated[
    bool, typer.Option("--all", help="Put what you have decided into the form as well.")
]
TakeBack = Annotated[
    bool,
    typer.Option("--yes", help="Decide even if that takes back what was decided later, unasked."),
]


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
    table: Filled = None,
    accept_good: AcceptGood = False,
    template: FormFormat = "",
    output: FormFile = None,
    everything: AlsoDecided = False,
    yes: TakeBack = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Decide on one record, or on all the records of a table; your later verdict replaces yours.

    A table is taken over whole or not at all; rows that are in force already are passed over.
    A form (--template) holds the records that wait for you at a stage. A verdict that takes back
    what was decided at later stages is asked about at a terminal; elsewhere it needs --yes.
    """
    from screening.sessions.review import open_review

    single = bool(record or verdict or reason or note)
    if (table is not None) + bool(template) + single > 1:
        raise UsageError(
            "Both a table and a single decision were given.", "Use --from FILE alone, or without."
        )
    with open_review(review, by=by) as opened:
        if template:
            at = (template.strip().lower(), stage, output)
            _form(opened, at, everything=everything, as_json=as_json)
            return
        if table is not None:
            _many(opened, table, stage, accept_good=accept_good, as_json=as_json)
        else:
            _one(opened, (record, verdict, stage, reason, note), yes=yes, as_json=as_json)
        say_next(opened)


def _form(
    opened: Review, given: tuple[str, str, Path | None], *, everything: bool, as_json: bool
) -> None:
    from screening.codec import to_json
    from screening.protocol import to_stage
    from screening.sessions.decision_form import write_form
    from screening.sessions.stages import stage_to_screen

    format_name, stage, output = given
    at = to_stage(stage) if stage else stage_to_screen(opened)
    done = write_form(opened, at, output, format_name, decided=everything)
    records = f"{counted(done.records, 'record')} for {done.reviewer}, {at.label} stage."
    give(to_json(done) if as_json else f"{done.file}: {records}")
    say(
        f"Filled in, it is read back with: tamis decide --from '{done.file}' --as '{done.reviewer}'"
    )


def _many(opened: Review, table: Path, stage: str, *, accept_good: bool, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.protocol import to_stage
    from screening.sessions.batch import decide_from
    from screening.sessions.table_file import in_short

    at = to_stage(stage) if stage else None
    done = decide_from(opened, table, stage=at, accept_good=accept_good)
    if done.read_as:
        say(done.read_as)
    for fault in in_short(done.faults):
        say(fault)
    if as_json:
        give(to_json(done))
        return
    changed = f" ({done.changed} of them changed)" if done.changed else ""
    wrong = f" + {len(done.faults)} wrong" if done.faults else ""
    give(
        f"{done.file}: {counted(done.rows, 'row')} = {counted(done.added, 'decision')} added"
        f"{changed} + {done.same} in force already + {done.blank} without a verdict{wrong}"
    )
    if done.taken_back:
        say(
            f"{', '.join(done.taken_back)}: what was decided at later stages no longer counts. To"
            " take your latest decision back: tamis undo"
        )
    if not done.added:
        say("Nothing new: the log is unchanged.")


def _one(
    opened: Review, given: tuple[str, str, str, str, str], *, yes: bool, as_json: bool
) -> None:
    from screening.codec import to_json
    from screening.events.kinds import Decided
    from screening.protocol import to_stage, to_verdict
    from screening.sessions.going_back import going_back
    from screening.sessions.screen import decide as decide_on

    record, verdict, stage, reason, note = given
    if not (record and verdict and stage):
        raise UsageError(
            "A decision needs a record, a verdict and a stage.",
            'For example: tamis decide R0017 exclude --stage title --reason "Off topic"',
        )
    at, said, known = to_stage(stage), to_verdict(verdict), opened.known(record)
    back = going_back(opened, at, known, said)
    if back and not (yes or (not as_json and _agrees(back.told))):
        raise UsageError(
            f"{back.told} Nothing was decided.",
            f"If it is meant, repeat with --yes; tamis undo --stage {at} takes it back.",
        )
    event = decide_on(opened, at, known, said, reason=reason, note=note)
    if as_json:
        give(to_json(event))
    else:
        why = event.body.reason if isinstance(event.body, Decided) else ""
        words = f", {why}," if why else ""
        give(f"{known}: {said}{words} at the {at.label} stage, by {event.by} (event {event.seq}).")
    if back:
        say(f"{back.told_after} To take it back: tamis undo --stage {at}")


def _agrees(told: str) -> bool:
    """Whether somebody at a terminal wants that; nobody is asked elsewhere."""
    from screening.commands import fulltext_attach
    from screening.keys import keyboard

    return fulltext_attach.can_ask() and fulltext_attach.agreed(keyboard(), f"{told} Decide so?")


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
