"""A search run again: new, known and changed records, PRISMA numbers, and the proof by the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.events.kinds import Decided, Noted, RecordChanged
from screening.prisma import flow
from screening.protocol import Stage, Verdict
from screening.readers.column_map import read_column_map
from screening.records import RecordId, SearchId
from screening.sessions.find_duplicates import find_duplicates
from screening.sessions.import_report import ImportReport, SearchFacts
from screening.sessions.importing import check_file, import_file
from screening.sessions.log import verify
from screening.sessions.originals import export_originals
from screening.sessions.proof import open_for_proof
from screening.sessions.records import history
from screening.sessions.review import Review, open_review
from screening.sessions.start import start_review

PUBMED = SearchFacts(source="PubMed")
ONE = "PMID- 11\nTI  - Mentoring of medical students\nDP  - 2020\nAID - 10.1000/a [doi]\n"
TWO = "PMID- 12\nTI  - Coaching of nurses in wards\nAB  - It helps.\nDP  - 2021\n"
THREE = "PMID- 13\nTI  - Tutors for physicians at sea\nDP  - 2022\n"
FIRST = f"{ONE}\n{TWO}"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with start_review(tmp_path / "review", title="A review", by="A") as opened:
        yield opened


class Exports:
    """Writes exports, each under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def __call__(self, text: str, ending: str = "nbib") -> Path:
        self._made += 1
        path = self._folder / f"export{self._made}.{ending}"
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def export(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def identified(review: Review) -> tuple[int, int, int]:
    counts = flow(review.state, review.protocol)
    return counts.identified, counts.duplicates, counts.to_screen


def counts_of(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.found, report.imported, report.known, report.changed, report.rejected


def holds(review: Review) -> bool:
    with open_for_proof(review.folder) as proof:
        faults = list(verify(proof))
    assert faults == []
    return True


def test_a_search_run_again_brings_only_what_is_new(review: Review, export: Exports) -> None:
    import_file(review, export(FIRST), PUBMED)
    report = import_file(review, export(f"{THREE}\n{TWO}\n{ONE}"), PUBMED)
    assert counts_of(report) == (3, 1, 2, 0, 0)
    assert (report.first, report.last) == ("R0003", "R0003")
    assert identified(review) == (3, 0, 3)
    assert [done.body.search.id for done in review.state.imports if done.saw(1)] == ["S02"]
    assert holds(review)


def test_nothing_new_leaves_every_number_but_is_a_search_of_its_own(
    review: Review, export: Exports
) -> None:
    import_file(review, export(FIRST), PUBMED)
    before = identified(review)
    again = SearchFacts(source="pubmed", run_on="2026-01-31", update="second update")
    report = import_file(review, export(f"{TWO}\n{ONE}"), again)
    assert report.nothing_new
    assert not report.same_file
    assert identified(review) == before
    search = review.state.imports[1].body.search
    assert (search.run_on, search.update) == ("2026-01-31", "second update")
    assert holds(review)


def test_a_change_keeps_old_and_new_and_all_decisions(review: Review, export: Exports) -> None:
    import_file(review, export(FIRST), PUBMED)
    one = RecordId("R0001")
    with review.writing() as writer:
        writer.append(Decided(record=one, stage=Stage.TITLE, verdict=Verdict.INCLUDE))
    newer = ONE.replace("10.1000/a", "10.1000/b").replace(
        "DP  - 2020", "AB  - At last.\nDP  - 2021"
    )
    report = import_file(review, export(newer), PUBMED)
    assert counts_of(report) == (1, 0, 1, 1, 0)
    changed = {at.field for at in report.changed_fields}
    assert {"abstract", "doi", "year"} <= changed
    with open_review(review.folder, by="A") as replayed:
        record = replayed.record(one)
        assert (record.abstract, record.doi, record.year) == ("At last.", "10.1000/b", 2021)
        assert [at.doi for at in replayed.versions(one)] == ["10.1000/a", "10.1000/b"]
        (change,) = replayed.state.changes[one]
        assert (change.body.old.abstract, change.body.new.abstract) == ("", "At last.")
        assert replayed.state.in_force(Stage.TITLE, one)["A"].verdict is Verdict.INCLUDE
        assert [at.search for at in history(replayed, one).changes] == ["S02"]
        assert [at.search.id for at in history(replayed, one).found_again] == ["S02"]
    assert holds(review)


def test_what_a_newer_export_leaves_out_stays_known(review: Review, export: Exports) -> None:
    import_file(review, export(FIRST), PUBMED)
    report = import_file(review, export(TWO.replace("AB  - It helps.\n", "")), PUBMED)
    assert counts_of(report) == (1, 0, 1, 0, 0)
    assert review.record(RecordId("R0002")).abstract == "It helps."


def test_another_source_identifies_a_record_for_itself(review: Review, export: Exports) -> None:
    import_file(review, export(FIRST), PUBMED)
    report = import_file(review, export(f"{FIRST}\n"), SearchFacts(source="Embase"))
    assert counts_of(report) == (2, 2, 0, 0, 0)
    assert identified(review) == (4, 0, 4)


def test_two_entries_of_a_file_never_become_one_record_unseen(
    review: Review, export: Exports
) -> None:
    import_file(review, export(ONE), PUBMED)
    report = import_file(review, export(f"{ONE}\n{ONE}"), PUBMED)
    assert counts_of(report) == (2, 1, 1, 0, 0)
    again = import_file(review, export(f"{ONE}\n{ONE}\n"), PUBMED)
    assert counts_of(again) == (2, 0, 2, 0, 0)


def test_the_same_file_with_other_columns_says_what_changed(
    review: Review, export: Exports, tmp_path: Path
) -> None:
    table = export(
        "Title,Kurz,Year\nMentoring of students,What helps.,2001\nCoaching,,2002\n,,2003\n", "csv"
    )
    eric = SearchFacts(source="ERIC")
    import_file(review, table, eric)
    assert review.record(RecordId("R0001")).abstract == ""
    path = tmp_path / "map.toml"
    path.write_text('[columns]\nKurz = "abstract"\n', encoding="utf-8")
    columns = read_column_map(path)
    for facts in (SearchFacts(), eric):
        checked = check_file(table, review=review, facts=facts, columns=columns)
        assert counts_of(checked) == (3, 0, 2, 1, 1)
    report = import_file(review, table, SearchFacts(), columns=columns)
    assert counts_of(report) == (3, 0, 2, 1, 1)
    assert {"abstract", "extra"} == {at.field for at in report.changed_fields}
    assert review.record(RecordId("R0001")).abstract == "What helps."
    assert identified(review) == (2, 0, 2)
    seq = review.state.last_seq
    assert import_file(review, table, eric, columns=columns).same_file
    path.write_text('[columns]\nKurz = "abstract"\nYear = "year"\n', encoding="utf-8")
    same = import_file(review, table, eric, columns=read_column_map(path))
    assert (same.same_file != "", same.read_again) == (True, True)
    assert review.state.last_seq == seq
    with pytest.raises(UsageError, match="of ERIC, not of PsycInfo"):
        import_file(review, table, SearchFacts(source="PsycInfo"), columns=read_column_map(path))
    assert len(export_originals(review, tmp_path / "out")) == 1
    assert holds(review)


def test_columns_that_were_wrong_leave_nothing_behind(
    review: Review, export: Exports, tmp_path: Path
) -> None:
    table = export("Title,Note\nMentoring of students,Ward 7\n", "csv")
    path = tmp_path / "map.toml"
    path.write_text('[columns]\nNote = "abstract"\n', encoding="utf-8")
    import_file(review, table, SearchFacts(), columns=read_column_map(path))
    path.write_text('[columns]\nNote = "extra"\n', encoding="utf-8")
    import_file(review, table, SearchFacts(), columns=read_column_map(path))
    record = review.record(RecordId("R0001"))
    assert (record.abstract, dict(record.extra)) == ("", {"Note": "Ward 7"})


def test_another_import_that_comes_between_is_compared_too(review: Review, export: Exports) -> None:
    first, second = export(FIRST), export(f"{ONE}\n{THREE}")
    with open_review(review.folder, by="B") as other:
        seen: list[int] = []

        def between(done: int, _total: int) -> None:
            if not seen:
                import_file(other, first, PUBMED)
            seen.append(done)

        report = import_file(review, second, PUBMED, progress=between)
    assert counts_of(report) == (2, 1, 1, 0, 0)
    assert (report.first, report.search) == ("R0003", "S02")
    assert holds(review)


def test_nobody_waits_while_an_export_is_read(review: Review, export: Exports) -> None:
    with open_review(review.folder, by="B") as other:

        def noted(_done: int, _total: int) -> None:
            with other.writing() as writer:
                writer.append(Noted(record=RecordId("R0001"), text="while it was read"))

        report = import_file(review, export(FIRST), PUBMED, progress=noted)
    assert report.imported == 2
    assert [text for _by, text in review.state.notes[RecordId("R0001")]] == ["while it was read"]
    assert holds(review)


@pytest.mark.parametrize("field", ["doi", "title"])
def test_a_change_that_never_was_is_found_out(review: Review, export: Exports, field: str) -> None:
    import_file(review, export(FIRST), PUBMED)
    import_file(review, export(ONE.replace("10.1000/a", "10.1000/b")), PUBMED)
    (change,) = review.state.changes[RecordId("R0001")]
    forged = RecordChanged(
        record=RecordId("R0001"),
        search=change.body.search,
        fields=(field,),
        old=change.body.old,
        new=change.body.new,
    )
    with review.writing() as writer:
        writer.append(forged)
    with open_for_proof(review.folder) as proof:
        faults = list(verify(proof))
    assert any("did not say before" in fault for fault in faults)
    assert any("changes are missing from the log or too many" in fault for fault in faults)


def test_known_records_that_are_none_are_found_out(review: Review, export: Exports) -> None:
    import_file(review, export(FIRST), PUBMED)
    import_file(review, export(ONE), PUBMED)
    body = review.state.imports[1].body
    with review.writing() as writer:
        search = replace(body.search, id=SearchId("S03"), source="Embase")
        writer.append(replace(body, search=search, known=2, first=3))
    with open_for_proof(review.folder) as proof:
        faults = " ".join(verify(proof))
    assert "S03: the known records listed are not as many as counted" in faults
    assert "S03: found is not imported + known + rejected" in faults
    assert "S03: records R0001 to R0001 were not all brought by its source" in faults


def test_a_corrected_doi_is_compared_again(review: Review, export: Exports) -> None:
    import_file(review, export(f"{ONE}AB  - It helps in many ways.\n"), PUBMED)
    other = "TY  - JOUR\nTI  - Mentors for doctors\nPY  - 2020\nDO  - 10.1000/b\nER  -\n"
    import_file(review, export(other, "ris"), SearchFacts(source="Scopus"))
    find_duplicates(review)
    searched = review.state.last_seq
    find_duplicates(review)
    assert review.state.last_seq == searched
    newer = other.replace("Mentors for doctors", "Mentoring of medical students")
    import_file(review, export(newer, "ris"), SearchFacts(source="scopus"))
    assert review.state.record_total == 3  # another title: a new record, in doubt
    newest = ONE.replace("10.1000/a", "10.1000/b")
    report = import_file(review, export(newest), PUBMED)
    assert report.changed == 1
    assert find_duplicates(review).new == 3
    ((one, two),) = review.state.duplicates.items()
    assert {one, two} == {"R0001", "R0003"}
    assert find_duplicates(review).new == 0
    assert holds(review)
