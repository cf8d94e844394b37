"""Export: who is chosen, what is said of them, whole files or none, originals byte by byte."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from screening.console import write_chunks
from screening.errors import BadReview, CannotWrite, UsageError
from screening.events import stage_outcomes
from screening.events.kinds import Decided
from screening.protocol import Stage, Verdict
from screening.records import RecordContent, RecordId, SearchId
from screening.sessions.conflicts import adjudicate
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.export_records import (
    Where,
    export_records,
    exported_records,
    select,
    to_where,
)
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.originals import export_originals, names_of
from screening.sessions.retrieval import mark_not_retrieved
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.start import start_review
from screening.sessions.stepping import add_note
from screening.sessions.tags import toggle_tag
from tests.readers.specimens import FOLDER, read_all
from tests.reviews_builder import make_review, protocol_text, reopen
from tests.writers.rows import search

TITLE, ABSTRACT, FULLTEXT = Stage.TITLE, Stage.ABSTRACT, Stage.FULLTEXT
RIS = b"TY  - JOUR\r\nTI  - Mentoring \xfcber alles\r\nXX  - odd\r\nER  - \r\n"


def r(number: int) -> RecordId:
    return RecordId(f"R{number:04d}")


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Seven records: 1 included at last, 2 not retrieved, 3 excluded, 4 pending, 5 in conflict,
    6 a duplicate, 7 unsure at the last stage."""
    text = protocol_text(reviewers=1)
    with make_review(tmp_path / "r", 7, text=text) as opened:
        mark_duplicate(opened, r(6), r(1))
        for number in (1, 2, 7):
            decide(opened, TITLE, r(number), Verdict.INCLUDE)
            decide(opened, ABSTRACT, r(number), Verdict.INCLUDE)
        decide(opened, FULLTEXT, r(1), Verdict.INCLUDE, note="good")
        mark_not_retrieved(opened, r(2), "no copy")
        decide(opened, FULLTEXT, r(7), Verdict.UNSURE)
        decide(opened, TITLE, r(3), Verdict.EXCLUDE, reason="Off topic")
        decide(opened, TITLE, r(5), Verdict.INCLUDE)
        add_note(opened, r(1), "Ask the authors.")
    with reopen(tmp_path / "r", by="Ben") as other, other.writing() as writer:
        # Two who decided before either saw the other's decision.
        writer.append(
            Decided(record=r(5), stage=TITLE, verdict=Verdict.EXCLUDE, reason="Off topic")
        )
    with reopen(tmp_path / "r") as opened:
        yield opened


def chosen(review: Review, where: str, stage: Stage | None = None) -> list[int]:
    outcomes = stage_outcomes(review.state, review.protocol)
    return [int(record[1:]) for record in select(review, outcomes, to_where(where), stage)]


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        ("all", [1, 2, 3, 4, 5, 6, 7]),
        ("unique", [1, 2, 3, 4, 5, 7]),
        ("included", [1]),
        ("excluded", [3]),
        ("unsure", [7]),
        ("pending", [4]),
        ("conflicts", [5]),
        ("not-retrieved", [2]),
        ("duplicates", [6]),
    ],
)
def test_records_are_chosen_by_where_they_stand(
    review: Review, where: str, numbers: list[int]
) -> None:
    assert chosen(review, where) == numbers


def test_every_unique_record_stands_in_one_place(review: Review) -> None:
    places = [where for where in Where if where not in {Where.ALL, Where.UNIQUE}]
    found = [number for where in places for number in chosen(review, where)]
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7]


def test_at_a_stage_the_outcome_there_counts(review: Review) -> None:
    assert chosen(review, "included", TITLE) == [1, 2, 7]
    assert chosen(review, "all", FULLTEXT) == [1, 2, 7]
    assert chosen(review, "pending", ABSTRACT) == []


def test_a_duplicate_reaches_no_stage(review: Review) -> None:
    with pytest.raises(UsageError, match="no stage"):
        chosen(review, "duplicates", TITLE)


def test_a_stage_the_review_does_not_have_is_refused(tmp_path: Path) -> None:
    text = protocol_text(stages=("title",))
    with make_review(tmp_path / "one", 1, text=text) as opened, pytest.raises(UsageError):
        chosen(opened, "all", FULLTEXT)


@pytest.mark.parametrize("text", ["conflict", "Not retrieved", "not_retrieved", "duplicate", "ALL"])
def test_selections_are_read_as_people_type_them(text: str) -> None:
    assert to_where(text) in Where


@pytest.mark.parametrize("text", ["", "s", "everything"])
def test_an_unknown_selection_lists_what_there_is(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        to_where(text)
    assert all(where in caught.value.hint for where in Where)


def test_everything_decided_goes_along(review: Review) -> None:
    outcomes = stage_outcomes(review.state, review.protocol)
    one, two, five, six = exported_records(review, outcomes, [r(1), r(2), r(5), r(6)])
    assert [at.stage for at in one.stages] == [TITLE, ABSTRACT, FULLTEXT]
    assert one.stages[2].decisions[0].note == "good"
    assert (one.outcome, one.stage) == ("included", "full text")
    assert one.notes == (("Ann", "Ask the authors."),)
    assert (two.outcome, two.not_retrieved) == ("not retrieved", "no copy")
    assert {made.by for made in five.stages[0].decisions} == {"Ann", "Ben"}
    assert (six.outcome, six.duplicate_of, six.stages) == ("duplicate", r(1), ())
    assert six.search.source == "PubMed"


def test_an_adjudication_goes_along(review: Review) -> None:
    adjudicate(review, TITLE, r(5), Verdict.EXCLUDE, reason="Wrong population")
    outcomes = stage_outcomes(review.state, review.protocol)
    (five,) = exported_records(review, outcomes, [r(5)])
    assert (five.outcome, five.reason) == ("excluded", "Wrong population")
    assert five.stages[0].adjudication is not None


def test_the_file_holds_the_chosen_records(review: Review, tmp_path: Path) -> None:
    shown: list[tuple[int, int]] = []
    path = tmp_path / "out.jsonl"
    done = export_records(
        review, "jsonl", path, where="unique", progress=lambda *at: shown.append(at)
    )
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["record"]["id"] for line in lines] == [r(n) for n in (1, 2, 3, 4, 5, 7)]
    assert (done.files, done.records, done.duplicates) == ((path,), 6, 0)
    assert shown[-1] == (6, 6)


def test_no_record_stands_so_is_an_empty_file_and_no_error(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert export_records(review, "csv", path, where="included", stage=TITLE).records == 3
    again = export_records(review, "csv", path, where="unsure", stage=TITLE, replace=True)
    assert again.records == 0
    assert len(path.read_text("utf-8-sig").splitlines()) == 1


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(
    review: Review, tmp_path: Path
) -> None:
    path = tmp_path / "out.ris"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CannotWrite, match="is there already") as caught:
        export_records(review, "ris", path)
    assert "--replace" in caught.value.hint
    assert path.read_text(encoding="utf-8") == "mine"
    export_records(review, "ris", path, replace=True)
    assert path.read_bytes().startswith(b"TY  - ")


def test_an_unknown_format_lists_all_and_original(review: Review, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        export_records(review, "word", tmp_path / "out.doc")
    assert "endnote_xml" in caught.value.hint
    assert "original" in caught.value.hint


@pytest.mark.parametrize("name", ["review.db", "review.toml"])
def test_the_review_itself_is_never_written_over(review: Review, name: str) -> None:
    before = (review.folder / name).read_bytes()
    (review.folder / "link").symlink_to(name)
    for path in (review.folder / name, review.folder / "link"):
        with pytest.raises(CannotWrite, match="belongs to the review"):
            export_records(review, "ris", path)
    assert (review.folder / name).read_bytes() == before


def test_nor_is_what_lies_among_the_originals(review: Review) -> None:
    with pytest.raises(CannotWrite, match="belongs to the review"):
        export_records(review, "ris", review.originals / "out.ris")


def test_a_folder_is_no_file(review: Review, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="is a folder"):
        export_records(review, "ris", tmp_path)


def test_a_missing_folder_is_told(review: Review, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="cannot be written"):
        export_records(review, "ris", tmp_path / "missing" / "out.ris")


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise UsageError("No more.", "")

    path = tmp_path / "out.ris"
    path.write_bytes(b"before")
    with pytest.raises(UsageError):
        write_chunks(path, chunks())
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Review]:
    (tmp_path / "eric.ris").write_bytes(RIS)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "eric.ris").write_bytes(RIS.replace(b"odd", b"even"))
    with start_review(tmp_path / "review", title="A review", by="A") as opened:
        import_file(opened, tmp_path / "eric.ris", SearchFacts(source="ERIC"))
        import_file(opened, tmp_path / "other" / "eric.ris", SearchFacts(source="ERIC 2"))
        yield opened


def test_originals_come_back_byte_by_byte(imported: Review, tmp_path: Path) -> None:
    done = export_records(imported, "original", tmp_path / "out")
    assert [path.name for path in done.files] == ["S01-eric.ris", "S02-eric.ris"]
    assert done.files[0].read_bytes() == RIS
    assert done.files[1].read_bytes() == RIS.replace(b"odd", b"even")
    assert done.records == 2
    assert export_records(imported, "original", tmp_path / "out").files == done.files


def test_chosen_records_come_as_they_were(tmp_path: Path) -> None:
    first, second = b"TY  - JOUR\r\nTI  - One\r\nER  - \r\n", b"TY  - JOUR\nTI  - Two\nER  -\n\n"
    (tmp_path / "two.ris").write_bytes(first + second)
    (tmp_path / "rows.csv").write_bytes(b'Title;Year\r\n"A; b";2001\r\nC;2002\r\n')
    with start_review(tmp_path / "review", title="A review", by="A") as opened:
        import_file(opened, tmp_path / "two.ris", SearchFacts(source="ERIC"))
        import_file(opened, tmp_path / "rows.csv", SearchFacts(source="Springer"))
        for number in (2, 3):
            decide(opened, TITLE, r(number), Verdict.EXCLUDE, reason="Off topic")
        out = tmp_path / "out"
        done = export_records(opened, "original", out, where="excluded")
        assert [path.name for path in done.files] == ["two.ris", "rows.csv"]
        assert done.records == 2
        assert (out / "two.ris").read_bytes() == second
        assert (out / "rows.csv").read_bytes() == b'Title;Year\r\n"A; b";2001\r\n'
        with pytest.raises(CannotWrite, match="there already"):
            export_records(opened, "original", out, where="excluded")
        one = export_records(opened, "original", tmp_path / "one", stage=TITLE, where="pending")
        assert [path.read_bytes() for path in one.files] == [
            first + b"\n",
            b"Title;Year\r\nC;2002\r\n",
        ]


def test_chosen_rows_of_a_workbook_keep_its_header(tmp_path: Path) -> None:
    with start_review(tmp_path / "review", title="A review", by="A") as opened:
        import_file(opened, FOLDER / "excel_two_sheets.xlsx", SearchFacts(source="Springer"))
        assert opened.state.record_total > 1
        decide(opened, TITLE, r(2), Verdict.EXCLUDE, reason="Off topic")
        done = export_records(opened, "original", tmp_path / "out", where="excluded")
        (entry,) = read_all(done.files[0])
        assert isinstance(entry, RecordContent)
        assert (entry.title, entry.extra) == (opened.record(r(2)).title, opened.record(r(2)).extra)


def test_an_old_workbook_is_not_cut_but_its_rows_are_named(tmp_path: Path) -> None:
    with start_review(tmp_path / "review", title="A review", by="A") as opened:
        import_file(opened, FOLDER / "excel_old_web_of_science.xls", SearchFacts(source="WoS"))
        decide(opened, TITLE, r(1), Verdict.EXCLUDE, reason="Off topic")
        row = opened.record(r(1)).line
        with pytest.raises(UsageError, match=f"stand in its rows {row}"):
            export_records(opened, "original", tmp_path / "out", where="excluded")
        assert not (tmp_path / "out").exists()


def test_nothing_chosen_is_told(imported: Review, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No record stands so"):
        export_records(imported, "original", tmp_path / "out", where="included")


def test_the_review_s_own_originals_are_no_place_to_write(imported: Review) -> None:
    with pytest.raises(CannotWrite, match="belongs to the review"):
        export_records(imported, "original", imported.originals)


def test_another_file_in_the_way_is_kept(imported: Review, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "S02-eric.ris").write_text("mine")
    with pytest.raises(CannotWrite, match="another content"):
        export_originals(imported, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["S02-eric.ris"]


def test_an_altered_or_missing_original_is_told(imported: Review, tmp_path: Path) -> None:
    original = next(imported.originals.iterdir())
    original.write_bytes(b"altered")
    with pytest.raises(BadReview, match="was altered"):
        export_originals(imported, tmp_path / "out")
    original.unlink()
    with pytest.raises(BadReview, match="is missing"):
        export_originals(imported, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (["a.ris", "b.ris"], ["a.ris", "b.ris"]),
        (["a.ris", "A.ris"], ["S01-a.ris", "S02-A.ris"]),
        (["a.ris", "a.ris", "S01-a.ris"], ["S01-a.ris", "S02-a.ris", "S03-S01-a.ris"]),
        (["../../etc/passwd", "C:\\x\\y.ris"], ["passwd", "y.ris"]),
        (["..", "a\x00\x1b.ris"], ["S01.csv", "a.ris"]),
    ],
)
def test_names_of_originals_are_plain_and_single(given: list[str], made: list[str]) -> None:
    searches = [
        replace(search(), id=SearchId(f"S{number:02d}"), file_name=name)
        for number, name in enumerate(given, start=1)
    ]
    assert names_of(searches) == made


def test_without_a_name_the_format_gives_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with make_review(tmp_path / "r", 1) as review:
        assert export_records(review, "bibtex").files == (Path("records.bib"),)
    assert (tmp_path / "records.bib").is_file()


def test_the_label_of_asreview_is_signed_by_who_decided_it_not_by_who_exports(
    tmp_path: Path,
) -> None:
    text = protocol_text(stages=("title",)) + "[stages.abstract]\nreviewers = 2\n"
    with make_review(tmp_path / "r", 2, text=text) as review:
        decide(review, TITLE, r(1), Verdict.INCLUDE, note="for Ben")
        decide(review, TITLE, r(2), Verdict.EXCLUDE, reason="Off topic")
    with reopen(tmp_path / "r", by="Ben") as review:
        decide(review, ABSTRACT, r(1), Verdict.EXCLUDE, note="not for Ann")
        done = export_records(review, "asreview", tmp_path / "out.csv")
    with done.files[0].open(encoding="utf-8", newline="") as file:
        rows = [(row["included"], row["asreview_user_name"]) for row in csv.DictReader(file)]
    assert rows == [("1", "Ann"), ("0", "Ann")]
    told = done.files[0].read_text(encoding="utf-8")
    assert "for Ben" in told
    assert "not for Ann" not in told


def _tags_in(file: Path) -> str:
    """What the table, the workbook or the lines say of the first record's tags."""
    if file.suffix == ".xlsx":
        header, first, *_ = load_workbook(file).active.iter_rows(values_only=True)
        return str(first[header.index("tags")] or "")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        if file.suffix == ".csv":
            return next(csv.DictReader(lines))["tags"]
        line = json.loads(next(lines))
    pairs = line.get("tags") or []
    return "\n".join(f"{by}: {tag}" for by, tag in pairs)


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "jsonl"])
def test_tags_go_out_with_who_put_them_on_unless_they_are_blind(
    tmp_path: Path, format_name: str
) -> None:
    folder = tmp_path / "r"
    text = protocol_text(stages=("title",), reviewers=2)
    with make_review(folder, 1, text=text) as review:
        toggle_tag(review, r(1), "university")
        toggle_tag(review, r(1), "=2nd look")
    with reopen(folder, by="Ben") as review:
        toggle_tag(review, r(1), "mice")
        own = export_records(review, format_name, tmp_path / f"own.{format_name}")
        decide(review, TITLE, r(1), Verdict.INCLUDE)
    with reopen(folder) as review:
        decide(review, TITLE, r(1), Verdict.INCLUDE)
        whole = export_records(review, format_name, tmp_path / f"all.{format_name}")
    assert _tags_in(own.files[0]) == "Ben: mice"
    assert _tags_in(whole.files[0]) == "Ann: university\nAnn: =2nd look\nBen: mice"
