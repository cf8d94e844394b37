from __future__ import annotations

from pathlib import Path

import pytest

from screening.readers import open_source
from screening.readers.xml_cut import count, cut
from screening.readers.xml_shape import Shape

SHAPE = Shape(records=("r", "s"), context=("c",), scopes=("box",))


def _cut(tmp_path: Path, text: str) -> list[tuple[str, str, bool, bool]]:
    path = tmp_path / "cut.xml"
    path.write_text(text, encoding="utf-8")
    source = open_source(path)
    pieces = list(cut(source, SHAPE))
    assert count(source, SHAPE) == sum(piece.name in SHAPE.records for piece in pieces)
    return [(piece.name, piece.text.decode(), piece.opened, piece.closed) for piece in pieces]


@pytest.mark.parametrize(
    "passed_over",
    [
        "<!-- <r>no</r> -->",
        "<![CDATA[<r>no</r>]]>",
        "<?note <r>no</r> ?>",
        '<!DOCTYPE x SYSTEM "a<!--b">',
        "<!DOCTYPE x PUBLIC '</r>' '<r>'>",
        "<record>no</record><sr>no</sr>",
    ],
)
def test_what_is_no_record_is_passed_over(tmp_path: Path, passed_over: str) -> None:
    pieces = _cut(tmp_path, f"{passed_over}<x><r>1</r>{passed_over}<p:s a='1'>2</p:s ></x>")
    assert [piece[:2] for piece in pieces] == [("r", "<r>1</r>"), ("s", "<p:s a='1'>2</p:s >")]


@pytest.mark.parametrize("opener", ["<!--", "<![CDATA[", "<?"])
def test_what_opens_and_never_closes_hides_no_record(tmp_path: Path, opener: str) -> None:
    text = f"<x><r>1</r>{opener}<r>2</r>{opener}<r>3</r><!-- <r>no</r> --><s>4</s></x>"
    found = [piece[1] for piece in _cut(tmp_path, text) if piece[0] in SHAPE.records]
    if opener != "<!--":
        assert [text[3] for text in found] == ["1", "2", "3", "4"]
    else:
        assert found[0] == "<r>1</r>"
        assert found[-1] == "<s>4</s>"


def test_context_and_scopes_are_told_between_the_records(tmp_path: Path) -> None:
    text = "<x><box><c>A</c><r>1<c>no</c></r></box><box><s>2</s></box></x>"
    assert [piece[0] for piece in _cut(tmp_path, text)] == ["box", "c", "r", "box", "s"]


def test_missing_tags(tmp_path: Path) -> None:
    assert _cut(tmp_path, "<x><r>1<r>2</r>3</r><r>4") == [
        ("r", "<r>1", True, False),
        ("r", "<r>2</r>", True, True),
        ("r", "3</r>", False, True),
        ("r", "<r>4", True, False),
    ]


def test_a_record_without_end_hides_what_stood_around_the_next(tmp_path: Path) -> None:
    pieces = _cut(tmp_path, "<x><box><c>A</c><r>1</box><box><c>B</c><r>2</r></box></x>")
    assert [piece[0] for piece in pieces] == ["box", "c", "r", "box", "r"]


def test_context_without_end_leaves_the_record_its_own(tmp_path: Path) -> None:
    assert [piece[0] for piece in _cut(tmp_path, "<x><c>A 1</r><r>2</r></x>")] == ["c", "r", "r"]
