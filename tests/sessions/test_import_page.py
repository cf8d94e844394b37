"""The report of an import as a page and as a table."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from screening.errors import BadInput, UsageError
from screening.sessions.import_files import FileOutcome
from screening.sessions.import_page import as_csv, as_html, check_report_path
from screening.sessions.importing import check_file

RIS = """\
TY  - JOUR
TI  - <script>alert("title")</script>
AB  - What helps.
ER  -

TY  - JOUR
N1  - <b>neither</b>
ER  -
"""


@pytest.fixture
def outcomes(tmp_path: Path) -> list[FileOutcome]:
    path = tmp_path / "<img src=x>.ris"
    path.write_text(RIS, encoding="utf-8")
    error = BadInput("<i>other.ris</i> is empty.", "Export it again & check.")
    return [
        FileOutcome(file=path.name, report=check_file(path)),
        FileOutcome(file="=other.ris", error=error),
    ]


def test_the_page_escapes_all_that_files_say(outcomes: list[FileOutcome]) -> None:
    page = as_html(outcomes, done=False)
    assert "&lt;img src=x&gt;.ris" in page
    assert "&lt;i&gt;other.ris&lt;/i&gt; is empty." in page
    assert not re.search(r"<(?:script|img|i|b>n|link|iframe)\b", page)
    assert "http" not in page
    assert "prefers-color-scheme: dark" in page


def test_the_page_has_counts_fields_and_remarks(outcomes: list[FileOutcome]) -> None:
    page = as_html(outcomes, done=False)
    assert "<li><b>2</b>found</li>" in page
    assert "<li><b>1</b>rejected</li>" in page
    assert '<tr><td>title</td><td class="n">1</td><td class="n">100 %</td>' in page
    assert '<td class="n">2</td><td class="n">6</td>' in page
    assert "1 file left out." in page


def test_the_table_has_a_row_for_each_count_field_and_remark(outcomes: list[FileOutcome]) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(outcomes))))
    counts = {row["name"]: row["value"] for row in rows if row["part"] == "import"}
    assert (counts["found"], counts["new"], counts["rejected"]) == ("2", "1", "1")
    assert [row["name"] for row in rows if row["part"] == "field"] == ["title", "abstract", "type"]
    (rejected,) = [row for row in rows if row["part"] == "rejected"]
    assert (rejected["entry"], rejected["line"]) == ("2", "6")
    assert rows[-1]["file"] == "'=other.ris"


def test_other_endings_are_refused() -> None:
    with pytest.raises(UsageError, match=r"report\.doc"):
        check_report_path(Path("report.doc"))
