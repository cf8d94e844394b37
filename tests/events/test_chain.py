"""The chain of digests: any change to any row is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import BadReview
from screening.events import KINDS, ZERO, Event, StoredEvent, chain_faults, seal, unseal
from screening.events.kinds import Noted
from screening.records import RecordId

AT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


def _log(count: int) -> list[StoredEvent]:
    rows: list[StoredEvent] = []
    for seq in range(1, count + 1):
        body = Noted(record=RecordId("R0001"), text=f"note {seq} ü 中")
        previous = rows[-1].digest if rows else ZERO
        rows.append(seal(Event(seq=seq, at=AT, by="A", body=body), previous))
    return rows


def _head(rows: list[StoredEvent]) -> tuple[int, str]:
    return (rows[-1].seq, rows[-1].digest) if rows else (0, ZERO)


@given(st.integers(0, 6))
def test_an_untouched_log_holds(count: int) -> None:
    rows = _log(count)
    assert list(chain_faults(rows, _head(rows))) == []


@settings(max_examples=300)
@given(st.data())
def test_any_changed_character_is_found(data: st.DataObject) -> None:
    rows = _log(4)
    index = data.draw(st.integers(0, 3))
    name = data.draw(st.sampled_from(["at", "by", "kind", "body", "previous", "digest"]))
    text = getattr(rows[index], name)
    place = data.draw(st.integers(0, len(text) - 1))
    mark = data.draw(st.characters(codec="utf-8").filter(lambda mark: mark != text[place]))
    changed = text[:place] + mark + text[place + 1 :]
    spoiled = [*rows]
    spoiled[index] = replace(rows[index], **{name: changed})
    assert list(chain_faults(spoiled, _head(rows)))


@given(st.data())
def test_any_removal_or_reordering_is_found(data: st.DataObject) -> None:
    rows = _log(5)
    kept = data.draw(st.lists(st.sampled_from(rows), max_size=5))
    if kept != rows:
        assert list(chain_faults(kept, _head(rows)))


def test_moving_text_between_fields_is_found() -> None:
    rows = _log(1)
    moved = replace(rows[0], by="AN", kind=rows[0].kind[1:])
    assert any("altered" in fault for fault in chain_faults([moved], _head(rows)))


def test_a_row_read_back_is_the_event_that_was_written() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=3)))
    event = Event(seq=1, at=elsewhere, by="A", body=Noted(record=RecordId("R0001"), text="x"))
    assert unseal(seal(event, ZERO)) == event


def test_an_unknown_kind_asks_for_an_update() -> None:
    row = replace(_log(1)[0], kind="Teleported")
    with pytest.raises(BadReview, match="newer version"):
        unseal(row)


@pytest.mark.parametrize("body", ["{", "{}", '{"record":1,"text":"x"}'])
def test_a_body_that_does_not_fit_is_refused(body: str) -> None:
    with pytest.raises(BadReview, match=r"Event 1 \(Noted\)"):
        unseal(replace(_log(1)[0], body=body))


def test_an_unreadable_time_is_refused() -> None:
    with pytest.raises(BadReview, match="no readable time"):
        unseal(replace(_log(1)[0], at="yesterday"))


def test_the_kinds_of_event_are_known_by_name() -> None:
    # A released kind is never renamed: old logs must stay readable.
    assert sorted(KINDS) == [
        "AuditBegun", "AuditEnded", "BundleGiven", "BundleMade", "BundleMerged",
        "CalibrationBegun", "CellCleared", "CellFilled", "CellProposed", "CellRejected",
        "ChangeProposed", "CodeApproved", "CodeDefined", "CodeMerged", "CodeMoved",
        "CodeProposed", "CodeRejected", "CodeRenamed", "CodeRetired", "CodeSplit",
        "CodesChosen", "CodingSettled", "CodingUndone", "ConflictAdjudicated", "Decided",
        "DecisionWithdrawn", "DecisionsImported", "DuplicateMarked", "DuplicateProposed",
        "DuplicateRejected", "DuplicateUnmarked", "DuplicatesSearched", "ExtractionUndone",
        "FindingAdded", "FindingCoded", "FindingConfirmed", "FindingProposed",
        "FindingRejected", "FindingUncoded", "FulltextAttached", "FulltextDetached",
        "ImportTakenBack", "MemoWritten", "Noted", "Postponed", "ProposalDeferred",
        "ProtocolAmended", "QdaImported", "RankingMade", "RecordChanged", "RelatedMarked",
        "ReportNotRetrieved", "ReportRetrieved", "ReportsGrouped", "ReportsSplit",
        "ReviewStarted", "SearchImported", "StageReopened", "StageStopped", "StepUndone",
        "StudySigned", "StudyStepUndone", "Tagged", "TermMarked", "Untagged", "Withheld",
    ]  # fmt: skip
