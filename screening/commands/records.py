"""``tamis show`` and ``records``: everything known of one record, and lists of many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import COLUMNS, counted, give, give_csv, give_table, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.records import RecordHistory, RecordRow, StageHistory


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("show")(show)
    app.command("records")(records)


def show(
    record: Annotated[str, typer.Argument(help="A record, such as R0017.")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Show everything known of a record: its text, its source, every decision and note."""
    from screening.codec import to_json
    from screening.sessions.records import history
    from screening.sessions.review import look_into
    from screening.sessions.shown import safe_text

    with look_into(review, by=by) as opened:
        found = history(opened, opened.known(record))
        languages = opened.protocol.languages
    if as_json:
        give(to_json(found))
        return
    for label, text in _lines(found, languages):
        if text:
            give(f"{label}: {safe_text(text)}")


def _lines(found: RecordHistory, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    from screening.records.best import field_name
    from screening.records.languages import in_languages, other_texts
    from screening.sessions.shown import byline, particulars, safe_text, sections

    best, search = found.merged.record if found.merged else found.record, found.search
    record = in_languages(best, languages)
    yield "Record", record.id
    yield from (("Careful", notice) for notice in found.notices)
    yield "Title", record.title
    yield from ((f"{at.field.capitalize()} ({at.locale})", at.text) for at in other_texts(record))
    yield ("By" if record.authors else "Published"), byline(record, everyone=True)
    for label, text in sections(safe_text(record.abstract)):
        yield label or "Abstract", text
    yield "Keywords", "; ".join(record.keywords)
    yield from particulars(record)
    yield from record.extra
    line = f", line {record.line}" if record.line else ""
    yield "Source", f"{search.source} (search {search.id})"
    yield "Found in", f"{search.file_name}, entry {record.position}{line}"
    for again in found.found_again:
        update = f", {again.search.update}" if again.search.update else ""
        yield "Found again in", f"search {again.search.id}{update}, {again.at:%Y-%m-%d}"
    for change in found.changes:
        when = f"{change.at:%Y-%m-%d}, event {change.seq}"
        for told in change.fields:
            yield f"Changed by {change.search}", f"{told} ({when})"
    for problem in record.problems:
        yield "To look at", f"{problem.message} {problem.remedy}"
    yield "Duplicate of", found.duplicate_of or ""
    yield "Kept for", ", ".join(found.duplicates)
    for taken in found.merged.borrowed() if found.merged else ():
        yield f"{field_name(taken.field)} taken from", f"{', '.join(taken.records)}: {taken.rule}"
    for at in found.stages:
        yield from _stage_lines(at)
    yield "Not retrieved", "" if found.not_retrieved is None else (found.not_retrieved or "yes")
    yield from ((f"Note of {who}", text) for who, text in found.notes)
    yield from ((f"Tag of {who}", tag) for who, tag in found.tags)


def _stage_lines(at: StageHistory) -> Iterator[tuple[str, str]]:
    reason = f", {at.reason}" if at.reason else ""
    rank = f", rank {at.rank}" if at.rank else ""
    yield f"{at.stage.label.capitalize()} stage", f"{at.outcome}{reason}{rank}"
    adjudicated = (at.adjudication,) if at.adjudication else ()
    for made in (*at.decisions, *adjudicated):
        how = "adjudicated" if made is at.adjudication else "decided"
        words = f", {made.reason}" if made.reason else ""
        note = f" ({made.note})" if made.note else ""
        when = f"{made.at:%Y-%m-%d %H:%M}"
        yield f"  {how} by {made.by}", f"{made.verdict}{words}{note}, {when} UTC, event {made.seq}"


def records(
    stage: Annotated[str, typer.Option(help="Only records that reached this stage.")] = "",
    outcome: Annotated[
        str,
        typer.Option(
            help="pending, included, excluded, unsure, conflict, not-retrieved, not-screened or"
            " duplicate."
        ),
    ] = "",
    problems: Annotated[
        bool, typer.Option("--problems", help="Only records with something to look at.")
    ] = False,
    tag: Annotated[str, typer.Option(help="Only records with this tag.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List records with their stage, outcome and reason."""
    from screening.codec import to_json
    from screening.protocol import to_stage
    from screening.sessions.records import list_records
    from screening.sessions.review import look_into
    from screening.sessions.shown import one_line

    with look_into(review, by=by) as opened:
        at = to_stage(stage) if stage else None
        found = list_records(opened, stage=at, outcome=outcome, problems=problems, tag=tag)
    if as_json:
        for row in found:
            give(to_json(row))
        return
    if as_csv:
        rows = [
            (*_cells(at), at.title, at.doi, " ".join(at.problems), "; ".join(at.tags))
            for at in found
        ]
        give_csv((*_COLUMNS, "doi", "problems", "tags"), rows)
    elif problems:
        _give_problems(found)
    elif found:
        rows = [(*_cells(at), one_line(at.title)) for at in found]
        give_table(_COLUMNS, rows, within=COLUMNS)
    say(f"{counted(len(found), 'record')}." + (" Next: tamis show RECORD" if found else ""))


_COLUMNS = ("record", "source", "stage", "outcome", "reason", "year", "title")


def _cells(at: RecordRow) -> tuple[object, ...]:
    return (at.record, at.source, at.stage, at.outcome, at.reason, str(at.year or ""))


def _give_problems(found: Sequence[RecordRow]) -> None:
    """One line for each thing to look at, however many a record has."""
    from screening.sessions.shown import one_line

    rows = [
        (at.record, at.source, one_line(at.title), problem)
        for at in found
        for problem in at.problems
    ]
    if rows:
        give_table(("record", "source", "title", "to look at"), rows, within=COLUMNS)
