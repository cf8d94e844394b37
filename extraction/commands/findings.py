"""``tamis findings``: state, import, extract, confirm and list what records found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extraction.commands.one_key import decide
from screening.console import counted, give, give_csv, give_table, say
from screening.keys import keyboard
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

FindingIds = Annotated[list[str], typer.Argument(help="Findings, such as F0001.")]
Outside = Annotated[
    bool, typer.Option("--outside", help="Take records that are not included; they are flagged.")
]
ReferenceFile = Annotated[
    Path | None,
    typer.Option(
        "--references",
        help="A CSV file with the columns record,reference: what records are cited by.",
        metavar="FILE",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="State what the included records found: by hand, from a file, or proposed.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    for name, command in (
        ("add", add),
        ("import", import_),
        ("extract", extract),
        ("list", list_),
        ("review", review_),
        ("confirm", confirm),
        ("reject", reject),
    ):
        group.command(name)(command)
    app.add_typer(group, name="findings")


def add(
    record: Annotated[str, typer.Argument(help="An included record, such as R0017.")],
    statement: Annotated[
        str, typer.Argument(help="What it found; may be left out with a quote.")
    ] = "",
    quote: Annotated[str, typer.Option(help="Its words, letter for letter.")] = "",
    source: Annotated[
        str,
        typer.Option(
            help="The text quoted: abstract, title or fulltext; else the one that has the words."
        ),
    ] = "",
    origin: Annotated[str, typer.Option(help="Where it was taken from, without a text.")] = "",
    flag: Annotated[str, typer.Option(help="A remark that travels with the finding.")] = "",
    outside: Outside = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """State a finding of a record in your name; it counts at once."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.findings import add_finding

    with open_coding(review, by=by) as coding:
        finding = add_finding(
            coding,
            record,
            statement,
            quote=quote,
            source=source,
            origin=origin,
            flag=flag,
            outside=outside,
        )
        place = coding.findings[finding].place
    give(finding)
    if place and not source and place.source != "abstract":
        say(f"The words stand in the {place.source}, not in the abstract: quoted from there.")
    say("Added; a mistake is taken back with tamis themes undo")
    say("Next: more findings, then tamis themes propose")


def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file: record or reference, statement ...")],
    references: ReferenceFile = None,
    outside: Outside = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Import findings from a CSV file, all or none; bad rows are named with their lines.

    Columns: record (R0017) or reference (its number), statement; optional quote, source (abstract
    or title), origin, flag.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.exporting import read_references
    from extraction.sessions.finding_files import import_findings

    with open_coding(review, by=by) as coding:
        numbers = read_references(coding, references) if references else None
        done = import_findings(coding, file, references=numbers, outside=outside)
    give(
        f"{counted(done.rows, 'row')}: {counted(len(done.added), 'finding')} added,"
        f" {done.known} known already ({counted(done.flagged, 'row')} flagged)."
    )
    if done.unread:
        say(f"Columns that were not read: {', '.join(done.unread)}.")
    say("Next: tamis themes propose")


def extract(
    record: Annotated[
        list[str] | None, typer.Argument(help="Records to read; all included ones if left out.")
    ] = None,
    method: Annotated[
        str, typer.Option(help="finding_sentences (trained) or abstract_sentences (rules).")
    ] = "finding_sentences",
    per_record: Annotated[
        int,
        typer.Option(
            help="How many sentences to propose of each abstract, and of its full texts; 0: all.",
            min=0,
        ),
    ] = 5,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Propose findings from abstracts and full texts; you confirm or reject them."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.extracting import propose_findings

    with open_coding(review, by=by) as coding:
        done = propose_findings(coding, records=record or (), method=method, per_record=per_record)
    give(
        f"{counted(done.proposed, 'finding')} proposed from {counted(done.records, 'record')} by"
        f" {done.method};"
        f" {done.known:,} were known already, {done.left_out:,} ranked lower and were left out."
    )
    if not done.records:
        say("No record is included yet, so there was nothing to read. Next: tamis status")
        return
    if done.without_text:
        say(f"Without a text to read: {counted(done.without_text, 'record')}.")
    if done.left_out:
        say(
            f"The best of those left out scored {done.best_left:.2f}; for all of them:"
            " tamis findings extract --per-record 0"
        )
    waiting = done.proposed or done.known
    say(f"Next: tamis findings {'review' if waiting else 'add RECORD STATEMENT'}")


def list_(
    status: Annotated[str, typer.Option(help="proposed, confirmed or rejected; else all.")] = "",
    record: Annotated[str, typer.Option(help="Only the findings of this record.")] = "",
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List findings with their quotes, checked against the records, and their codes."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.findings import finding_rows, to_status
    from screening.codec import to_json
    from screening.sessions.shown import safe_text

    with open_coding(review) as coding:
        rows = list(finding_rows(coding, status=to_status(status), record=record))
    if as_json:
        for row in rows:
            give(to_json(row))
    elif as_csv:
        headers = ("finding", "record", "status", "statement", "source", "quote", "flag", "score")
        give_csv(
            (*headers, "why", "codes"),
            (
                (
                    row.finding, row.record, row.status, row.statement, row.source, row.quote,
                    row.flag, row.score, row.why, " ".join(row.codes),
                )
                for row in rows
            ),
        )  # fmt: skip
    else:
        shown = (
            (
                row.finding, row.record, row.status,
                f"{row.score:.2f}" if row.why else "",
                row.source, " ".join(row.codes), safe_text(row.statement),
            )
            for row in rows
        )  # fmt: skip
        if rows:
            give_table(
                ("finding", "record", "status", "score", "text", "codes", "statement"), shown
            )
        say(f"{counted(len(rows), 'finding')}.")
        if not rows and not (status or record):
            say("Next: tamis findings add RECORD STATEMENT, or tamis findings extract")


def review_(review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Decide proposed findings with one key each; every decision is saved at once.

    Record by record, the likeliest first. From a pipe each line is one key, and what follows it
    the answer: c, e STATEMENT, r WHY, s, u, q.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.finding_walk import KEYS, FindingWalk

    with open_coding(review, by=by) as coding:
        walk = FindingWalk(coding)
        if not walk.current:
            say("No finding waits. Next: tamis findings extract, or tamis findings list")
            return
        decide(walk, keyboard(), KEYS, (f"{at.key} {at.does}" for at in KEYS))
        give(f"{walk.done:,} decided, {counted(walk.left, 'finding')} waiting.")
        say("Next: " + ("tamis findings review" if walk.left else "tamis themes propose"))


def confirm(
    findings: FindingIds,
    statement: Annotated[str, typer.Option(help="Other words, for one finding.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Confirm proposed findings in your name."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.findings import confirm as confirm_findings

    with open_coding(review, by=by) as coding:
        done = confirm_findings(coding, findings, statement=statement)
    give(f"Confirmed {', '.join(done)}.")
    say("Next: tamis themes propose; a mistake is taken back with tamis themes undo")


def reject(
    findings: FindingIds,
    why: Annotated[str, typer.Option(help="The reason, kept in the log.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Take findings out, proposed or confirmed; they no longer count anywhere."""
    from extraction.sessions.coding import open_coding
    from extraction.sessions.findings import reject as reject_findings

    with open_coding(review, by=by) as coding:
        done = reject_findings(coding, findings, why=why)
    give(f"Rejected {', '.join(done)}.")
    say("A mistake is taken back with tamis themes undo.")
