"""Import: found = imported + rejected, the same file twice adds nothing, all or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.errors import BadInput, CheckFailed
from screening.events.kinds import SearchImported
from screening.readers import Entry, Source, open_source, reader_named
from screening.records import RecordContent, SourceKind
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import check_file, import_file
from screening.sessions.log import verify
from screening.sessions.proof import open_for_proof
from screening.sessions.rejected import rejected_entries
from screening.sessions.review import Review, open_review
from screening.sessions.staging import Runs
from screening.sessions.start import start_review

RIS = """\
TY  - JOUR
TI  - Mentoring of students
AB  - What helps.
PY  - 2011
ER  -

TY  - JOUR
N1  - neither title nor abstract
ER  -

TY  - JOUR
TI  - A title alone
ER  -
"""
FACTS = SearchFacts(source="ERIC")
HOWTO = Path(__file__).parents[1] / "data" / "howto"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with start_review(tmp_path / "review", title="A review", by="A") as opened:
        yield opened


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "eric.ris"
    path.write_text(RIS, encoding="utf-8")
    return path


def test_every_entry_becomes_a_record_or_is_kept_as_rejected(review: Review, export: Path) -> None:
    report = import_file(review, export, FACTS)
    assert (report.found, report.imported, report.rejected) == (3, 2, 1)
    assert (report.first, report.last, report.search) == ("R0001", "R0002", "S01")
    assert report.without_abstract == 1
    titles = [record.title for record in review.records()]
    assert titles == ["Mentoring of students", "A title alone"]
    (kept,) = rejected_entries(review)
    assert kept.file == "eric.ris"
    assert kept.entry.line == 7
    assert "neither title nor abstract" in kept.entry.raw


def test_records_keep_their_source(review: Review, export: Path) -> None:
    facts = SearchFacts(
        source="ERIC", kind=SourceKind.REGISTER, platform="Web", query="m*", run_on="2021-01-01"
    )
    import_file(review, export, facts)
    body = review.state.import_of(review.known("1")).body
    assert body.search.kind is SourceKind.REGISTER
    assert (body.search.platform, body.search.query, body.search.run_on) == (
        "Web", "m*", "2021-01-01",
    )  # fmt: skip
    assert review.record(review.known("2")).position == 3


def test_the_same_file_twice_adds_nothing_and_says_so(review: Review, export: Path) -> None:
    import_file(review, export, FACTS)
    before = review.state.last_seq
    again = import_file(review, export.rename(export.with_name("other.txt")), FACTS)
    assert again.same_file.startswith("S01 of ERIC on ")
    assert (again.imported, review.state.last_seq) == (0, before)


def test_a_second_file_goes_on_counting(review: Review, export: Path, tmp_path: Path) -> None:
    import_file(review, export, FACTS)
    other = tmp_path / "other.ris"
    other.write_text("TY  - JOUR\nTI  - Third\nER  -\n", encoding="utf-8")
    assert import_file(review, other, FACTS).first == "R0003"
    assert list(verify(open_for_proof(review.folder))) == []


def test_the_file_itself_is_kept(review: Review, export: Path) -> None:
    import_file(review, export, FACTS)
    (kept,) = review.originals.iterdir()
    assert kept.read_bytes() == export.read_bytes()


def test_what_the_protocol_plans_fills_in(tmp_path: Path, export: Path) -> None:
    start_review(tmp_path / "review", title="x", by="A").close()
    path = tmp_path / "review/review.toml"
    text = path.read_text("utf-8") + '\n[[searches]]\nsource = "ERIC"\nquery = "mentor*"\n'
    path.write_text(text, "utf-8")
    with open_review(path.parent, by="A") as review:
        import_file(review, export, SearchFacts(source="eric"))
        search = review.state.imports[0].body.search
    assert (search.source, search.query) == ("ERIC", "mentor*")


def test_a_difference_stops_the_import_and_leaves_nothing(
    review: Review, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = reader_named("ris")
    monkeypatch.setattr(type(reader), "count", lambda _self, _source: 4)
    before = review.state.last_seq
    with pytest.raises(CheckFailed, match="4 entries were found"):
        import_file(review, export, FACTS)
    assert review.state.last_seq == before
    assert list(review.originals.iterdir()) == []
    report = import_file(review, export, FACTS, accept_difference=True)
    assert not report.adds_up
    body = review.state.imports[0].body
    assert isinstance(body, SearchImported)
    assert body.note


def test_a_reader_that_fails_midway_leaves_nothing(
    review: Review, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = reader_named("ris")

    def broken(_self: object, source: Source) -> Iterator[Entry]:
        yield RecordContent(position=1, title="Before the break")
        raise BadInput(f"{source.path} breaks off.")

    monkeypatch.setattr(type(reader), "read", broken)
    with pytest.raises(BadInput):
        import_file(review, export, FACTS)
    assert review.state.record_total == 0
    assert list(review.originals.iterdir()) == []


def test_a_check_changes_nothing(export: Path) -> None:
    report = check_file(export)
    assert (report.found, report.imported, report.rejected) == (3, 2, 1)
    assert report.adds_up


def test_progress_counts_to_the_end(review: Review, export: Path) -> None:
    seen: list[tuple[int, int]] = []
    import_file(review, export, FACTS, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


def test_an_import_that_fails_leaves_the_copy_of_one_that_succeeds(
    review: Review, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_review(review.folder, by="B") as other:

        def fails(*_: object) -> Runs:
            monkeypatch.undo()
            import_file(other, export, FACTS)
            raise RuntimeError

        monkeypatch.setattr("screening.sessions.importing.stage", fails)
        with pytest.raises(RuntimeError):
            import_file(review, export, FACTS)
    with open_for_proof(review.folder) as proof:
        assert list(verify(proof)) == []


def test_a_file_that_changes_while_it_is_read_is_refused(
    review: Review, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(path: Path, name: str = "") -> Source:
        source = open_source(path, name)
        path.write_text(RIS + RIS, encoding="utf-8")
        return source

    monkeypatch.setattr("screening.sessions.importing.open_source", changing)
    with pytest.raises(BadInput, match="changed while"):
        import_file(review, export, FACTS)
    assert list(review.originals.iterdir()) == []
    assert review.state.record_total == 0


def test_a_file_name_that_is_no_text_is_told_as_well_as_can_be(
    review: Review, export: Path, tmp_path: Path
) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9.ris")
    export.rename(odd)
    report = import_file(review, odd, FACTS)
    assert report.imported == 2
    assert review.state.imports[0].body.search.file_name == "caf\ufffd.ris"


def test_a_format_of_registers_tells_the_kind_of_its_source(review: Review) -> None:
    import_file(review, HOWTO / "ictrp.xml", SearchFacts(source="ICTRP"))
    import_file(
        review,
        HOWTO / "clinicaltrials-gov.json",
        SearchFacts(source="Hand search", kind=SourceKind.OTHER),
    )
    kinds = [done.body.search.kind for done in review.state.imports]
    assert kinds == [SourceKind.REGISTER, SourceKind.OTHER]


def test_the_protocol_tells_the_kind_of_a_source_better_than_its_format(tmp_path: Path) -> None:
    start_review(tmp_path, title="A review", by="A").close()
    with (tmp_path / "review.toml").open("a", encoding="utf-8") as protocol:
        protocol.write('\n[[searches]]\nsource = "ICTRP"\nkind = "website"\n')
    with open_review(tmp_path, by="A") as review:
        import_file(review, HOWTO / "ictrp.xml", SearchFacts(source="ictrp"))
        assert review.state.imports[0].body.search.kind is SourceKind.WEBSITE
