"""The rules that speak against sameness; they are tried first.

Sources of the ideas: the field rules of
ASySD (Hair K et al., BMC Biology 2023;21:189) and of bib-dedupe (Wagner G, JOSS 2024), the
page-or-DOI gate of DedupEndNote, and the errors of all three. The order, the typed relations and
the thresholds are this project's own.
"""

from __future__ import annotations

from screening.dedup import against
from screening.dedup.rules import Rule
from screening.dedup.types import Outcome

CONTRADICTIONS = (
    Rule(
        name="notice",
        says="one is a notice or comment about the other",
        outcome=Outcome.RELATED,
        relation="notice",
        holds=against.notice,
    ),
    Rule(
        name="other notice",
        says="one is a notice or comment, about another report",
        outcome=Outcome.APART,
        holds=against.notice_other,
    ),
    Rule(
        name="version",
        says="two versions of one DOI",
        outcome=Outcome.RELATED,
        relation="version",
        holds=against.versions,
    ),
    Rule(
        name="parts, one place",
        says="numbered differently, but at the same place",
        outcome=Outcome.ASK,
        holds=against.parts_one_place,
    ),
    Rule(
        name="parts",
        says="numbered as different parts",
        outcome=Outcome.RELATED,
        relation="part",
        holds=against.parts,
    ),
    Rule(
        name="trial numbers differ, place agrees",
        says="the trial numbers differ, but identifier or place agree",
        outcome=Outcome.ASK,
        holds=against.trials_same_place,
    ),
    Rule(
        name="trial numbers differ",
        says="the trial numbers differ",
        outcome=Outcome.APART,
        holds=against.trials,
    ),
    Rule(
        name="numbers differ, place agrees",
        says="the numbers in the titles differ, but place or text agree",
        outcome=Outcome.ASK,
        holds=against.numerals_same_place,
    ),
    Rule(
        name="numbers differ",
        says="the numbers in the titles differ",
        outcome=Outcome.APART,
        holds=against.numerals,
    ),
    Rule(
        name="two PubMed numbers",
        says="same title and place or text, but two PubMed numbers",
        outcome=Outcome.ASK,
        holds=against.pmids,
    ),
    Rule(
        name="other PubMed number",
        says="the PubMed numbers differ",
        outcome=Outcome.APART,
        holds=against.other_pmid,
    ),
    Rule(
        name="preprint",
        says="one is a preprint",
        outcome=Outcome.RELATED,
        relation="preprint",
        holds=against.preprint,
    ),
    Rule(
        name="register",
        says="one is the entry of a register",
        outcome=Outcome.RELATED,
        relation="register",
        holds=against.register,
    ),
    Rule(
        name="conference",
        says="one is a conference contribution",
        outcome=Outcome.RELATED,
        relation="conference",
        holds=against.conference,
    ),
    Rule(
        name="series",
        says="a title that tells little, at another place",
        outcome=Outcome.APART,
        holds=against.series,
    ),
    Rule(
        name="printed again",
        says="one venue printed one text twice",
        outcome=Outcome.CERTAIN,
        holds=against.printed_again,
        careful=False,
    ),
    Rule(
        name="printed twice",
        says="one text with two DOIs at two places",
        outcome=Outcome.ASK,
        holds=against.printed_twice,
    ),
    Rule(
        name="other publication",
        says="same title and authors, printed elsewhere",
        outcome=Outcome.RELATED,
        relation="publication",
        holds=against.other_publication,
    ),
    Rule(
        name="other DOI and pages",
        says="DOI and pages differ",
        outcome=Outcome.APART,
        holds=against.other_doi_and_pages,
    ),
    Rule(
        name="other place",
        says="pages and volume or venue differ",
        outcome=Outcome.APART,
        holds=against.elsewhere,
    ),
    Rule(
        name="other time",
        says="same title and authors, years apart",
        outcome=Outcome.RELATED,
        relation="version",
        holds=against.other_time,
    ),
    Rule(
        name="years apart",
        says="more than a year apart",
        outcome=Outcome.APART,
        holds=against.years,
    ),
)
