from __future__ import annotations

import pytest
from lxml import etree

from screening.readers.xml_text import children, clean_text_of, local_name, text_of
from screening.records.normalise import clean_text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<a/>", ""),
        ("<a> one  two </a>", "one  two"),
        ("<a>one\ntwo</a>", "one\ntwo"),
        ("<a>one\n   two\n\n   three</a>", "one    two     three"),
        ("<a>CO<sub>2</sub>\nrises</a>", "CO2 rises"),
        ("<a><p>one</p><p>two</p></a>", "one\n\n\n\ntwo"),
        ("<a>one<!-- not\nthis --> two<?nor this?></a>", "one two"),
        ('<x:a xmlns:x="urn:x">o<x:br/>n<x:i>e</x:i></x:a>', "o\n\n\n\nne"),
    ],
)
def test_own_line_ends_stay_and_those_of_the_layout_go(written: str, text: str) -> None:
    element = etree.fromstring(written)
    assert text_of(element) == text
    assert clean_text_of(element) == clean_text(text)


def test_only_elements_are_children_and_have_names_without_their_space() -> None:
    element = etree.fromstring('<a xmlns:x="urn:x"><!-- c --><b/>text<?pi?><x:d/></a>')
    assert [local_name(child) for child in children(element)] == ["b", "d"]
