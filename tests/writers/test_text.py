"""Text as files hold it: what needs no change is passed on unread, and is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.writers import text
from screening.writers.formats.bibtex import escaped
from screening.writers.text import plain


class Unasked:
    """A pattern that must not be asked."""

    def sub(self, _new: str, _text: str) -> str:
        raise AssertionError


@pytest.mark.parametrize("number", range(0x100))
def test_only_controls_go(number: int) -> None:
    kept = number >= 0xA0 or 0x20 <= number < 0x7F or number in (0x09, 0x0A, 0x85)
    assert plain(f"a{chr(number)}b") == (
        f"a{chr(number)}b" if kept or number == 0x0D else "ab"
    ).replace("\r", "\n")


def test_plain_words_are_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_CONTROLS", Unasked())
    assert [plain(words) for words in ("", "A {title} of 2020.")] == ["", "A {title} of 2020."]
    with pytest.raises(AssertionError):
        plain("na\u00efve")


@given(st.text(alphabet="ab{}", max_size=12))
def test_braces_are_balanced_for_every_parser(words: str) -> None:
    depth = 0
    for char in words:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            break
    told = escaped(words)
    assert (r"\lbrace" in told or r"\rbrace" in told) == (depth != 0)
