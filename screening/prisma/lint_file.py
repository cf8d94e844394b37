"""Anybody's file in the format of the PRISMA2020 template: read, with every fault of its form.

What the R package and the web app need of a file (package 1.1.4): all 34 rows and 8 columns by
name, UTF-8 without a byte order mark, commas between cells; names in which nothing parts what
belongs together. The package drops every sign but digits and points from a number without a word.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from screening.errors import BadInput
from screening.prisma.csv2020 import HEADER, NA, ROWS, TEMPLATE
from screening.prisma.severity import Severity

SPECIFIC = {
    "database_specific_results": "Database 1, xxx; Database 2, xxx; Database 3, xxx",
    "register_specific_results": "Register 1, xxx; Register 2, xxx; Register 3, xxx",
}
EXCLUDED = ("dbr_excluded", "other_excluded")
_NEVER_NA = ("previous_studies", "previous_reports", "total_studies_ma", "total_reports_ma")
_DATA = tuple(data for data, *_ in TEMPLATE if data != NA)
_TITLES = tuple(box for data, _, box, _ in TEMPLATE if data == NA)
_WHOLE = re.compile(r"\d{1,3}(,\d{3})+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """What is wrong with one box of a file: where, the value found, and how to mend it.

    ``box`` is the row's ``data``, empty for the file as a whole; ``line`` is 0 where there is none.
    """

    rule: str
    severity: Severity
    box: str
    line: int
    value: str
    sentence: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """One row of a file: its line, what stands under ``n``, and the text of the box."""

    data: str
    line: int
    n: str
    boxtext: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """A file as read: its rows by name, the first of each, and the faults of its form."""

    rows: dict[str, TemplateRow]
    findings: tuple[LintFinding, ...]


def read_template(data: bytes, name: str) -> TemplateFile:
    """Read a template's CSV; faults of its form are findings, not errors.

    Raises:
        BadInput: it is empty, not a text, or has neither of the columns that every rule needs.
    """
    text, findings = _text(data, name)
    table, parted = _table(text)
    findings += parted
    if not table:
        raise BadInput(f"{name} is empty.", "Give a filled CSV template of PRISMA2020.")
    header = [cell.strip() for cell in table[0][1]]
    if "data" not in header or "n" not in header:
        raise BadInput(
            f"{name} is no CSV template of PRISMA2020: its first line lacks the columns 'data' and"
            " 'n'.",
            "Start from the template of the web app, or write one with 'tamis prisma --template'.",
        )
    findings += _columns(header)
    rows = [_row(header, line, cells) for line, cells in table[1:]]
    findings += _names(rows, table[1:], header)
    first: dict[str, TemplateRow] = {}
    for row in rows:
        first.setdefault(row.data, row)
    return TemplateFile(rows=first, findings=tuple(findings))


def error(rule: str, row: TemplateRow | None, sentence: str, mend: str) -> LintFinding:
    """An error in one row, or in the file as a whole."""
    return _finding(rule, Severity.ERROR, row, sentence, mend)


def warning(rule: str, row: TemplateRow | None, sentence: str, mend: str) -> LintFinding:
    """A warning about one row, or about the file as a whole."""
    return _finding(rule, Severity.WARNING, row, sentence, mend)


def _finding(
    rule: str, severity: Severity, row: TemplateRow | None, sentence: str, mend: str
) -> LintFinding:
    return LintFinding(
        rule=rule,
        severity=severity,
        box=row.data if row else "",
        line=row.line if row else 0,
        value=row.n if row else "",
        sentence=sentence,
        mend=mend,
    )


def whole_number(row: TemplateRow) -> int | None:
    """The number of a row, None where it is none; thousands may be parted by commas."""
    return int(row.n.replace(",", "")) if _WHOLE.fullmatch(row.n) else None


def parts_of(row: TemplateRow) -> list[str]:
    """The reasons or sources of a row, each with its number."""
    return [part.strip() for part in row.n.split(";") if part.strip()]


def number_of(part: str) -> int | None:
    """The number of a reason or source: what follows its last comma, if it is a whole number."""
    n = part.rpartition(",")[2].strip()
    return int(n) if n.isdecimal() else None


def pairs_of(row: TemplateRow) -> dict[str, int]:
    """Reason or source -> its number; those of one name together."""
    found: dict[str, int] = {}
    for part in parts_of(row):
        name = part.rpartition(",")[0].strip()
        found[name] = found.get(name, 0) + (number_of(part) or 0)
    return found


def is_na(row: TemplateRow) -> bool:
    """Whether the row says that there is no number."""
    return row.n in ("", NA)


def number_findings(row: TemplateRow) -> Iterator[LintFinding]:
    """What is wrong with the number of a row."""
    if is_na(row):
        if row.data in _NEVER_NA:
            sentence = f"{row.data} is {row.n or 'empty'}, which stops the web app's upload."
            yield error("upload", row, sentence, "Write 0.")
        return
    if whole_number(row) is None:
        sentence = f"{row.data} is {row.n!r}, not a whole number from 0 up."
        yield error("whole numbers", row, sentence, "Write digits only, such as 1234.")


def _text(data: bytes, name: str) -> tuple[str, list[LintFinding]]:
    if b"\x00" in data:
        raise BadInput(f"{name} is not a text file.", "Save the table as CSV (UTF-8).")
    found = []
    if data.startswith(b"\xef\xbb\xbf"):
        sentence = "The file starts with a byte order mark; the web app then finds no row."
        found.append(error("encoding", None, sentence, "Save it as UTF-8 without a mark."))
    try:
        return data.decode("utf-8-sig"), found
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        sentence = f"Line {line} is not UTF-8; the R package shows other letters or stops."
        found.append(error("encoding", None, sentence, "Save the file as CSV UTF-8."))
        return data.decode("cp1252", "replace"), found


def _table(text: str) -> tuple[list[tuple[int, list[str]]], list[LintFinding]]:
    """(line, cells) of every row that is not blank; cells parted by semicolons are told."""
    head = text.split("\n", 1)[0]
    semicolons = head.count(";") > head.count(",")
    found = []
    if semicolons:
        sentence = "The cells are parted by semicolons; the R package and the app expect commas."
        found.append(error("commas", None, sentence, "Save the table with commas between cells."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if semicolons else ",")
    table, line = [], 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            table.append((line, cells))
        line = reader.line_num + 1
    return table, found


def _row(header: list[str], line: int, cells: list[str]) -> TemplateRow:
    named = dict(zip(header, cells, strict=False))
    data = named.get("data", "").strip()
    return TemplateRow(
        data=data if data not in ("", NA) else named.get("box", "").strip(),
        line=line,
        n=named.get("n", "").strip(),
        boxtext=named.get("boxtext", ""),
    )


def _columns(header: list[str]) -> list[LintFinding]:
    mend = f"The columns are: {', '.join(HEADER)}."
    found = [
        error("columns", None, f"The column {name!r} is missing; the R package stops.", mend)
        for name in HEADER
        if name not in header
    ]
    if not found and tuple(header) != HEADER:
        sentence = f"The columns are {', '.join(header)}; the package reads some by their place."
        found.append(error("columns", None, sentence, mend))
    return found


def _names(
    rows: list[TemplateRow], table: list[tuple[int, list[str]]], header: list[str]
) -> Iterator[LintFinding]:
    """Rows missing, twice, unknown, or of the wrong number of cells."""
    seen = Counter(row.data for row in rows)
    for name in (*_DATA, *_TITLES):
        if not seen[name]:
            sentence = f"The row {name} is missing; the R package needs all 34."
            mend = "Add it" + (" with 0 under n." if name in ROWS else ", as in the template.")
            missing = TemplateRow(data=name, line=0, n="", boxtext="")
            yield error("rows", missing, sentence, mend)
    for row, (_, cells) in zip(rows, table, strict=True):
        if len(cells) != len(header):
            sentence = f"Line {row.line} has {len(cells)} cells, not {len(header)}."
            yield error("cells", row, sentence, 'Put texts with commas into "quotes".')
        if row.data not in (*_DATA, *_TITLES):
            sentence = f"No row of the template is called {row.data!r}."
            yield warning("rows", row, sentence, "Remove it, or mend its name.")
        elif seen[row.data] > 1:
            sentence = f"The row {row.data} stands there {seen[row.data]} times."
            yield error("rows", row, sentence, "Keep one of them.")
        if "'" in row.boxtext:
            sentence = f"The text of {row.data} has an apostrophe, which ends it in the package."
            yield error("apostrophe", row, sentence, "Write ’ in its place.")
