"""Which report a file is of: what is sure, what needs a person, and what is not guessed."""

from __future__ import annotations

import pytest

from screening.fulltext import Candidate, Document, clues_of, matches
from screening.records import RecordId

RURAL = "Mentoring of medical students in rural hospitals: a cohort study"
PEERS = "Peer mentoring among nurses: what mentors say about time and trust"


def candidate(number: int, title: str, **facts: object) -> Candidate:
    made = Candidate(
        record=RecordId(f"R{number:04d}"),
        title=title,
        doi=f"10.5555/abc.{number:05d}",
        pmid=str(31234500 + number),
        families=("M\u00fcller", "Doe"),
        year=2001 + number,
    )
    return made if not facts else Candidate(
        record=made.record, title=title, families=made.families, year=made.year
    )  # fmt: skip


REPORTS = (
    candidate(1, RURAL),
    candidate(2, PEERS),
    candidate(3, "Burnout"),
    candidate(4, "Career choice among residents"),
)


def best(
    name: str,
    text: str = "",
    *,
    dois: tuple[str, ...] = (),
    reports: tuple[Candidate, ...] = REPORTS,
) -> tuple[str, float]:
    found = matches(clues_of(name, Document(format="pdf", text=text, dois=dois)), reports)
    return (found[0].record, found[0].confidence) if found else ("", 0.0)


SURE = {
    "title and author": ("x.pdf", f"{RURAL}\nMuller, J."),
    "title in capitals, broken": ("x.pdf", RURAL.upper().replace("STUDENTS", "STU-\nDENTS")),
    "doi and author": ("x.pdf", "Burnout Journal doi:10.5555/ABC.00001.\n" + RURAL),
    "record in name": ("R0001_mueller.pdf", ""),
    "doi in name": ("10.5555_abc.00001.pdf", ""),
}


@pytest.mark.parametrize("name", SURE)
def test_sure_matches(name: str) -> None:
    record, confidence = best(*SURE[name])
    assert record == "R0001"
    assert confidence >= 0.9


def test_the_files_own_doi_is_sure_and_speaks_against_others() -> None:
    assert best("x.html", "", dois=("https://doi.org/10.5555/ABC.00002",)) == ("R0002", 0.97)
    record, confidence = best("x.html", f"{RURAL}\nM\u00fcller", dois=("10.9999/other",))
    assert record == "R0001"
    assert confidence < 0.5


DOUBTFUL = {
    "short title": ("x.pdf", "BURNOUT\nby us", "R0003"),
    "fair title": ("x.pdf", "Career choice among residents. Text.", "R0004"),
    "doi alone may be of a reference": ("x.pdf", "See 10.5555/abc.00001", "R0001"),
    "pmid in name": ("31234501.pdf", "", "R0001"),
    "title in name": ("Mentoring of medical students in rural hospitals.pdf", "", "R0001"),
    "author and year": ("mueller_muller2003.pdf", "", "R0002"),
    "a reference below": ("x.pdf", f"Other\n{'text ' * 90}{RURAL} 10.5555/abc.00001", "R0001"),
    "another doi": ("x.pdf", f"{RURAL} doi 10.9999/preprint", "R0001"),
    "correction": ("x.pdf", f"Correction to: {RURAL} M\u00fcller", "R0001"),
    "comment": ("x.pdf", f"Comment on {RURAL} M\u00fcller", "R0001"),
    "supplement": ("R0001 supplement.pdf", "", "R0001"),
    "most of the title": ("x.pdf", RURAL.replace("cohort", "cohart") + " M\u00fcller", "R0001"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTFUL)
def test_doubtful_matches_are_for_a_person(name: str) -> None:
    file_name, text, wanted = DOUBTFUL[name]
    record, confidence = best(file_name, text)
    assert (record, 0.2 <= confidence < 0.9) == (wanted, True), confidence


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("invoice.pdf", "Invoice 12, to be paid"),
        ("manuscript_R1.pdf", ""),
        ("2003.pdf", "Anything at all"),
        ("x.pdf", "Ten years on: the references cite M\u00fcller 2002"),
    ],
)
def test_nothing_is_guessed(name: str, text: str) -> None:
    assert best(name, text) == ("", 0.0)


def test_twins_are_never_sure_and_name_each_other() -> None:
    twins = (candidate(1, RURAL, bare=True), candidate(7, RURAL, bare=True))
    found = matches(clues_of("x.pdf", Document(format="pdf", text=f"{RURAL} M\u00fcller")), twins)
    assert [at.record for at in found] == ["R0001", "R0007"]
    assert all(at.confidence == 0.5 for at in found)
    assert "R0007 fits as well (0.95)" in found[0].clues


def test_of_preprint_and_article_the_doi_decides() -> None:
    text = f"{RURAL} M\u00fcller doi:10.5555/abc.00007"
    record, confidence = best("x.pdf", text, reports=(*REPORTS, candidate(7, RURAL)))
    assert (record, confidence >= 0.9) == ("R0007", True)
