"""``tamis log``: who did what when, and the proof that nothing was changed afterwards."""

from __future__ import annotations

from typing import Annotated

import typer

from screening.console import give, give_csv, give_table, say
from screening.errors import CheckFailed
from screening.options import HERE, AsCsv, AsJson, ReviewFolder


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
    last: Annotated[int, typer.Option(help="Only the last so many events.", min=0)] = 0,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Print the events of the log, oldest first."""
    if context.invoked_subcommand:
        return
    from screening.codec import to_json
    from screening.sessions.log import log_rows
    from screening.sessions.review import look_into

    with look_into(review) as opened:
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
        shown = [(seq, at[:19], by, kind, _short(body)) for seq, at, by, kind, body in cells]
        give_table(headers, shown)


def verify(
    review: ReviewFolder = HERE,
    expect: Annotated[
        str, typer.Option(help="The digest that the log must end with, as noted earlier.")
    ] = "",
) -> None:
    """Prove that the log, the records and the imported files are as they were written."""
    from screening.sessions.log import verify as faults_of
    from screening.sessions.proof import open_for_proof

    with open_for_proof(review) as opened:
        faults = list(faults_of(opened))
        seq, digest = opened.store.head()
    if expect and expect != digest:
        faults.append(f"The log ends with {digest}, not with the digest expected.")
    for fault in faults:
        say(fault)
    if faults:
        raise CheckFailed(
            f"The log does not hold: {len(faults)} fault(s), listed above.",
            "Something outside Tamis changed the review. Restore it from a backup.",
        )
    give(f"The log holds: {seq} events, ending with {digest}.")
    say("Note this digest elsewhere: 'tamis log verify --expect DIGEST' then proves the whole log.")


def _short(body: str, limit: int = 100) -> str:
    return body if len(body) <= limit else body[: limit - 1] + "…"
