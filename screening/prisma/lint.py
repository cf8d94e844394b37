"""The rules for anybody's numbers in the PRISMA2020 template: sums, reasons, sources.

Arithmetic after PRISMA 2020 (Page MJ et al., BMJ 2021;372:n71). Reasons and sources are told as
"Name, number; Name, number"; the R package cuts a name at its first comma, other readers at the
last, so that a comma in a name is an error. What a box's text says is still to be decided, as this
program writes it for an unfinished review, is part of the sum, and a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from screening.prisma.balance import Equation, broken
from screening.prisma.csv2020 import ROWS, still_open
from screening.prisma.lint_file import (
    EXCLUDED,
    SPECIFIC,
    LintFinding,
    TemplateRow,
    error,
    is_na,
    number_findings,
    number_of,
    parts_of,
    read_template,
    warning,
    whole_number,
)
from screening.prisma.severity import Severity

_SUMS = {"database_specific_results": "database_results"}
_SUMS["register_specific_results"] = "register_results"
_FOUND = ("website_results", "organisation_results", "citations_results")
_REMOVED = ("duplicates", "excluded_automatic", "excluded_other")
_ASSESSED = ("dbr_assessed", "other_assessed")


def _expected(
    rule: str, whole: str, *plus: str, minus: tuple[str, ...] = (), at_most: bool = False
) -> Equation:
    return Equation(
        rule=rule,
        whole=whole,
        plus=plus,
        minus=minus,
        at_most=at_most,
        severity=Severity.WARNING,
    )


EQUATIONS = (
    Equation(
        rule="records screened",
        whole="records_screened",
        plus=("database_results", "register_results"),
        minus=_REMOVED,
    ),
    Equation(
        rule="records excluded",
        whole="records_excluded",
        plus=("records_screened",),
        at_most=True,
    ),
    _expected(
        "reports sought", "dbr_sought_reports", "records_screened", minus=("records_excluded",)
    ),
    Equation(
        rule="reports assessed",
        whole="dbr_assessed",
        plus=("dbr_sought_reports",),
        minus=("dbr_notretrieved_reports",),
    ),
    Equation(rule="reports excluded", whole="dbr_excluded", plus=("dbr_assessed",), at_most=True),
    _expected("reports sought", "other_sought_reports", *_FOUND, at_most=True),
    Equation(
        rule="reports assessed",
        whole="other_assessed",
        plus=("other_sought_reports",),
        minus=("other_notretrieved_reports",),
    ),
    Equation(
        rule="reports excluded", whole="other_excluded", plus=("other_assessed",), at_most=True
    ),
    Equation(rule="reports included", whole="new_reports", plus=_ASSESSED, minus=EXCLUDED),
    Equation(rule="studies and reports", whole="new_studies", plus=("new_reports",), at_most=True),
    Equation(
        rule="studies and reports",
        whole="previous_studies",
        plus=("previous_reports",),
        at_most=True,
    ),
    Equation(
        rule="total studies",
        whole="total_studies",
        plus=("previous_studies", "new_studies"),
        at_most=True,
    ),
    _expected("total reports", "total_reports", "previous_reports", "new_reports"),
    Equation(rule="meta-analysis", whole="total_studies_ma", plus=("total_studies",), at_most=True),
    Equation(rule="meta-analysis", whole="total_reports_ma", plus=("total_reports",), at_most=True),
)


def lint(data: bytes, name: str = "The file") -> tuple[LintFinding, ...]:
    """Everything wrong with a filled template, errors first, each in the order of the file.

    Raises:
        BadInput: it is no such template at all.
    """
    file = read_template(data, name)
    found = [*file.findings, *_values(file.rows)]
    order = {Severity.ERROR: 0, Severity.WARNING: 1}
    return tuple(sorted(found, key=lambda at: (order[at.severity], at.line)))


def _values(rows: Mapping[str, TemplateRow]) -> Iterator[LintFinding]:
    known: dict[str, int | None] = {}
    for row in rows.values():
        if row.data in ROWS and row.data not in EXCLUDED:
            yield from number_findings(row)
            known[row.data] = whole_number(row)
        elif row.data in (*EXCLUDED, *SPECIFIC):
            found = list(_pair_findings(row))
            yield from found
            known[row.data] = None if found and _has_error(found) else _total(row)
        if waiting := still_open(row.data, row.boxtext):
            known[_waiting_in(row.data)] = waiting
            sentence = f"{row.data} leaves {waiting} still to be decided, as its text says."
            yield warning("unfinished", row, sentence, "Finish screening, then write it anew.")
    yield from _sums(rows, known)
    reports, studies = known.get("new_reports"), known.get("new_studies")
    if reports and studies == 0:
        sentence = f"new_studies is 0, but new_reports is {reports}: each tells of a study."
        yield error("studies and reports", rows["new_studies"], sentence, "Count their studies.")


def _waiting_in(box: str) -> str:
    """What the open part of a box's sum goes by."""
    return f"still to be decided in {box}"


def _with_waiting(equation: Equation, known: Mapping[str, int | None]) -> Equation:
    """An equation of an unfinished review: what is open has left the sum."""
    waiting = _waiting_in(equation.whole)
    if equation.at_most or waiting not in known:
        return equation
    return replace(equation, minus=(*equation.minus, waiting))


def _has_error(found: list[LintFinding]) -> bool:
    return any(at.severity is Severity.ERROR for at in found)


def _sums(
    rows: Mapping[str, TemplateRow], known: Mapping[str, int | None]
) -> Iterator[LintFinding]:
    details = [
        Equation(rule="sources", whole=whole, plus=(part,))
        for part, whole in _SUMS.items()
        if part in rows and rows[part].n != SPECIFIC[part]
    ]
    sums = [*details, *(_with_waiting(at, known) for at in EQUATIONS)]
    for equation, whole, right in broken(sums, known):
        values = ", ".join(f"{box} = {known[box]}" for box in equation.boxes[1:])
        what = "more than" if equation.at_most else "not"
        sentence = f"{equation.whole} is {whole}, {what} {right}; {equation.words} ({values})."
        told = error if equation.severity is Severity.ERROR else warning
        yield told(equation.rule, rows[equation.whole], sentence, _mend(equation, right))


def _mend(equation: Equation, right: int) -> str:
    others = ", ".join(equation.boxes[1:])
    if right < 0:
        return f"Mend one of: {others}; together they leave {right}."
    most = "at most " if equation.at_most else ""
    return f"Write {most}{right} in {equation.whole}, or mend one of: {others}."


def _total(row: TemplateRow) -> int | None:
    """The number of a row, or the sum of its reasons or sources; None where one is missing."""
    if (alone := whole_number(row)) is not None:
        return alone
    numbers = [number_of(part) for part in parts_of(row)]
    known = [n for n in numbers if n is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _pair_findings(row: TemplateRow) -> Iterator[LintFinding]:
    """What the package's and the app's readers would make something else of."""
    if row.n == SPECIFIC.get(row.data) or is_na(row) or whole_number(row) is not None:
        return
    if "xxx" in row.n:
        mend = "Write 0 if there is none." if row.data in EXCLUDED else "Write names and numbers."
        yield error("placeholder", row, f"{row.data} still holds the placeholder xxx.", mend)
        return
    if "'" in row.n:
        sentence = f"{row.data} has an apostrophe, which ends the text in the R package."
        yield error("apostrophe", row, sentence, "Write ’ in its place.")
    for pair in parts_of(row):
        yield from _one_pair(row, pair)
    if row.data in EXCLUDED and len(parts_of(row)) == 1:
        sentence = f"{row.data} has one reason; the R package up to 1.1.1 stops at it."
        yield warning("one reason", row, sentence, "For such a version, add: ; Other, 0")


def _one_pair(row: TemplateRow, pair: str) -> Iterator[LintFinding]:
    if number_of(pair) is None:
        sentence = f"{row.data}: {pair!r} has no whole number after its comma."
        yield error("reasons", row, sentence, "Write each as: Name, number")
    elif pair.count(",") > 1:
        mend = f"Write: {pair.rpartition(',')[0].replace(',', ' –')}, {number_of(pair)}"
        sentence = f"{row.data}: {pair!r} has a comma in its name; the R package cuts there."
        yield error("commas in names", row, sentence, mend)
