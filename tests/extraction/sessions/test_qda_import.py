"""Work goes both ways: what was exported comes back without doubles, others' projects come in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.exporters import exporter_named
from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.codebook import merge, rename
from extraction.sessions.exporting import export_themes
from extraction.sessions.findings import add_finding, finding_rows
from extraction.sessions.findings import reject as reject_finding
from extraction.sessions.qda_import import import_qda
from extraction.sessions.qda_taking import Tally
from extraction.sessions.refusing import reject
from extraction.sessions.themes_document import themes_document
from extraction.sessions.undo import undo
from extraction.spans import place_of
from extraction.themes import Level
from screening.errors import BadInput
from screening.events import FindingId
from screening.events.kinds import FindingProposed
from screening.events.qda_kinds import QdaImported
from screening.records import to_record_id
from tests.extraction.exporters.specimens import hard_review, mentoring_review
from tests.extraction.importers.foreign import (
    code,
    codebook,
    guid,
    project,
    qdpx,
    selection,
    source,
)
from tests.extraction.logs import MAKER, coding_review, mentoring_included, with_abstract

ABSTRACT = "First line.\nSecond \U0001f600 line.\nMentors help and learn."
NOTHING = Tally(total=0, added=0, known=0, left=0)


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = hard_review(tmp_path / "review")
    with made.review:
        yield made


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Coding]:
    texts = [with_abstract(1, ABSTRACT), with_abstract(2, "Trust grows."), with_abstract(3, "Out.")]
    made = coding_review(tmp_path / "plain", included=(1, 2), found=texts)
    with made.review:
        yield made


def exported(coding: Coding, folder: Path, name: str) -> Path:
    (path,) = export_themes(coding, name, folder)
    return path


def tree(coding: Coding) -> list[tuple[str, ...]]:
    return [tuple(at.label for at in coding.book.path(node.id)) for node in coding.book.tree()]


def links(coding: Coding) -> list[tuple[str, str]]:
    document = themes_document(coding)
    return sorted((at.path[-1], at.quote or at.statement) for at in document.codings)


def last(coding: Coding) -> QdaImported:
    body = coding.events[-1].body
    assert isinstance(body, QdaImported)
    return body


@pytest.mark.parametrize("name", ["qdc", "qdpx"])
def test_an_own_export_brings_nothing_new(coding: Coding, name: str, tmp_path: Path) -> None:
    path = exported(coding, tmp_path, name)
    before = len(coding.events)
    report = import_qda(coding, path, outside=True)
    assert report.codes == Tally(total=8, added=0, known=8, left=0)
    assert report.codings.known == (8 if name == "qdpx" else 0)
    assert (report.codings.added, report.findings.added, report.updated) == (0, 0, 0)
    assert [note for note in report.notes if "otherwise" in note] == []
    assert len(coding.events) == before


def test_the_published_review_moves_to_another_folder_whole(tmp_path: Path) -> None:
    made = mentoring_review(tmp_path / "seed")
    with made.review:
        path = exported(made, tmp_path, "qdpx")
        known = import_qda(made, path)
        wanted_tree, wanted = tree(made), links(made)
    assert known.codes == Tally(total=377, added=0, known=377, left=0)
    numbers = [int(record[1:]) for record in mentoring_included()]
    other = coding_review(tmp_path / "other", included=numbers, count=81)
    with other.review:
        report = import_qda(other, path, outside=True)
        assert report.codes == Tally(total=377, added=377, known=0, left=0)
        assert report.codings == Tally(total=759, added=759, known=0, left=0)
        assert [len(path) for path in tree(other)] == [len(path) for path in wanted_tree]
        assert sorted(quote for _, quote in links(other)) == sorted(quote for _, quote in wanted)
        again = import_qda(other, path, outside=True)
        assert (again.codes.added, again.findings.added, again.codings.added) == (0, 0, 0)


def test_every_quote_comes_to_the_same_place(coding: Coding, tmp_path: Path) -> None:
    path = exported(coding, tmp_path, "qdpx")
    texts = [coding.review.record(coding.review.known(f"R{n}")) for n in range(1, 5)]
    other = coding_review(
        tmp_path / "other",
        found=[with_abstract(n, at.abstract, at.title) for n, at in enumerate(texts, start=1)],
    )
    with other.review:
        report = import_qda(other, path, outside=True)
        assert report.codings == Tally(total=8, added=8, known=0, left=0)
        here, there = themes_document(coding), themes_document(other)
        places = [
            sorted(
                (at.record, at.start, at.end, at.text_sha256, at.quote)
                for at in one.codings
                if at.start is not None
            )
            for one in (here, there)
        ]
        assert places[0] == places[1] != []


def test_work_of_the_other_program_is_added_and_told(coding: Coding, tmp_path: Path) -> None:
    path = exported(coding, tmp_path, "qdc")
    text = path.read_text(encoding="utf-8")
    text = text.replace('name="Trust (Places)"', 'name="Confidence"')
    text = text.replace("</Codes>", f"{code(5, 'New code')}</Codes>")
    text = text.replace("and how</Desc", "and when</Desc")
    path.write_text(text, encoding="utf-8")
    report = import_qda(coding, path)
    assert report.codes == Tally(total=9, added=1, known=8, left=0)
    assert report.updated == 0
    assert "C0003 label: 'Trust' here, 'Confidence' in the file" in report.notes[-1]
    assert ("New code",) in tree(coding)
    taken = import_qda(coding, path, update=True)
    assert (taken.codes.added, taken.updated) == (0, 2)
    assert ("Relations", "Places", "Confidence") in tree(coding)
    assert next(iter(coding.book.tree())).definition.endswith("and when")


def test_a_move_in_the_other_program_is_taken_over(coding: Coding, tmp_path: Path) -> None:
    path = exported(coding, tmp_path, "qdc")
    text = path.read_text(encoding="utf-8")
    moved = re.search(r'\s*<Code [^>]*name="Trust \(C0001\)"[^>]*/>', text)
    assert moved
    text = text.replace(moved[0], "")
    text = re.sub(r'(<Code [^>]*name="Places"[^>]*>)', rf"\1{moved[0]}", text)
    path.write_text(text, encoding="utf-8")
    report = import_qda(coding, path, update=True)
    assert report.updated == 1
    assert ("Relations", "Places", "Trust") in tree(coding)
    assert ("Relations", "People", "Trust") not in tree(coding)


def test_what_a_person_took_out_here_does_not_come_back(coding: Coding, tmp_path: Path) -> None:
    path = exported(coding, tmp_path, "qdpx")
    reject(coding, "C4")
    merge(coding, "C2", "C1")
    reject_finding(coding, ["F4"])
    report = import_qda(coding, path, outside=True)
    assert report.codes == Tally(total=8, added=0, known=7, left=1)
    assert (report.codings.added, report.codings.left) == (0, 1)
    assert any("not brought back: 'Trust (People)'" in note for note in report.notes)
    assert any("F0004 was rejected here" in note for note in report.notes)


def test_one_undo_takes_an_import_back(plain: Coding, tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(codebook(code(1, "A", code(2, "B"))))
    import_qda(plain, path)
    assert tree(plain) == [("A",), ("A", "B")]
    assert "imported book.qdc" in undo(plain).words
    assert tree(plain) == []
    assert import_qda(plain, path).codes.added == 2


def test_a_flat_and_a_deep_codebook_find_their_levels(plain: Coding, tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(
        codebook(
            code(1, "Loose"),
            code(2, "Shelf", code(3, "one", definition="def"), code(4, "two")),
            code(
                5,
                "Theme",
                code(6, "right under"),
                code(7, "Sub", code(8, "three"), code(9, "Deeper", code(10, "four"))),
                code(11, "Empty", codable="false"),
            ),
        )
    )
    report = import_qda(plain, path)
    assert sorted(tree(plain)) == sorted(
        [
            ("Loose",),
            ("Shelf",),
            ("Shelf", "one"),
            ("Shelf", "two"),
            ("Theme",),
            ("Theme", "Theme"),
            ("Theme", "Theme", "right under"),
            ("Theme", "Sub"),
            ("Theme", "Sub", "three"),
            ("Theme", "Sub / Deeper"),
            ("Theme", "Sub / Deeper", "four"),
            ("Theme", "Empty"),
        ]
    )
    assert any("Made for codes right under a theme" in note for note in report.notes)
    assert any("Some have no theme yet" in note for note in report.notes)
    assert plain.book.nodes[last(plain).codes[0].code].level is Level.CODE
    assert import_qda(plain, path).codes == Tally(total=12, added=0, known=12, left=0)


def test_a_framework_joins_what_is_there_by_name(plain: Coding, tmp_path: Path) -> None:
    add_node(plain, "Shelf", level=Level.SUBTHEME)
    add_node(plain, "One", under="S1")
    path = tmp_path / "book.qdc"
    path.write_text(codebook(code(2, "shelf", code(3, "one"), code(4, "one"))))
    report = import_qda(plain, path, keep_double=True)
    assert report.codes == Tally(total=3, added=1, known=2, left=0)
    assert [label for *_, label in tree(plain)] == ["Shelf", "One", "one"]
    assert import_qda(plain, path).codes == Tally(total=3, added=0, known=3, left=0)


def test_codes_of_one_name_in_one_place_are_a_persons_choice(plain: Coding, tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    shelves = (code(1, "A", code(2, "b"), code(3, "B")), code(4, "C", code(5, "b")))
    path.write_text(codebook(*shelves))
    with pytest.raises(BadInput, match="2 x 'b' under 'A'") as refused:
        import_qda(plain, path)
    assert "--keep-double" in refused.value.hint
    assert tree(plain) == []
    assert import_qda(plain, path, keep_double=True).codes.added == 5


def test_another_programs_codings_come_with_coder_and_time(plain: Coding, tmp_path: Path) -> None:
    text = ABSTRACT.replace("\n", "\r\n").encode("utf-8-sig")
    raw = text.decode("utf-8-sig")
    start = raw.index("Mentors help")
    qde = project(
        code(1, "Help") + code(2, "Group", code(3, "inside")),
        source(
            10,
            "Interview 1",
            selection(11, start, start + 12, 1, 2, name="Mentors help"),
            selection(12, 0, raw.index(" \U0001f600"), 1, name="First line."),
        ),
    )
    path = qdpx(tmp_path / "nvivo.qdpx", qde, t10=text)
    report = import_qda(plain, path)
    assert report.findings == Tally(total=2, added=2, known=0, left=0)
    assert report.codings == Tally(total=3, added=3, known=0, left=0)
    rows = {row.quote: row for row in finding_rows(plain)}
    assert set(rows) == {"Mentors help", "First line.\nSecond"}
    assert rows["First line.\nSecond"].statement == "First line. Second"
    assert {row.record for row in rows.values()} == {"R0001"}
    assert ("Group", "Group") in tree(plain)
    told = last(plain)
    assert (told.origin, told.format, told.file_name) == ("NVivo 14", "qdpx", "nvivo.qdpx")
    assert {(at.coder, at.at) for at in told.codings} == {("Zoe Zed", "2024-05-01T10:00:00Z")}
    again = import_qda(plain, path)
    assert (again.findings.added, again.codings.added, again.codings.known) == (0, 0, 3)


def test_a_text_that_is_no_records_is_left_until_somebody_says_whose_it_is(
    plain: Coding, tmp_path: Path
) -> None:
    whole = f'<Coding guid="{guid(77)}"><CodeRef targetGUID="{guid(1)}"/></Coding>'
    qde = project(code(1, "Help"), source(10, "Transcript", selection(11, 0, 5, 1), whole))
    path = qdpx(tmp_path / "p.qdpx", qde, t10=b"Other words.")
    report = import_qda(plain, path)
    assert report.codings == Tally(total=2, added=0, known=0, left=2)
    assert "Source 'Transcript' is no text of a record here: 2 codings left out." in report.notes
    table = tmp_path / "sources.csv"
    table.write_text("source,record\nTranscript,R2\n")
    taken = import_qda(plain, path, sources=table)
    assert taken.codings == Tally(total=2, added=2, known=0, left=0)
    said = {row.statement: (row.quote, row.source) for row in finding_rows(plain)}
    assert said["Other"] == ("", "Transcript, 0 to 5")
    assert "The whole text Transcript" in said
    assert import_qda(plain, path, sources=table).findings.added == 0


def test_a_record_that_is_not_included_needs_a_word(plain: Coding, tmp_path: Path) -> None:
    qde = project(code(1, "Help"), source(10, "x", selection(11, 0, 4, 1)))
    path = qdpx(tmp_path / "p.qdpx", qde, t10=b"Out.")
    assert import_qda(plain, path).codings.left == 1
    assert import_qda(plain, path, outside=True).codings.added == 1
    assert next(finding_rows(plain)).flag == "outside_included"


@pytest.mark.parametrize(
    ("table", "told"),
    [("a,b\n1,2\n", "Needed are 'source'"), ("source,record\nx,R9\n", "line 2: ")],
)
def test_a_bad_table_of_sources_is_named(
    plain: Coding, table: str, told: str, tmp_path: Path
) -> None:
    path = qdpx(tmp_path / "p.qdpx", project(code(1, "Help"), source(10, "x")), t10=b"Out.")
    (tmp_path / "sources.csv").write_text(table)
    with pytest.raises(BadInput) as refused:
        import_qda(plain, path, sources=tmp_path / "sources.csv")
    assert told in str(refused.value)


@pytest.mark.parametrize(("start", "end"), [(0, 500), (-1, 4), (9, 3), (4, 4)])
def test_spans_outside_their_text_stop_the_import_before_anything_is_kept(
    plain: Coding, start: int, end: int, tmp_path: Path
) -> None:
    spans = selection(11, 0, 5, 1) + selection(12, start, end, 1)
    qde = project(code(1, "Help"), source(10, "Text 2", spans))
    path = qdpx(tmp_path / "p.qdpx", qde, t10=b"Trust grows.")
    before = len(list(plain.review.events()))
    with pytest.raises(BadInput) as refused:
        import_qda(plain, path)
    assert f"'Text 2': {start} to {end} of 12 characters" in refused.value.message
    assert "nothing was imported" in refused.value.message
    assert len(list(plain.review.events())) == before
    assert tree(plain) == []


def _utf16(data: str) -> bytes:
    return data.encode("utf-16")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        _utf16,
    ],
)
def test_own_texts_rewritten_by_another_program_are_still_known(
    spoil: Callable[[str], bytes], coding: Coding, tmp_path: Path
) -> None:
    import io
    import zipfile

    (data,) = exporter_named("qdpx").files(themes_document(coding)).values()
    path = tmp_path / "back.qdpx"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part if name.endswith(".qde") else spoil(part.decode("utf-8")))
    report = import_qda(coding, path, outside=True)
    assert report.codings == Tally(total=8, added=0, known=8, left=0)


def test_a_proposed_finding_that_was_coded_elsewhere_counts(plain: Coding, tmp_path: Path) -> None:
    with plain.act() as act:
        act.append(
            FindingProposed(
                finding=FindingId("F0001"),
                record=to_record_id(2),
                statement="Trust grows.",
                place=place_of("abstract", "Trust grows.", "Trust grows."),
                maker=MAKER,
                score=0.5,
                why="because",
            )
        )
    qde = project(code(1, "Help"), source(10, "x", selection(11, 0, 12, 1)))
    path = qdpx(tmp_path / "p.qdpx", qde, t10=b"Trust grows.")
    report = import_qda(plain, path)
    assert report.findings == Tally(total=1, added=0, known=1, left=0)
    assert links(plain) == [("Help", "Trust grows.")]


def test_a_renamed_code_is_not_doubled_by_an_old_file(coding: Coding, tmp_path: Path) -> None:
    path = exported(coding, tmp_path, "qdpx")
    rename(coding, "C1", "Confidence")
    add_finding(coding, "R3", "more")
    report = import_qda(coding, path, outside=True)
    assert (report.codes.added, report.codings.added) == (0, 0)
    assert "C0001 label: 'Confidence' here" in report.notes[-1]
