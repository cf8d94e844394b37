"""A form of decisions for a reviewer who uses a spreadsheet; ``batch`` reads it back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import screening
from screening.console import safe_cell, write_file
from screening.errors import BadInput, CannotWrite, UsageError
from screening.protocol import Stage, Verdict
from screening.records import Record, RecordId, record_number
from screening.sessions.merged import merged_records
from screening.sessions.outputs import outputs, refuse_own
from screening.sessions.review import Review
from screening.sessions.screen import queue
from screening.sessions.table_file import FORM_SHEET, Table
from screening.writers.form_workbook import Form, FormColumn, form_text, form_workbook
from screening.writers.text import plain

FORMATS = ("xlsx", "csv")
# The marks by which a form is known again; a CSV has them as columns.
REVIEW, REVIEWER, STAGE = "review", "reviewer", "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWritten:
    """What was written: for whom, at which stage, how many records."""

    file: str
    reviewer: str
    stage: Stage
    records: int


def write_form(
    review: Review, stage: Stage, target: Path | None, format_name: str, *, decided: bool = False
) -> FormWritten:
    """Write a form with the records that wait for this reviewer at a stage, in reading order.

    Args:
        review: the open review; the form is its reviewer's.
        stage: where the decisions are made.
        target: the file; named by stage and reviewer if left out.
        format_name: ``xlsx`` or ``csv``.
        decided: add the records that the reviewer has decided, with the decisions.

    Raises:
        UsageError: no such format, or nothing to decide.
        CannotWrite: there is such a file already, which may be filled in, or it cannot be written.
    """
    if format_name not in FORMATS:
        raise UsageError(f"There is no form as {format_name!r}.", "The forms are: xlsx, csv.")
    records = _records(review, stage, decided=decided)
    path = target or Path(f"decisions-{stage}-{_file_part(review.by)}.{format_name}")
    if path.is_file():
        refuse_own(path, review.folder)
        raise CannotWrite(
            f"{path} is there already, and may be filled in.",
            "Choose another name with --output, or move that file away.",
        )
    endings = (f".{format_name}",)
    with outputs([path], kind="", review=review.folder, endings=endings):
        form = _form(review, stage, records)
        write_file(path, form_workbook(form) if format_name == "xlsx" else _as_csv(form))
    return FormWritten(file=str(path), reviewer=review.by, stage=stage, records=len(records))


def _file_part(name: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in name) or "reviewer"


def _records(review: Review, stage: Stage, *, decided: bool) -> list[Record]:
    waiting = queue(review, stage)
    made = review.state.decisions[stage]
    own = sorted((at for at, by in made.items() if by.get(review.by)), key=record_number)
    wanted = list(dict.fromkeys([*waiting, *(own if decided else ())]))
    if not wanted:
        raise UsageError(
            f"Nothing waits for {review.by} at the {stage.label} stage.",
            "--all adds what you have decided, to be changed.",
        )
    found = {record.id: record for record in merged_records(review, wanted)}
    return [found[at] for at in wanted]


def _form(review: Review, stage: Stage, records: list[Record]) -> Form:
    plan = review.protocol.plan(stage)
    columns = (
        FormColumn(name="record", width=10),
        FormColumn(name="title", width=50),
        *([FormColumn(name="abstract", width=80)] if stage is not Stage.TITLE else []),
        *([FormColumn(name="link", width=30)] if stage is Stage.FULLTEXT else []),
        FormColumn(
            name="verdict",
            width=12,
            is_open=True,
            choices=tuple(verdict.value for verdict in Verdict),
            hint="include, exclude or unsure. Empty: not decided yet.",
        ),
        FormColumn(
            name="reason",
            width=28,
            is_open=True,
            choices=plan.reasons,
            hint="Only where the verdict is exclude.",
        ),
        FormColumn(name="note", width=40, is_open=True),
    )
    needed = ("verdict", "exclude", "reason") if len(plan.reasons) > 1 else None
    return Form(
        sheet=FORM_SHEET,
        columns=columns,
        rows=tuple(_row(review, stage, record, columns) for record in records),
        needed=needed,
        guide=_guide(review, stage),
        about=(
            (REVIEW, review.state.review),
            (REVIEWER, review.by),
            (STAGE, stage.value),
            ("made", review.clock().isoformat(timespec="seconds")),
            ("tamis", screening.__version__),
        ),
    )


def _row(
    review: Review, stage: Stage, record: Record, columns: tuple[FormColumn, ...]
) -> tuple[str, ...]:
    made = review.state.decided_by(stage, record.id, review.by)
    values = {
        "record": record.id,
        "title": record.title,
        "abstract": record.abstract,
        "link": f"https://doi.org/{record.doi}" if record.doi else record.url,
        "verdict": made.verdict.value if made else "",
        "reason": made.reason if made else "",
        "note": made.note if made else "",
    }
    return tuple(values[column.name] for column in columns)


def _guide(review: Review, stage: Stage) -> tuple[str, ...]:
    protocol = review.protocol
    reasons = protocol.plan(stage).reasons
    return (
        f"{protocol.title}: decisions of {review.by} at the {stage.label} stage",
        "",
        "Fill in the coloured cells of the sheet 'Decisions'; choose from the lists. Save the file"
        " as it is (.xlsx) and send it back.",
        "verdict: include, exclude or unsure. Leave it empty where you have not decided.",
        "reason: only where you exclude. The most important one, the first that applies:",
        *(f"    {number}. {words}" for number, words in enumerate(reasons, start=1)),
        "note: whatever you want to be kept with the decision.",
        "",
        *(f"Question: {text}" for text in protocol.questions),
        *(f"Include: {text}" for text in protocol.include),
        *(f"Exclude: {text}" for text in protocol.exclude),
    )


def _as_csv(form: Form) -> bytes:
    """The form as CSV in UTF-8 with a mark of it, so that spreadsheets read it rightly."""
    marks = {name: text for name, text in form.about if name in (REVIEW, REVIEWER, STAGE)}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(column.name for column in form.columns), *marks])
    for row in form.rows:
        writer.writerow([safe_cell(plain(text)) for text in (*row, *marks.values())])
    return out.getvalue().encode("utf-8-sig")


def stage_of_form(review: Review, path: Path, table: Table) -> Stage | None:
    """The stage of a workbook that was made as a form here; None for other tables.

    Raises:
        BadInput: it was made for another review, or for another reviewer.
    """
    about = table.about
    if REVIEW not in about:
        return None
    if about[REVIEW] != review.state.review:
        raise BadInput(
            f"{path} was made for another review.", "Name its review's folder with --review."
        )
    if about.get(REVIEWER) != review.by:
        raise BadInput(
            f"{path} was made for {about.get(REVIEWER) or 'nobody'}, and you are {review.by}.",
            f"If the decisions are theirs: --as '{about.get(REVIEWER, '')}'",
        )
    return Stage(about[STAGE]) if about.get(STAGE) in {at.value for at in Stage} else None


def is_form(table: Table) -> bool:
    """Whether the table was made as a form, so that its titles were written here."""
    return REVIEW in table.about or REVIEW in table.columns


def titles_shown(review: Review, ids: Iterable[str]) -> dict[RecordId, str]:
    """The titles that a form shows of the records that these ids name; others are passed over."""
    known = []
    for text in ids:
        with suppress(UsageError):
            known.append(review.known(text))
    return {record.id: record.title for record in merged_records(review, known)}


def title_fits(
    review: Review, record: RecordId, given: str, shown: str, *, windows: bool = False
) -> bool:
    """Whether a title beside an id is the one a form shows, or one that the record once had.

    A sheet of which only some columns were sorted pairs decisions with the wrong records. In
    Windows-1252 (``windows``) any character may stand for one that it lacks.
    """

    def same(title: str) -> bool:
        expected = " ".join(form_text(title).split())
        if not windows:
            return expected == " ".join(given.split())
        return re.fullmatch(_with_losses(expected), " ".join(given.split())) is not None

    return same(shown) or any(same(version.title) for version in review.versions(record))


def _with_losses(text: str) -> str:
    """The pattern of a text after a spreadsheet has put it into Windows-1252."""
    kept = ((char, char.encode("cp1252", "ignore")) for char in text)
    return "".join(re.escape(char) if held else ".?" for char, held in kept)
