"""Files that are damaged, mistaken or made to harm: the rows of docs/robustness.md."""

from __future__ import annotations

import ast
import re
import socket
from contextlib import suppress
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.readers import Entry, detect, open_source, reader_named
from screening.records import RecordContent
from tests.readers.specimens import FOLDER, expected_reader, specimens, titles

_ROOT = Path(__file__).parents[2]
_RIS = (FOLDER / "ris_plain.ris").read_bytes()
_PUBMED = (FOLDER / "pubmed_xml_efetch.xml").read_text(encoding="utf-8")
_TEXT = [path for path in specimens() if not expected_reader(path).startswith("excel")]


def _read(path: Path, content: bytes | str, reader: str = "") -> list[Entry]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = open_source(path)
    chosen = reader_named(reader) if reader else detect(source).reader
    entries = list(chosen.read(source))
    assert chosen.count(source) == len(entries)
    return entries


def _with_doctype(declaration: str) -> str:
    start = _PUBMED.index("<PubmedArticleSet")
    return f'<?xml version="1.0"?>\n{declaration}\n{_PUBMED[start:]}'


def test_a_dtd_on_the_network_is_not_asked_for(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/own.dtd"
        content = _with_doctype(f'<!DOCTYPE PubmedArticleSet SYSTEM "{address}">')
        assert titles(_read(tmp_path / "a.xml", content)) == titles(
            _read(tmp_path / "b.xml", _PUBMED)
        )
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_dtd_beside_the_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "own.dtd").write_text("<!ENTITY secret 'read'>", encoding="utf-8")
    content = _with_doctype('<!DOCTYPE PubmedArticleSet SYSTEM "own.dtd">')
    content = content.replace("<ArticleTitle>", "<ArticleTitle>&secret; ", 1)
    first, *_ = _read(tmp_path / "a.xml", content)
    assert isinstance(first, RecordContent)
    assert first.title.startswith("&secret; ")
    assert "&" in first.problems[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("before", ["", f"<!-- {'x' * 70_000} -->"], ids=["at_once", "far_down"])
def test_entities_of_a_file_are_refused_wherever_they_stand(
    tmp_path: Path, encoding: str, before: str
) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = _with_doctype(before + bomb)
    content = content.replace('<?xml version="1.0"?>\n', "", 1)
    with pytest.raises(BadInput, match="entities of its own"):
        _read(tmp_path / "a.xml", content.encode(encoding), "pubmed_xml")


def test_a_cell_longer_than_the_csv_library_allows_is_read_whole(tmp_path: Path) -> None:
    abstract = "We asked nurses. " * 20_000
    (record,) = _read(tmp_path / "a.csv", f'Title,Abstract\nOne,"{abstract}"\n')
    assert isinstance(record, RecordContent)
    assert record.abstract == abstract.strip()


def test_nul_bytes_further_down_are_left_out(tmp_path: Path) -> None:
    first = b"TY  - JOUR\nTI  - One\nAB  - " + b"We asked. " * 7_000 + b"\nER  - \n"
    entries = _read(tmp_path / "a.ris", first + b"TY  - JOUR\nTI  - T\x00wo\x00\nER  - \n")
    assert titles(entries) == ["One", "Two"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
        pytest.param(b"SQLite format 3\x00\x10\x00", id="database"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml word/", id="text_document"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, id="old_text_document"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 40, id="archive_cut_off"),
        pytest.param(b"{\\rtf1 nurses}", id="rich_text"),
        pytest.param(b"Dear colleague,\nhere are the files.\n", id="letter"),
    ],
)
def test_what_is_no_export_is_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        _read(tmp_path / "search.ris", content)
    assert str(tmp_path) in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html>\n<html><body>Sign in",
        b"\xef\xbb\xbf\r\n<HTML><head><title>Session expired",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html>',
        b"<!-- build 12 --><html lang='en'>",
        "<!doctype html><html>Anmeldung für Mitglieder".encode("utf-16"),
    ],
)
@pytest.mark.parametrize("name", ["search.ris", "search.xls", "search.csv", "search.xml"])
def test_a_log_in_page_is_called_one_under_any_name(tmp_path: Path, name: str, page: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(page)
    with pytest.raises(BadInput, match="log-in") as caught:
        open_source(path)
    assert "Log in to the database" in caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_byte_order_mark_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "search.ris"
    path.write_bytes(_RIS.decode().encode(encoding))
    source = open_source(path)
    assert source.encoding == encoding
    with source.text() as stream:
        assert stream.read() == _RIS.decode()


@pytest.mark.parametrize(
    "raw",
    [b"TY  - JOUR\x00\r\n" * 20, b"a\x00b\x00" + b"plain text " * 20, b"\x01\x00\x02\x00" * 50],
)
def test_other_files_with_nul_bytes_are_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "search.ris"
    path.write_bytes(raw)
    with pytest.raises(BadInput, match="NUL bytes"):
        open_source(path)


@pytest.mark.parametrize("path", _TEXT, ids=lambda path: path.name)
def test_a_half_downloaded_file_keeps_what_is_whole(path: Path, tmp_path: Path) -> None:
    """Cut anywhere, only the last entry that is left may differ."""
    reader, raw = expected_reader(path), path.read_bytes()
    whole = titles(_read(tmp_path / "whole", raw, reader))
    for tenth in range(3, 10):
        left: list[str] = []
        # What holds less than a header or one tag is refused as a whole.
        with suppress(BadInput):
            left = titles(_read(tmp_path / "half", raw[: len(raw) * tenth // 10], reader))
        assert left[:-1] == whole[: max(0, len(left) - 1)]


def test_every_row_of_the_page_names_tests_that_exist() -> None:
    page = (_ROOT / "docs" / "robustness.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    assert len(named) > 20
    for file, test in named:
        tree = ast.parse((_ROOT / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    rows = [line for line in page.splitlines() if line.startswith("| ") and "`tests/" in line]
    assert len(rows) > 15
