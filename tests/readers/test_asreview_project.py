"""ASReview project files: what they hold, and what is refused as none."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.readers import open_source, reader_named
from screening.readers.archive import is_archive
from tests.readers.specimens import FOLDER, records

SPECIMEN = FOLDER / "asreview_two_labels.asreview"


def project(path: Path, *statements: str) -> Path:
    """A project file whose database these statements make."""
    database = path.with_suffix(".db")
    with closing(sqlite3.connect(database)) as link:
        for statement in statements:
            link.execute(statement)
        link.commit()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", "{}")
        archive.write(database, "results.db")
    return path


def test_a_project_is_one_file_and_no_archive_of_exports() -> None:
    assert not is_archive(SPECIMEN)
    first, second, third = records(SPECIMEN.name)
    assert (first.title, first.year, first.doi) == (
        "Mentoring of students in Lund", 2001, "10.5555/501",
    )  # fmt: skip
    assert [author.family for author in first.authors] == ["Roe", "Poe"]
    assert first.keywords == ("mentoring",)
    assert dict(first.extra)["asreview_time"] == "2021-06-30 08:00:00"
    assert dict(second.extra)["asreview_label"] == "0"
    assert "asreview_label" not in dict(third.extra)


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE other (a)",),
        ("CREATE TABLE record (a)", "CREATE TABLE results (b)"),
        (
            "CREATE VIEW record AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
            " SELECT x AS dataset_row, x AS record_id FROM n",
            "CREATE TABLE results (record_id)",
        ),
    ],
    ids=["no table", "other columns", "a view without end"],
)
def test_what_is_no_project_is_refused(statements: tuple[str, ...], tmp_path: Path) -> None:
    path = project(tmp_path / "x.asreview", *statements)
    with pytest.raises(BadInput, match="is no project of ASReview 3"):
        list(reader_named("asreview").read(open_source(path)))


def test_a_database_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.asreview"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", "{}")
        archive.writestr("results.db", "no database at all")
    with pytest.raises(BadInput, match="is no project of ASReview 3"):
        list(reader_named("asreview").read(open_source(path)))
