"""Quotes and codings of another program, a text at a time: added, known, or left and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.exporters import ThemesDocument
from extraction.exporters.exchange import guid, one_line
from extraction.findings import FindingStatus
from extraction.importers import GivenCoding, GivenSelection, GivenSource
from extraction.importers.levels import code_key
from extraction.importers.offsets import Counting
from extraction.sessions.coding import Act, Coding
from extraction.sessions.findings import OUTSIDE
from extraction.sessions.naming import finding_id, next_finding
from extraction.sessions.qda_codes import CodePlan
from extraction.sessions.qda_texts import Found, place_in
from screening.console import counted
from screening.events import FindingId, Place
from screening.events.kinds import FindingAdded, FindingCoded, FindingConfirmed
from screening.events.qda_kinds import CodingTaken, QdaImported
from screening.records import RecordId

_SHOWN = 20
_OUT = "is of no included record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many there are in the file: total = added + known + left."""

    total: int
    added: int
    known: int
    left: int


@dataclass(slots=True)
class Taken:
    """What was taken so far, and why other things were left."""

    codings: list[CodingTaken] = field(default_factory=list)
    findings: dict[str, FindingId] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


class Taking:
    """The quotes and codings of a file, taken one source at a time."""

    def __init__(
        self, coding: Coding, act: Act, document: ThemesDocument, plan: CodePlan, *, outside: bool
    ) -> None:
        self._coding = coding
        self._act = act
        self._plan = plan
        self._outside = outside
        self._included = set(coding.included())
        self._number = next_finding(coding.events)
        self._by_id = _finding_ids(coding, document.review_id)
        self._by_place: dict[tuple[RecordId, Place], FindingId] = {}
        self._by_words: dict[tuple[RecordId, str], FindingId] = {}
        for finding in coding.findings.values():
            self._remember(finding.id, finding.record, finding.place, finding.statement)
        self.taken = Taken()
        self._unknown: Counter[str] = Counter()

    @property
    def is_new(self) -> bool:
        """Whether anything was added."""
        return bool(self.taken.counts["finding added"] or self.taken.counts["coding added"])

    def _remember(
        self, finding: FindingId, record: RecordId, place: Place | None, statement: str
    ) -> None:
        if place:
            self._by_place.setdefault((record, place), finding)
        else:
            self._by_words.setdefault((record, one_line(statement)), finding)

    def take(self, source: GivenSource, found: Found | None, counting: Counting) -> None:
        """The selections of a source; of one that is no record's, none."""
        if found is None or (found.record not in self._included and not self._outside):
            self._leave(source, "is no text of a record here" if found is None else _OUT)
            return
        for selection in source.selections:
            self._selection(source, found, counting, selection)
        if source.whole:
            said = f"The whole text {source.name}"
            self._finding(
                f"{source.key}#whole", found.record, None, said, source.name, source.whole
            )

    def _leave(self, source: GivenSource, why: str) -> None:
        pairs = [len(at.codings) for at in source.selections]
        if source.whole:
            pairs.append(len(source.whole))
        if pairs:
            self._unknown[f"{source.name!r} {why}"] += sum(pairs)
            self.taken.counts["finding left"] += len(pairs)
            self.taken.counts["coding left"] += sum(pairs)

    def _selection(
        self, source: GivenSource, found: Found, counting: Counting, selection: GivenSelection
    ) -> None:
        start, end = counting.stretch(selection) or (0, 0)
        quote = one_line(source.text[start:end])
        place = place_in(found, source.text, start, end)
        if place is None and (known := _stated_at(found, quote, start)):
            self._by_id.setdefault(selection.key, known)
        where = f"{source.name}, {selection.start} to {selection.end}"
        self._finding(
            selection.key, found.record, place, quote, "" if place else where, selection.codings
        )

    def _finding(
        self,
        key: str,
        record: RecordId,
        place: Place | None,
        statement: str,
        origin: str,
        codings: Sequence[GivenCoding],
    ) -> None:
        known = self._by_id.get(key) or (
            self._by_place.get((record, place))
            if place
            else self._by_words.get((record, statement))
        )
        if known is None:
            known = self._add(record, place, statement, origin)
        elif not self._still_counts(known, len(codings)):
            return
        self.taken.findings[key] = known
        for coding in codings:
            self._code(known, coding)

    def _add(self, record: RecordId, place: Place | None, statement: str, origin: str) -> FindingId:
        finding = finding_id(self._number)
        self._number += 1
        flag = "" if record in self._included else OUTSIDE
        self._act.append(
            FindingAdded(
                finding=finding,
                record=record,
                statement=statement,
                place=place,
                origin=origin,
                flag=flag,
            )
        )
        self._remember(finding, record, place, statement)
        self.taken.counts["finding added"] += 1
        return finding

    def _still_counts(self, finding: FindingId, codings: int) -> bool:
        """Whether a known finding is evidence; a proposed one is, once a person coded it."""
        status = self._coding.findings[finding].status
        if status is FindingStatus.REJECTED:
            self.taken.left[f"{finding} was rejected here"] += codings
            self.taken.counts["finding left"] += 1
            self.taken.counts["coding left"] += codings
            return False
        if status is FindingStatus.PROPOSED:
            self._act.append(FindingConfirmed(finding=finding))
        self.taken.counts["finding known"] += 1
        return True

    def _code(self, finding: FindingId, coding: GivenCoding) -> None:
        code = self._plan.known.get(code_key(coding.code, self._plan.known))
        if code is None:
            self.taken.left["the code was taken out here"] += 1
            self.taken.counts["coding left"] += 1
            return
        if finding in self._coding.book.findings_of(code):
            self.taken.counts["coding known"] += 1
        else:
            self._act.append(FindingCoded(finding=finding, code=code))
            self.taken.counts["coding added"] += 1
        self.taken.codings.append(
            CodingTaken(finding=finding, code=code, coder=coding.by, at=coding.at)
        )

    def tally(self, what: str) -> Tally:
        """How many findings or codings were added, known and left."""
        added, known, left = (
            self.taken.counts[f"{what} {how}"] for how in ("added", "known", "left")
        )
        return Tally(total=added + known + left, added=added, known=known, left=left)

    def notes(self) -> Iterator[str]:
        """What was left, and why."""
        for what, number in list(self._unknown.items())[:_SHOWN]:
            yield f"Source {what}: {counted(number, 'coding')} left out."
        if self._unknown:
            yield (
                "Say which record each source is with --sources FILE (columns source,record); texts"
                " of records that are not included need --outside. The file can then come again."
            )
        for why, number in self.taken.left.items():
            yield f"{counted(number, 'coding')} left out: {why}."


def _finding_ids(coding: Coding, review_id: str) -> dict[str, FindingId]:
    found = {guid(review_id, "selection", at): at for at in coding.findings}
    for event in coding.standing():
        if isinstance(event.body, QdaImported):
            found.update({taken.key: taken.finding for taken in event.body.findings})
    return found


def _stated_at(found: Found, quote: str, start: int) -> FindingId | None:
    """The stated finding whose line was selected; of equal ones the nearest."""
    stated = found.stated.quotations if found.stated else ()
    equal = [at for at in stated if at.quote == quote]
    if not equal:
        return None
    return FindingId(min(equal, key=lambda at: abs(at.start - start)).finding)
