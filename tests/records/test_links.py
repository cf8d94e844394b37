from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records import LinkKind, RecordLink
from screening.records.links import (
    MEDLINE_TAGS,
    link_to,
    printed_link,
    printed_reference,
    read_link,
)

IN = LinkKind.RETRACTION_IN


@pytest.mark.parametrize(
    ("text", "reference", "doi", "pmid"),
    [
        ("Lancet. 2010;375:445. PMID: 7", "Lancet. 2010;375:445", "", "7"),
        ("Lancet. 2010;375:445. doi: 10.1016/X.", "Lancet. 2010;375:445", "10.1016/x", ""),
        ("Lancet. doi: 10.1016/x(1). PMID: 007", "Lancet", "10.1016/x(1)", "7"),
        ("doi: 10.1016/x. eCollection", "doi: 10.1016/x. eCollection", "10.1016/x", ""),
        ("PMID: 7", "", "", "7"),
        ("Lancet &amp; more", "Lancet & more", "", ""),
    ],
)  # fmt: skip
def test_identifiers_leave_the_end_of_the_reference(
    text: str, reference: str, doi: str, pmid: str
) -> None:
    assert link_to(IN, text) == RecordLink(kind=IN, reference=reference, doi=doi, pmid=pmid)


def test_another_number_at_the_end_stays_in_the_reference() -> None:
    found = link_to(IN, "Lancet. PMID: 7", pmid="8")
    assert found == RecordLink(kind=IN, reference="Lancet. PMID: 7", pmid="8")


@pytest.mark.parametrize("text", ["", " . ", "PMID:"])
def test_what_says_nothing_is_no_link(text: str) -> None:
    found = link_to(IN, text)
    assert found is None or found.reference == "PMID:"


@pytest.mark.parametrize("line", ["", "Lancet", "abstract in: x", "retraction: x", "erratum in:"])
def test_other_lines_are_no_links(line: str) -> None:
    assert read_link(line) is None


def test_each_kind_has_one_tag_of_medline() -> None:
    assert sorted(MEDLINE_TAGS.values()) == sorted(LinkKind)


@given(
    kind=st.sampled_from(LinkKind),
    text=st.text(st.characters(codec="utf-8"), max_size=40),
    pmid=st.sampled_from(["", "1", "12345678"]),
    doi=st.sampled_from(["", "10.5555/a", "10.5555/b(1)"]),
)
def test_printed_and_read_again_is_the_same(kind: LinkKind, text: str, pmid: str, doi: str) -> None:
    link = link_to(kind, text, pmid=pmid, doi=doi)
    if link:
        assert read_link(printed_link(link)) == link
        assert link_to(kind, printed_reference(link)) == link
