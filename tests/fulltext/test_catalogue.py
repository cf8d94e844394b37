"""The catalogue leaves out no report that a clue could speak for, and looks at few of many."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.fulltext import Candidate, Catalogue, Document, clues_of, matches
from screening.fulltext.clues import Clues
from screening.records import RecordId
from tests.fulltext.test_match import DOUBTFUL, REPORTS, SURE

WORDS = (
    "mentoring",
    "students",
    "rural",
    "care",
    "the",
    "of",
    "na\u00efve",
    "a",
    "1918",
    "students",
)


def test_it_is_exact_for_every_known_match() -> None:
    catalogue = Catalogue(REPORTS)
    for name, text, *_ in (*SURE.values(), *DOUBTFUL.values()):
        clues = clues_of(name, Document(format="pdf", text=text))
        assert matches(clues, catalogue.near(clues)) == matches(clues, REPORTS)


titles = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


@st.composite
def reports(draw: st.DrawFn) -> tuple[Candidate, ...]:
    made = draw(st.lists(st.tuples(titles, st.integers(0, 3), st.integers(0, 3)), max_size=6))
    return tuple(
        Candidate(
            record=RecordId(f"R{number:04d}"),
            title=title,
            doi=("", "10.5555/a", f"10.5555/long.{number:05d}", "10.5555/ab-c")[doi],
            pmid=str(31234500 + number) if doi == 1 else "",
            families=((), ("M\u00fc",), ("M\u00fcller", "Doe"), ("X",))[family],
            year=1918 if family else None,
        )
        for number, (title, doi, family) in enumerate(made, start=1)
    )


@st.composite
def shown(draw: st.DrawFn, known: tuple[Candidate, ...]) -> Clues:
    """A file with this and that of the reports: parts of titles, numbers, names."""
    some = [text for at in known for text in (at.title, at.doi, at.pmid, *at.families) if text]
    parts = st.sampled_from([*WORDS, *some, "1918", "R0001", "R0002", "PMID: 31234501", "doi:"])
    breaks = st.sampled_from([" ", " ", "\n", "-\n", "_"])
    text, name = (
        "".join(part + mark for part, mark in draw(st.lists(st.tuples(parts, breaks), max_size=20)))
        for _ in range(2)
    )
    own = draw(parts)
    facts = Document(format="html", text=text, title=own, dois=(own,), pmids=(own,))
    return clues_of(f"{name.replace('/', '_')}.html", facts)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_it_is_exact(data: st.DataObject) -> None:
    known = data.draw(reports())
    clues = data.draw(shown(known))
    assert matches(clues, Catalogue(known).near(clues)) == matches(clues, known)


def test_of_many_reports_few_are_looked_at() -> None:
    many = tuple(
        Candidate(
            record=RecordId(f"R{number:05d}"),
            title=f"Mentoring of students in {number}ville and {number}town hospitals: a trial",
            doi=f"10.5555/region.{number:05d}",
            families=("M\u00fcller",),
            year=1990 + number % 30,
        )
        for number in range(1, 3001)
    )
    page = f"{many[41].title}\nM\u00fcller\n{many[41].doi}"
    clues = clues_of("mueller.pdf", Document(format="pdf", text=page))
    near = Catalogue(many).near(clues)
    assert matches(clues, near)[0].record == "R00042"
    assert len(near) < 30


def test_a_catalogue_that_leaves_one_out_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.fulltext.catalogue._keys_shown", lambda _clues: iter(()))
    clues = clues_of("R0001.pdf", Document(format="pdf", text=""))
    assert matches(clues, Catalogue(REPORTS).near(clues)) != matches(clues, REPORTS)
