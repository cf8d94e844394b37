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
from screening.events.kinds import (
    ChangeProposed,
    CodeMoved,
    CodeProposed,
    CodeRejected,
    CodeRenamed,
    FindingCoded,
    FindingRejected,
)
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


def _codes(done: Proposed) -> list[CodeProposed]:
    return [body for body in done.bodies if isinstance(body, CodeProposed)]


def _changes(done: Proposed) -> list[ChangeProposed]:
    return [body for body in done.bodies if isinstance(body, ChangeProposed)]


def _of(done: Proposed, level: Level) -> list[CodeProposed]:
    return [body for body in _codes(done) if body.level == level]


def test_without_a_tree_codes_are_clustered_and_the_note_says_so() -> None:
    done = run_on(log(*FINDINGS), Wanted(themes=1, subthemes=2))
    assert [body.level for body in _codes(done)] == [0, 1, 1, 2, 2, 2, 2, 2, 2]
    assert [body.code for body in _codes(done)[:3]] == ["T0001", "S0001", "S0002"]
    assert {body.parent for body in _of(done, Level.SUBTHEME)} == {"T0001"}
    assert {body.parent for body in _of(done, Level.CODE)} == {"S0001", "S0002"}
    assert "No subtheme is approved yet" in done.notes[0]
    assert {at.maker.name for at in _codes(done)} == {"cluster_codes"}
    assert all(at.maker.model.startswith("TF-IDF") for at in _codes(done))


def test_long_statements_are_clustered_by_the_phrases_that_name_them() -> None:
    long = (
        "Feedback after each session raised the confidence of students in the first year at both of"
        " the schools",
        "Mentors who had no protected time gave up within the first months of the programme of"
        " their school",
        "Students with a mentor of their own age reported less stress than those without one in"
        " each of the years",
    )
    done = run_on(log(*(finding(number, text) for number, text in enumerate(long, start=1))))
    assert all(len(made.label.split()) <= 6 for made in _of(done, Level.CODE))
    assert len(_of(done, Level.THEME)) >= 1


def test_two_codes_make_no_tree() -> None:
    done = run_on(log(*FINDINGS[:2]))
    assert [(body.level, body.parent) for body in _codes(done)] == [(2, None), (2, None)]


def test_codes_are_placed_among_approved_subthemes() -> None:
    approved = code("C0001", "mutual trust", "S0001", (1,))
    done = run_on(log(*FINDINGS, *SHELVES, approved))
    places = {body.label: body.parent for body in _codes(done)}
    assert places["mutual respect"] == "S0001"
    assert places["sufficient funding"] == "S0002"
    assert "mutual trust" not in places
    first = done.bodies[0]
    assert isinstance(first, CodeProposed)
    assert first.maker.name == "place_codes"
    assert set(first.options) == {"S0001", "S0002"}
    assert "nearest approved codes: 'mutual trust'" in next(
        body.why for body in _codes(done) if body.label == "mutual respect"
    )
    assert first.score == min(body.score for body in _codes(done))  # doubtful ones teach most
    respect = next(body for body in _codes(done) if body.label == "mutual respect")
    assert (respect.near, respect.phrases) == (("C0001",), ("mutual",))
    assert "too few to check the chances on" in respect.why


def test_a_finding_equal_to_an_approved_code_is_proposed_for_it() -> None:
    approved = code("C0001", "trust", "S0001", (1,))
    events = log(*FINDINGS, *SHELVES, approved, finding(7, "Mutual trust.", 2))
    found = next(body for body in _codes(run_on(events)) if body.code == "C0001")
    assert found.findings == (FindingId("F0007"),)
    assert found.maker.name == "assign_findings"


def test_a_finding_that_names_an_approved_code_is_proposed_for_it() -> None:
    events = log(
        *SHELVES,
        code("C0001", "lack of time", "S0002"),
        code("C0002", "time", "S0002"),
        finding(1, "A lack of time, they say, was the main barrier for mentors", 1),
        finding(2, "It took time to trust each other in the mentoring pairs", 2),
    )
    proposals = _codes(run_on(events))
    (found,) = [body for body in proposals if body.code == "C0001"]
    assert (found.findings, found.phrases) == ((FindingId("F0001"),), ("lack of time",))
    assert "with the label of this approved code" in found.why
    assert not [body for body in proposals if body.code == "C0002"]


def test_an_approved_code_without_a_place_is_placed() -> None:
    loose = code("C0001", "funding", None, (4,))
    (found,) = (at for at in _codes(run_on(log(*FINDINGS, *SHELVES, loose))) if at.code == "C0001")
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
    refused = next(body for body in _codes(first) if body.label == "mutual trust")
    events = extended(events, *first.bodies)
    events = extended(events, CodeRejected(code=refused.code))
    again = run_on(events)
    assert (again.bodies, again.rejected_before) == ((), 1)
    more = run_on(extended(events, finding(7, "mutual trust", 2)))
    (fresh,) = _codes(more)
    assert fresh.findings == (FindingId("F0001"), FindingId("F0007"))
    assert fresh.code > refused.code


def test_a_rejected_theme_does_not_come_back_and_its_subthemes_stand_alone() -> None:
    events = log(*FINDINGS)
    first = run_on(events, Wanted(themes=1, subthemes=2))
    events = extended(events, *first.bodies)
    events = extended(events, CodeRejected(code=_codes(first)[0].code))
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
    events = extended(events, code("T0001", _codes(first)[0].label))
    events = extended(events, code("S0001", _codes(first)[1].label, "T0001"))
    assert run_on(events).bodies == ()


def test_themes_that_are_approved_take_new_subthemes_in() -> None:
    done = run_on(log(*FINDINGS, code("T0001", "funding")), Wanted(themes=1, subthemes=2))
    assert not _of(done, Level.THEME)
    assert {body.parent for body in _of(done, Level.SUBTHEME)} == {"T0001"}


def test_findings_that_do_not_count_are_no_evidence() -> None:
    events = log(*FINDINGS, FindingRejected(finding=FindingId("F0001")))
    assert not [at for at in _codes(run_on(events)) if FindingId("F0001") in at.findings]


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


def test_a_refused_pair_is_not_asked_again_when_an_equal_finding_comes() -> None:
    approved = code("C0001", "trust", "S0001", (1,))
    events = log(*FINDINGS, *SHELVES, approved, finding(7, "Mutual trust.", 2))
    events = extended(events, *run_on(events).bodies)
    asked = next(at for at in fold_codebook(events).pending() if at.code == "C0001")
    events = extended(events, CodeRejected(code=asked.code, proposal=asked.seq))
    assert "C0001" in fold_codebook(events).nodes
    events = extended(events, finding(8, "mutual trust", 3))
    (found,) = (at for at in _codes(run_on(events)) if at.code == "C0001")
    assert found.findings == (FindingId("F0008"),)
    # Another name of the code is other evidence.
    renamed = extended(events, CodeRenamed(code=asked.code, label="mutual confidence"))
    (again,) = (at for at in _codes(run_on(renamed)) if at.code == "C0001")
    assert again.findings == (FindingId("F0007"), FindingId("F0008"))


def test_near_duplicates_are_proposed_for_merging_once() -> None:
    twins = (
        code("C0001", "mutual trust", "S0001", (1,)),
        code("C0002", "Mutual trust", "S0002", (2, 3)),
    )
    events = log(*FINDINGS, *SHELVES, *twins)
    (merge,) = _changes(run_on(events))
    assert (merge.change, merge.code, merge.into) == ("merge", "C0001", "C0002")
    assert "the labels have the same words" in merge.why
    assert merge.phrases == ("mutual trust", "Mutual trust")
    events = extended(events, merge)
    assert not _changes(run_on(events))
    events = extended(events, CodeRejected(code=merge.code, proposal=events[-1].seq))
    done = run_on(events)
    assert not _changes(done)
    assert done.rejected_before >= 1


def test_a_code_of_two_minds_is_proposed_for_splitting() -> None:
    words = ("mutual trust", "trust mutual", "trust mutually", "room money", "money rooms")
    facts = tuple(finding(n, text, n) for n, text in enumerate(words, start=1))
    whole = code("C0001", "trust", "S0001", (1, 2, 3, 4, 5))
    (split,) = _changes(run_on(log(*facts, *SHELVES, whole)))
    assert (split.change, split.findings) == ("split", ("F0004", "F0005"))
    assert split.label in words[3:]


def test_a_code_that_its_findings_call_otherwise_is_proposed_for_a_new_name() -> None:
    facts = tuple(finding(n, "funding of rooms", n) for n in (1, 2, 3))
    made = code("C0001", "resources", "S0002", (1, 2, 3))
    (draft,) = _changes(run_on(log(*facts, *SHELVES, made)))
    assert (draft.change, draft.label) == ("rename", "funding of rooms")


def test_a_code_among_strangers_is_proposed_for_moving() -> None:
    trust = [code(f"C{n:04d}", f"mutual trust {n}", "S0001") for n in range(1, 15)]
    money = [code(f"C{n:04d}", f"funding money {n}", "S0002") for n in range(15, 29)]
    astray = code("C0099", "mutual trust", "S0002", (1,))
    found = _changes(run_on(log(*FINDINGS, *SHELVES, *trust, *money, astray), Wanted(threshold=1)))
    (draft,) = (at for at in found if at.change == "move")
    assert (draft.code, draft.into) == ("C0099", "S0001")
    assert "where it stands" in draft.why


def test_findings_that_fit_a_code_are_proposed_for_it_once_chances_can_be_checked() -> None:
    kinds = ("mutual trust between people", "funding money for rooms")
    facts = [finding(n, f"{kinds[n % 2]} {n}", n) for n in range(1, 41)]
    codes = (
        code("C0001", "money", "S0002", range(1, 31, 2)),
        code("C0002", "trust", "S0001", range(2, 31, 2)),
    )
    events = log(*facts, *SHELVES, *codes)
    found = [at for at in _codes(run_on(events, Wanted(threshold=0.99))) if at.level == 2]
    assert {at.code for at in found} == {"C0001", "C0002"}
    assert all("chances checked on them" in at.why and at.options for at in found)
    few = extended(log(*facts, *SHELVES), *(code(at.code, at.label, at.parent) for at in codes))
    few = extended(few, FindingCoded(finding=FindingId("F0001"), code=codes[0].code))
    assert {at.maker.name for at in _codes(run_on(few, Wanted(threshold=0.99)))} == {"place_codes"}
