"""What comes after screening: findings, their codes, then what is handed out."""

from __future__ import annotations

from collections import Counter

from extraction.findings import FindingStatus
from extraction.sessions.coding import Coding
from screening.sessions.review import Review

HAND_OUT = "tamis report, then tamis export themes --format xlsx"
_ONLY_REPORT = "tamis report"


def after_screening(review: Review) -> str:
    """The command that takes a review further once nothing is left to screen.

    Findings that somebody proposed a code for, or coded, are not proposed for again: a refusal is
    an answer too.
    """
    coding = Coding(review)
    if not coding.included():
        return _ONLY_REPORT
    stand = Counter(finding.status for finding in coding.findings.values())
    if not stand:
        return "tamis findings extract"
    if not stand[FindingStatus.CONFIRMED] and stand[FindingStatus.PROPOSED]:
        return "tamis findings review"
    if not stand[FindingStatus.CONFIRMED]:
        return "tamis findings add RECORD STATEMENT"
    if coding.book.pending():
        return "tamis themes review"
    return "tamis themes propose" if _without_answer(coding) else HAND_OUT


def _without_answer(coding: Coding) -> bool:
    book = coding.book
    asked = {finding for proposal in book.proposals.values() for finding in proposal.findings}
    answered = asked | book.coded()
    return any(at.counts and at.id not in answered for at in coding.findings.values())
