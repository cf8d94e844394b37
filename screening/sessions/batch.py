"""Decisions from a table filled in elsewhere: all of them are taken over, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from screening.console import counted
from screening.errors import BadInput, ReviewError
from screening.protocol import Stage, Verdict, to_stage, to_verdict
from screening.records import RecordId
from screening.sessions.decision_form import is_form, stage_of_form, title_fits, titles_shown
from screening.sessions.going_back import going_back
from screening.sessions.review import Review, Writer
from screening.sessions.screen import Seen, decide_in, exclusion_reason, shown_last
from screening.sessions.table_file import Table, in_short, read_table

_ALIASES = {
    "record": ("record", "record id", "id", "records"),
    "title": ("title",),
    "stage": ("stage", "screening stage", "level"),
    "verdict": ("verdict", "decision", "vote", "status"),
    "reason": ("reason", "exclusion reason", "reason for exclusion"),
    "note": ("note", "notes", "comment", "comments", "remark"),
    "review": ("review",),
    "reviewer": ("reviewer",),
}
_NEEDED = ("record", "verdict")
_FILLED = ("verdict", "reason", "note")
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What came of a table: ``rows`` = ``added`` + ``same`` + ``blank`` + the faults' rows.

    ``changed`` of those added replace a decision in force; ``same`` rows equal it; ``blank`` rows
    have no verdict. ``faults`` are only left where the good rows were asked for. ``read_as`` says
    that the file was taken for Windows-1252; ``taken_back`` are records whose later decisions no
    longer count.
    """

    file: str
    rows: int
    added: int
    same: int
    blank: int
    changed: int = 0
    faults: tuple[str, ...] = ()
    read_as: str = ""
    taken_back: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The cells of a row by field; ``columns`` are the fields' names in the table."""

    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells[field] for field in _FILLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A row read: the decision it asks for."""

    record: RecordId
    stage: Stage
    verdict: Verdict
    reason: str
    note: str


class _WrongCell(Exception):
    """A cell that cannot be taken, by its field."""

    def __init__(self, field: str, told: ReviewError) -> None:
        super().__init__(field)
        self.field, self.told = field, told


def decide_from(
    review: Review, path: Path, *, stage: Stage | None = None, accept_good: bool = False
) -> Batch:
    """Take the decisions of a table over, in the reviewer's name.

    Args:
        review: the open review.
        path: a CSV or workbook with the columns record and verdict, perhaps stage, reason and
            note, under these or similar headers; or a form that was written for this reviewer.
        stage: where rows without a stage belong.
        accept_good: take the rows that are right, even if others are wrong.

    Raises:
        BadInput: the file cannot be read or was made for another review or reviewer; or rows are
            wrong: every cell is named, and none is taken over.
    """
    table = read_table(path, windows=True)
    reading = _Reading(review, table, stage_of_form(review, path, table) or stage)
    rows = list(_rows(path, table))
    faults: list[str] = []
    tally = {"added": 0, "changed": 0, "same": 0}
    with review.writing() as writer:
        for row in rows:
            if row.is_blank:
                continue
            try:
                tally[reading.take(row, writer)] += 1
            except _WrongCell as wrong:
                faults.append(_sentence(table, row, wrong))
        if not accept_good:
            _refuse(path, faults, table.read_as)
    return Batch(
        file=path.name,
        rows=len(rows),
        added=tally["added"] + tally["changed"],
        changed=tally["changed"],
        same=tally["same"],
        blank=sum(row.is_blank for row in rows),
        faults=tuple(faults),
        read_as=table.read_as,
        taken_back=tuple(reading.taken_back),
    )


def _sentence(table: Table, row: _Row, wrong: _WrongCell) -> str:
    place = table.place(row.line, row.columns[wrong.field])
    return f"{place}: {wrong.told.message} {wrong.told.hint}".rstrip()


class _Reading:
    """Reads rows one by one; knows what earlier rows have said."""

    def __init__(self, review: Review, table: Table, default: Stage | None) -> None:
        self._review = review
        self._table = table
        self._default = default
        ids = (cells.get("record", "") for _line, cells in table.rows)
        self._titles = titles_shown(review, ids) if is_form(table) else None
        self._seen: dict[tuple[Stage, RecordId], tuple[int, _Wanted]] = {}
        self._ranked: dict[Stage, dict[RecordId, Seen]] = {}
        self.taken_back: list[RecordId] = []

    def take(self, row: _Row, writer: Writer) -> str:
        """Take a row over; what came of it.

        Raises:
            _WrongCell: it cannot be.
        """
        self._check_owner(row)
        wanted = self._wanted(row)
        with _cell("verdict"):
            self._agree(row, wanted)
            back = going_back(self._review, wanted.stage, wanted.record, wanted.verdict)
            done = _take(writer, self._review, wanted, self._seen_at(writer, wanted))
        self.taken_back += [back.record] if back else []
        return done

    def _seen_at(self, writer: Writer, wanted: _Wanted) -> Seen:
        """Where the record stands in the stage's last ranking, which is looked through once."""
        stage, state = wanted.stage, writer.state
        if stage not in self._ranked:
            self._ranked[stage] = shown_last(state, stage, set(state.unique_records()))
        return self._ranked[stage].get(wanted.record, Seen())

    def _check_owner(self, row: _Row) -> None:
        for field in ("record", *_FILLED):
            if self._table.formulas.get((row.line, row.columns[field])):
                fault = BadInput("The cell holds a formula.", "Write the text itself.")
                raise _WrongCell(field, fault)
        given, review = row.cells, self._review
        if given["review"] and given["review"] != review.state.review:
            fault = BadInput("The row is of another review.", "Name its folder with --review.")
            raise _WrongCell("review", fault)
        if given["reviewer"] and given["reviewer"] != review.by:
            who = given["reviewer"]
            fault = BadInput(f"The row is of {who}, and you are {review.by}.", f"Use --as '{who}'.")
            raise _WrongCell("reviewer", fault)

    def _wanted(self, row: _Row) -> _Wanted:
        given, review = row.cells, self._review
        with _cell("record"):
            record = review.known(given["record"])
        if self._titles is not None and not title_fits(
            review,
            record,
            given["title"],
            self._titles.get(record, ""),
            windows=bool(self._table.read_as),
        ):
            fault = BadInput(
                f"This is not the title of {record}.",
                "Perhaps only some columns were sorted: put the rows back as they were.",
            )
            raise _WrongCell("title", fault)
        with _cell("stage"):
            stage = self._stage(given["stage"])
        with _cell("verdict"):
            verdict = _verdict(given["verdict"])
        with _cell("reason"):
            reason = exclusion_reason(review.protocol, stage, verdict, given["reason"])
        return _Wanted(
            record=record, stage=stage, verdict=verdict, reason=reason, note=given["note"]
        )

    def _stage(self, given: str) -> Stage:
        if not given and self._default is None:
            raise BadInput("No stage is given.", "Fill in the stage, or name one with --stage.")
        return to_stage(given) if given else self._default or Stage.TITLE

    def _agree(self, row: _Row, wanted: _Wanted) -> None:
        place = (wanted.stage, wanted.record)
        line, before = self._seen.setdefault(place, (row.line, wanted))
        if before != wanted:
            what = "row" if self._table.sheet else "line"
            raise BadInput(
                f"It contradicts {what} {line} on {wanted.record} at the {wanted.stage.label}"
                " stage.",
                "Keep one of the two.",
            )


@contextmanager
def _cell(field: str) -> Iterator[None]:
    """Say of an error in which field it is."""
    try:
        yield
    except ReviewError as error:
        raise _WrongCell(field, error) from error


def _verdict(given: str) -> Verdict:
    if not given:
        raise BadInput(
            "There is a reason or a note, but no verdict.",
            "Write include, exclude or unsure, or empty the whole row.",
        )
    return to_verdict(given)


def _take(writer: Writer, review: Review, wanted: _Wanted, seen: Seen) -> str:
    """Decide, unless just that is in force already; whether it is added, changed or the same."""
    now = writer.state.decided_by(wanted.stage, wanted.record, review.by)
    if now and (now.verdict, now.reason, now.note) == (wanted.verdict, wanted.reason, wanted.note):
        return "same"
    decide_in(
        writer,
        review,
        wanted.stage,
        wanted.record,
        wanted.verdict,
        reason=wanted.reason,
        note=wanted.note,
        seen=seen,
    )
    return "changed" if now else "added"


def _refuse(path: Path, faults: list[str], read_as: str) -> None:
    if not faults:
        return
    shown = in_short(faults)
    more = [f"... and {len(shown) - _SHOWN} more."] if len(shown) > _SHOWN else []
    more += [read_as] if read_as else []
    raise BadInput(
        "\n".join([f"{path} has {counted(len(faults), 'wrong row')}:", *shown[:_SHOWN], *more]),
        "Nothing was taken over. Mend these rows, then repeat the command; or take the others now"
        " with --accept-good.",
    )


def _rows(path: Path, table: Table) -> Iterator[_Row]:
    column = _columns(path, table)
    for line, cells in table.rows:
        values = {field: cells.get(name, "") if name else "" for field, name in column.items()}
        yield _Row(line=line, cells=values, columns=column)


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
