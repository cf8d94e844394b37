"""A flow that no log stands behind: typed numbers, or anybody's PRISMA2020 file, checked first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from screening.console import typed
from screening.errors import BadInput, CheckFailed, UsageError
from screening.prisma.csv2020 import ROWS, still_open
from screening.prisma.lint import lint
from screening.prisma.lint_file import (
    EXCLUDED,
    SPECIFIC,
    LintFinding,
    TemplateRow,
    pairs_of,
    read_template,
    whole_number,
)
from screening.prisma.severity import Severity
from screening.prisma.totals import Totals, parse_total, totals

_KINDS = {"database_specific_results": "database", "register_specific_results": "register"}
# A template says 0 in these where there is none: a new review, no other methods, none pooled.
_ONLY_IF_SOME = (
    frozenset(("previous_studies", "previous_reports", "total_studies_ma", "total_reports_ma")),
    frozenset(row for row in ROWS if row.startswith("other_"))
    | {"website_results", "organisation_results", "citations_results"},
)


def lint_file(path: Path) -> tuple[LintFinding, ...]:
    """Everything wrong with a filled template of the PRISMA2020 package.

    Raises:
        BadInput: it cannot be read, or is no such template.
    """
    return lint(_bytes(path), path.name)


def typed_totals(typed: Iterable[str], file: Path | None = None) -> Totals:
    """The flow from NAME=NUMBER texts and a filled template; what is typed comes first.

    Raises:
        UsageError: an unknown box, a number that is none, or numbers that cannot hold together.
        BadInput: the file cannot be read, or is no such template.
        CheckFailed: the file's own numbers break a rule.
    """
    told: dict[str, int] = {}
    for name, n in map(parse_total, typed):
        if told.setdefault(name, n) != n:
            raise UsageError(f"{name} is told twice, as {told[name]} and as {n}.", "Give it once.")
    return totals(told, _of_file(file) if file else None)


def _of_file(path: Path) -> dict[str, int]:
    broken = [found for found in lint_file(path) if found.severity is Severity.ERROR]
    if broken:
        raise CheckFailed(
            f"{path.name}: " + " ".join(found.sentence for found in broken),
            f"'tamis prisma lint {typed(path)}' tells how to mend each.",
        )
    rows = read_template(_bytes(path), path.name).rows
    if any(still_open(name, row.boxtext) for name, row in rows.items()):
        raise CheckFailed(
            f"{path.name} is of an unfinished review: its texts say what is still to be decided.",
            "Draw it from the review itself: tamis prisma --out flow.svg",
        )
    told: dict[str, int] = {}
    for name, row in rows.items():
        told |= _of_row(name, row)
    for boxes in _ONLY_IF_SOME:
        if not any(whole_number(rows[name]) != 0 for name in boxes):
            left_out = {ROWS[name] for name in boxes}
            told = {box: n for box, n in told.items() if box not in left_out}
    if "previous_studies" not in told:  # the totals of a new review repeat its studies
        told.pop("total_studies", None)
        told.pop("total_reports", None)
    return told


def _of_row(name: str, row: TemplateRow) -> dict[str, int]:
    if name in SPECIFIC:
        named = {} if row.n == SPECIFIC[name] else pairs_of(row)
        return {f"source:{_KINDS[name]}:{part}": n for part, n in named.items()}
    n = whole_number(row)
    if name not in ROWS or (n is None and name not in EXCLUDED):
        return {}
    if n is not None:
        return {ROWS[name]: n}
    named = pairs_of(row)
    return {f"{ROWS[name]}:{part}": n for part, n in named.items()} | {
        ROWS[name]: sum(named.values())
    }


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.", "Check its name and permissions."
        ) from error
