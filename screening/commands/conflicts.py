"""``tamis conflicts`` and ``adjudicate``: where reviewers differ, and the verdict that counts."""

from __future__ import annotations

from typing import Annotated

import typer

from screening.commands.decide import say_next
from screening.console import give, give_csv, give_table, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("conflicts")(conflicts)
    app.command("adjudicate")(adjudicate)


def conflicts(
    stage: Annotated[str, typer.Option(help="Only this stage.")] = "",
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the records on which the reviewers differ, with each one's verdict."""
    from screening.codec import to_json
    from screening.protocol import to_stage
    from screening.sessions.conflicts import list_conflicts
    from screening.sessions.review import look_into
    from screening.sessions.shown import one_line

    with look_into(review) as opened:
        found = list_conflicts(opened, to_stage(stage) if stage else None)
    if as_json:
        for at in found:
            give(to_json(at))
        return
    headers = ("record", "stage", "reviewer", "verdict", "reason", "title")
    rows = [
        (at.record, at.stage, made.by, made.verdict, made.reason, at.title)
        for at in found
        for made in at.decisions
    ]
    if as_csv:
        give_csv(headers, rows)
    elif rows:
        give_table(headers, [(*row[:5], one_line(row[5])) for row in rows])
    if found:
        say(f"{len(found)} to settle. Next: tamis adjudicate RECORD VERDICT --stage STAGE")
    else:
        say("No reviewers differ.")


def adjudicate(
    record: Annotated[str, typer.Argument(help="A record in conflict, such as R0017.")],
    verdict: Annotated[str, typer.Argument(help="include or exclude.")],
    stage: Annotated[str, typer.Option(help="title, abstract or fulltext.")],
    reason: Annotated[
        str, typer.Option(help="Why it is excluded: a reason's words or its number.")
    ] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Settle a conflict; both reviewers' own decisions stay in the log."""
    from screening.protocol import to_stage, to_verdict
    from screening.sessions.conflicts import adjudicate as settle
    from screening.sessions.review import open_review

    at, said = to_stage(stage), to_verdict(verdict)
    with open_review(review, by=by) as opened:
        known = opened.known(record)
        event = settle(opened, at, known, said, reason=reason)
        give(f"{known}: settled as {said} at the {at.label} stage, by {event.by}.")
        say("To settle it otherwise, adjudicate again; 'tamis undo' only takes back decisions.")
        say_next(opened)
