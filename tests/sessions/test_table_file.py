"""Tables that people fill in are read as meant, and refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.console import safe_cell
from screening.errors import BadInput
from screening.sessions.table_file import read_table


def _table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8-sig", newline="")
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_have_their_first_line_and_blank_ones_do_not_count(
    tmp_path: Path, delimiter: str
) -> None:
    text = 'Record,NOTE\r\n\r\n 1 ,"two\r\nlines"\r\n,\r\n2,x\r\n'.replace(",", delimiter)
    table = read_table(_table(tmp_path, text))
    assert table.columns == ("record", "note")
    assert [(line, cells["record"]) for line, cells in table.rows] == [(3, "1"), (6, "2")]


@pytest.mark.parametrize("words", ["=1+1", "-x", "@here", "+y", "'quoted'", "plain"])
def test_what_was_made_safe_for_spreadsheets_is_read_back(tmp_path: Path, words: str) -> None:
    table = read_table(_table(tmp_path, f"record,note\n1,{safe_cell(words)}\n"))
    assert table.rows[0][1]["note"] == words


def test_more_empty_cells_than_columns_are_no_fault(tmp_path: Path) -> None:
    assert len(read_table(_table(tmp_path, "record,note\n1,x,,\n")).rows) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("record,note,Record\n1,x,2\n", "column 'record' twice"),
        ("record,note\n1,x\n2,y,z\n", "line 3: more cells"),
        ('record,note\n1,"x"y\n', "line 2"),
    ],
)
def test_a_wrong_table_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_table(_table(tmp_path, text))


def test_a_missing_file_and_another_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_table(tmp_path / "none.csv")
    (tmp_path / "old.csv").write_bytes(b"record\n\xe9\n")
    with pytest.raises(BadInput, match="not a UTF-8 text"):
        read_table(tmp_path / "old.csv")
