"""Let methods propose values for the empty cells of the extraction table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.documents import SourceText
from extraction.extractors.cells import CellProposer, Reading, ValueFound, cell_proposers
from extraction.extractors.roles import RoledSentence, RoleReader
from extraction.sessions.extracting import SENTENCES
from extraction.sessions.sheet import OpenSheet
from extraction.sessions.texts import texts_of
from extraction.sheet import BadValue, read_value
from extraction.spans import place_at
from screening.errors import UsageError
from screening.events import Maker
from screening.events.kinds import CellProposed
from screening.protocol import FormField
from screening.records import RecordId

PER_CELL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedCells:
    """What a run found: values = proposed + known + left_out + unfit.

    ``known`` values were proposed before, ``unfit`` ones do not fit the field's type, choices or
    bounds, ``left_out`` ranked below the number asked for per cell. ``filled`` cells were not
    looked at; ``nothing`` counts the cells for which no text says anything.
    """

    studies: int
    cells: int
    filled: int
    nothing: int
    values: int
    proposed: int
    known: int
    left_out: int
    unfit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    text: SourceText
    found: ValueFound
    value: str


def propose_cells(
    opened: OpenSheet,
    *,
    records: Sequence[str] = (),
    fields: Sequence[str] = (),
    per_cell: int = PER_CELL,
    reader: RoleReader | None = None,
) -> ProposedCells:
    """Propose values for empty cells, best first; a person approves, edits or rejects them.

    Args:
        opened: the table.
        records: reports of the studies to read; all included ones if empty.
        fields: the fields to look for; all that something proposes if empty.
        per_cell: how many values to propose for a cell; 0 for all.
        reader: stands in for the shipped model.

    Raises:
        UsageError: no such study, field or method, or nothing proposes the field.
        ReviewError: what reads the texts is not installed.
    """
    vectors = opened.review.vectors / SENTENCES
    chosen = reader or RoleReader(vectors=vectors, checked=opened.review.cache)
    wanted = _wanted(opened, fields)
    studies = [opened.study(record) for record in records] or list(opened.studies)
    run = _Run(opened, chosen, per_cell)
    for study in dict.fromkeys(studies):
        run.study(study, wanted)
    opened.write(run.made, seen=opened.last_seen)
    return ProposedCells(
        studies=len(dict.fromkeys(studies)),
        cells=run.cells,
        filled=run.filled,
        nothing=run.nothing,
        values=len(run.made) + run.known + run.left_out + run.unfit,
        proposed=len(run.made),
        known=run.known,
        left_out=run.left_out,
        unfit=run.unfit,
    )


def _wanted(opened: OpenSheet, fields: Sequence[str]) -> list[tuple[FormField, CellProposer]]:
    methods = {method.name: method for method in cell_proposers()}
    for field in opened.form.fields:
        if field.propose and field.propose not in methods and field.propose != field.name:
            raise UsageError(
                f"Nothing is called {field.propose!r} that proposes values, as the field"
                f" {field.name} of review.toml wants.",
                f"There are: {', '.join(methods)}.",
            )
    named = [opened.form.field(name) for name in fields]
    for field in named:
        if field.propose not in methods:
            raise UsageError(
                f"Nothing proposes values for {field.name}.",
                f"Set propose = ... in its [[extraction]] table to one of: {', '.join(methods)}.",
            )
    return [
        (field, methods[field.propose])
        for field in named or opened.form.fields
        if field.propose in methods
    ]


class _Run:
    """One run over the studies: what it made, and what became of the rest."""

    def __init__(self, opened: OpenSheet, reader: RoleReader, per_cell: int) -> None:
        self._opened = opened
        self._reader = reader
        self._per_cell = per_cell
        self.made: list[CellProposed] = []
        self.cells = self.filled = self.nothing = 0
        self.known = self.left_out = self.unfit = 0

    def study(self, study: RecordId, wanted: Iterable[tuple[FormField, CellProposer]]) -> None:
        """Look for all fields in the texts of a study's reports."""
        row = self._opened.sheet.row(study)
        empty = [(field, method) for field, method in wanted if field.name not in row.cells]
        self.filled += sum(1 for _ in wanted) - len(empty)
        self.cells += len(empty)
        if not empty:
            return
        readings = list(self._readings(study))
        for field, method in empty:
            self._cell(study, field, method, readings)

    def _readings(self, study: RecordId) -> Iterator[Reading]:
        reports = self._opened.reports(study)
        for record in self._opened.review.records(reports):
            for text in texts_of(self._opened.review, record):
                yield Reading(text=text, sentences=self._sentences(text))

    def _sentences(self, text: SourceText) -> tuple[RoledSentence, ...]:
        if text.source == "title":
            whole = RoledSentence(
                number=1, start=0, end=len(text.text), text=text.text, section="", roles={}
            )
            return (whole,)
        return self._reader.read(text.text)

    def _cell(
        self, study: RecordId, field: FormField, method: CellProposer, readings: list[Reading]
    ) -> None:
        best = self._best(field, method, readings)
        self.nothing += not best
        before = {at.value.casefold() for at in self._opened.sheet.of_cell(study, field.name)}
        fresh = [at for at in best if at.value.casefold() not in before]
        taken = fresh[: self._per_cell] if self._per_cell else fresh
        self.known += len(best) - len(fresh)
        self.left_out += len(fresh) - len(taken)
        self.made += [self._event(field, method, at) for at in taken]

    def _best(
        self, field: FormField, method: CellProposer, readings: list[Reading]
    ) -> list[_Candidate]:
        """The values that fit the field, each once with its best place, best first."""
        found: dict[str, _Candidate] = {}
        for reading in readings:
            for at in method.values(reading, field):
                try:
                    value = read_value(field, at.value)
                except BadValue:
                    self.unfit += 1
                    continue
                held = found.get(value.casefold())
                if held is None or at.score > held.found.score:
                    found[value.casefold()] = _Candidate(text=reading.text, found=at, value=value)
        return sorted(found.values(), key=lambda at: (-at.found.score, at.found.start))

    def _event(self, field: FormField, method: CellProposer, at: _Candidate) -> CellProposed:
        model = self._reader.model
        return CellProposed(
            record=at.text.record,
            field=field.name,
            value=at.value,
            place=place_at(at.text.source, at.text.text, at.found.start, at.found.end),
            maker=Maker(
                name=method.name,
                version=method.version,
                model=f"{model.name} {model.version}; {self._reader.parts}",
            ),
            score=at.found.score,
            why=at.found.why,
        )
