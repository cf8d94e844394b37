"""What the PRISMA2020 R package (1.1.4) and its web app make of a file, told again in Python.

Written from the package's behaviour: rows are found by their name in the first column, columns by
name, numbers lose every sign but digits and points, reasons are parted at semicolons and cut at
their first comma, labels stand in single quotes in the drawing's source.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

NUMBERS = (
    "previous_studies", "previous_reports", "register_results", "database_results",
    "website_results", "organisation_results", "citations_results", "duplicates",
    "excluded_automatic", "excluded_other", "records_screened", "records_excluded",
    "dbr_sought_reports", "dbr_notretrieved_reports", "other_sought_reports",
    "other_notretrieved_reports", "dbr_assessed", "other_assessed", "new_studies", "new_reports",
    "total_studies$", "total_reports$", "total_studies_ma", "total_reports_ma",
)  # fmt: skip
PAIRS = ("database_specific_results", "register_specific_results", "dbr_excluded", "other_excluded")
TITLES = ("prevstud", "newstud", "othstud")
BARS = ("identification", "screening", "included")
PLACEHOLDERS = {
    name: "; ".join(f"{what} {n}, xxx" for n in (1, 2, 3))
    for name, what in (
        ("database_specific_results", "Database"),
        ("register_specific_results", "Register"),
    )
}


class PackageStops(Exception):
    """R stops, or the diagram's source is no longer valid."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the package draws: numbers by row (None is printed as NA) and reasons with numbers."""

    numbers: dict[str, float | None]
    pairs: dict[str, list[tuple[str, float | None]]]


def _rows(data: bytes) -> list[dict[str, str | None]]:
    text = data.decode("utf-8")
    table = list(csv.reader(io.StringIO(text)))
    header = table[0]
    if header[0] != "data":
        raise PackageStops("the first column is not called data")
    for name in ("node", "box", "boxtext", "tooltips", "url", "n"):
        if name not in header:
            raise PackageStops(f"object '{name}' not found")
    rows: list[dict[str, str | None]] = []
    for cells in table[1:]:
        if len(cells) > len(header):
            raise PackageStops("more columns than column names")
        filled = cells + [""] * (len(header) - len(cells))
        rows.append(
            {
                name: None if cell == "NA" else cell
                for name, cell in zip(header, filled, strict=True)
            }
        )
    return rows


def _one(rows: list[dict[str, str | None]], pattern: str, column: str) -> str | None:
    found = [row for row in rows if re.search(pattern, row[column] or "")]
    if len(found) != 1:
        raise PackageStops(f"{len(found)} rows for {pattern}")
    if "'" in (found[0]["boxtext"] or ""):
        raise PackageStops("syntax error in line 1 near '''")
    return found[0]["n"]


def _number(text: str | None) -> float | None:
    digits = re.sub("[^0-9.]", "", (text or "").replace(",", ""))
    return float(digits) if digits else None


def _pairs(text: str | None) -> list[tuple[str, float | None]]:
    if text is None or not re.search("[^0-9,]", text):
        return [("", _number(text))]
    found = []
    for part in re.split(";(?: )?", text):
        name, comma, rest = part.partition(",")
        read = re.match("[ 0-9,]*", rest) if comma else None
        found.append((name, _number(read.group(0)) if read else None))
    for name, _ in found:
        if "'" in name or "@@" in name or "\\" in name:
            raise PackageStops("syntax error in line 1 near '''")
    return found


def package_reads(data: bytes) -> Drawn:
    """What ``PRISMA_data`` and the drawing make of a file.

    Raises:
        PackageStops: they stop.
    """
    rows = _rows(data)
    for name in TITLES:
        _one(rows, name, "box")
    for name in BARS:
        _one(rows, name, "data")
    numbers = {name.rstrip("$"): _number(_one(rows, name, "data")) for name in NUMBERS}
    return Drawn(numbers, {name: _pairs(_one(rows, name, "data")) for name in PAIRS})


def app_switches(data: bytes) -> dict[str, bool]:
    """The options that the web app sets on upload.

    Raises:
        PackageStops: it stops.
    """
    n = {row["data"]: row["n"] for row in _rows(data)}

    def any_not_zero(*names: str) -> bool:
        if None in [n[name] for name in names]:
            raise PackageStops("missing value where TRUE/FALSE needed")
        return any(n[name] != "0" for name in names)

    return {
        "previous": any_not_zero("previous_studies", "previous_reports"),
        "dbDetail": n["database_specific_results"] != PLACEHOLDERS["database_specific_results"],
        "regDetail": n["register_specific_results"] != PLACEHOLDERS["register_specific_results"],
        "metaAnalysis": any_not_zero("total_studies_ma", "total_reports_ma"),
    }
