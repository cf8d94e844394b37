from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.readers import archive as archive_module
from screening.readers.archive import is_archive, unpack
from tests.readers.specimens import FOLDER

RIS = (FOLDER / "ris_plain.ris").read_bytes()


def packed(path: Path, **members: bytes) -> Path:
    """An archive at ``path``; ``__`` in a name stands for a slash and ``_dot_`` for a point."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path


def refusal(path: Path, folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        unpack(path, folder)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value.message


def test_members_keep_their_order_names_and_content(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", b_dot_ris=RIS, sub__b_dot_ris=RIS + b"\n", a_dot_txt=b"x")
    members = unpack(path, tmp_path / "out")
    assert [member.name for member in members] == ["b.ris", "sub/b.ris", "a.txt"]
    assert [member.path.name for member in members] == ["b.ris", "b.ris", "a.txt"]
    assert members[0].path.read_bytes() == RIS
    assert members[1].path.read_bytes() == RIS + b"\n"


def test_notes_of_operating_systems_are_no_members(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in ("sub/", "__MACOSX/._a.ris", "sub/.DS_Store", "a.ris"):
            made.writestr(name, RIS)
    assert [member.name for member in unpack(path, tmp_path / "out")] == ["a.ris"]


@pytest.mark.parametrize("name", ["../a.ris", "/etc/a.ris", "sub/../../a.ris", "C:\\a.ris"])
def test_members_that_point_outside_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("good.ris", RIS)
        made.writestr(name, RIS)
    assert "outside" in refusal(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_links_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("a.ris")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(link, "/etc/hosts")
    assert "is a link" in refusal(path, tmp_path / "out")


def test_locked_members_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", a_dot_ris=RIS)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    assert "locked" in refusal(path, tmp_path / "out")


def test_archives_in_archives_are_refused(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", a_dot_ris=RIS)
    path = packed(tmp_path / "a.zip", inner_dot_dat=inner.read_bytes())
    assert "another archive" in refusal(path, tmp_path / "out")


def test_a_workbook_in_an_archive_is_no_archive(tmp_path: Path) -> None:
    book = (FOLDER / "excel_two_sheets.xlsx").read_bytes()
    path = packed(tmp_path / "a.zip", a_dot_xlsx=book)
    assert len(unpack(path, tmp_path / "out")) == 1
    assert not is_archive(FOLDER / "excel_two_sheets.xlsx")


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 1)
    path = packed(tmp_path / "a.zip", a_dot_ris=RIS, b_dot_ris=RIS)
    assert "2 files" in refusal(path, tmp_path / "out")


def test_what_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_module, "_UNPACKED_FREE", 1000)
    path = packed(tmp_path / "a.zip", a_dot_ris=b" " * 1_000_000)
    assert "unpacks to more than" in refusal(path, tmp_path / "out")


def test_empty_and_damaged_archives(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("sub/", "")
    assert "without files" in refusal(path, tmp_path / "out")
    path = packed(tmp_path / "b.zip", a_dot_ris=RIS * 50)
    raw = bytearray(path.read_bytes())
    raw[60:90] = b"\xff" * 30
    path.write_bytes(raw)
    assert "damaged" in refusal(path, tmp_path / "out2")


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", RIS])
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert not is_archive(path)
    assert not is_archive(tmp_path / "missing.zip")
