"""What every reader promises, tried on every specimen and on mangled copies of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.errors import BadInput
from screening.readers import Reader, detect, open_source, readers
from tests.readers.specimens import FOLDER, expected_reader, read_all, specimens

ALL = specimens()
TEXT = [path for path in ALL if path.suffix != ".xlsx"]


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.name)
def test_reader_says_what_it_is_and_has_a_specimen(reader: Reader) -> None:
    assert reader.name == reader.name.casefold()
    assert reader.label
    assert all(extension.startswith(".") for extension in reader.extensions)
    assert specimens(reader.name)


def test_every_specimen_belongs_to_a_reader() -> None:
    assert {expected_reader(path) for path in ALL} == {reader.name for reader in readers()}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_specimen_is_recognised_by_content(path: Path, tmp_path: Path) -> None:
    disguised = tmp_path / f"{path.stem}.dat"
    disguised.write_bytes(path.read_bytes())
    found = detect(open_source(disguised))
    assert found.reader.name == expected_reader(path)
    assert 0.5 <= found.confidence <= 1
    assert found.reason


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_found_is_imported_plus_rejected(path: Path) -> None:
    source = open_source(path)
    reader = detect(source).reader
    entries = list(reader.read(source))
    assert entries
    assert reader.count(source) == len(entries)
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    lines = [entry.line for entry in entries if entry.line is not None]
    assert lines == sorted(lines)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_reading_is_lazy_and_repeatable(path: Path) -> None:
    source = open_source(path)
    entries = detect(source).reader.read(source)
    assert isinstance(entries, Iterator)
    assert next(entries) == next(iter(detect(source).reader.read(source)))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_mangled_files_never_crash_nor_lose_count(data: st.DataObject, tmp_path: Path) -> None:
    path = data.draw(st.sampled_from(TEXT))
    raw = path.read_bytes()
    cut = sorted(data.draw(st.lists(st.integers(0, len(raw)), min_size=2, max_size=2)))
    junk = data.draw(st.sampled_from([b"", b'"', b"{", b"}", b"<", b"&", b"\r", b"\xff", b"\x00"]))
    kept_tail = raw[cut[1] :] if data.draw(st.booleans()) else b""
    mangled = tmp_path / path.name
    mangled.write_bytes(raw[: cut[0]] + junk + kept_tail)
    try:
        source = open_source(mangled)
        reader = detect(source).reader
        entries = list(reader.read(source))
    except BadInput:
        return
    assert reader.count(source) == len(entries)
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))


@pytest.mark.parametrize(
    "name",
    [
        "ris_plain.ris",
        "bibtex_plain.bib",
        "ojs_several_locales.xml",
        "wos_text_plain.ciw",
        "endnote_enw_plain.enw",
        "cochrane_text_plain.txt",
        "refworks_plain.txt",
        "noteexpress_plain.net",
        "cnki_text_plain.txt",
        "ovid_text_tags.txt",
        "ovid_text_names.txt",
        "proquest_text_report.txt",
        "pubmed_xml_efetch.xml",
        "jats_xml_set.xml",
        "doaj_xml_two_languages.xml",
        "crossref_xml_journal_and_book.xml",
        "mods_xml_collection.xml",
        "ojs_native_versions.xml",
        "csl_json_zotero.json",
    ],
)
def test_a_mangled_first_entry_leaves_the_last_one_as_it_was(name: str, tmp_path: Path) -> None:
    path = FOLDER / name
    whole = read_all(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for victim in range(2, 9):
        mangled = tmp_path / name
        mangled.write_text("".join(lines[:victim] + lines[victim + 1 :]), encoding="utf-8")
        last = read_all(mangled, expected_reader(path))[-1]
        assert last.position == whole[-1].position
        assert getattr(last, "title", "") == getattr(whole[-1], "title", "")


def test_listing_the_readers_loads_no_heavy_library() -> None:
    code = (
        "import sys; from screening.readers import readers; readers();"
        "print(sorted({'lxml','pandas','openpyxl','xlrd','bibtexparser','pylatexenc','numpy'}"
        " & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
