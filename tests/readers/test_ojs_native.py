from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from screening.readers import open_source, reader_named
from screening.readers.xml_stream import open_bytes
from screening.records import LocalText, RecordContent, Rejected
from tests.readers.specimens import FOLDER, read_all, records, titles


def test_the_current_version_is_read_and_the_other_kept() -> None:
    first, second = records("ojs_native_versions.xml")
    assert first.title == "The busy wards: a study"
    assert LocalText(field="title", locale="sv_SE", text="Avdelningar") in first.local_texts
    assert ("publication", "version 2 of 2") in first.extra
    assert ("publication version 1/title locale=sv_SE", "Avdelningen") in first.extra
    assert (first.doi, first.pages, first.year) == ("10.1000/demo.1", "10-19", 2019)
    assert first.dates == (("received", "2018-01-05"), ("published", "2019-09-18"))
    assert (first.volume, first.issue, first.language) == ("3", "2", "sv_SE")
    assert ("citation", "Berg B. Old work. 1990.") in first.extra
    assert (second.volume, second.issue, second.year) == ("4", "1", 2020)
    assert second.line == 43


def test_abstracts_escaped_twice_are_plain_text() -> None:
    first = records("ojs_native_versions.xml")[0]
    assert first.abstract == "Wards are busy.\nBeds > nurses; R&D."


def test_names_in_several_locales() -> None:
    first = records("ojs_native_versions.xml")[0]
    (lind,) = first.authors
    assert (lind.family, lind.given, lind.orcid) == ("Lind", "Ada", "0000-0002-1825-0097")
    assert lind.affiliations == ("Ward School",)
    assert LocalText(field="author givenname", locale="sv_SE", text="Åda") in first.local_texts


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('current_publication_id="12" ', "", "The busy wards: a study"),
        ('current_publication_id="12"', 'current_publication_id="11"', "Avdelningen"),
        ('version="2" status="3"', 'version="2" status="1"', "The busy wards: a study"),
    ],
)
def test_which_version_is_current(tmp_path: Path, old: str, new: str, expected: str) -> None:
    path = tmp_path / "native.xml"
    text = (FOLDER / "ojs_native_versions.xml").read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert titles(read_all(path))[0] == expected


def test_an_unpublished_version_waits(tmp_path: Path) -> None:
    path = tmp_path / "native.xml"
    text = (FOLDER / "ojs_native_versions.xml").read_text(encoding="utf-8")
    text = text.replace('current_publication_id="12" ', "")
    path.write_text(text.replace('version="2" status="3"', 'version="2" status="1"'), "utf-8")
    assert titles(read_all(path))[0] == "Avdelningen"


def test_ojs2_takes_the_issue_from_around_and_not_from_the_one_before() -> None:
    first, second, third = records("ojs_native_ojs2.xml")
    assert [author.name for author in first.authors] == ["Lind, Ada B", "Berg, Bo"]
    assert (first.volume, first.issue, first.year) == ("1", "2", 2011)
    assert first.keywords == ("wards", "nurses")
    assert (second.volume, second.issue, second.year) == ("1", "2", 2011)
    assert (third.title, third.volume, third.year) == ("Days", "", None)


def test_a_broken_article_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "broken.xml"
    text = (FOLDER / "ojs_native_ojs2.xml").read_text(encoding="utf-8")
    path.write_text(text.replace("</indexing>", "", 1), encoding="utf-8")
    first, second, third = read_all(path)
    assert isinstance(first, Rejected)
    assert isinstance(second, RecordContent)
    assert (second.title, second.volume) == ("Nights", "1")
    assert isinstance(third, RecordContent)
    assert (third.title, third.volume) == ("Days", "")


def test_embedded_files_never_reach_the_parser_whatever_the_blocks() -> None:
    source = open_source(FOLDER / "ojs_native_versions.xml")
    whole = source.path.read_bytes()
    for size in range(1, 40):
        with open_bytes(source, ("embed",)) as stream:
            read = b"".join(iter(lambda: stream.read(size), b""))  # noqa: B023
        assert b'<embed encoding="base64">\n\n</embed>' in read
        assert read.count(b"\n") == whole.count(b"\n")
        assert read.replace(b"\n\n</embed>", b"</embed>") == (
            whole.replace(b"JVBERi0xLjQK\nJeLjz9MK\nPHhtbD4=", b"")
        )


def test_memory_does_not_grow_with_embedded_files(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    text = (FOLDER / "ojs_native_versions.xml").read_text(encoding="utf-8")
    before, after = text.split("JVBERi0xLjQK")
    with path.open("w", encoding="utf-8") as file:
        file.write(before)
        for _ in range(400):
            file.write("QUJD" * 25_000)
        file.write(after)
    assert path.stat().st_size > 40_000_000
    code = (
        "import resource, sys\n"
        "from screening.readers import open_source, reader_named\n"
        "reader = reader_named('ojs_native')\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "list(reader.read(open_source(sys.argv[1])))\n"
        "before = peak()\n"
        "source = open_source(sys.argv[2])\n"
        "print(sum(1 for _ in reader.read(source)), reader.count(source), peak() - before)\n"
    )
    small = FOLDER / "ojs_native_versions.xml"
    run = subprocess.run(
        [sys.executable, "-c", code, str(small), str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found, counted, grown = (int(word) for word in run.stdout.split())
    assert (found, counted) == (2, 2)
    unit = 1 if sys.platform == "darwin" else 1024
    assert grown * unit < 12_000_000


def test_embedded_files_are_left_out_after_a_break_too(tmp_path: Path) -> None:
    path = tmp_path / "broken.xml"
    text = (FOLDER / "ojs_native_versions.xml").read_text(encoding="utf-8")
    path.write_text(text.replace("</authors>", ""), encoding="utf-8")
    source = open_source(path)
    first, second = reader_named("ojs_native").read(source)
    assert isinstance(first, Rejected)
    assert "JVBERi0xLjQK" not in first.raw
    assert second.line == 43
