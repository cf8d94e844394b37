"""From what a search found to the events that record it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from screening.dedup import METHOD, VERSION, Edge, Found, Prepared, decide
from screening.dedup import keeper as most_complete
from screening.events import Maker, Pair, ReviewState, kept_for
from screening.events.kinds import DuplicateMarked, DuplicateProposed, RelatedMarked
from screening.records import RecordId, record_number, to_record_id
from screening.sessions.same_report import decided_records, followers_of, resolved

MAKER = Maker(name=METHOD, version=VERSION)
_BOTH_DECIDED = "both decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The events that record a search: marks, questions, relations."""

    certain: tuple[DuplicateMarked, ...]
    asked: tuple[DuplicateProposed, ...]
    related: tuple[RelatedMarked, ...]


def plan_of(state: ReviewState, found: Found, prepared: Mapping[int, Prepared]) -> Plan:
    """The events that a search leads to, in a stable order."""
    decided, followers = decided_records(state), followers_of(state)
    certain: list[DuplicateMarked] = []
    questions = [_proposal(edge) for edge in found.asked]
    by_record: dict[int, list[Edge]] = {}
    for edge in found.certain:
        by_record.setdefault(edge.one, []).append(edge)
        by_record.setdefault(edge.two, []).append(edge)
    for members in found.clusters:
        roots = [at for at in map(to_record_id, members) if at not in state.duplicates]
        if len(roots) < 2:
            continue
        kept = choose_kept(roots, prepared, decided, followers)
        for record in roots:
            if record == kept:
                continue
            mark = _mark(record, kept, prepared, by_record)
            if record in decided:
                questions.append(_both_decided(mark))
            else:
                certain.append(mark)
                certain += _moved(followers.get(record, ()), record, mark)
    return Plan(
        certain=tuple(certain),
        asked=tuple(_still_open(marked(state, certain), questions)),
        related=tuple(_new_relations(state, found.related)),
    )


def marked(state: ReviewState, marks: Iterable[DuplicateMarked]) -> ReviewState:
    """The state as it is once these records are marked; the given one stays as it is."""
    return replace(state, duplicates={**state.duplicates, **{at.record: at.kept for at in marks}})


def choose_kept(
    records: Sequence[RecordId],
    prepared: Mapping[int, Prepared],
    decided: frozenset[RecordId],
    followers: Mapping[RecordId, Sequence[RecordId]],
) -> RecordId:
    """The record of a cluster that is kept.

    A record with decisions goes first, so that none is lost from sight; then one that is kept for
    others already; then the most complete one; then the one imported first.
    """
    for preferred in (
        [record for record in records if record in decided],
        [record for record in records if followers.get(record)],
        records,
    ):
        if preferred:
            best = most_complete([prepared[record_number(record)] for record in preferred])
            return to_record_id(best.number)
    raise ValueError("no records")


def _mark(
    record: RecordId,
    kept: RecordId,
    prepared: Mapping[int, Prepared],
    by_record: Mapping[int, Sequence[Edge]],
) -> DuplicateMarked:
    """The mark with its evidence: of the two records, else of the pair that joined them."""
    number, other = record_number(record), record_number(kept)
    direct = decide(prepared[number], prepared[other])
    joined = by_record.get(number, ())
    edge = direct if direct is not None and not direct.relation else joined[0] if joined else None
    if edge is None:
        rule, evidence = "cluster", f"duplicates of {record} are duplicates of {kept}"
    elif {edge.one, edge.two} == {number, other}:
        rule, evidence = edge.rule, edge.evidence
    else:
        between = to_record_id(edge.two if edge.one == number else edge.one)
        rule, evidence = edge.rule, f"by way of {between}: {edge.evidence}"
    return DuplicateMarked(record=record, kept=kept, maker=MAKER, rule=rule, evidence=evidence)


def _moved(
    followers: Iterable[RecordId], record: RecordId, mark: DuplicateMarked
) -> Iterator[DuplicateMarked]:
    """The duplicates of a record that is now a duplicate itself go with it."""
    for follower in followers:
        yield DuplicateMarked(
            record=follower,
            kept=mark.kept,
            maker=MAKER,
            rule=mark.rule,
            evidence=f"by way of {record}, whose duplicate it is: {mark.evidence}",
        )


def _both_decided(mark: DuplicateMarked) -> DuplicateProposed:
    return DuplicateProposed(
        record=mark.record,
        other=mark.kept,
        maker=MAKER,
        rule=_BOTH_DECIDED,
        evidence=f"certain by the rule {mark.rule!r}, but both carry decisions; {mark.evidence}",
        likeness=1.0,
    )


def _proposal(edge: Edge) -> DuplicateProposed:
    return DuplicateProposed(
        record=to_record_id(edge.two),
        other=to_record_id(edge.one),
        maker=MAKER,
        rule=edge.rule,
        evidence=edge.evidence,
        likeness=edge.likeness,
    )


def _still_open(
    state: ReviewState, questions: Iterable[DuplicateProposed]
) -> Iterator[DuplicateProposed]:
    """Questions that are neither asked already nor answered."""
    asked = {resolved(state, pair) for pair in state.asked}
    apart = {resolved(state, pair) for pair in state.kept_apart}
    for question in questions:
        pair = resolved(state, (question.record, question.other))
        if pair[0] != pair[1] and pair not in asked and pair not in apart:
            asked.add(pair)
            yield question


def _new_relations(state: ReviewState, edges: Iterable[Edge]) -> Iterator[RelatedMarked]:
    for edge in edges:
        pair: Pair = (to_record_id(edge.one), to_record_id(edge.two))
        if pair not in state.related and kept_for(state, pair[0]) != kept_for(state, pair[1]):
            yield RelatedMarked(
                record=pair[1],
                other=pair[0],
                relation=edge.relation,
                maker=MAKER,
                evidence=f"{edge.rule}: {edge.evidence}",
            )
