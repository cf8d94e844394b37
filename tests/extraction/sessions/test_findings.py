"""Adding, importing, extracting, confirming and rejecting findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction.extractors.methods.abstract_sentences import AbstractSentences
from extraction.findings import FindingStatus
from extraction.sessions import Coding
from extraction.sessions.exporting import read_references
from extraction.sessions.extracting import propose_findings
from extraction.sessions.finding_files import import_findings
from extraction.sessions.findings import (
    OUTSIDE,
    add_finding,
    confirm,
    finding_rows,
    reject,
    to_status,
)
from extraction.sessions.undo import undo
from screening.errors import BadInput, UsageError
from tests.extraction.logs import as_other, coding_review, with_abstract
from tests.extraction.test_pipeline import by_full_stop


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = coding_review(tmp_path / "review")
    with made.review:
        yield made


def _table(tmp_path: Path, text: str, name: str = "findings.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_finding_with_a_quote_knows_its_place(coding: Coding) -> None:
    assert add_finding(coding, "r1", "", quote="Mentors help.") == "F0001"
    (row,) = finding_rows(coding)
    assert (row.statement, row.quote, row.source) == ("Mentors help.", "Mentors help.", "abstract")
    assert add_finding(coding, "2", "It works", quote="study 2", source="title") == "F0002"


def test_findings_come_from_included_records_or_are_flagged(coding: Coding) -> None:
    with pytest.raises(UsageError, match="R0004 is not included"):
        add_finding(coding, "R0004", "It works")
    add_finding(coding, "R0004", "It works", outside=True)
    add_finding(coding, "R0005", "It works", flag="background")
    assert [row.flag for row in finding_rows(coding)] == [OUTSIDE, "background"]


@pytest.mark.parametrize(
    ("record", "statement", "quote", "words"),
    [
        ("R0099", "x", "", "no record R0099"),
        ("R0001", " ", "", "No statement and no quote"),
        ("R0001", "x", "mice help", "does not stand in the abstract"),
    ],
)
def test_what_cannot_be_added_is_told(
    coding: Coding, record: str, statement: str, quote: str, words: str
) -> None:
    before = coding.review.state.last_seq
    with pytest.raises(UsageError, match=words):
        add_finding(coding, record, statement, quote=quote)
    assert coding.review.state.last_seq == before


def test_a_file_is_imported_once(coding: Coding, tmp_path: Path) -> None:
    text = "reference,statement,flag,page\n1,trust,ok,3\n2,trust,ok,4\n2,trust,ok,4\n"
    path = _table(tmp_path, text)
    done = import_findings(coding, path)
    assert (done.rows, done.added, done.known) == (3, ("F0001", "F0002", "F0003"), 0)
    assert done.unread == ("page",)
    again = import_findings(coding, path)
    assert (again.rows, again.added, again.known) == (3, (), 3)
    assert undo(coding).kinds == ("FindingAdded",) * 3
    assert not coding.findings


def test_every_bad_row_is_named_and_nothing_is_imported(coding: Coding, tmp_path: Path) -> None:
    text = 'record;statement;quote\nR1;fine;\nR4;outside;\nR2;"two\nlines";\nR77;x;\nR1;;no words\n'
    with pytest.raises(BadInput) as caught:
        import_findings(coding, _table(tmp_path, text))
    assert "3 of 5 rows" in caught.value.message
    for line in ("line 3: R0004 is not", "line 6: There is no record R0077", "line 7: The quote"):
        assert line in caught.value.message
    assert not coding.findings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("title\nx\n", "has the columns title"),
        ("record,statement\nR1,a,b\n", "line 2: more cells"),
        ('record,statement\nR1,"open\n', "line 2"),
    ],
)
def test_a_table_that_is_none_is_told(
    coding: Coding, tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        import_findings(coding, _table(tmp_path, text))


def test_unreadable_files_are_told(coding: Coding, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        import_findings(coding, tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes("record,statement\nR1,caf\xe9\n".encode("latin-1"))
    with pytest.raises(BadInput, match="is not a UTF-8 text"):
        import_findings(coding, tmp_path / "latin.csv")


def test_references_may_come_from_a_file(coding: Coding, tmp_path: Path) -> None:
    numbers = read_references(coding, _table(tmp_path, "record,reference\nR3,81\n", "refs.csv"))
    import_findings(coding, _table(tmp_path, "reference,statement\n81,trust\n"), references=numbers)
    assert [row.record for row in finding_rows(coding, record="R3")] == ["R0003"]
    for text, words in (
        ("record\nR1\n", "has the columns"),
        ("record,reference\nR99,1\n", "line 2"),
        ("record,reference\nR1,1\nR2,1\n", "second time"),
    ):
        with pytest.raises(BadInput, match=words):
            read_references(coding, _table(tmp_path, text, "bad.csv"))


def test_extraction_proposes_each_sentence_once(coding: Coding) -> None:
    add_finding(coding, "R1", "", quote="It works.")
    method = AbstractSentences(by_full_stop)
    done = propose_findings(coding, per_record=2, extractor=method)
    assert (done.records, done.candidates, done.left_out) == (3, 9, 3)
    assert (done.proposed, done.known) == (5, 1)
    again = propose_findings(coding, per_record=2, extractor=method)
    assert (again.proposed, again.known) == (0, 6)
    rows = list(finding_rows(coding, status=to_status("proposed")))
    assert all(row.quote == row.statement and row.why for row in rows)
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert propose_findings(coding, records=["R2"], per_record=0, extractor=method).proposed == 1


def test_people_confirm_and_reject(coding: Coding) -> None:
    propose_findings(coding, records=["R1"], extractor=AbstractSentences(by_full_stop))
    confirm(coding, ["f1"], statement="Mentoring works")
    reject(coding, ["F0002", "F3"], why="method")
    states = [coding.findings[name].status for name in coding.findings]
    assert states == [FindingStatus.CONFIRMED, FindingStatus.REJECTED, FindingStatus.REJECTED]
    with pytest.raises(UsageError, match="F0002 is rejected already"):
        reject(coding, ["F0002"])
    with pytest.raises(UsageError, match="one finding only"):
        confirm(coding, ["F0001", "F0002"], statement="x")
    with pytest.raises(UsageError, match="no finding 'F0009'") as caught:
        confirm(coding, ["F0009"])
    assert "F0001" in caught.value.hint
    with pytest.raises(UsageError, match="no status 'maybe'"):
        to_status("maybe")
    assert undo(coding).kinds == ("FindingRejected", "FindingRejected")


def test_undo_takes_back_own_acts_only(coding: Coding) -> None:
    add_finding(coding, "R1", "one")
    other = as_other(coding, "Ben")
    with other.review:
        add_finding(other, "R2", "two")
        undo(other)
        with pytest.raises(UsageError, match="no act of Ben"):
            undo(other)
    undo(coding)
    assert not coding.findings


def test_findings_are_proposed_of_included_records_only(coding: Coding) -> None:
    with pytest.raises(UsageError, match="R0005 is not included"):
        propose_findings(coding, records=["5"], extractor=AbstractSentences(by_full_stop))
    assert not coding.findings


def test_two_records_with_one_abstract_are_both_read(tmp_path: Path) -> None:
    twins = [with_abstract(number, "Mentors help.") for number in (1, 2)]
    coding = coding_review(tmp_path / "review", included=(1, 2), found=twins)
    with coding.review:
        whole = AbstractSentences(by_full_stop)
        assert propose_findings(coding, extractor=whole).proposed == 2
        assert propose_findings(coding, extractor=whole).known == 2


def test_a_sentence_splitter_that_differs_from_its_card_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "extraction.sessions.extracting.package_folder", lambda _card: tmp_path / "nothing"
    )
    with coding_review(tmp_path / "review").review as review, pytest.raises(BadInput):
        propose_findings(Coding(review))
