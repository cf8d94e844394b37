"""An import taken back: the review is as if it had never been, and nobody's work goes unseen."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from screening.errors import BadInput, BadReview, UsageError
from screening.events import Body, Place, fold, seal
from screening.events.kinds import (
    AuditBegun,
    CalibrationBegun,
    CellFilled,
    CellProposed,
    ConflictAdjudicated,
    ExtractionUndone,
    FindingConfirmed,
    FindingId,
    FindingProposed,
    FulltextAttached,
    ImportTakenBack,
    Maker,
    MemoWritten,
    RecordChanged,
    ReportsGrouped,
    StageStopped,
)
from screening.prisma import flow
from screening.protocol import Stage, Verdict
from screening.records import RecordId, SearchId, to_record_id
from screening.sessions.actions import Act
from screening.sessions.as_imported import export_as_imported
from screening.sessions.bundle_make import make_bundle
from screening.sessions.bundle_merge import merge_bundle
from screening.sessions.bundle_open import open_bundle, return_bundle
from screening.sessions.duplicates import mark_duplicate, unmark_duplicate
from screening.sessions.find_duplicates import find_duplicates
from screening.sessions.import_report import ImportReport, SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.imports import list_imports, take_back_import, withdraw_own
from screening.sessions.log import verify
from screening.sessions.originals import export_originals
from screening.sessions.proof import open_for_proof
from screening.sessions.records import history, list_records
from screening.sessions.rejected import rejected_entries
from screening.sessions.retrieval import mark_not_retrieved, mark_retrieved
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide, queue, undo
from screening.sessions.seat import Seat
from screening.sessions.start import start_review_with
from screening.sessions.status import status_of
from screening.sessions.stepping import add_note
from screening.sessions.tags import toggle_tag
from tests.reviews_builder import Ticking, protocol_text, rank, reopen

TITLE = Stage.TITLE
MAKER = Maker(name="a method", version="1")
PLACE = Place(source="abstract", text_sha256="0" * 64, start=0, end=1)
R = [RecordId(""), *map(to_record_id, range(1, 40))]


def entries(*numbers: int, year: int = 2020, source: str = "") -> str:
    """An export of these works; one is the same in every export, but for its year."""
    made = (
        "TY  - JOUR\nTI  - Study {0} of mentors\nPY  - {1}\nDO  - 10.5555/{0}\nDB  - {2}\nER  -\n"
    )
    return "\n".join(made.format(number, year, source) for number in numbers)


class Imports:
    """Imports exports of works into a review."""

    def __init__(self, review: Review, folder: Path) -> None:
        self.review, self.folder = review, folder

    def __call__(self, source: str, *numbers: int, year: int = 2020, end: str = "") -> ImportReport:
        path = self.folder / f"{source}-{'-'.join(map(str, numbers))}.ris"
        path.write_text(entries(*numbers, year=year, source=source) + end, encoding="utf-8")
        return import_file(self.review, path, SearchFacts(source=source))


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    text = protocol_text()
    with start_review_with(tmp_path / "review", text, by="Ann", clock=Ticking()) as opened:
        yield opened
        assert [at for at in faults(opened) if "full text" not in at] == []
        assert fold(opened.events()) == opened.state


@pytest.fixture
def bring(review: Review, tmp_path: Path) -> Imports:
    return Imports(review, tmp_path)


def faults(review: Review) -> list[str]:
    with open_for_proof(review.folder) as proof:
        return list(verify(proof))


def sources(review: Review) -> dict[str, int]:
    """Source -> records identified, as the flow says; the flow's own rules must hold."""
    counts = flow(review.state, review.protocol)
    assert counts.identified == sum(at.n for at in counts.sources) == review.state.record_total
    return {at.name: at.n for at in counts.sources}


def titles(review: Review) -> list[str]:
    return [record.title for record in review.records()]


# What it does


def test_the_review_is_as_if_the_import_had_never_been(review: Review, bring: Imports) -> None:
    bring("PubMed", 1, 2)
    before = flow(review.state, review.protocol), queue(review, TITLE), titles(review)
    bring("ERIC", 2, 7, 8, end="\nTY  - JOUR\nER  -\n")
    find_duplicates(review)
    done = take_back_import(review, "s2", why="another review's")
    assert (done.search, done.gone, done.stayed, done.marks) == ("S02", 3, 0, 1)
    assert (flow(review.state, review.protocol), queue(review, TITLE), titles(review)) == before
    assert [row.record for row in list_records(review)] == R[1:3]
    assert list(rejected_entries(review)) == []
    assert review.state.duplicates == {}
    with pytest.raises(UsageError, match="R0003 is no longer in this review: S02"):
        review.record(R[3])


def test_the_list_and_the_log_show_both(review: Review, bring: Imports) -> None:
    bring("PubMed", 1)
    take_back_import(review, "S01", why="mistyped source")
    (row,) = list_imports(review)
    assert (row.search, row.found, row.records, row.taken_back_by, row.why) == (
        "S01", 1, 0, "Ann", "mistyped source",
    )  # fmt: skip
    assert [event.kind for event in review.events()][-2:] == ["SearchImported", "ImportTakenBack"]


def test_the_same_file_again_is_a_new_import_with_new_numbers(
    review: Review, bring: Imports
) -> None:
    bring("PubMd", 1, 2)
    take_back_import(review, "1")
    again = bring("PubMd", 1, 2)
    assert (again.imported, again.known, again.search, again.first) == (2, 0, "S02", "R0003")
    take_back_import(review, "2")
    path = bring.folder / "PubMd-1-2.ris"
    right = import_file(review, path, SearchFacts(source="PubMed"))
    assert (right.imported, right.search, right.first, right.same_file) == (2, "S03", "R0005", "")
    assert sources(review) == {"PubMed": 2}


def test_records_that_a_later_search_found_again_stay_with_it(
    review: Review, bring: Imports
) -> None:
    bring("PubMed", 1, 2, 3)
    bring("PubMed", 2, 3, 4, year=2021)
    decide(review, TITLE, R[2], Verdict.INCLUDE)
    done = take_back_import(review, "S01")
    assert (done.gone, done.stayed) == (1, 2)
    assert review.state.records() == [R[2], R[3], R[4]]
    assert sources(review) == {"PubMed": 3}
    told = history(review, R[2])
    assert (told.search.id, told.found_again) == ("S02", ())
    assert told.stages[0].decisions[0].verdict is Verdict.INCLUDE
    record = review.record(R[3])
    assert (record.search, record.position, record.year) == ("S02", 2, 2021)
    assert [(row.records, row.known) for row in list_imports(review)] == [(0, 0), (3, 0)]
    with pytest.raises(UsageError, match="Decided: R0002"):
        take_back_import(review, "S02")
    undo(review)
    take_back_import(review, "S02")
    assert review.state.records() == []


def test_a_record_that_stays_is_cut_from_the_file_that_found_it_again(
    review: Review, bring: Imports, tmp_path: Path
) -> None:
    bring("PubMed", 1, 2, 3)
    bring("PubMed", 9, 3, 2)
    take_back_import(review, "S01")
    (file,) = export_as_imported(review, [R[3]], tmp_path / "cut")
    assert file.name == "PubMed-9-3-2.ris"
    assert [line for line in file.read_text().splitlines() if line.startswith("TI")] == [
        "TI  - Study 3 of mentors"
    ]


def test_a_record_that_stays_is_cut_from_a_workbook(review: Review, tmp_path: Path) -> None:
    for name, rows in (("one", (1, 2)), ("two", (9, 2, 1))):
        book = Workbook()
        book.active.append(["Title", "Year", "DOI"])
        for number in rows:
            book.active.append([f"Study {number} of mentors", 2020, f"10.5555/{number}"])
        book.save(tmp_path / f"{name}.xlsx")
        import_file(review, tmp_path / f"{name}.xlsx", SearchFacts(source="A table"))
    take_back_import(review, "S01")
    (file,) = export_as_imported(review, [R[2]], tmp_path / "cut")
    cells = [row[0] for row in load_workbook(file).active.iter_rows(values_only=True)]
    assert cells == ["Title", "Study 2 of mentors"]


def test_a_change_goes_with_its_import_unless_a_later_one_was_compared_with_it(
    review: Review, bring: Imports
) -> None:
    bring("PubMed", 1, 2)
    bring("PubMed", 1, 2, 5, year=2021)
    bring("PubMed", 2, 6, year=2021)
    take_back_import(review, "S02")
    assert [record.year for record in review.records([R[1], R[2]])] == [2020, 2021]
    take_back_import(review, "S03")
    assert [record.year for record in review.records()] == [2020, 2020]
    bring("PubMed", 1, year=2022)  # what it changes is what is in force now
    assert review.record(R[1]).year == 2022


def test_groups_of_duplicates_come_apart_and_are_found_anew(review: Review, bring: Imports) -> None:
    bring("PubMed", 1)
    bring("ERIC", 1)
    bring("Scopus", 1)
    find_duplicates(review)
    assert len(review.state.duplicates) == 2
    kept = next(iter(review.state.duplicates.values()))
    take_back_import(review, review.state.import_of(kept).body.search.id)
    assert review.state.duplicates == {}
    assert status_of(review).next_step == "tamis duplicates find"
    found = find_duplicates(review)
    assert (found.records, len(found.certain)) == (2, 1)
    assert find_duplicates(review).new == 0


def test_marks_between_records_that_stay_are_counted_and_the_search_comes_first(
    review: Review, bring: Imports
) -> None:
    for source in ("PubMed", "ERIC", "Scopus"):
        bring(source, 1, 5)
    find_duplicates(review)
    assert set(review.state.duplicates.values()) == {R[1], R[2]}
    decide(review, TITLE, R[1], Verdict.INCLUDE)
    done = take_back_import(review, "S03")
    assert (done.marks, done.marks_between) == (2, 2)
    assert review.state.duplicates == {}
    assert status_of(review).next_step == "tamis duplicates find"
    find_duplicates(review)
    assert status_of(review).next_step != "tamis duplicates find"


def test_an_import_after_screening_began_is_compared_first(review: Review, bring: Imports) -> None:
    bring("PubMed", 1, 2)
    decide(review, TITLE, R[1], Verdict.INCLUDE)
    assert "tamis screen --stage title" in status_of(review).next_step  # they chose to do without
    bring("ERIC", 2, 3)
    assert status_of(review).next_step == "tamis duplicates find"
    find_duplicates(review)
    assert "tamis screen --stage title" in status_of(review).next_step
    bring("Scopus", 4)
    assert status_of(review).next_step == "tamis duplicates find"


def test_marks_of_people_among_others_stay(review: Review, bring: Imports) -> None:
    bring("PubMed", 1, 5)
    bring("ERIC", 1)
    mark_duplicate(review, R[1], R[2])
    find_duplicates(review)
    assert review.state.duplicates == {R[1]: R[2], R[3]: R[2]}
    take_back_import(review, "S02")
    assert review.state.duplicates == {R[1]: R[2]}


def test_an_order_of_reading_goes_on_without_the_records(review: Review, bring: Imports) -> None:
    bring("PubMed", 1, 2)
    bring("ERIC", 7, 8)
    rank(review, TITLE, [4, 2, 3, 1])
    take_back_import(review, "S01")
    assert queue(review, TITLE) == [R[4], R[3]]
    rank(review, TITLE, [1, 3, 2, 4])  # begun before by another process
    assert queue(review, TITLE) == [R[3], R[4]]


def test_a_calibration_round_goes_on_without_the_records(review: Review, bring: Imports) -> None:
    bring("PubMed", 1, 2)
    bring("ERIC", 7)
    write(review, calibration(R[1], R[3]), calibration(R[2]))
    take_back_import(review, "S01")
    assert [at.records for at in review.state.team.calibrations] == [(R[3],)]
    assert list(review.state.team.calibrated) == [(TITLE, R[3])]


def test_nothing_is_written_for_a_trial(review: Review, bring: Imports) -> None:
    bring("PubMed", 1, 2)
    before = review.state.last_seq
    assert take_back_import(review, "S01", dry_run=True).gone == 2
    assert (review.state.last_seq, review.state.record_total) == (before, 2)


def test_the_imported_file_is_kept_and_no_original_any_more(
    review: Review, bring: Imports, tmp_path: Path
) -> None:
    bring("PubMed", 1)
    bring("ERIC", 2)
    take_back_import(review, "S01")
    assert [path.name for path in export_originals(review, tmp_path / "out")] == ["ERIC-2.ris"]
    assert len(list(review.originals.iterdir())) == 2


@pytest.mark.parametrize("text", ["S07", "", "x", "S01x", "-1", "0"])
def test_an_import_that_is_not_there_is_refused(review: Review, bring: Imports, text: str) -> None:
    bring("PubMed", 1)
    with pytest.raises(UsageError, match="There is no import"):
        take_back_import(review, text)


def test_an_import_is_taken_back_once(review: Review, bring: Imports) -> None:
    bring("PubMed", 1)
    take_back_import(review, "S01")
    with pytest.raises(UsageError, match="taken back already") as refused:
        take_back_import(review, "S01")
    assert "import its file again" in refused.value.hint


# What people did hinders


def calibration(*records: RecordId) -> CalibrationBegun:
    return CalibrationBegun(stage=TITLE, records=records, reviewers=("Ann", "Ben"), seed="x")


def write(review: Review, *bodies: Body) -> list[int]:
    with review.writing() as writer:
        return [event.seq for event in writer.append_all(bodies)]


def finding(record: RecordId) -> FindingProposed:
    return FindingProposed(
        finding=FindingId("F0001"), record=record, statement="It helps.", place=PLACE, maker=MAKER,
        score=0.5, why="",
    )  # fmt: skip


HINDERING: Sequence[tuple[str, tuple[Body, ...], str]] = (
    (
        "Adjudicated: R0001",
        (ConflictAdjudicated(record=R[1], stage=TITLE, verdict=Verdict.INCLUDE),),
        "imports withdraw S01",
    ),
    (
        "With a full text: R0001",
        (
            FulltextAttached(
                record=R[1], file_sha256="0" * 64, file_name="a", file_bytes=1, format="x"
            ),
        ),
        "fulltext detach R0001",
    ),
    ("Grouped or split as a study: R0001", (ReportsGrouped(reports=(R[1], R[3])),), "studies undo"),
    (
        "Left unread by the stop of the title stage: R0001, R0002",
        (
            StageStopped(
                stage=TITLE, rule="x", said_stop=False, guaranteed=False, certified=None,
                recall=0.9, confidence=0.9, read=1, found=1, unread=(R[1], R[2], R[3]), text="",
            ),
        ),
        "stop --stage title --reopen",
    ),
    (
        "Among the random draws of the title stage: R0002",
        (
            AuditBegun(
                stage=TITLE, ranking=1, seed="x", share=0.5, pool=(R[2], R[3]), pool_digest="",
                stage_digest="",
            ),
        ),
        "rank --stage title",
    ),
    (
        "With findings, codes or a memo: R0001",
        (finding(R[1]), FindingConfirmed(finding=FindingId("F0001"))),
        "themes undo",
    ),
    ("With findings, codes or a memo: R0001", (MemoWritten(on=R[1], text="x"),), "themes undo"),
    (
        "In the extraction table: R0001",
        (CellFilled(record=R[1], field="country", value="x"),),
        "extract undo",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("told", "bodies", "remedy"), HINDERING, ids=lambda at: str(at)[:30])
def test_what_people_recorded_hinders(
    review: Review, bring: Imports, told: str, bodies: tuple[Body, ...], remedy: str
) -> None:
    bring("PubMed", 1, 2)
    bring("ERIC", 7)
    write(review, *bodies)
    before = review.state.last_seq
    with pytest.raises(UsageError, match=told) as refused:
        take_back_import(review, "S01")
    assert f"tamis {remedy}" in refused.value.hint
    assert review.state.last_seq == before
    if not any(hasattr(body, name) for body in bodies for name in ("reports", "unread", "pool")):
        take_back_import(review, "S02")


def test_a_person_s_duplicate_hinders_until_it_is_unmarked(review: Review, bring: Imports) -> None:
    bring("PubMed", 1)
    bring("ERIC", 7)
    mark_duplicate(review, R[1], R[2])
    for search in ("S01", "S02"):
        with pytest.raises(UsageError, match="Marked as a duplicate by a person: R0001") as refused:
            take_back_import(review, search)
        assert "tamis duplicates unmark R0001" in refused.value.hint
    unmark_duplicate(review, R[1])
    take_back_import(review, "S02")  # that the two differ says nothing once one is gone
    assert review.state.kept_apart == set()


def test_a_report_called_not_retrieved_hinders_until_it_is_found(
    review: Review, bring: Imports
) -> None:
    bring("PubMed", 1)
    for stage in Stage:
        if stage is not Stage.FULLTEXT:
            decide(review, stage, R[1], Verdict.INCLUDE)
    mark_not_retrieved(review, R[1], "no access")
    withdraw_own(review, "S01")
    with pytest.raises(UsageError, match="Called not retrieved: R0001"):
        take_back_import(review, "S01")
    write(review)
    mark_retrieved(review, R[1])
    take_back_import(review, "S01")


def test_what_was_undone_and_what_methods_propose_does_not_hinder(
    review: Review, bring: Imports
) -> None:
    bring("PubMed", 1)
    proposed = CellProposed(
        record=R[1], field="country", value="x", place=PLACE, maker=MAKER, score=0.5, why=""
    )
    (cell,) = write(review, CellFilled(record=R[1], field="country", value="x"))
    write(review, ExtractionUndone(events=(cell,)), proposed, finding(R[1]))
    decide(review, TITLE, R[1], Verdict.INCLUDE)
    undo(review)
    take_back_import(review, "S01")
    assert review.state.records() == []


def test_each_withdraws_what_is_their_own(review: Review, bring: Imports) -> None:
    bring("PubMed", 1, 2)
    bring("ERIC", 7)
    decide(review, TITLE, R[1], Verdict.INCLUDE)
    decide(review, TITLE, R[1], Verdict.UNSURE)
    decide(review, TITLE, R[3], Verdict.INCLUDE)
    add_note(review, R[2], "plums")
    toggle_tag(review, R[2], "pears")
    with reopen(review.folder, by="Ben") as other:
        add_note(other, R[2], "apples")
    assert withdraw_own(review, "S01") == 4
    with pytest.raises(UsageError, match=r"With a note: R0002 \(Ben\)\."):
        take_back_import(review, "S01")
    with reopen(review.folder, by="Ben") as other:
        assert withdraw_own(other, "S01") == 1
        with pytest.raises(UsageError, match="Ben has no decision"):
            withdraw_own(other, "S01")
    take_back_import(review, "S01")
    assert list(review.state.decisions[TITLE]) == [R[3]]


# Several at once, killed, in bundles


def test_nothing_is_said_of_a_record_that_went_meanwhile(review: Review, bring: Imports) -> None:
    bring("PubMed", 1, 2)
    bring("ERIC", 7)
    with open_review(review.folder, by="Ann") as other:
        seat = Seat(other, TITLE)
        assert seat.review.state.record_total == 3
        take_back_import(review, "S01")
        acts: tuple[Callable[[], object], ...] = (
            lambda: decide(other, TITLE, R[1], Verdict.INCLUDE),
            lambda: add_note(other, R[1], "x"),
            lambda: mark_duplicate(other, R[3], R[1]),
        )
        for step in acts:
            with pytest.raises(UsageError, match="R0001 is no longer in this review"):
                step()
        assert queue(other, TITLE) == [R[3]]
        decide(other, TITLE, R[3], Verdict.INCLUDE)
    review.refresh()


@pytest.mark.parametrize("visited", [False, True])
def test_a_record_in_view_leaves_it_when_it_goes(
    review: Review, bring: Imports, *, visited: bool
) -> None:
    bring("PubMed", 1, 2)
    bring("ERIC", 7)
    with open_review(review.folder, by="Ann") as other:
        seat, late = Seat(other, TITLE), Seat(open_review(review.folder, by="Ann"), TITLE)
        for at in (seat, late) if visited else ():
            at.do(Act.GO_TO, "R0002")
        assert seat.current == (R[2] if visited else R[1])
        take_back_import(review, "S01")
        with pytest.raises(UsageError, match="no longer in this review"):
            late.do(Act.INCLUDE)
        late.review.close()
        seat.refresh()
        assert seat.current == late.current == R[3]
        assert seat.progress.waiting == late.progress.waiting == 1
        seat.do(Act.INCLUDE)
    review.refresh()


def test_a_decision_made_meanwhile_hinders(review: Review, bring: Imports) -> None:
    bring("PubMed", 1)
    with reopen(review.folder) as other:
        decide(other, TITLE, R[1], Verdict.INCLUDE)
    with pytest.raises(UsageError, match="Decided: R0001"):
        take_back_import(review, "S01")


def test_an_import_that_is_reading_begins_anew(review: Review, tmp_path: Path) -> None:
    many = range(1, 700)
    Imports(review, tmp_path)("PubMed", *range(1, 9))
    path = tmp_path / "more.ris"
    path.write_text(entries(*many), encoding="utf-8")
    done: list[int] = []

    def meanwhile(_at: int, _all: int) -> None:
        if not done:
            done.append(1)
            with reopen(review.folder) as other:
                take_back_import(other, "S01")

    report = import_file(review, path, SearchFacts(source="PubMed"), progress=meanwhile)
    assert (report.imported, report.known, report.first) == (699, 0, "R0009")


def test_a_search_for_duplicates_that_ran_meanwhile_is_not_kept(
    review: Review, bring: Imports
) -> None:
    bring("PubMed", 1)
    bring("ERIC", 1)

    def meanwhile(_at: int, _all: int) -> None:
        with reopen(review.folder) as other:
            take_back_import(other, "S02")

    with pytest.raises(BadReview, match="not kept"):
        find_duplicates(review, progress=meanwhile)
    assert review.state.duplicates == {}


SCRIPT = """
import os, signal, sys
from pathlib import Path
from screening.sessions.imports import take_back_import
from screening.sessions.review import Writer, open_review
append = Writer.append
def append_and_die(self, body):
    append(self, body)
    os.kill(os.getpid(), signal.SIGKILL)
Writer.append = append_and_die
with open_review(Path(sys.argv[1]), by="Ann") as review:
    take_back_import(review, "S01")
"""


def test_killed_in_the_middle_it_never_was(review: Review, bring: Imports) -> None:
    bring("PubMed", 1)
    killed = subprocess.run(
        [sys.executable, "-c", SCRIPT, review.folder], capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    review.refresh()
    assert review.state.record_total == 1
    take_back_import(review, "S01")


def test_what_comes_in_a_bundle_of_records_that_are_gone_is_kept_and_does_not_count(
    review: Review, bring: Imports, tmp_path: Path
) -> None:
    bring("PubMed", 1)
    bring("ERIC", 7)
    given = make_bundle(review, "Ben", tmp_path / "ben.tamis").file
    folder = open_bundle(given, tmp_path / "ben").folder
    with open_review(folder) as bundle:
        decide(bundle, TITLE, R[1], Verdict.INCLUDE)
        undo(bundle)
        decide(bundle, TITLE, R[1], Verdict.UNSURE)
        decide(bundle, TITLE, R[2], Verdict.INCLUDE)
        with pytest.raises(UsageError, match="This folder is a bundle"):
            take_back_import(bundle, "S02")
        back = return_bundle(bundle, tmp_path / "back.tamis").file
    assert take_back_import(review, "S01").bundles == ("Ben",)
    merged = merge_bundle(review, back)
    assert (merged.added, merged.gone) == (4, 2)
    assert list(review.state.decisions[TITLE]) == [R[2]]
    assert merge_bundle(review, back).added == 0


def test_a_bundle_of_a_review_with_an_import_taken_back(
    review: Review, bring: Imports, tmp_path: Path
) -> None:
    bring("PubMed", 1, 2)
    bring("PubMed", 2, 3)
    take_back_import(review, "S01")
    made = make_bundle(review, "Ben", tmp_path / "ben.tamis")
    assert made.records == 2
    folder = open_bundle(made.file, tmp_path / "ben").folder
    with open_review(folder) as bundle:
        assert queue(bundle, TITLE) == [R[2], R[3]]
        decide(bundle, TITLE, R[2], Verdict.INCLUDE)
        assert faults(bundle) == []
        back = return_bundle(bundle, tmp_path / "back.tamis").file
    assert merge_bundle(review, back).added == 1


def test_the_proof_sees_an_event_that_takes_back_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    with start_review_with(folder, protocol_text(), by="Ann", clock=Ticking()) as review:
        write(review, ImportTakenBack(search=SearchId("S09")))
        assert review.state.taken_back == []
        assert faults(review) == ["Event 3 takes back S09, which is no import in force."]


def test_the_proof_sees_a_change_of_a_record_that_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    with start_review_with(folder, protocol_text(), by="Ann", clock=Ticking()) as review:
        bring = Imports(review, tmp_path)
        bring("PubMed", 1)
        bring("PubMed", 1, year=2021)
        change = next(at.body for at in review.events() if isinstance(at.body, RecordChanged))
        take_back_import(review, "S02")
        take_back_import(review, "S01")
        with review.store.writing() as writing:
            last = list(review.events())[-1]
            event = type(last)(seq=last.seq + 1, at=last.at, by="Ann", body=change)
            assert seal(event, "").seq == writing.seq + 1
            writing.append(event)
        assert any("R0001 was gone" in fault for fault in faults(review))


def test_a_stray_file_is_no_bundle(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "x.tamis"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(BadInput):
        merge_bundle(review, path)
