"""One report in two spellings stays one; two reports that look alike stay two."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.dedup import Outcome, Preset, decide, find, prepare
from screening.records import Author, RecordContent
from screening.records.normalise import clean_text
from tests.dedup.made import names

Fields = dict[str, object]

SUBJECTS = ("sleep", "falls", "pain", "mood", "memory", "balance", "appetite", "vigilance")
GROUPS = (
    "shift workers",
    "older adults",
    "first-year students",
    "Åland’s café owners",
    "β-carriers",
)
DESIGNS = ("a randomised trial", "a cohort study", "an interview study", "a survey of 412 clinics")
VENUES = (
    ("Journal of Clinical Nursing", "J Clin Nurs"),
    ("American Journal of Public Health", "Am J Public Health"),
    ("Zeitschrift für Psychologie", "Z Psychol"),
    ("The Lancet. Psychiatry", "Lancet Psychiatry"),
)
AUTHORS = (("Müller", "Jürgen"), ("García Roe", "Ana"), ("Doe", "Ann Beth"), ("Nguyễn", "Thị"))


@st.composite
def reports(draw: st.DrawFn) -> RecordContent:
    """A report with all fields, its title telling."""
    subject, other = draw(st.permutations(SUBJECTS))[:2]
    group, design = draw(st.sampled_from(GROUPS)), draw(st.sampled_from(DESIGNS))
    start = draw(st.integers(100, 2000))
    return RecordContent(
        position=1,
        title=f"Effects of {subject} training on {other} in {group}: {design}",
        abstract=(
            f"Background: Little is known about {subject} in {group}. Methods: We followed them"
            f" for a year and measured {other} each month with a scale of our own. Results:"
            f" {subject} and {other} went together in all sites. Conclusions: Training helps, if"
            " it is kept up."
        ),
        authors=tuple(Author(name=f"{family}, {given}") for family, given in AUTHORS),
        year=draw(st.integers(1995, 2024)),
        venue=draw(st.sampled_from(VENUES))[0],
        volume=str(draw(st.integers(2, 150))),
        issue=str(draw(st.integers(1, 12))),
        pages=f"{start}-{start + draw(st.integers(3, 15))}",
        doi=f"10.5555/x.{start}",
    )


def plain(text: str) -> str:
    """Without marks over letters, as many exports have it."""
    parted = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in parted if not unicodedata.combining(mark))


def short_pages(pages: str) -> str:
    """221-228 as 221-8."""
    first, last = pages.split("-")
    same = next((at for at in range(len(first)) if first[at] != last[at]), len(first) - 1)
    return f"{first}-{last[same:]}" if len(first) == len(last) else pages


SPELLINGS: dict[str, Callable[[RecordContent], Fields]] = {
    "shouted": lambda at: {"title": at.title.upper()},
    "punctuated": lambda at: {"title": at.title.replace(":", " -").replace("-", " ") + "."},
    "entities": lambda at: {"title": clean_text(at.title.replace("é", "&eacute;"))},
    "in brackets": lambda at: {"title": f"[{at.title}]. [German]"},
    "marks lost": lambda at: {
        "title": plain(at.title),
        "authors": tuple(Author(name=plain(one.name)) for one in at.authors),
        "venue": plain(at.venue),
    },
    "abbreviated": lambda at: {"venue": dict(VENUES)[at.venue]},
    "initials": lambda _: {
        "authors": tuple(Author(name=f"{family} {given[0]}.") for family, given in AUTHORS)
    },
    "three authors": lambda at: {"authors": (*at.authors[:3], *names("et al."))},
    "online the year before": lambda at: {"year": (at.year or 0) - 1},
    "short pages": lambda at: {"pages": short_pages(at.pages)},
    "long dash": lambda at: {"pages": at.pages.replace("-", " \u2013 ")},
    "doi as address": lambda at: {"doi": f"https://dx.doi.org/{at.doi.upper()}"},
    "abstract cut": lambda at: {"abstract": at.abstract[:150]},
    "abstract unlabelled": lambda at: {"abstract": at.abstract.replace("Background: ", "")},
    "no issue": lambda _: {"issue": ""},
    "no doi": lambda _: {"doi": ""},
    "no abstract": lambda _: {"abstract": ""},
}


def with_fields(at: RecordContent, fields: Fields) -> RecordContent:
    """The report with other values."""
    return replace(at, **fields)  # type: ignore[arg-type]


def changed(at: RecordContent, spellings: list[str]) -> RecordContent:
    """The report in another spelling; each is made from the original."""
    fields: Fields = {}
    for name in spellings:
        fields |= SPELLINGS[name](at)
    return with_fields(at, fields)


@given(reports(), st.lists(st.sampled_from(sorted(SPELLINGS)), max_size=4, unique=True))
def test_a_report_in_another_spelling_stays_one(at: RecordContent, spellings: list[str]) -> None:
    edge = decide(prepare(1, at), prepare(2, changed(at, spellings)))
    assert edge is not None
    assert edge.outcome is Outcome.CERTAIN, edge


@pytest.mark.parametrize("name", SPELLINGS)
@settings(max_examples=15)
@given(at=reports())
def test_each_spelling_alone_without_identifier(name: str, at: RecordContent) -> None:
    if name in ("doi as address", "no doi"):
        return
    other = changed(at, [name, "no doi"])
    found = find([prepare(1, at), prepare(2, other)])
    assert found.clusters == ((1, 2),)


LETTER = "We read with interest what was said on this matter, and we do not agree with it. " * 2
REGISTRY = "Annual report of the transplant registry"
ELSEWHERE: Fields = {"pages": "2950-2957"}

# What is changed in one report, and in the other.
OTHERS: dict[str, Callable[[RecordContent], tuple[Fields, Fields]]] = {
    "next year's report": lambda at: (
        {"title": REGISTRY, "abstract": ""},
        {"title": REGISTRY, "abstract": "", "year": (at.year or 0) + 1, "volume": "151"},
    ),
    "editorial": lambda _: ({"title": "Editorial"}, {"title": "Editorial", "issue": "13"}),
    "reply": lambda at: (
        {},
        {"title": f"{at.title} - Reply", "authors": names("Poe, Edgar"), **ELSEWHERE},
    ),
    "letter of others": lambda _: (
        {},
        {"authors": names("Poe, Edgar", "Moe, Max"), "abstract": LETTER, **ELSEWHERE},
    ),
    "part": lambda at: ({}, {"title": f"{at.title}. Part II", **ELSEWHERE}),
    "erratum": lambda at: ({}, {"title": f"Erratum to: {at.title}", **ELSEWHERE}),
    "preprint": lambda _: (
        {},
        {"venue": "medRxiv", "doi": "10.1101/20.1", "volume": "", "issue": "", "pages": ""},
    ),
    "translation elsewhere": lambda at: (
        {},
        {"title": f"[{at.title}]", "venue": "Revista de Salud", "volume": "151", **ELSEWHERE},
    ),
    "other trial": lambda at: (
        {"abstract": f"{at.abstract} NCT01234567", "pages": ""},
        {"abstract": f"{at.abstract} NCT07654321", "pages": ""},
    ),
}


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=20)
@given(at=reports())
def test_two_reports_that_look_alike_stay_two(name: str, at: RecordContent) -> None:
    first, second = OTHERS[name](at)
    one, two = with_fields(at, {"doi": "", **first}), with_fields(at, {"doi": "", **second})
    for preset in Preset:
        edge = decide(prepare(1, one), prepare(2, two), preset)
        assert edge is None or edge.outcome is not Outcome.CERTAIN, edge


@given(reports(), reports())
def test_reports_of_the_same_authors_stay_two(at: RecordContent, other: RecordContent) -> None:
    if at.title == other.title or at.pages.split("-")[0] == other.pages.split("-")[0]:
        return
    edge = decide(prepare(1, at), prepare(2, other))
    assert edge is None or edge.outcome is not Outcome.CERTAIN, edge
