"""Each entry is found byte by byte: what is cut and what is left make up the file."""

from __future__ import annotations

import gzip
import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import BadInput, ReviewError, UsageError
from screening.readers import Entry, Reader, Source, detect, open_source, reader_named
from screening.readers.places import TAKEN_WHOLE, Places, places, without_others
from screening.readers.workbook_reader import WorkbookReader
from screening.records import RecordContent
from tests.readers.specimens import FOLDER


def _readable(path: Path) -> bool:
    try:
        source = open_source(path)
        reader = detect(source).reader
        whole = isinstance(reader, WorkbookReader) or reader.name in TAKEN_WHOLE
        return not whole and bool(list(reader.read(source)))
    except ReviewError:
        return False


SPECIMENS = [path for path in sorted(FOLDER.iterdir()) if _readable(path)]
each = pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.name)
KEPT = [frozenset(some) for size in (1, 2, 3) for some in combinations((1, 2, 3), size)]
# Text before the first entry that has no mark of its own cannot be told from a heading.
HEADED = {"refworks_legend.txt", "ris_text_between_records.ris"}


def opened(path: Path) -> tuple[Source, Reader, Places]:
    source = open_source(path)
    reader = detect(source).reader
    return source, reader, places(source, reader)


def content(source: Source) -> bytes:
    with source.binary() as stream:
        return stream.read()


def told(entry: Entry) -> tuple[object, ...]:
    """What an entry says, wherever it stands."""
    if not isinstance(entry, RecordContent):
        return (entry.reason.partition("line")[0],)
    return (entry.title, entry.abstract, entry.authors, entry.extra)


@pytest.mark.parametrize("name", ["asreview_two_labels.asreview", "eppi_json_two_stages.json"])
def test_what_cannot_be_cut_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be cut from the file"):
        opened(FOLDER / name)


@each
def test_the_places_and_the_rest_are_the_file(path: Path) -> None:
    source, reader, found = opened(path)
    assert len(found.spans) == len(list(reader.read(source)))
    whole, at, parts = content(source), 0, list[bytes]()
    for start, end in found.spans:
        parts += [whole[at:start], whole[start:end]]
        at = end
    assert b"".join([*parts, whole[at:]]) == whole
    everything = set(range(1, len(found.spans) + 1))
    assert b"".join(without_others(source, found, everything)) == whole


@each
def test_the_file_without_others_holds_the_kept_entries_as_they_were(
    path: Path, tmp_path: Path
) -> None:
    source, reader, found = opened(path)
    entries = list(reader.read(source))
    for kept in ({1}, {len(entries)}, set(range(1, len(entries) + 1, 2))):
        cut = tmp_path / path.name
        cut.write_bytes(b"".join(without_others(source, found, kept)))
        back = list(reader.read(open_source(cut)))
        skipped = -1 if path.name in HEADED else None
        assert [told(entry)[:skipped] for entry in back] == [
            told(entries[position - 1])[:skipped] for position in sorted(kept)
        ]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ris", "TY  - JOUR\nTI  - Über {0}\nER  - \n\n"),
        ("csl_json", '{{"id": "{0}", "type": "article-journal", "title": "Über {0}"}}\n'),
        ("bibtex", "@article{{k{0}, title = {{Über {0}}}}}\n"),
        ("ojs_xml", "<Article><ArticleTitle>Über {0}</ArticleTitle></Article>\n"),
    ],
)
def test_encodings(name: str, text: str, encoding: str, tmp_path: Path) -> None:
    if name == "ojs_xml":
        head, tail = "<ArticleSet>", "</ArticleSet>"
    else:
        head, tail = "", ""
    path = tmp_path / "export"
    path.write_bytes((head + "".join(map(text.format, range(4))) + tail).encode(encoding))
    source, reader = open_source(path), reader_named(name)
    found = places(source, reader)
    cut = tmp_path / "cut"
    cut.write_bytes(b"".join(without_others(source, found, {2, 4})))
    titles = [e.title for e in reader.read(open_source(cut)) if isinstance(e, RecordContent)]
    assert titles == ["Über 1", "Über 3"]


@settings(max_examples=60, deadline=None)
@given(
    ends=st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=12, max_size=12),
    between=st.lists(st.sampled_from(["", "\n", "Record #1 of 3\nProvider: x\n"]), min_size=3,
                     max_size=3),
    kept=st.sets(st.integers(1, 3), min_size=1),
)  # fmt: skip
def test_mixed_line_ends(
    tmp_path_factory: pytest.TempPathFactory, ends: list[str], between: list[str], kept: set[int]
) -> None:
    marks = iter(ends)
    text = "".join(
        f"{between[n]}TY  - JOUR{next(marks)}TI  - Title {n + 1}{next(marks)}"
        f"AB  - Words{next(marks)}ER  - {next(marks)}"
        for n in range(3)
    )
    path = tmp_path_factory.mktemp("mixed") / "export.ris"
    path.write_bytes(text.encode())
    source, reader, found = opened(path)
    cut = path.with_name("cut.ris")
    cut.write_bytes(b"".join(without_others(source, found, kept)))
    entries = list(reader.read(open_source(cut)))
    assert [told(entry)[0] for entry in entries] == [f"Title {n}" for n in sorted(kept)]


def test_json_stays_whole_whichever_objects_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    items = ", ".join(f'{{"id": "{n}", "title": "T{n}"}}' for n in range(1, 4))
    path.write_text(f"[{items} ]\n")
    source = open_source(path)
    found = places(source, reader_named("csl_json"))
    kept = {n: json.loads(b"".join(without_others(source, found, n))) for n in KEPT}
    assert {n: {int(item["id"]) for item in items} for n, items in kept.items()} == {
        n: set(n) for n in KEPT
    }


def test_macros_of_bibtex_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text('@article{a, title = {A}}\n@string{j = "J"}\n@article{b, title={B}}\n')
    source, _reader, found = opened(path)
    kept = b"".join(without_others(source, found, {2}))
    assert kept == b'@string{j = "J"}\n@article{b, title={B}}\n'


def test_a_gzipped_file_is_cut_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.ris.gz"
    path.write_bytes(gzip.compress(b"TY  - JOUR\nTI  - A\nER  - \nTY  - JOUR\nTI  - B\nER  - \n"))
    source, _reader, found = opened(path)
    cut = b"".join(without_others(source, found, {2}))
    assert cut == b"TY  - JOUR\nTI  - B\nER  - \n"


def test_rows_of_workbooks_are_no_bytes() -> None:
    path = FOLDER / "excel_two_sheets.xlsx"
    with pytest.raises(UsageError):
        places(open_source(path), reader_named("excel"))


def test_a_file_in_which_the_counts_differ_is_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text("TY  - JOUR\nTI  - A\nER  - \n")
    reader = reader_named("ris")

    class Miscounting:
        name, label, extensions = reader.name, reader.label, reader.extensions
        sniff, read = reader.sniff, reader.read

        def count(self, _source: Source) -> int:
            return 2

    with pytest.raises(BadInput, match="2 entries are counted, but 1 places"):
        places(open_source(path), Miscounting())
