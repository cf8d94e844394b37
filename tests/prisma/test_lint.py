"""Every rule of lint, broken on purpose in a file that is else right."""

from __future__ import annotations

import pytest

from screening.errors import BadInput
from screening.prisma import prisma2020_csv
from screening.prisma.lint import EQUATIONS, lint
from screening.prisma.severity import Severity
from tests.prisma.reviews import updated

GOOD = prisma2020_csv(updated())


def with_n(text: str, **numbers: str) -> str:
    """The file with other numbers in rows."""
    lines = text.splitlines()
    for name, n in numbers.items():
        (at,) = (place for place, line in enumerate(lines) if line.startswith(f"{name},"))
        head = ",".join(lines[at].split(",")[:7])
        lines[at] = f'{head},"{n}"'
    return "\n".join(lines) + "\n"


BROKEN: dict[str, tuple[str, str, str]] = {
    "records_screened": ("61", "records screened", "Write 62 in records_screened"),
    "records_excluded": ("99", "records excluded", "Write at most 62 in records_excluded"),
    "dbr_assessed": ("24", "reports assessed", "Write 25 in dbr_assessed"),
    "dbr_excluded": ("A, 20; B, 9", "reports excluded", "Write at most 25"),
    "other_assessed": ("9", "reports assessed", "Write 4"),
    "other_excluded": ("A, 4; B, 9", "reports excluded", "Write at most 4"),
    "new_reports": ("1", "reports included", "Write 15 in new_reports"),
    "new_studies": ("99", "studies and reports", "Write at most 15"),
    "previous_studies": ("55", "studies and reports", "Write at most 54"),
    "total_studies": ("99", "total studies", "Write at most 65"),
    "total_studies_ma": ("99", "meta-analysis", "Write at most 64"),
    "total_reports_ma": ("99", "meta-analysis", "Write at most 69"),
    "database_specific_results": ("PubMed, 40; Scopus, 29", "sources", "Write 69"),
    "duplicates": ("200", "records screened", "together they leave -125"),
    "website_results": ("-5", "whole numbers", "Write digits only"),
    "citations_results": ("6.5", "whole numbers", "Write digits only"),
    "organisation_results": ("about 4", "whole numbers", "Write digits only"),
    "previous_reports": ("NA", "upload", "Write 0"),
}


@pytest.mark.parametrize("box", BROKEN)
def test_a_wrong_number_is_told_with_box_value_and_mend(box: str) -> None:
    n, rule, mend = BROKEN[box]
    errors = [at for at in lint(with_n(GOOD, **{box: n}).encode()) if at.rule == rule]
    assert errors
    assert all(at.severity is Severity.ERROR for at in errors)
    assert all(at.sentence.endswith((".", ")")) and at.line > 1 for at in errors)
    assert any(mend in at.mend for at in errors)


@pytest.mark.parametrize(
    ("box", "n", "rule"),
    [
        ("dbr_sought_reports", "30", "reports sought"),
        ("other_sought_reports", "30", "reports sought"),
        ("total_reports", "99", "total reports"),
        ("dbr_excluded", "A, 13", "one reason"),
    ],
)
def test_what_may_have_a_good_reason_is_a_warning(box: str, n: str, rule: str) -> None:
    (found,) = (
        at for at in lint(with_n(GOOD, **{box: n}).encode()) if at.rule == rule and at.box == box
    )
    assert found.severity is Severity.WARNING


def test_every_sum_is_broken_by_a_test() -> None:
    rules = {rule for _, rule, _ in BROKEN.values()} | {"reports sought", "total reports"}
    assert {equation.rule for equation in EQUATIONS} <= rules


@pytest.mark.parametrize(
    ("n", "rule", "mend"),
    [
        ("Wrong population, adults, 13", "commas in names", "Wrong population – adults, 13"),
        ("Wrong population 13", "reasons", "Name, number"),
        ("Wrong population, many; Other, 0", "reasons", "Name, number"),
        ("Student's choice, 13; Other, 0", "apostrophe", "’"),
        ("Reason1, xxx; Reason2, xxx", "placeholder", "Write 0"),
    ],
)
def test_reasons_that_readers_would_cut_are_errors(n: str, rule: str, mend: str) -> None:
    found = [at for at in lint(with_n(GOOD, dbr_excluded=n).encode()) if at.rule == rule]
    assert [at.box for at in found] == ["dbr_excluded"]
    assert found[0].value == n
    assert mend in found[0].mend


FORM = [
    (GOOD.replace("\nduplicates,", "\ntwice,").encode(), "rows"),
    (GOOD.replace("data,node", "data,knot", 1).encode(), "columns"),
    (GOOD.replace("data,node", "node,data", 1).encode(), "columns"),
    (b"\xef\xbb\xbf" + GOOD.encode(), "encoding"),
    (GOOD.replace("Wrong population", "Évaluation").encode("latin-1", "replace"), "encoding"),
    (GOOD.replace("Records screened,", "Record's screened,").encode(), "apostrophe"),
    (GOOD.replace("included,node3", "included,,node3", 1).encode(), "cells"),
    ((GOOD + GOOD.splitlines()[5] + "\n").encode(), "rows"),
    (GOOD.replace('"', "").replace(",", ";").encode(), "commas"),
]


@pytest.mark.parametrize(("data", "rule"), FORM)
def test_a_wrong_form_is_an_error(data: bytes, rule: str) -> None:
    found = {at.rule for at in lint(data) if at.severity is Severity.ERROR}
    assert rule in found


def test_unknown_rows_are_a_warning() -> None:
    (found,) = (at for at in lint((GOOD + "mine,,,,,,,5\n").encode()) if at.box == "mine")
    assert found.severity is Severity.WARNING


def test_studies_without_a_report_are_an_error() -> None:
    found = lint(with_n(GOOD, new_studies="0").encode())
    assert "new_studies is 0, but new_reports is 15" in found[0].sentence


def test_hidden_lines_break_no_rule() -> None:
    text = with_n(GOOD, website_results="NA", records_screened="NA", total_reports="")
    assert [at for at in lint(text.encode()) if at.severity is Severity.ERROR] == []


@pytest.mark.parametrize("data", [b"", b"\n\n", b"a,b\n1,2\n", b"PK\x03\x04\x00\x00"])
def test_what_is_no_template_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        lint(data, "mine.csv")
