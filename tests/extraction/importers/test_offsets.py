"""Characters are counted as the file's program counted them, the standard's way unless told."""

from __future__ import annotations

import pytest

from extraction.importers import GivenSelection
from extraction.importers.offsets import counting_of

PLAIN = "First line.\r\nSecond \U0001f600 line.\r\nThird line ends."
MARKED = "\ufeff" + PLAIN.replace(" \U0001f600", "")
QUOTE = "Third line"


def at(text: str, quote: str, name: str = "") -> GivenSelection:
    start = text.index(quote)
    return GivenSelection(
        key="k", name=name, note="", start=start, end=start + len(quote), codings=()
    )


def shifted(selection: GivenSelection, by: int) -> GivenSelection:
    return GivenSelection(
        key="k",
        name=selection.name,
        note="",
        start=selection.start + by,
        end=selection.end + by,
        codings=(),
    )


@pytest.mark.parametrize(
    ("text", "by", "words"),
    [
        (PLAIN, 0, "code points"),
        (PLAIN, -2, "line ends as one character"),
        (PLAIN, 1, "UTF-16 units"),
        (MARKED, -1, "code points"),
        (MARKED, 0, "the byte-order mark as a character"),
        (MARKED, -3, "line ends as one character"),
    ],
)
@pytest.mark.parametrize("name", ["Third line", "Third li...", ""])
def test_the_way_that_fits_is_found(text: str, by: int, words: str, name: str) -> None:
    selection = shifted(at(text, QUOTE, name), by)
    way = counting_of(text, [selection])
    stretch = way.stretch(selection)
    assert stretch is not None
    assert text[slice(*stretch)] == QUOTE
    if name:
        assert way.words == words


def test_without_a_hint_the_standard_holds() -> None:
    assert counting_of(PLAIN, []).words == "code points"
    assert counting_of("", []).places == {0: 0}


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (7, 3), (0, 9999)])
def test_a_stretch_outside_is_none(start: int, end: int) -> None:
    selection = GivenSelection(key="k", name="", note="", start=start, end=end, codings=())
    assert counting_of(PLAIN, [selection]).stretch(selection) is None
