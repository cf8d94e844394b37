"""What people have recorded on records that would go with an import: nothing of it is lost unseen.

Marks, questions and orders of reading that a method made do not hinder; neither does what says
nothing of a record itself: that it was put off, that it differs from another, that it was drawn
for a calibration round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from screening.events import Event, ReviewState
from screening.events.kinds import (
    CellCleared,
    CellFilled,
    CellProposed,
    CellRejected,
    ChangeProposed,
    CodeProposed,
    CodingUndone,
    ExtractionUndone,
    FindingAdded,
    FindingProposed,
    StudySigned,
)
from screening.protocol import Stage
from screening.records import RecordId, record_number

Going = Collection[RecordId]
_CELLS = (CellFilled, CellRejected, CellCleared, StudySigned)
_BY_METHODS = (FindingProposed, CellProposed, CodeProposed, ChangeProposed)
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """What was recorded on which records, by whom, and the command that takes it back."""

    what: str
    records: tuple[RecordId, ...]
    by: tuple[str, ...]
    remedy: str

    @property
    def told(self) -> str:
        """In words: "decided: R0012, R0013 (Ann)"."""
        more = f" and {len(self.records) - _SHOWN:,} more" if len(self.records) > _SHOWN else ""
        who = f" ({', '.join(self.by)})" if self.by else ""
        return f"{self.what}: {', '.join(self.records[:_SHOWN])}{more}{who}"


def hindrances(
    state: ReviewState, events: Iterable[Event], going: Going, search: str
) -> list[Hindrance]:
    """Everything that keeps an import from being taken back, in the order of the work.

    Args:
        state: the log as it stands.
        events: the log.
        going: the records that would go with the import.
        search: its id, for the commands that are named.
    """
    if not going:
        return []
    withdraw = f"tamis imports withdraw {search}"
    found = [
        _said("decided", _decided(state, going), withdraw),
        _said("adjudicated", _adjudicated(state, going), withdraw),
        _said("with a note", _noted(state, going), withdraw),
        _said("with a tag", _tagged(state, going), withdraw),
        _said("marked as a duplicate by a person", _marked(state, going), "duplicates unmark"),
        _said("called not retrieved", _not_had(state, going), "retrieved"),
        _said("with a full text", _attached(state, going), "fulltext detach"),
        _said("grouped or split as a study", _grouped(state, going), "tamis studies undo"),
        *_stages(state, going),
        *_extracted(events, going),
    ]
    return [at for at in found if at.records]


Said = Iterable[tuple[RecordId, str]]


def _said(what: str, said: Said, remedy: str) -> Hindrance:
    """``remedy`` is a command, or the name of one that takes a record."""
    pairs = list(dict.fromkeys(said))
    records = tuple(sorted({record for record, _by in pairs}, key=record_number))
    if records and not remedy.startswith("tamis "):
        remedy = f"tamis {remedy} {records[0]}"
    names = tuple(sorted({by for _record, by in pairs if by}))
    return Hindrance(what=what, records=records, by=names, remedy=remedy)


def _decided(state: ReviewState, going: Going) -> Said:
    for made in state.decisions.values():
        for record, by_name in made.items():
            if record in going:
                yield from ((record, by) for by in by_name)


def _adjudicated(state: ReviewState, going: Going) -> Said:
    for (_stage, record), made in state.adjudications.items():
        if record in going:
            yield record, made.by


def _noted(state: ReviewState, going: Going) -> Said:
    return ((at, by) for at, notes in state.notes.items() if at in going for by, _text in notes)


def _tagged(state: ReviewState, going: Going) -> Said:
    tagged = [record for record in state.seat.tagging if record in going]
    return ((record, by) for record in tagged for by, _tag in state.seat.tags(record))


def _marked(state: ReviewState, going: Going) -> Said:
    for record, kept in state.duplicates.items():
        if state.marked_by[record].maker is None and (record in going or kept in going):
            yield record, ""


def _not_had(state: ReviewState, going: Going) -> Said:
    return ((at, said.by) for at, said in state.fulltexts.not_had.items() if at in going)


def _attached(state: ReviewState, going: Going) -> Said:
    for record, files in state.fulltexts.files.items():
        if record in going:
            yield from ((record, file.by) for file in files.values())


def _grouped(state: ReviewState, going: Going) -> Said:
    for by, body in state.study_steps.values():
        yield from ((record, by) for record in body.reports if record in going)


def _stages(state: ReviewState, going: Going) -> Iterator[Hindrance]:
    """Stops and random draws in force that rest on the records."""
    for stage in Stage:
        unread = state.stopping.unread.get(stage, frozenset())
        what = f"left unread by the stop of the {stage.label} stage"
        remedy = f"tamis stop --stage {stage} --reopen"
        yield _said(what, ((at, "") for at in unread if at in going), remedy)
        held = state.stopping.open_audit(stage)
        pool = held.body.pool if held else ()
        what = f"among the random draws of the {stage.label} stage"
        remedy = f"tamis rank --stage {stage}"
        yield _said(what, ((at, "") for at in pool if at in going), remedy)


def _extracted(events: Iterable[Event], going: Going) -> Iterator[Hindrance]:
    """What people put into the table, the findings and the codebook, and did not undo."""
    of_finding: dict[str, RecordId] = {}
    cells: dict[int, tuple[RecordId, str]] = {}
    coded: dict[int, tuple[RecordId, str]] = {}
    for event in events:
        body = event.body
        if isinstance(body, CodingUndone | ExtractionUndone):
            for seq in body.events:
                cells.pop(seq, None)
                coded.pop(seq, None)
        elif isinstance(body, FindingAdded | FindingProposed) and body.record in going:
            of_finding[body.finding] = body.record
        if not isinstance(body, _BY_METHODS) and (record := _about(body, going, of_finding)):
            (cells if isinstance(body, _CELLS) else coded)[event.seq] = (record, event.by)
    yield _said("in the extraction table", cells.values(), "tamis extract undo")
    yield _said("with findings, codes or a memo", coded.values(), "tamis themes undo")


def _about(body: object, going: Going, of_finding: dict[str, RecordId]) -> RecordId | None:
    """The record that an event of extraction or coding is about, if it is one of those."""
    if isinstance(body, (*_CELLS, FindingAdded)):
        return body.record if body.record in going else None
    on = getattr(body, "on", "")
    if on in going:
        return RecordId(on)
    named = (getattr(body, "finding", ""), on, *getattr(body, "findings", ()))
    return next((of_finding[at] for at in named if isinstance(at, str) and at in of_finding), None)
