"""Entries of registers: found at several places, under one number."""

from __future__ import annotations

from screening.dedup.decide import decide
from screening.dedup.find import find
from screening.dedup.trials import is_register, trials_of
from screening.dedup.types import Outcome, Prepared
from screening.records import RecordContent
from tests.dedup.made import names, prepared

BARE = {"volume": "", "issue": "", "pages": "", "doi": "", "pmid": "", "authors": ()}


def entry(number: int, trial: str, **changes: object) -> Prepared:
    """An entry as a register or WHO's platform exports it."""
    fields = {**BARE, "venue": "ClinicalTrials.gov", "other_ids": (("trial", trial),)}
    return prepared(number, **{**fields, **changes})


def test_one_number_is_one_entry_wherever_it_was_found() -> None:
    there = entry(1, "NCT90000001", abstract="Mentors, an hour a week.")
    here = entry(2, "NCT90000001", venue="https://clinicaltrials.gov/show/NCT90000001", year=2013)
    found = decide(there, here)
    assert found is not None
    assert (found.outcome, found.rule) == (Outcome.CERTAIN, "one registration")
    assert "trial number NCT90000001" in found.evidence


def test_one_number_under_quite_another_title_is_asked_about() -> None:
    found = decide(entry(1, "NCT90000001"), entry(2, "NCT90000001", title="PEER: a pilot"))
    assert found is not None
    assert found.outcome is Outcome.ASK


def test_the_same_digits_of_two_registers_are_two_entries() -> None:
    assert decide(entry(1, "NCT90000001"), entry(2, "ISRCTN90000001", venue="ISRCTN")) is None


def test_an_entry_and_its_article_are_related_whatever_their_titles() -> None:
    article = prepared(
        2, title="Peers who help", abstract="We helped. NCT90000001.", authors=names("Roe, J")
    )
    (edge,) = find([entry(1, "NCT90000001"), article]).related
    assert (edge.rule, edge.outcome) == ("register", Outcome.RELATED)


def test_numbers_are_told_with_their_register() -> None:
    text = "EudraCT number 2019-001234-56, NCT 01234567, RBR-4abcde, chictr-trc-12345678"
    assert trials_of(RecordContent(position=1, abstract=text.replace("chictr", "ChiCTR"))) == (
        "ChiCTR12345678",
        "EudraCT2019-001234-56",
        "NCT01234567",
        "RBR4ABCDE",
    )


def test_registers_are_known_by_their_names() -> None:
    for venue in ("ChiCTR", "JPRN", "ISRCTN registry", "Clinical Trials Information System"):
        assert is_register(RecordContent(position=1, venue=venue))
    assert not is_register(RecordContent(position=1, venue="Controlled Clinical Trials"))
