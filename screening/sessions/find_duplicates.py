"""Search a review for duplicates: mark the certain ones, ask about the rest, note what is related.

What people decided is never overridden: pairs they keep apart stay apart, duplicates they marked
stay marked, and two records that both carry decisions are never joined without asking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from screening.console import Progress
from screening.dedup import Known, Prepared, Preset, find, prepare
from screening.errors import BadReview, UsageError
from screening.events import Body, Pair, ReviewState, pair_of
from screening.events.kinds import (
    DuplicateMarked,
    DuplicateProposed,
    DuplicatesSearched,
    RelatedMarked,
)
from screening.records import RecordId, record_number
from screening.sessions.bundle_rules import need_whole_review
from screening.sessions.duplicate_plan import MAKER, Plan, marked, plan_of
from screening.sessions.review import Review, Writer
from screening.sessions.same_report import open_questions


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateSearch:
    """What a search for duplicates did, or would do.

    ``records`` is how many there are, ``new`` how many no earlier search had compared;
    ``open_questions`` counts the queue afterwards, earlier questions among them.
    """

    preset: Preset
    records: int
    new: int
    certain: tuple[DuplicateMarked, ...]
    asked: tuple[DuplicateProposed, ...]
    related: tuple[RelatedMarked, ...]
    open_questions: int


def preset_named(text: str) -> Preset:
    """The preset of that name.

    Raises:
        UsageError: there is none.
    """
    try:
        return Preset(text)
    except ValueError:
        names = " and ".join(Preset)
        raise UsageError(f"There is no preset {text!r}.", f"The presets are {names}.") from None


def find_duplicates(
    review: Review,
    preset: Preset = Preset.STANDARD,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> DuplicateSearch:
    """Search a review; all that is found is recorded, or nothing.

    Args:
        review: the open review.
        preset: how much is marked without asking.
        dry_run: say what would be found, and record nothing.
        progress: called with (records prepared, all records).

    Raises:
        UsageError: no record is imported yet, or this is a bundle.
        BadReview: somebody marked duplicates, an import changed records, or one was taken back
            while the search ran; nothing was recorded.
    """
    last = review.state.last_number
    if not review.state.record_total:
        raise UsageError(
            "There is no record to compare.", "Import first: tamis import FILE --source DATABASE"
        )
    if not dry_run:
        need_whole_review(review.state)
    known = _known(review.state, preset)
    before = _settled(review.state)
    prepared = _prepared(review, progress)
    found = find(list(prepared.values()), preset=preset, known=known)
    if dry_run:
        return _summary(review.state, preset, known, plan_of(review.state, found, prepared))
    with review.writing() as writer:
        if before != _settled(writer.state):
            raise BadReview(
                "Duplicates were marked or records changed by another command while this search"
                " ran; what it found was not kept.",
                "Run it again.",
            )
        plan = plan_of(writer.state, found, prepared)
        summary = _summary(writer.state, preset, known, plan)
        _record(writer, preset, plan, last)
    return summary


def _settled(state: ReviewState) -> tuple[dict[RecordId, RecordId], set[Pair], int, int]:
    """What a search rests on: marks, pairs kept apart, changes of records, imports taken back."""
    changes = sum(map(len, state.changes.values()))
    return dict(state.duplicates), set(state.kept_apart), changes, len(state.taken_back)


def _known(state: ReviewState, preset: Preset) -> Known:
    searched = state.searched
    same = searched is not None and (searched.maker, searched.preset) == (MAKER, preset)
    same = same and not state.changed_since_search  # a corrected DOI may show a duplicate
    return Known(
        together=frozenset(_numbers(record, kept) for record, kept in state.duplicates.items()),
        apart=frozenset(_numbers(*pair) for pair in state.kept_apart),
        compared_to=searched.searched_to if searched is not None and same else 0,
    )


def _numbers(one: RecordId, two: RecordId) -> tuple[int, int]:
    first, second = pair_of(one, two)
    return record_number(first), record_number(second)


def _prepared(review: Review, progress: Progress | None) -> dict[int, Prepared]:
    total = review.state.record_total
    made: dict[int, Prepared] = {}
    for record in review.records():
        number = record_number(record.id)
        made[number] = prepare(number, record)
        if progress is not None and (len(made) % 500 == 0 or len(made) == total):
            progress(len(made), total)
    return made


def _summary(state: ReviewState, preset: Preset, known: Known, plan: Plan) -> DuplicateSearch:
    records = state.records()
    return DuplicateSearch(
        preset=preset,
        records=len(records),
        new=sum(record_number(record) > known.compared_to for record in records),
        certain=plan.certain,
        asked=plan.asked,
        related=plan.related,
        open_questions=_open_after(state, plan),
    )


def _open_after(state: ReviewState, plan: Plan) -> int:
    asked = {pair_of(at.record, at.other): at for at in plan.asked}
    after = replace(marked(state, plan.certain), asked={**state.asked, **asked})
    return len(open_questions(after))


def _record(writer: Writer, preset: Preset, plan: Plan, last: int) -> None:
    searched = DuplicatesSearched(maker=MAKER, preset=preset, searched_to=last)
    found: tuple[Body, ...] = (*plan.certain, *plan.asked, *plan.related)
    writer.append_all(found)
    state = writer.state
    if found or state.searched != searched or state.changed_since_search:
        writer.append(searched)
