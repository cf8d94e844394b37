"""Every kind of event has its words, whatever it says."""

from __future__ import annotations

import dataclasses

import pytest

from screening.events import KINDS
from screening.events.kinds import Decided, ProposalDeferred
from screening.events.words import in_words
from screening.protocol import Stage, Verdict
from screening.records import RecordId


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_its_words(name: str) -> None:
    kind = KINDS[name]
    assert dataclasses.is_dataclass(kind)
    assert in_words.dispatch(kind) is not in_words.dispatch(object)


def test_a_decision_reads_as_it_was_made() -> None:
    made = Decided(
        record=RecordId("R0007"),
        stage=Stage.FULLTEXT,
        verdict=Verdict.EXCLUDE,
        reason="Off topic",
        note="see page 3",
    )
    assert in_words(made) == "R0007, full text: exclude: Off topic [see page 3]"


def test_a_proposal_put_off_is_named_as_where_it_is_decided() -> None:
    assert in_words(ProposalDeferred(proposal=297)) == "proposal P0297 put off"
