"""Decisions from a table filled in elsewhere: all of them are taken over, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening.console import counted
from screening.errors import BadInput, ReviewError
from screening.protocol import Stage, Verdict, to_stage, to_verdict
from screening.records import RecordId
from screening.sessions.review import Review, Writer
from screening.sessions.screen import decide_in, exclusion_reason
from screening.sessions.table_file import Table, read_table

_ALIASES = {
    "record": ("record", "record id", "id", "records"),
    "stage": ("stage", "screening stage", "level"),
    "verdict": ("verdict", "decision", "vote", "status"),
    "reason": ("reason", "exclusion reason", "reason for exclusion"),
    "note": ("note", "notes", "comment", "comments", "remark"),
}
_NEEDED = ("record", "verdict")
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What came of a table: ``rows`` = ``added`` + ``same`` + ``blank``.

    ``same`` rows equal the decision in force; ``blank`` rows have no verdict.
    """

    file: str
    rows: int
    added: int
    same: int
    blank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    line: int
    record: str
    stage: str
    verdict: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A row read: the decision it asks for."""

    record: RecordId
    stage: Stage
    verdict: Verdict
    reason: str
    note: str


def decide_from(review: Review, path: Path, *, stage: Stage | None = None) -> Batch:
    """Take the decisions of a CSV table over, in the reviewer's name.

    Args:
        review: the open review.
        path: a table with the columns record and verdict, perhaps stage, reason and note, under
            these or similar headers; comma, semicolon or tab between.
        stage: where rows without a stage belong.

    Raises:
        BadInput: the file cannot be read, or rows are wrong: every one is named with its line,
            and none is taken over.
    """
    rows = list(_rows(path))
    added = same = 0
    faults: list[str] = []
    with review.writing() as writer:
        seen: dict[tuple[Stage, RecordId], tuple[int, _Wanted]] = {}
        for row in rows:
            if not row.verdict:
                continue
            try:
                wanted = _wanted(review, row, stage)
                _agree(seen, row, wanted)
                new = _take(writer, review, wanted)
            except ReviewError as error:
                faults.append(f"Line {row.line}: {error.message} {error.hint}".rstrip())
                continue
            added, same = added + new, same + (not new)
        _refuse(path, faults)
    blank = sum(not row.verdict for row in rows)
    return Batch(file=path.name, rows=len(rows), added=added, same=same, blank=blank)


def _wanted(review: Review, row: _Row, default: Stage | None) -> _Wanted:
    if not row.stage and default is None:
        raise BadInput("No stage is given.", "Fill in the stage, or name one with --stage.")
    stage = to_stage(row.stage) if row.stage else default or Stage.TITLE
    record, verdict = review.known(row.record), to_verdict(row.verdict)
    reason = exclusion_reason(review.protocol, stage, verdict, row.reason)
    return _Wanted(record=record, stage=stage, verdict=verdict, reason=reason, note=row.note)


def _agree(
    seen: dict[tuple[Stage, RecordId], tuple[int, _Wanted]], row: _Row, wanted: _Wanted
) -> None:
    line, before = seen.setdefault((wanted.stage, wanted.record), (row.line, wanted))
    if before != wanted:
        raise BadInput(
            f"It contradicts line {line} on {wanted.record} at the {wanted.stage.label} stage.",
            "Keep one of the two.",
        )


def _take(writer: Writer, review: Review, wanted: _Wanted) -> bool:
    """Decide, unless just that is in force already; whether something was added."""
    now = writer.state.decided_by(wanted.stage, wanted.record, review.by)
    if now and (now.verdict, now.reason, now.note) == (wanted.verdict, wanted.reason, wanted.note):
        return False
    decide_in(
        writer,
        review,
        wanted.stage,
        wanted.record,
        wanted.verdict,
        reason=wanted.reason,
        note=wanted.note,
    )
    return True


def _refuse(path: Path, faults: list[str]) -> None:
    if not faults:
        return
    more = [f"... and {len(faults) - _SHOWN} more."] if len(faults) > _SHOWN else []
    raise BadInput(
        "\n".join([f"{path} has {counted(len(faults), 'wrong row')}:", *faults[:_SHOWN], *more]),
        "Nothing was taken over. Mend these rows, then repeat the command.",
    )


def _rows(path: Path) -> Iterator[_Row]:
    table = read_table(path)
    column = _columns(path, table)
    for line, cells in table.rows:
        values = {field: cells.get(name, "") if name else "" for field, name in column.items()}
        yield _Row(line=line, **values)


def _columns(path: Path, table: Table) -> dict[str, str]:
    """Field -> the column that holds it; a field without one has an empty name."""
    known = {name.replace("_", " "): name for name in table.columns if name}
    found = {
        field: next((known[alias] for alias in aliases if alias in known), "")
        for field, aliases in _ALIASES.items()
    }
    missing = [field for field in _NEEDED if not found[field]]
    if missing:
        raise BadInput(
            f"{path} has no column {' and no column '.join(missing)} in its first line.",
            "The columns are: record, stage, verdict, reason, note.",
        )
    return found
