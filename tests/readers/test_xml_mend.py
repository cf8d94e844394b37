from __future__ import annotations

import io

import pytest

from screening.readers.xml_mend import MendedStream


def _mended(data: bytes) -> tuple[bytes, list[tuple[int, str]]]:
    stream = MendedStream(io.BytesIO(data))
    text = b"".join(iter(stream.read, b""))
    return text, [(repair.line, repair.what) for repair in stream.repairs]


@pytest.mark.parametrize(
    "legal", [b"a &amp; b", b"&lt;&gt;&quot;&apos;", b"&#38;&#x26;", b"tab\tline\r\n"]
)
def test_what_is_legal_stays_as_it_is(legal: bytes) -> None:
    assert _mended(legal) == (legal, [])


@pytest.mark.parametrize(
    ("wrong", "right", "what"),
    [
        (b"&eacute;", b"&#233;", "&eacute;"),
        (b"a & b", b"a &amp; b", "&"),
        (b"&amp", b"&amp;amp", "&"),
        (b"&none;", b"&amp;none;", "&none;"),
        (b"&#11;", b" ", "&#11;"),
        (b"&#x0B;", b" ", "&#x0B;"),
        (b"a\x0bb", b"a b", "\x0b"),
    ],
)
def test_what_is_not_legal_is_mended_and_told_with_its_line(
    wrong: bytes, right: bytes, what: str
) -> None:
    assert _mended(b"&amp;\n" + wrong) == (b"&amp;\n" + right, [(2, what)])


def test_control_characters_and_entities_of_one_block_are_both_mended() -> None:
    text, told = _mended(b"&nbsp;\n\x00&lt;\n&")
    assert text == b"&#160;\n &lt;\n&amp;"
    assert told == [(1, "&nbsp;"), (2, "\x00"), (3, "&")]
