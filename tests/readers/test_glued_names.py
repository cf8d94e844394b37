from __future__ import annotations

from pathlib import Path

import pytest

from screening.readers.glued_names import parted
from tests.readers.specimens import records


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ada B. LindBo BergCecilia Ek", ["Ada B. Lind", "Bo Berg", "Cecilia Ek"]),
        ("A. LindB. von Berg", ["A. Lind", "B. von Berg"]),
        ("DeHao LindWenGuang Berg", ["DeHao Lind", "WenGuang Berg"]),
        ("Ada McLindBo DeBerg", ["Ada McLind", "Bo DeBerg"]),
        ("Bo Yang 杨博Kai Lu 卢凯", ["Bo Yang 杨博", "Kai Lu 卢凯"]),
        ("Ada Lind", ["Ada Lind"]),
        ("", [""]),
    ],
)
def test_glued_names_are_parted_where_a_name_is_whole(cell: str, names: list[str]) -> None:
    assert parted(cell) == names


def test_springer_names_are_parted_told_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "springer.csv"
    path.write_text(
        'Item Title,Item DOI,Authors\nCare,10.5555/a,"Ada LindBo Berg"\nRest,10.5555/b,"Bo Berg"\n'
    )
    first, second = records(str(path))
    assert [author.name for author in first.authors] == ["Ada Lind", "Bo Berg"]
    assert ("Authors", "Ada LindBo Berg") in first.extra
    assert "not sure" in first.problems[0].message
    assert [author.name for author in second.authors] == ["Bo Berg"]
    assert not second.problems


def test_names_of_other_tables_are_never_parted(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Title,DOI,Authors\nCare,10.5555/a,Ada LindBo Berg\n")
    assert [author.name for author in records(str(path))[0].authors] == ["Ada LindBo Berg"]
