"""Import findings from a CSV file: all of it or nothing, every bad row named with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extraction.documents import SourceText
from extraction.sessions.coding import Coding
from extraction.sessions.findings import flag_of
from extraction.sessions.naming import finding_id, next_finding, words
from extraction.sessions.texts import place_among, texts_of
from extraction.synthesis.references import References
from screening.errors import BadInput, UsageError
from screening.events import FindingId, Place
from screening.events.kinds import FindingAdded
from screening.records import RecordId
from screening.sessions.table_file import Table, read_table

COLUMNS = ("record", "reference", "statement", "quote", "source", "origin", "flag")
_SHOWN = 20
_Key = tuple[RecordId, str, Place | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFindings:
    """What a file brought: rows = added + known; columns that were not read are named."""

    rows: int
    added: tuple[FindingId, ...]
    known: int
    flagged: int
    unread: tuple[str, ...]


def import_findings(
    coding: Coding, path: Path, *, references: References | None = None, outside: bool = False
) -> ImportedFindings:
    """Add the findings of a file in the reviewer's name, as one act.

    A row that is there already, word for word, adds nothing; a file may hold equal rows, which
    then are as many findings.

    Args:
        coding: the open review.
        path: a CSV file with ``record`` or ``reference``, and ``statement``; optional ``quote``
            (with ``source``: abstract or title), ``origin``, ``flag``.
        references: which record a reference number means; by default the number is the record's
            place in the list of included records.
        outside: take rows of records that are not included; they are flagged.

    Raises:
        BadInput: a missing column or bad rows; all of them are named, and nothing is imported.
    """
    table = read_table(path)
    _check_columns(path, table.columns)
    numbers = references or References.by_position(coding.included())
    rows = _read_rows(coding, path, table, numbers, outside=outside)
    with coding.act() as act:
        if gone := coding.taken_out(row.record for row in rows if not row.flag):
            raise BadInput(
                f"{path}: {gone} taken out of the included records while the file was read;"
                " nothing was imported.",
                "Repeat the command; it names the rows.",
            )
        known = _known_rows(coding)
        number = next_finding(coding.events)
        added: list[FindingId] = []
        for row in rows:
            if known[_key(row)] > 0:
                known[_key(row)] -= 1
                continue
            named = _numbered(row, finding_id(number + len(added)))
            act.append(named)
            added.append(named.finding)
    return ImportedFindings(
        rows=len(rows),
        added=tuple(added),
        known=len(rows) - len(added),
        flagged=sum(bool(row.flag) for row in rows),
        unread=tuple(column for column in table.columns if column not in COLUMNS),
    )


def _check_columns(path: Path, columns: tuple[str, ...]) -> None:
    if "statement" not in columns or not {"record", "reference"} & set(columns):
        raise BadInput(
            f"{path} has the columns {', '.join(columns)}.",
            "Needed are 'statement' and 'record' (R0017) or 'reference' (its number); 'quote',"
            " 'source', 'origin' and 'flag' are optional.",
        )


def _read_rows(
    coding: Coding, path: Path, table: Table, numbers: References, *, outside: bool
) -> list[FindingAdded]:
    reading = _Reading(coding, numbers, outside)
    for place in range(len(table.rows)):
        reading.record(place, table.rows[place][1])
    for place in reading.by_record():
        reading.row(place, table.rows[place][1])
    if faults := sorted(reading.faults.items()):
        told = [f"  line {table.rows[place][0]}: {fault}" for place, fault in faults[:_SHOWN]]
        more = [f"  and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        raise BadInput(
            f"{path}: {len(faults)} of {len(table.rows)} rows cannot be imported, so none was:\n"
            + "\n".join(told + more),
            "Correct these rows. Records that are not included need a flag in their row or the"
            " option --outside.",
        )
    return [reading.rows[place] for place in range(len(table.rows))]


class _Reading:
    """The rows of a file by their place in it: findings without an id, or what is wrong with them.

    Rows of one record are read together, so that its texts are read once and not kept.
    """

    def __init__(self, coding: Coding, numbers: References, outside: bool) -> None:  # noqa: FBT001
        self._review = coding.review
        self._included = frozenset(coding.included())
        self._numbers = numbers
        self._outside = outside
        self._records: dict[int, RecordId] = {}
        self._texts: tuple[RecordId, tuple[SourceText, ...]] | None = None
        self.rows: dict[int, FindingAdded] = {}
        self.faults: dict[int, str] = {}

    def record(self, place: int, cells: Mapping[str, str]) -> None:
        """Which record a row is of."""
        named, number = (cells.get(column, "").strip() for column in ("record", "reference"))
        try:
            known = self._review.known(named or self._numbers.record_of(number))
        except UsageError as error:
            self.faults[place] = error.message
        else:
            self._records[place] = known

    def by_record(self) -> list[int]:
        """The places of the rows whose record is known, those of one record together."""
        return sorted(self._records, key=lambda place: self._records[place])

    def row(self, place: int, cells: Mapping[str, str]) -> None:
        """Take in a row whose record is known."""
        try:
            self.rows[place] = self._finding(self._records[place], cells)
        except UsageError as error:
            self.faults[place] = error.message

    def _finding(self, record: RecordId, cells: Mapping[str, str]) -> FindingAdded:
        def cell(column: str) -> str:
            return cells.get(column, "").strip()

        quote, source = cell("quote"), cell("source") or "abstract"
        found = place_among(self._texts_of(record), record, quote, source) if quote else None
        flag = "" if cell("flag").casefold() == "ok" else cell("flag")
        return FindingAdded(
            finding=FindingId(""),
            record=record,
            statement=words(cell("statement") or quote, "statement"),
            place=found,
            origin=cell("origin"),
            flag=flag_of(self._included, record, flag, outside=self._outside),
        )

    def _texts_of(self, record: RecordId) -> tuple[SourceText, ...]:
        if self._texts is None or self._texts[0] != record:
            self._texts = record, texts_of(self._review, self._review.record(record))
        return self._texts[1]


def _known_rows(coding: Coding) -> Counter[_Key]:
    return Counter(
        _key(event.body) for event in coding.standing() if isinstance(event.body, FindingAdded)
    )


def _key(row: FindingAdded) -> _Key:
    return (row.record, row.statement, row.place, row.origin)


def _numbered(row: FindingAdded, finding: FindingId) -> FindingAdded:
    return FindingAdded(
        finding=finding,
        record=row.record,
        statement=row.statement,
        place=row.place,
        origin=row.origin,
        flag=row.flag,
    )
