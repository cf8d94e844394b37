"""``tamis log``: who did what when, and the proof that nothing was changed afterwards."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from screening.console import counted, give, give_csv, give_table, room, say
from screening.errors import CheckFailed, UsageError
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

_RECORDS = re.compile(r"R\d+(?:, R\d+)*")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Show who did what when; 'log verify' proves that nothing was altered.",
        rich_markup_mode=None,
        invoke_without_command=True,
    )
    group.callback()(show)
    group.command("verify")(verify)
    app.add_typer(group, name="log")


def show(
    context: typer.Context,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    last: Annotated[int, typer.Option(help="Only the last so many events.", min=0)] = 0,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Print the events of the log, oldest first; --json and --csv print every field of them.

    What others said of a record is hidden until all its reviewers have decided.
    """
    if context.invoked_subcommand:
        return
    from screening.codec import to_json
    from screening.sessions.log import log_rows, words_of
    from screening.sessions.review import look_into

    with look_into(review, by=by) as opened:
        rows = list(log_rows(opened, max(0, opened.state.last_seq - last) if last else 0))
    if as_json:
        for row in rows:
            give(to_json(row))
        return
    headers = ("number", "time (UTC)", "by", "event", "what")
    cells = [(row.seq, row.at, row.by, row.kind, row.body) for row in rows]
    if as_csv:
        give_csv(headers, cells)
    else:
        shown = [(str(row.seq), row.at[:19], row.by, _short(words_of(row))) for row in rows]
        give_table(("number", "time (UTC)", "by", "what"), shown, within=room())


def verify(
    review: ReviewFolder = HERE,
    expect: Annotated[
        str, typer.Option(help="A digest noted earlier: up to there the log must be as it was.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Prove that the log, the records and the imported files are as they were written."""
    from screening.codec import to_json
    from screening.sessions.log import event_with
    from screening.sessions.log import verify as faults_of
    from screening.sessions.proof import open_for_proof

    wanted = _digest(expect)
    with open_for_proof(review) as opened:
        faults = list(faults_of(opened))
        seq, digest = opened.store.head()
        noted = event_with(opened, wanted) if wanted else seq
    if noted is None:
        faults.append(f"No event of the log has the digest expected, {wanted}.")
    if as_json:
        told = {"holds": not faults, "events": seq, "digest": digest, "noted": noted}
        give(to_json({**told, "faults": faults}))
    for fault in faults:
        say(fault)
    if faults:
        raise CheckFailed(
            f"The log does not hold: {counted(len(faults), 'fault')}, listed above.",
            "Something outside Tamis changed the review. Restore it from a backup.",
        )
    if as_json:
        return
    give(f"The log holds: {counted(seq, 'event')}, ending with {digest}.")
    if wanted and noted is not None:
        since = counted(seq - noted, "event")
        say(f"It is the log whose digest you noted at event {noted}; {since} came since.")
    say("Note this digest elsewhere: 'tamis log verify --expect DIGEST' then proves the whole log.")


def _digest(text: str) -> str:
    """A digest as people paste it."""
    digest = text.strip().rstrip(".").lower()
    if digest and not re.fullmatch("[0-9a-f]{64}", digest):
        raise UsageError(
            f"{text!r} is not a digest of the log.",
            "It has 64 digits and letters a to f, as 'tamis log verify' prints it.",
        )
    return digest


def _short(words: str, limit: int = 100) -> str:
    """The words cut with an ellipsis, but never within the records that they begin with."""
    begin = _RECORDS.match(words)
    limit = max(limit, begin.end() + 1 if begin else 0)
    return words if len(words) <= limit else words[: limit - 1] + "…"
