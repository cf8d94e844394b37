"""The rules that speak against sameness; they are tried first.

Sources of the ideas: the field rules of
ASySD (Hair K et al., BMC Biology 2023;21:189) and of bib-dedupe (Wagner G, JOSS 2024), the
page-or-DOI gate of DedupEndNote, and the errors of all three. The order, the typed relations and
the thresholds are this project's own.
"""

from __future__ import annotations

from screening.dedup.rules import (
    Rule,
    alike,
    authors_agree,
    near,
    no_author_against,
    other_place,
    same_id,
    same_place,
    same_text,
)
from screening.dedup.types import Features, Outcome


def _notice(found: Features) -> bool:
    return found.notices is False and (alike(found, 85) or found.beginning)


def _notice_other(found: Features) -> bool:
    return found.notices is False


def _version(found: Features) -> bool:
    return found.version is False


def _parts_one_place(found: Features) -> bool:
    return (
        found.parts is False
        and found.numerals is False
        and alike(found, 80)
        and bool(found.pages)
        and (same_id(found) or same_place(found))
    )


def _parts(found: Features) -> bool:
    return (
        found.parts is False
        and alike(found, 80)
        and found.author is not False
        and not same_id(found)
        and not same_place(found)
    )


def _numerals_same_place(found: Features) -> bool:
    return (
        found.numerals is False
        and alike(found, 85)
        and (same_id(found) or (same_place(found) and authors_agree(found)) or same_text(found))
    )


def _numerals(found: Features) -> bool:
    return found.numerals is False and not same_id(found)


def _pmids(found: Features) -> bool:
    return (
        found.pmid is False
        and alike(found, 95)
        and authors_agree(found)
        and near(found)
        and (same_place(found) or same_text(found))
    )


def _other_pmid(found: Features) -> bool:
    return found.pmid is False and not found.doi


def _preprint(found: Features) -> bool:
    return (
        found.one_preprint
        and not same_id(found)
        and found.venue is not True
        and (alike(found, 85) or (found.beginning and near(found, 2)))
        and no_author_against(found)
    )


def _conference(found: Features) -> bool:
    return (
        found.conference
        and not same_id(found)
        and alike(found, 85)
        and authors_agree(found)
        and found.venue is not True
        and not found.pages
    )


def _printed_twice(found: Features) -> bool:
    """Two DOIs at two places, but one text: a report printed twice, or a wrong DOI."""
    return (
        found.doi is False
        and found.pages is False
        and alike(found, 95)
        and same_text(found)
        and authors_agree(found)
        and found.telling
    )


def _other_doi_and_pages(found: Features) -> bool:
    return found.doi is False and found.pages is False


def _other_publication(found: Features) -> bool:
    return (
        other_place(found)
        and alike(found, 95)
        and found.telling
        and authors_agree(found)
        and not same_id(found)
        and not same_text(found)
    )


def _other_place(found: Features) -> bool:
    return other_place(found) and not same_id(found) and not same_text(found)


def _other_time(found: Features) -> bool:
    return (
        not near(found)
        and alike(found, 95)
        and found.telling
        and authors_agree(found)
        and not same_id(found)
        and not same_place(found)
    )


def _years(found: Features) -> bool:
    return not near(found) and not same_id(found) and not same_place(found)


def _series(found: Features) -> bool:
    """Editorials of the same name: another issue, volume, page or DOI is another text."""
    return (
        not found.telling
        and found.title is not None
        and not same_id(found)
        and False in (found.issue, found.pages, found.volume, found.doi)
    )


CONTRADICTIONS = (
    Rule(
        name="notice",
        says="one is a notice or comment about the other",
        outcome=Outcome.RELATED,
        relation="notice",
        holds=_notice,
    ),
    Rule(
        name="other notice",
        says="one is a notice or comment, about another report",
        outcome=Outcome.APART,
        holds=_notice_other,
    ),
    Rule(
        name="version",
        says="two versions of one DOI",
        outcome=Outcome.RELATED,
        relation="version",
        holds=_version,
    ),
    Rule(
        name="parts, one place",
        says="numbered differently, but at the same place",
        outcome=Outcome.ASK,
        holds=_parts_one_place,
    ),
    Rule(
        name="parts",
        says="numbered as different parts",
        outcome=Outcome.RELATED,
        relation="part",
        holds=_parts,
    ),
    Rule(
        name="numbers differ, place agrees",
        says="the numbers in the titles differ, but place or text agree",
        outcome=Outcome.ASK,
        holds=_numerals_same_place,
    ),
    Rule(
        name="numbers differ",
        says="the numbers in the titles differ",
        outcome=Outcome.APART,
        holds=_numerals,
    ),
    Rule(
        name="two PubMed numbers",
        says="same title and place or text, but two PubMed numbers",
        outcome=Outcome.ASK,
        holds=_pmids,
    ),
    Rule(
        name="other PubMed number",
        says="the PubMed numbers differ",
        outcome=Outcome.APART,
        holds=_other_pmid,
    ),
    Rule(
        name="preprint",
        says="one is a preprint",
        outcome=Outcome.RELATED,
        relation="preprint",
        holds=_preprint,
    ),
    Rule(
        name="conference",
        says="one is a conference contribution",
        outcome=Outcome.RELATED,
        relation="conference",
        holds=_conference,
    ),
    Rule(
        name="series",
        says="a title that tells little, at another place",
        outcome=Outcome.APART,
        holds=_series,
    ),
    Rule(
        name="printed twice",
        says="one text with two DOIs at two places",
        outcome=Outcome.ASK,
        holds=_printed_twice,
    ),
    Rule(
        name="other publication",
        says="same title and authors, printed elsewhere",
        outcome=Outcome.RELATED,
        relation="publication",
        holds=_other_publication,
    ),
    Rule(
        name="other DOI and pages",
        says="DOI and pages differ",
        outcome=Outcome.APART,
        holds=_other_doi_and_pages,
    ),
    Rule(
        name="other place",
        says="pages and volume or venue differ",
        outcome=Outcome.APART,
        holds=_other_place,
    ),
    Rule(
        name="other time",
        says="same title and authors, years apart",
        outcome=Outcome.RELATED,
        relation="version",
        holds=_other_time,
    ),
    Rule(
        name="years apart",
        says="more than a year apart",
        outcome=Outcome.APART,
        holds=_years,
    ),
)
