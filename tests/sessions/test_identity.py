"""By what a record is known again, each rule with a near miss."""

from __future__ import annotations

from typing import Any

import pytest

from screening.records import Author, RecordContent
from screening.sessions.identity import Sign, is_same, keys_of

BASE = RecordContent(
    position=1,
    title="Mentoring of medical students: a trial",
    abstract="It helps.",
    authors=(Author(name="Roe, Jane"),),
    year=2020,
    venue="Journal",
    volume="3",
    pages="1-9",
    doi="10.1000/a",
    pmid="11",
    other_ids=(("accession", "A1"), ("isbn", "978")),
)


def changed(content: RecordContent = BASE, **values: Any) -> RecordContent:
    made = {name: getattr(content, name) for name in RecordContent.__dataclass_fields__}
    return RecordContent(**{**made, **values})


def known_by(entry: RecordContent, record: RecordContent = BASE) -> Sign | None:
    """The first sign that both share and that holds."""
    theirs = set(keys_of(record))
    signs = [sign for sign, digest in keys_of(entry) if (sign, digest) in theirs]
    return next((sign for sign in signs if is_same(sign, entry, record)), None)


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        ({}, Sign.NUMBER),
        ({"year": 2021, "doi": "10.1000/b", "pages": ""}, Sign.NUMBER),
        ({"title": "Mentoring of medical students, a randomised trial"}, Sign.NUMBER),
        ({"pmid": "", "other_ids": (), "year": 2021, "volume": "4"}, Sign.DOI),
        ({"pmid": "", "other_ids": (), "doi": ""}, Sign.CITATION),
        ({"pmid": "", "other_ids": (), "doi": "10.1000/b"}, Sign.CITATION),
        ({"pmid": "", "other_ids": (), "doi": "", "abstract": "Another"}, Sign.CITATION),
    ],
)
def test_the_same_record(values: dict[str, Any], sign: Sign) -> None:
    assert known_by(changed(**values)) is sign


@pytest.mark.parametrize(
    "values",
    [
        {"pmid": "12"},
        {"other_ids": (("accession", "A2"),)},
        {"title": "Erratum: Mentoring of medical students: a trial", "pages": "99"},
        {"title": "Sleep in rats", "pages": "99"},
        {"pmid": "", "other_ids": (), "title": "Mentoring of medical students: part 2"},
        {"pmid": "", "other_ids": (), "doi": "", "volume": "4"},
        {"pmid": "", "other_ids": (("isbn", "978"),), "doi": "", "title": "Another chapter"},
    ],
)
def test_another_record(values: dict[str, Any]) -> None:
    assert known_by(changed(**values)) is None


def test_without_pages_other_abstracts_or_dois_are_other_records() -> None:
    plain = changed(pmid="", other_ids=(), doi="", pages="")
    assert known_by(plain, plain) is Sign.CITATION
    assert known_by(changed(plain, abstract=""), plain) is Sign.CITATION
    assert known_by(changed(plain, abstract="Another editorial."), plain) is None
    with_doi = changed(plain, doi="10.1000/a")
    assert known_by(changed(plain, doi="10.1000/b"), with_doi) is None


def test_a_title_that_tells_too_little_needs_all_the_same_content() -> None:
    bare = RecordContent(position=1, title="Editorial", venue="Journal")
    assert known_by(changed(bare, position=7), bare) is Sign.CONTENT
    assert known_by(changed(bare, venue="Another journal"), bare) is None
