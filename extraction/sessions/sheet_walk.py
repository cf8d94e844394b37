"""Walk through the cells with open proposals, one key each; front ends show what this says."""

from __future__ import annotations

from extraction.sessions.cells import approve, reject
from extraction.sessions.key_walk import LAST_KEYS, REJECT_WHY, Key, KeyWalk
from extraction.sessions.sheet import OpenSheet, undo_latest
from extraction.sessions.sheet_rows import ProposalRow, proposal_rows
from screening.console import counted
from screening.errors import UsageError
from screening.records import RecordId

KEYS = (
    Key("1-9", "approve the value of that number"),
    Key("a", "approve the first"),
    Key("e", "approve in your words", "Value (the first one's place is kept)"),
    Key("r", "reject all of this cell", REJECT_WHY, needs_answer=False),
    *LAST_KEYS,
)


class SheetWalk(KeyWalk[tuple[ProposalRow, ...], tuple[RecordId, str]]):
    """The cells that wait, in the order of studies and form; skipped ones come again next time."""

    noun = "cell"

    def __init__(self, opened: OpenSheet) -> None:
        super().__init__()
        self.opened = opened
        self._before = opened.last_seen

    @property
    def current(self) -> tuple[ProposalRow, ...]:
        """The options of the cell to decide now, best first; none when no cell is left."""
        cell: tuple[RecordId, str] | None = None
        options: list[ProposalRow] = []
        for row in proposal_rows(self.opened):
            here = (row.study, row.field)
            if here in self._skipped or (cell and here != cell):
                if cell:
                    break
                continue
            cell = here
            options.append(row)
        return tuple(options)

    @property
    def left(self) -> int:
        """How many cells wait, the skipped ones too."""
        return len(self.opened.sheet.pending())

    def lines(self) -> list[str]:
        """The current cell in words: which, and each option with its quote and reason."""
        options = self.current
        if not options:
            return []
        first = options[0]
        field = self.opened.form.field(first.field)
        record = self.opened.review.record(first.study)
        unit = f" ({field.unit})" if field.unit else ""
        lines = [
            f"{first.study} {record.title}",
            f"{field.label}{unit}? ({counted(self.left, 'cell')} waiting in all)",
        ]
        for number, option in enumerate(options, start=1):
            lines.append(f"  {number} {option.value}")
            if option.context != option.value:
                lines.append(f"    {option.source}: “{option.context}”")
            lines.append(f"    {option.why} (score {option.score:.2f}, by {option.by})")
        return lines

    def _take_back(self) -> str:
        return undo_latest(self.opened, since=self._before)

    def _decide(self, key: str, answer: str, here: tuple[ProposalRow, ...]) -> str:
        first = here[0]
        if key.isdigit() and 1 <= int(key) <= len(here):
            return self._approved(here[int(key) - 1])
        match key:
            case "a":
                return self._approved(first)
            case "e":
                if not answer:
                    raise UsageError("This needs a value.", "Nothing was changed.")
                return self._approved(first, answer)
            case "r":
                reject(self.opened, [option.proposal for option in here], why=answer)
                return f"Rejected {counted(len(here), 'value')} of {first.study}, {first.field}."
            case "s":
                self._skipped.add((first.study, first.field))
                return f"Skipped {first.study}, {first.field}."
            case _:
                raise UsageError(f"The key {key!r} means nothing here.", "Press ? for help.")

    def _approved(self, option: ProposalRow, value: str = "") -> str:
        cell = approve(self.opened, option.proposal, value=value)
        return f"{option.study}, {cell.field}: {cell.value}"
