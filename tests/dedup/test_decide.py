"""Two records from end to end: real quirks, with the outcome a person would choose."""

from __future__ import annotations

import pytest

from screening.dedup import Outcome, Preset, decide
from tests.dedup.made import ABSTRACT, TITLE, content, names, prepared

SAME: dict[str, dict[str, object]] = {
    "abbreviated": {"venue": "J Mentor", "authors": names("Roe J", "Doe A"), "doi": "", "pmid": ""},
    "shouting": {"title": TITLE.upper(), "doi": "", "pmid": "", "abstract": ""},
    "markup": {"title": f"[{TITLE}.]", "doi": "", "abstract": ""},
    "language note": {"title": f"[{TITLE}]. [Chinese]", "doi": "", "pmid": "", "abstract": ""},
    "references counted": {"title": f"{TITLE}. [Review] [33 refs]", "doi": "", "abstract": ""},
    "erratum noted": {
        "title": f"{TITLE}.[Erratum appears in J Mentor. 2012 Jan;13(1):9]",
        "doi": "",
    },
    "doi as address": {"doi": "https://doi.org/10.5555/JM.2011.221/abstract", "pages": ""},
    "only the pubmed number": {"doi": "", "abstract": "", "pages": "", "volume": ""},
    "online first": {"year": 2010, "volume": "", "issue": "", "pages": "", "doi": ""},
    "page damage": {"pages": "Dec-13", "doi": "", "pmid": "", "abstract": ""},
    "page fragment": {"pages": "t-8", "doi": "", "pmid": "", "abstract": ""},
    "embase congress": {
        "venue": "Journal of Mentoring. Conference: 9th Meeting on Mentoring. Bern Switzerland",
        "doi": "",
        "pmid": "",
    },
    "no subtitle": {"title": f"{TITLE}: a survey in two faculties", "doi": "", "pmid": ""},
    "no title, all of the place": {"title": "", "doi": "", "pmid": "", "abstract": ""},
    "spreadsheet title": {"title": "#NAME?", "doi": "", "pmid": "", "abstract": ""},
}
RELATED: dict[str, tuple[dict[str, object], str]] = {
    "erratum": ({"title": f"Erratum to: {TITLE}", "doi": "", "pages": "9"}, "erratum"),
    "web of science correction": (
        {"title": f"{TITLE} (vol 12, pg 221, 2011)", "doi": "", "pmid": "", "pages": "9"},
        "erratum",
    ),
    "reply": ({"title": f"Reply to: {TITLE}", "doi": "", "pmid": "", "pages": "300"}, "comment"),
    "preprint": (
        {"venue": "medRxiv", "doi": "10.1101/2010.221", "pmid": "", "volume": "", "pages": ""},
        "preprint",
    ),
    "congress": (
        {
            "venue": "Proceedings of the World Congress of Mentoring",
            "doi": "",
            "pmid": "",
            "pages": "S14",
            "volume": "7",
            "abstract": "",
        },
        "conference",
    ),
    "part": (
        {"title": f"{TITLE}. Part II", "doi": "", "pmid": "", "pages": "301", "volume": "13"},
        "part",
    ),
}
APART: dict[str, dict[str, object]] = {
    "another report": {"title": "Sleep in shift workers of a large hospital", "pages": "9"},
    "other numbers": {"title": f"{TITLE}", "doi": "", "pmid": "", "year": 1985, "authors": ()},
}


@pytest.mark.parametrize("name", SAME)
def test_one_report_in_two_spellings(name: str) -> None:
    edge = decide(prepared(1), prepared(2, **SAME[name]))
    assert edge is not None
    assert (edge.outcome, edge.one, edge.two) == (Outcome.CERTAIN, 1, 2)
    assert edge.evidence


@pytest.mark.parametrize("name", RELATED)
def test_two_reports_of_one_study(name: str) -> None:
    changes, relation = RELATED[name]
    edge = decide(prepared(1), prepared(2, **changes))
    assert edge is not None
    assert (edge.outcome, edge.relation) == (Outcome.RELATED, relation)


@pytest.mark.parametrize("name", APART)
def test_two_reports(name: str) -> None:
    changes = {"doi": "", "pmid": "", "abstract": "", "volume": "3", **APART[name]}
    assert decide(prepared(1), prepared(2, **changes)) is None


def test_cochrane_versions_are_related() -> None:
    one = prepared(1, doi="10.1002/14651858.CD001234.pub2", pmid="")
    two = prepared(2, doi="10.1002/14651858.CD001234.pub3", pmid="")
    edge = decide(one, two)
    assert edge is not None
    assert (edge.outcome, edge.relation) == (Outcome.RELATED, "version")


def test_parts_are_told_apart() -> None:
    one = prepared(1, title=f"{TITLE}. Part I", doi="", pmid="", pages="1-9")
    two = prepared(2, title=f"{TITLE}. Part II", doi="", pmid="", pages="301-9")
    edge = decide(one, two)
    assert edge is not None
    assert edge.relation == "part"


def test_two_reports_with_one_pubmed_number_by_mistake_are_asked_about() -> None:
    one = prepared(
        1, title="Medical outcomes of mentors over seven years", doi="10.5555/a", pages=""
    )
    two = prepared(
        2,
        title="Nonmedical outcomes of mentors over seven years",
        doi="10.5555/b",
        pages="",
        abstract="Grades, attendance and money spent were compared among first-year students of two"
        " faculties who were or were not mentored. All were followed until they left the school,"
        " and costs were taken from the books of the deans, year by year and in prices of today.",
    )
    edge = decide(one, two)
    assert edge is not None
    assert edge.outcome is Outcome.ASK


def test_next_years_report_of_one_name_by_nobody_is_asked_about() -> None:
    unknown: dict[str, object] = {"doi": "", "pmid": "", "venue": "", "volume": "", "issue": "",
                                  "pages": "", "authors": ()}  # fmt: skip
    edge = decide(prepared(1, **unknown), prepared(2, **unknown, year=2012))
    assert edge is not None
    assert edge.outcome is Outcome.ASK
    edge = decide(prepared(1, **unknown), prepared(2, **unknown))
    assert edge is not None
    assert edge.outcome is Outcome.CERTAIN


def test_emptiness_is_no_likeness() -> None:
    empty: dict[str, object] = {"title": "", "abstract": "", "doi": "", "pmid": ""}
    bare = {**empty, "authors": (), "venue": "", "volume": "", "issue": "", "pages": ""}
    assert decide(prepared(1, **bare), prepared(2, **bare)) is None
    assert decide(prepared(1, **{**bare, "year": None}), prepared(2)) is None
    by_year = {**empty, "volume": "", "pages": ""}
    assert decide(prepared(1, **by_year), prepared(2, **by_year)) is None


def test_editorials_of_one_name_stay_apart() -> None:
    changes: dict[str, object] = {"title": "Editorial introduction", "abstract": "", "pmid": ""}
    one = prepared(1, **changes, doi="10.5555/a", pages="1", issue="1")
    two = prepared(2, **changes, doi="10.5555/b", pages="1", issue="2")
    assert decide(one, two) is None


def test_letters_of_one_name_on_one_page_are_asked_about() -> None:
    changes: dict[str, object] = {"doi": "", "pmid": "", "abstract": "", "pages": "221"}
    one = prepared(1, **changes)
    two = prepared(2, **changes, authors=names("Miller, Zoe"))
    edge = decide(one, two)
    assert edge is not None
    assert (edge.outcome, edge.rule) == (Outcome.ASK, "other authors")


def test_the_careful_preset_asks_where_standard_marks() -> None:
    changes: dict[str, object] = {"doi": "", "pmid": "", "abstract": "", "pages": ""}
    one, two = prepared(1), prepared(2, **changes)
    outcomes = {preset: decide(one, two, preset) for preset in Preset}
    assert {preset: edge and edge.outcome for preset, edge in outcomes.items()} == {
        Preset.STANDARD: Outcome.CERTAIN,
        Preset.CAREFUL: Outcome.ASK,
    }


def test_the_evidence_reads_as_a_person_would_argue() -> None:
    edge = decide(prepared(1), prepared(2, issue="4", year=2012, doi=""))
    assert edge is not None
    assert edge.evidence == (
        "one identifier, and the titles agree: the titles are the same;"
        " the abstracts begin the same;"
        " both have PubMed number 21000001, first author Roe, the same venue, volume 12 and pages"
        " 221-228; but issue (3, 4) and year (2011, 2012) differ"
    )


def test_a_huge_record_is_cut_to_size() -> None:
    long = content(title="word " * 100_000, abstract=ABSTRACT * 10_000)
    from screening.dedup import prepare

    made = prepare(1, long)
    assert len(made.title) <= 1000
    assert len(made.abstract) <= 600
