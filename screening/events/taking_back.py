"""An import taken back: the state as if it had never been. Pure.

What people have recorded on records that go is not looked for here: whoever writes the event makes
sure that there is none (``screening.sessions.hindrances``). What methods made of them falls away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from screening.events.event import Event
from screening.events.held import Imported, TakenBack
from screening.events.screening_kinds import ImportTakenBack, RankingMade
from screening.events.state import ReviewState
from screening.records import RecordId, to_record_id

Gone = Collection[RecordId]


def going_with(state: ReviewState, done: Imported) -> frozenset[int]:
    """The numbers of the records that would go with an import: those no other in force found."""
    others = (at.seen for at in state.imports if at.seq > done.seq)
    return frozenset(done.records).difference(*others)


def take_back(state: ReviewState, event: Event, body: ImportTakenBack) -> None:
    """Change the state; an import that is not in force is left alone."""
    done = next((at for at in state.imports if at.body.search.id == body.search), None)
    if done is None:
        return
    numbers = going_with(state, done)
    gone = {to_record_id(number) for number in numbers}
    state.imports.remove(done)
    state.taken_back.append(
        TakenBack(seq=event.seq, at=event.at, by=event.by, why=body.why, done=done, gone=numbers)
    )
    state.gone |= gone
    _hand_on(state, frozenset(done.records) - numbers)
    _drop_changes(state)
    _part_duplicates(state, gone)
    _forget(state, gone)
    state.changed_since_search = state.changed_since_search or state.searched is not None


def ranked_still(body: RankingMade, gone: Gone) -> RankingMade:
    """An order of reading without the records that are gone."""
    if not gone:
        return body
    return replace(body, order=tuple(record for record in body.order if record not in gone))


def _hand_on(state: ReviewState, numbers: frozenset[int]) -> None:
    """Records that stay belong to the first import in force that found them again."""
    for place, done in enumerate(state.imports):
        if found := numbers & done.seen if numbers else None:
            state.imports[place] = replace(done, adopted=done.adopted | found)
            numbers -= found


def _drop_changes(state: ReviewState) -> None:
    """What an import taken back said of a record goes, unless a later one was compared with it."""
    backed = {at.done.body.search.id: at.done.seq for at in state.taken_back}
    last: dict[int, int] = {}
    for done in state.imports:
        last |= dict.fromkeys(done.seen, done.seq)
    newest = {to_record_id(number): seq for number, seq in last.items()}
    for record, changes in list(state.changes.items()):
        upto = -1 if record in state.gone else newest.get(record, 0)
        state.changes[record] = [at for at in changes if upto >= backed.get(at.body.search, 0)]
    state.changes = {record: changes for record, changes in state.changes.items() if changes}


def _part_duplicates(state: ReviewState, gone: set[RecordId]) -> None:
    """Groups that a record goes from come apart; only what people marked in them stays."""
    marks = state.duplicates
    for record in marks_falling(state, gone):
        state.marked_by.pop(record)
    state.duplicates = {at: kept for at, kept in marks.items() if at in state.marked_by}
    for pairs in (state.asked, state.related):
        for pair in [pair for pair in pairs if gone & set(pair)]:
            del pairs[pair]
    state.kept_apart = {pair for pair in state.kept_apart if not gone & set(pair)}


def marks_falling(state: ReviewState, gone: Gone) -> list[RecordId]:
    """The marked duplicates that would be none any more without these records.

    In a group that loses a record every mark of a method falls, also those between records that
    stay; of people's marks only those on the records that go.
    """
    marks = state.duplicates
    touched = {_root(marks, record) for record in gone}
    return [
        record
        for record, kept in marks.items()
        if _root(marks, record) in touched
        and (state.marked_by[record].maker is not None or record in gone or kept in gone)
    ]


def _root(marks: Mapping[RecordId, RecordId], record: RecordId) -> RecordId:
    seen = {record}
    while (kept := marks.get(record)) is not None and kept not in seen:
        seen.add(kept)
        record = kept
    return record


def _forget(state: ReviewState, gone: Gone) -> None:
    """What was said at single records, and orders of reading with them."""
    for stage, made in state.decisions.items():
        state.decisions[stage] = {at: by for at, by in made.items() if at not in gone}
    for by, own in state.withdrawable.items():
        state.withdrawable[by] = [made for made in own if made.record not in gone]
    state.adjudications = {at: one for at, one in state.adjudications.items() if at[1] not in gone}
    state.postponed = {at: seq for at, seq in state.postponed.items() if at[1] not in gone}
    for record in gone:
        state.notes.pop(record, None)
        state.not_retrieved.pop(record, None)
    for stage, (seq, body) in state.rankings.items():
        state.rankings[stage] = (seq, ranked_still(body, gone))
    state.seat.forget(gone)
    state.fulltexts.forget(gone)
    state.team.forget(gone)
