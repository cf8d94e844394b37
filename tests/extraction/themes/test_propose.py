"""Runs of proposals: what is asked, what is not asked again, and in which order."""

from __future__ import annotations

import pytest

from extraction.findings import fold_findings
from extraction.themes import Level, fold_codebook, run
from extraction.themes.numbering import numbering
from extraction.themes.propose import Proposed, propose
from extraction.themes.run import Wanted
from extraction.themes.similarity import tfidf_similarity
from screening.events import Body, Event, FindingId
from screening.events.kinds import CodeMoved, CodeProposed, CodeRejected, FindingRejected
from tests.extraction.logs import code, finding, log

STATEMENTS = (
    "mutual trust",
    "mutual respect",
    "trust between people",
    "sufficient funding",
    "funding of meetings",
    "rooms and funding",
)
FINDINGS = tuple(finding(n, text, n) for n, text in enumerate(STATEMENTS, start=1))
SHELVES: tuple[Body, ...] = (
    code("T0001", "Relations"),
    code("S0001", "People and trust", "T0001"),
    code("S0002", "Money and funding", "T0001"),
)


def run_on(events: list[Event], wanted: Wanted | None = None) -> Proposed:
    return propose(
        fold_codebook(events),
        fold_findings(events),
        tfidf_similarity(),
        numbering(events),
        wanted,
    )


def extended(events: list[Event], *bodies: Body) -> list[Event]:
    """One act more: all of its events at one moment."""
    fresh = log(*bodies, after=len(events))
    return [*events, *(Event(seq=e.seq, at=fresh[0].at, by=e.by, body=e.body) for e in fresh)]


def _of(done: Proposed, level: Level) -> list[CodeProposed]:
    return [body for body in done.bodies if body.level == level]


def test_without_a_tree_codes_are_clustered_and_the_note_says_so() -> None:
    done = run_on(log(*FINDINGS), Wanted(themes=1, subthemes=2))
    assert [body.level for body in done.bodies] == [0, 1, 1, 2, 2, 2, 2, 2, 2]
    assert [body.code for body in done.bodies[:3]] == ["T0001", "S0001", "S0002"]
    assert {body.parent for body in _of(done, Level.SUBTHEME)} == {"T0001"}
    assert {body.parent for body in _of(done, Level.CODE)} == {"S0001", "S0002"}
    assert "No subtheme is approved yet" in done.notes[0]
    assert {at.maker.name for at in done.bodies} == {"cluster_codes"}
    assert all(at.maker.model.startswith("TF-IDF") for at in done.bodies)


def test_two_codes_make_no_tree() -> None:
    done = run_on(log(*FINDINGS[:2]))
    assert [(body.level, body.parent) for body in done.bodies] == [(2, None), (2, None)]


def test_codes_are_placed_among_approved_subthemes() -> None:
    approved = code("C0001", "mutual trust", "S0001", (1,))
    done = run_on(log(*FINDINGS, *SHELVES, approved))
    places = {body.label: body.parent for body in done.bodies}
    assert places["mutual respect"] == "S0001"
    assert places["sufficient funding"] == "S0002"
    assert "mutual trust" not in places
    first = done.bodies[0]
    assert first.maker.name == "place_codes"
    assert set(first.options) == {"S0001", "S0002"}
    assert "nearest approved codes: 'mutual trust'" in next(
        body.why for body in done.bodies if body.label == "mutual respect"
    )
    scores = [body.score for body in done.bodies]
    assert scores == sorted(scores, reverse=True)


def test_a_finding_equal_to_an_approved_code_is_proposed_for_it() -> None:
    approved = code("C0001", "trust", "S0001", (1,))
    events = log(*FINDINGS, *SHELVES, approved, finding(7, "Mutual trust.", 2))
    found = next(body for body in run_on(events).bodies if body.code == "C0001")
    assert found.findings == (FindingId("F0007"),)
    assert found.maker.name == "assign_findings"


def test_an_approved_code_without_a_place_is_placed() -> None:
    loose = code("C0001", "funding", None, (4,))
    (found,) = (at for at in run_on(log(*FINDINGS, *SHELVES, loose)).bodies if at.code == "C0001")
    assert found.parent == "S0002"
    assert "approved code without a place" in found.why


@pytest.mark.parametrize("shelves", [(), SHELVES])
def test_what_waits_is_not_asked_again(shelves: tuple[Body, ...]) -> None:
    events = log(*FINDINGS, *shelves)
    first = run_on(events)
    again = run_on(extended(events, *first.bodies))
    assert again.bodies == ()
    assert again.repeated == len(first.bodies)


def test_a_rejected_proposal_comes_back_only_with_other_evidence() -> None:
    events = log(*FINDINGS, *SHELVES)
    first = run_on(events)
    refused = next(body for body in first.bodies if body.label == "mutual trust")
    events = extended(events, *first.bodies)
    events = extended(events, CodeRejected(code=refused.code))
    again = run_on(events)
    assert (again.bodies, again.rejected_before) == ((), 1)
    more = run_on(extended(events, finding(7, "mutual trust", 2)))
    (fresh,) = more.bodies
    assert fresh.findings == (FindingId("F0001"), FindingId("F0007"))
    assert fresh.code > refused.code


def test_a_rejected_theme_does_not_come_back_and_its_subthemes_stand_alone() -> None:
    events = log(*FINDINGS)
    first = run_on(events, Wanted(themes=1, subthemes=2))
    events = extended(events, *first.bodies)
    events = extended(events, CodeRejected(code=first.bodies[0].code))
    again = run_on(events, Wanted(themes=1, subthemes=2))
    assert not _of(again, Level.THEME)
    assert {body.parent for body in _of(again, Level.SUBTHEME)} == {None}


def test_new_evidence_supersedes_what_waited() -> None:
    events = log(*FINDINGS, *SHELVES)
    events = extended(events, *run_on(events).bodies)
    events = extended(events, finding(7, "mutual respect", 3))
    book = fold_codebook(extended(events, *run_on(events).bodies))
    waiting = [at for at in book.pending() if at.label == "mutual respect"]
    assert [at.findings for at in waiting] == [(FindingId("F0002"), FindingId("F0007"))]


def test_codes_keep_their_proposed_place_while_subthemes_wait() -> None:
    events = log(*FINDINGS)
    first = run_on(events, Wanted(themes=1, subthemes=2))
    events = extended(events, *first.bodies)
    events = extended(events, code("T0001", first.bodies[0].label))
    events = extended(events, code("S0001", first.bodies[1].label, "T0001"))
    assert run_on(events).bodies == ()


def test_themes_that_are_approved_take_new_subthemes_in() -> None:
    done = run_on(log(*FINDINGS, code("T0001", "funding")), Wanted(themes=1, subthemes=2))
    assert not _of(done, Level.THEME)
    assert {body.parent for body in _of(done, Level.SUBTHEME)} == {"T0001"}


def test_findings_that_do_not_count_are_no_evidence() -> None:
    events = log(*FINDINGS, FindingRejected(finding=FindingId("F0001")))
    assert not [at for at in run_on(events).bodies if FindingId("F0001") in at.findings]


def test_a_run_takes_so_many_findings_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MAX_FINDINGS", 4)
    done = run_on(log(*FINDINGS, *SHELVES))
    assert len(_of(done, Level.CODE)) == 4
    assert "6 findings have no code; the first 4 were taken" in done.notes[0]


def test_ids_are_never_used_twice_even_after_undo() -> None:
    from screening.events.kinds import CodingUndone

    events = log(code("C0007"), CodingUndone(events=(1,)))
    assert numbering(events).next(Level.CODE) == "C0008"
    assert numbering(events).next(Level.THEME) == "T0001"


def test_equal_runs_are_equal() -> None:
    assert run_on(log(*FINDINGS, *SHELVES)) == run_on(log(*FINDINGS, *SHELVES))
    moved = log(*FINDINGS, *SHELVES, CodeMoved(code=SHELVES[1].code, parent=None))  # type: ignore[union-attr]
    assert run_on(moved).bodies
