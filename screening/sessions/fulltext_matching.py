"""Which report each of many files is of: proposals with a confidence, for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from screening.console import Progress
from screening.errors import BadInput, ReviewError, UsageError
from screening.fulltext import Candidate, Catalogue, Match, clues_of, matches
from screening.records import Record, RecordId
from screening.sessions.fulltext_list import sought
from screening.sessions.fulltexts import Attaching, FileRead, attach, read_file
from screening.sessions.merged import merged_records
from screening.sessions.review import Review
from screening.sessions.shown import one_line
from screening.sessions.texts_aside import FileAside, TextsAside

THRESHOLD = 0.9
_OTHERS = 3


class Standing(StrEnum):
    """What may become of a file: only those that are sure are attached without a question."""

    SURE = "sure"
    ASK = "to confirm"
    UNKNOWN = "no report found"
    NOT_SOUGHT = "not sought"
    KNOWN = "known already"
    UNREADABLE = "cannot be read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A file with the report it is most likely of.

    ``confidence`` is a rule of thumb from 0 to 1; ``clues`` say what it rests on, ``others`` are
    the next likely reports. ``note`` says what stands in the way. ``pages`` is 0 where the format
    has none, ``has_text`` False for scanned pages.
    """

    path: str
    standing: Standing
    record: RecordId | None = None
    title: str = ""
    confidence: float = 0.0
    clues: tuple[str, ...] = ()
    others: tuple[Match, ...] = ()
    supplement: bool = False
    pages: int = 0
    has_text: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal and the file as it was read, its text put aside; None if it could not be read."""

    proposal: Proposal
    file: FileAside | None = None


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and those in the folders named, by name; hidden ones are passed over.

    Raises:
        BadInput: a path does not exist, or there is no file at all.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                at
                for at in path.rglob("*")
                if at.is_file()
                and not any(part.startswith(".") for part in at.relative_to(path).parts)
            )
        elif path.exists():
            found.append(path)
        else:
            raise BadInput(f"{path} does not exist.", "Check the name.")
    if not found:
        raise BadInput("There is no file there.", "Name files, or a folder that holds some.")
    return tuple(dict.fromkeys(found))


def propose(
    review: Review,
    paths: Sequence[Path],
    aside: TextsAside,
    *,
    threshold: float = THRESHOLD,
    supplement: bool = False,
    progress: Progress | None = None,
) -> Iterator[Proposed]:
    """Say of each file which report it is likely of. Nothing is changed.

    Args:
        review: the open review.
        paths: the files.
        aside: where their texts are kept until they are attached.
        threshold: the confidence from which a proposal is sure.
        supplement: the files are supplements, whatever their names.
        progress: called with (files done, files).
    """
    matcher = _Matcher(review, threshold, supplement=supplement)
    for number, path in enumerate(paths, start=1):
        yield matcher.proposed(path, aside)
        if progress:
            progress(number, len(paths))


class _Matcher:
    """Knows the reports of a review and what was proposed so far."""

    def __init__(self, review: Review, threshold: float, *, supplement: bool) -> None:
        self._review = review
        self._threshold = threshold
        self._supplement = supplement
        self._sought = frozenset(sought(review))
        records = merged_records(review, review.state.unique_records())
        candidates = tuple(candidate_of(record) for record in records)
        self._catalogue = Catalogue(candidates)
        self._titles = {at.record: at.title for at in candidates}
        self._taken: dict[RecordId, str] = {}
        self._seen: dict[str, str] = {}

    def proposed(self, path: Path, aside: TextsAside) -> Proposed:
        """A file with its proposal."""
        try:
            file = read_file(path)
        except ReviewError as error:
            told = f"{error.message} {error.hint}".strip()
            return Proposed(
                proposal=Proposal(path=str(path), standing=Standing.UNREADABLE, note=told)
            )
        return Proposed(proposal=self._proposal(file), file=aside.put(file))

    def _proposal(self, file: FileRead) -> Proposal:
        document = file.document
        bare = Proposal(
            path=str(file.path),
            standing=Standing.UNKNOWN,
            pages=document.pages,
            has_text=document.has_text,
        )
        if known := self._known(file):
            return replace(bare, standing=Standing.KNOWN, note=known)
        clues = clues_of(file.path.name, document)
        near = self._catalogue.near(clues)
        found = [match for match in matches(clues, near) if self._fits(match, file)]
        if not found:
            return bare
        best = found[0]
        proposal = replace(
            bare,
            record=best.record,
            title=self._titles[best.record],
            confidence=best.confidence,
            clues=best.clues,
            others=tuple(found[1 : _OTHERS + 1]),
            supplement=self._supplement or clues.supplement,
        )
        return self._judged(proposal)

    def _known(self, file: FileRead) -> str:
        """Where the very same file is already, as a sentence; empty if nowhere."""
        holders = self._review.state.fulltexts.holders(file.sha256)
        if holders:
            return f"The very same file is attached to {', '.join(holders)}."
        first = self._seen.setdefault(file.sha256, str(file.path))
        return f"The very same file as {first}." if first != str(file.path) else ""

    def _fits(self, match: Match, file: FileRead) -> bool:
        """Whether nobody has called the file wrong for this report."""
        return (match.record, file.sha256) not in self._review.state.fulltexts.taken_back

    def _judged(self, proposal: Proposal) -> Proposal:
        """The proposal with its standing: sure only if nothing speaks for a question."""
        record = proposal.record
        if record is None:
            return proposal
        if record not in self._sought:
            note = "It is no report whose full text is sought."
            return replace(proposal, standing=Standing.NOT_SOUGHT, note=note)
        if not proposal.supplement and (other := self._text_of(record)):
            note = f"{record} has the text {other} already."
            return replace(proposal, standing=Standing.ASK, note=note)
        sure = proposal.confidence >= self._threshold
        if sure and not proposal.supplement:
            self._taken[record] = Path(proposal.path).name
        return replace(proposal, standing=Standing.SURE if sure else Standing.ASK)

    def _text_of(self, record: RecordId) -> str:
        """The name of the text that a report has, or that was proposed for it; empty if none."""
        held = self._review.state.fulltexts.of(record)
        texts = (file.body.file_name for file in held if not file.body.supplement)
        return next(texts, self._taken.get(record, ""))


def candidate_of(record: Record) -> Candidate:
    """What of a record a file is compared with."""
    names = (author.family or author.name.partition(",")[0] for author in record.authors)
    return Candidate(
        record=record.id,
        title=record.title,
        doi=record.doi,
        pmid=record.pmid,
        families=tuple(name for name in names if name),
        year=record.year,
    )


def take(review: Review, proposed: Proposed, *, by_hand: bool = False) -> str:
    """Attach a file to the report it was proposed for, and say so in one line.

    Args:
        review: the open review.
        proposed: with a report.
        by_hand: a person has confirmed it.
    """
    proposal = proposed.proposal
    if proposal.record is None or proposed.file is None:
        raise UsageError(f"{proposal.path} has no report.", "Name one with --record.")
    file = proposed.file.whole()
    how = "; ".join(proposal.clues)
    attach(
        review,
        file,
        proposal.record,
        Attaching(
            supplement=proposal.supplement,
            how=f"{how}; confirmed by hand" if by_hand else how,
            confidence=proposal.confidence,
        ),
    )
    what = "supplement of" if proposal.supplement else "text of"
    return f"{file.path.name}: {what} {proposal.record}, {one_line(proposal.title)}"
