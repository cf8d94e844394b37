from __future__ import annotations

import gzip
import hashlib
import os
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.readers import open_source
from tests.readers.specimens import FOLDER, read_all, titles


def refused(path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        open_source(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value


def test_missing_file(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "search.ris").message


def test_folder(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path).message


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t\n"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "search.ris"
    path.write_bytes(content)
    assert "empty" in refused(path).message


def test_binary_file(tmp_path: Path) -> None:
    path = tmp_path / "search.ris"
    path.write_bytes(b"\x01\x00\x02\x00garbage")
    assert "NUL" in refused(path).message


def test_pdf_file(tmp_path: Path) -> None:
    path = tmp_path / "search.ris"
    path.write_bytes(b"%PDF-1.7\n...")
    assert "PDF" in refused(path).message


def test_log_in_page_saved_as_export() -> None:
    assert "web page" in refused(FOLDER / "foreign_login_page.ris").message


def test_damaged_gzip(tmp_path: Path) -> None:
    path = tmp_path / "search.ris.gz"
    path.write_bytes(gzip.compress(b"TY  - JOUR\nTI  - One\nER  - \n" * 50)[:-12])
    assert "gzip" in refused(path).message


def test_gzip_is_unpacked_and_the_file_itself_is_hashed(tmp_path: Path) -> None:
    path = tmp_path / "search.ris.gz"
    path.write_bytes(gzip.compress((FOLDER / "ris_plain.ris").read_bytes()))
    source = open_source(path)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.size == path.stat().st_size
    assert titles(read_all(path)) == ["Mentoring of nurses 1", "Mentoring of nurses 2"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"TY  - JOUR\n", "utf-8"),
        (b"\xef\xbb\xbfTY  - JOUR\n", "utf-8-sig"),
        ("Zoë\n".encode("utf-16"), "utf-16"),
        ("Zoë\n".encode("cp1252"), "cp1252"),
        (b"x" * 70_000 + "ë".encode(), "utf-8"),
        (b"x" * 70_000 + b"\xeb", "cp1252"),
        ("Zoë und Jürgen".encode() + b"\xc3", "utf-8"),
    ],
)
def test_encoding_is_found_by_rule(tmp_path: Path, content: bytes, encoding: str) -> None:
    path = tmp_path / "search.txt"
    path.write_bytes(content)
    assert open_source(path).encoding == encoding


def test_bytes_windows_1252_leaves_undefined_are_read(tmp_path: Path) -> None:
    path = tmp_path / "search.txt"
    path.write_bytes(b"caf\xe9 \x81\n")
    assert list(open_source(path).lines()) == [(1, "café \x81")]


def test_head_cut_inside_a_character_is_still_text(tmp_path: Path) -> None:
    path = tmp_path / "search.txt"
    path.write_bytes(b"x" * (64 * 1024 - 1) + "ë\n".encode())
    assert open_source(path).head.text == "x" * (64 * 1024 - 1)


def test_every_kind_of_line_end_ends_a_line(tmp_path: Path) -> None:
    path = tmp_path / "search.txt"
    path.write_bytes(b"a\nb\r\nc\rd\x0ce\xe2\x80\xa8f")
    assert list(open_source(path).lines()) == [(1, "a"), (2, "b"), (3, "c"), (4, "d\x0ce\u2028f")]


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "search.ris")
    assert "pipe" in refused(tmp_path / "search.ris").message


def test_a_last_character_cut_off_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "search.txt"
    path.write_bytes("Zoë caf".encode() + b"\xc3")
    assert list(open_source(path).lines()) == [(1, "Zoë caf\ufffd")]


def test_a_small_file_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.readers.source._UNPACKED_FREE", 1 << 20)
    path = tmp_path / "search.ris.gz"
    path.write_bytes(gzip.compress(b"TY  - JOUR\nTI  - " + b"a" * (1 << 22)))
    assert "unpacks to more than" in refused(path).message
    path.write_bytes(gzip.compress(b"TY  - JOUR\nTI  - " + b"a" * (1 << 19)))
    assert open_source(path).head.text.startswith("TY")


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.readers.source._LINE_LIMIT", 1000)
    path = tmp_path / "search.ris"
    path.write_bytes(b"a" * 999 + b"\n" + b"b" * 999)
    assert len(list(open_source(path).lines())) == 2
    path.write_bytes(b"a\n" + b"b" * 1001)
    with pytest.raises(BadInput, match="line 2: the line is longer"):
        list(open_source(path).lines())
