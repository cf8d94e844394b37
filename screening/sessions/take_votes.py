"""Decisions made in another tool taken over: as its reviewers' own, all of them or none.

Every entry of the export ends in one of three ways: its votes count here, it has none, or it is
left out, with the reason told; of an entry left out, nothing counts. By default a single entry left
out keeps everything out. The same export again changes nothing, and never undoes what was changed
here since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from screening.errors import BadInput, ReviewError
from screening.events import Outcome, outcome
from screening.events.kinds import (
    ConflictAdjudicated,
    DecisionsImported,
    Noted,
    SearchImported,
    Tagged,
)
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.screen import Seen, decide_in, exclusion_reason, reached
from screening.sessions.tags import LONGEST
from screening.sessions.vote_matching import Match
from screening.sessions.vote_plan import Plan, Planner, VotesAsked, Wanted
from screening.sessions.votes_taken import LeftOut, VotesTaken, refusal

if TYPE_CHECKING:
    from screening.sessions.review import Review, Writer
    from screening.sessions.vote_export import VoteEntry, VoteExport


class _OnlyChecked(Exception):
    """Ends a change that was only tried."""


class _HalfTaken(Exception):
    """Ends a change in which an entry was left out after some of its votes were taken."""


def take_votes(
    review: Review,
    export: VoteExport,
    matches: Sequence[Match],
    asked: VotesAsked,
    *,
    leave_out: bool = False,
    first: SearchImported | None = None,
    check: bool = False,
) -> VotesTaken:
    """Take over the votes of an export, each in its reviewer's name.

    Args:
        review: the open review.
        export: what was read.
        matches: the record of each entry.
        asked: stage, map and default reason.
        leave_out: go on without the entries that cannot be taken.
        first: only with ``check``: the import of records that would come first.
        check: only say what would happen.

    Raises:
        BadInput: entries cannot be taken over; all are named, and none is taken.
        UsageError: see ``Planner.check``.
    """
    planner = Planner(review=review, asked=asked, tool=export.tool.label)
    plans = [planner.plan(entry) for entry in export.entries]
    planner.check(plans)
    entries = list(zip(export.entries, matches, plans, strict=True))
    refused: dict[int, str] = {}
    while True:
        taking = _Taking(review=review, tool=export.tool.label, refused=refused)
        try:
            with review.writing() as writer:
                if first and check:
                    writer.append(first)
                taking.take_all(writer, export, entries)
                if taking.left_out and not (leave_out or check):
                    raise refusal(export.file.name, taking.left_out)
                if taking.half:
                    raise _HalfTaken
                done = taking.told(export, planner, leave_out=leave_out)
                if check:
                    raise _OnlyChecked
        except _HalfTaken:
            refused |= taking.half
            continue
        except _OnlyChecked:
            pass
        return done


@contextmanager
def _acting_as(review: Review, name: str) -> Iterator[None]:
    """Let what is appended inside be of another reviewer."""
    before, review.by = review.by, name
    try:
        yield
    finally:
        review.by = before


@dataclass(slots=True, kw_only=True)
class _Taking:
    """What was taken so far.

    ``refused`` are entries, by their place in the export, that are known to be left out, and why;
    ``half`` those that turned out so only after some of their votes.
    """

    review: Review
    tool: str
    refused: Mapping[int, str]
    half: dict[int, str] = field(default_factory=dict)
    taken: int = 0
    blank: int = 0
    added: int = 0
    same: int = 0
    changed_since: int = 0
    notes: int = 0
    tags: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    signs: Counter[str] = field(default_factory=Counter)
    reviewers: Counter[str] = field(default_factory=Counter)
    touched: set[tuple[Stage, RecordId]] = field(default_factory=set)
    _seen: dict[tuple[Stage, RecordId, str, bool], tuple[str, Wanted]] = field(default_factory=dict)

    def take_all(
        self,
        writer: Writer,
        export: VoteExport,
        entries: Sequence[tuple[VoteEntry, Match, Plan]],
    ) -> None:
        """Take every entry, or say why not; and say in the log that it was done."""
        for number, (entry, match, plan) in enumerate(entries):
            if number in self.refused:
                self._leave(entry, self.refused[number])
            elif half := self._take(writer, entry, match, plan):
                self.half[number] = half
        self.left_out += [
            LeftOut(place=f"line {at.line}", title="", why=at.reason) for at in export.rejected
        ]
        if self.added or self.notes or self.tags:
            writer.append(self.event(export))

    def _take(self, writer: Writer, entry: VoteEntry, match: Match, plan: Plan) -> str:
        """Take one entry, or say why not; the reason once more if some of its votes are taken."""
        ballot = entry.ballot
        has_more = bool(plan.notes or ballot.tags)
        if not (plan.wanted or ballot.unclear or has_more):
            self.blank += 1
            return ""
        why = " ".join(ballot.unclear) or match.why
        if why or match.record is None:
            self._leave(entry, why)
            return ""
        for done, wanted in enumerate(plan.wanted):
            try:
                self._decide(writer, entry, match.record, wanted)
            except ReviewError as error:
                why = f"{error.message} {error.hint}".strip()
                self._leave(entry, why)
                return why if done else ""
        self._remark(writer, match.record, plan, ballot.tags)
        self.taken, self.blank = self.taken + bool(plan.wanted), self.blank + (not plan.wanted)
        self.signs[str(match.sign)] += 1
        return ""

    def _leave(self, entry: VoteEntry, why: str) -> None:
        self.left_out.append(LeftOut(place=entry.place, title=entry.content.title, why=why))

    def _decide(self, writer: Writer, entry: VoteEntry, record: RecordId, wanted: Wanted) -> None:
        key = (wanted.stage, record, wanted.by, wanted.adjudicates)
        place, before = self._seen.setdefault(key, (entry.place, wanted))
        if before != wanted:
            raise BadInput(f"It contradicts {place} on {record}.", "Keep one of the two.")
        self.reviewers[wanted.by] += place == entry.place
        reason = exclusion_reason(self.review.protocol, wanted.stage, wanted.verdict, wanted.reason)
        self.touched.add((wanted.stage, record))
        with _acting_as(self.review, wanted.by):
            if wanted.adjudicates:
                self._adjudicate(writer, record, wanted, reason)
            else:
                self._vote(writer, record, wanted, reason)

    def _vote(self, writer: Writer, record: RecordId, wanted: Wanted, reason: str) -> None:
        made = writer.state.decisions[wanted.stage].get(record, {}).get(wanted.by, [])
        said = [
            (at.verdict, at.reason) == (wanted.verdict, reason)
            and wanted.note in ("", at.note)  # few tools carry a decision's note along
            for at in made
        ]
        if any(said):
            self.same, self.changed_since = (
                self.same + said[-1],
                self.changed_since + (not said[-1]),
            )
            return
        decide_in(
            writer,
            self.review,
            wanted.stage,
            record,
            wanted.verdict,
            reason=reason,
            note=wanted.note,
            seen=Seen(),
        )
        self.added += 1

    def _adjudicate(self, writer: Writer, record: RecordId, wanted: Wanted, reason: str) -> None:
        """Settle a conflict as it was settled elsewhere."""
        state, protocol = writer.state, self.review.protocol
        settled = state.adjudications.get((wanted.stage, record))
        if settled and (settled.verdict, settled.reason) == (wanted.verdict, reason):
            self.same += 1
            return
        if protocol.roles and wanted.by not in protocol.roles.judges:
            raise BadInput(
                f"{wanted.by} settled a conflict, but is no adjudicator of this review.",
                "Add the name at 'adjudicator' under [roles], or settle it again.",
            )
        if why := reached(state, protocol, wanted.stage, record):
            raise BadInput(why, "Take the decisions of the stages before over first.")
        if outcome(state, protocol, wanted.stage, record).outcome is not Outcome.CONFLICT:
            raise BadInput(
                f"{wanted.by} settled a conflict that is none here.",
                "Take the decisions over that were in conflict first.",
            )
        writer.append(
            ConflictAdjudicated(
                record=record,
                stage=wanted.stage,
                verdict=wanted.verdict,
                reason=reason,
                note=wanted.note,
            )
        )
        self.added += 1

    def _remark(self, writer: Writer, record: RecordId, plan: Plan, tags: tuple[str, ...]) -> None:
        """Keep notes in their writers' names, and labels as tags of whoever imports them."""
        held = set(writer.state.notes.get(record, ()))
        long = [(self.review.by, f"{self.tool}: {tag}") for tag in tags if len(tag) > LONGEST]
        for by, text in (*plan.notes, *long):
            if (by, text) not in held:
                with _acting_as(self.review, by):
                    writer.append(Noted(record=record, text=text))
                self.notes += 1
        own = writer.state.seat.tags_of(record, self.review.by)
        for tag in (" ".join(tag.split()) for tag in tags if len(tag) <= LONGEST):
            if tag not in own:
                writer.append(Tagged(record=record, tag=tag))
                self.tags += 1

    def event(self, export: VoteExport) -> DecisionsImported:
        """What the log keeps of the import itself."""
        return DecisionsImported(
            file=export.file.name,
            sha256=export.source.sha256,
            tool=export.tool.name,
            reader=export.reader,
            entries=len(export.entries) + len(export.rejected),
            added=self.added,
            left_out=len(self.left_out),
            reviewers=tuple(sorted(self.reviewers)),
        )

    def told(self, export: VoteExport, planner: Planner, *, leave_out: bool) -> VotesTaken:
        """The sum, with how many of the records touched are in conflict now."""
        state, protocol = self.review.state, self.review.protocol
        kinds = [outcome(state, protocol, stage, at).outcome for stage, at in self.touched]
        return VotesTaken(
            file=export.file.name,
            tool=export.tool.label,
            entries=len(export.entries) + len(export.rejected),
            taken=self.taken,
            blank=self.blank,
            left_out=tuple(self.left_out),
            added=self.added,
            same=self.same,
            changed_since=self.changed_since,
            elsewhere=planner.passed,
            notes=self.notes,
            tags=self.tags,
            conflicts=kinds.count(Outcome.CONFLICT),
            matched=tuple(sorted(self.signs.items())),
            reviewers=tuple(sorted(self.reviewers.items())),
            refused=bool(self.left_out) and not leave_out,
            said=export.said,
        )
