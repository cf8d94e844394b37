"""From another tool's words to decisions of this review: stages, reviewers, reasons.

What cannot be settled for the export as a whole (a reason without a meaning here, a reviewer the
protocol does not name) is gathered and told at once, with what to write into the map.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from screening.console import counted
from screening.errors import BadInput, UsageError
from screening.protocol import Protocol, Stage, StagePlan, Verdict
from screening.sessions.pseudonyms import is_address, pseudonym, without_addresses
from screening.sessions.review import Review
from screening.sessions.vote_export import VoteEntry
from screening.sessions.vote_map import VoteMap
from screening.votes import Vote

_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesAsked:
    """How the user wants votes to be taken over.

    Attributes:
        stage: the stage of votes whose file names none; only its votes are taken if given.
        map: what words of the tool mean here.
        reason: the reason of exclusions for which the file gives none.
        keep_names: keep e-mail addresses of reviewers as they stand.
    """

    stage: Stage | None = None
    map: VoteMap = field(default_factory=VoteMap)
    reason: str = ""
    keep_names: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A decision that an entry asks for."""

    stage: Stage
    by: str
    verdict: Verdict
    reason: str = ""
    note: str = ""
    adjudicates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one entry asks for; ``elsewhere`` votes are of stages not asked for or not planned."""

    wanted: tuple[Wanted, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    elsewhere: int = 0


@dataclass(slots=True, kw_only=True)
class Planner:
    """Plans entries one by one; ``check`` then tells what stands in the way of all of them."""

    review: Review
    asked: VotesAsked
    tool: str
    unmapped: Counter[tuple[Stage, str]] = field(default_factory=Counter)
    without_reason: Counter[Stage] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)
    stageless: int = 0
    others: set[str] = field(default_factory=set)
    passed: int = 0

    def plan(self, entry: VoteEntry) -> Plan:
        """What the entry asks for."""
        wanted: list[Wanted] = []
        elsewhere = 0
        for vote in entry.ballot.votes:
            stage = self._stage(vote)
            if stage is None:
                elsewhere += 1
            else:
                wanted.append(self._wanted(vote, stage))
        order = [plan.stage for plan in self.review.protocol.stages]
        wanted.sort(key=lambda at: (order.index(at.stage), at.adjudicates))
        self.passed += elsewhere
        return Plan(wanted=tuple(wanted), notes=self._notes(entry), elsewhere=elsewhere)

    def _stage(self, vote: Vote) -> Stage | None:
        """The stage a vote counts for; None if it is not wanted."""
        planned = [plan.stage for plan in self.review.protocol.stages]
        asked = self.asked.stage and self.review.protocol.plan(self.asked.stage).stage
        if vote.stage is None or (asked and vote.stage not in planned):
            self.stageless += asked is None
            return asked or planned[0]
        if asked in (None, vote.stage) and vote.stage in planned:
            return vote.stage
        return None

    def _wanted(self, vote: Vote, stage: Stage) -> Wanted:
        reason, note = "", vote.note
        if vote.verdict is Verdict.EXCLUDE:
            reason, note = self._reason(vote, self.review.protocol.plan(stage))
        return Wanted(
            stage=stage,
            by=self._name(vote.by),
            verdict=vote.verdict,
            reason=reason,
            note=self._hidden(note),
            adjudicates=vote.adjudicates,
        )

    def _reason(self, vote: Vote, plan: StagePlan) -> tuple[str, str]:
        """The reason here, and the note with those of the tool's words that it does not hold."""
        if vote.whole and (reason := self._here(vote.whole, plan)):
            return reason, ""
        found = {words: reason for words in vote.reasons if (reason := self._here(words, plan))}
        if not vote.reasons:
            return self._default(plan), vote.note
        if not found and self.asked.map.any_reason:
            found = {"": self.asked.map.any_reason}
        if not found:
            self.unmapped.update((plan.stage, words) for words in vote.reasons)
            return "", vote.note
        reason = min(found.values(), key=lambda at: _place(plan, at))
        others = [words for words in vote.reasons if words.casefold() != reason.casefold()]
        said = f"{self.tool}: {', '.join(others)}" if others else ""
        return reason, "; ".join(filter(None, (vote.note, said)))

    def _here(self, words: str, plan: StagePlan) -> str:
        if mapped := self.asked.map.reason(words):
            return mapped
        if not plan.reasons:
            return words.strip()
        same = (at for at in plan.reasons if at.casefold() == words.strip().casefold())
        return next(same, "")

    def _default(self, plan: StagePlan) -> str:
        if self.asked.reason or len(plan.reasons) < 2:
            return self.asked.reason
        self.without_reason[plan.stage] += 1
        return ""

    def _name(self, by: str) -> str:
        """Who the reviewer is here."""
        name = self.asked.map.reviewer(by) or by.strip()
        if name == by.strip() and is_address(name) and not self.asked.keep_names:
            name = pseudonym(self.review.state.review, name)
        name = name or self.review.by
        named = self.review.protocol.reviewers
        if named and name not in named:
            self.strangers[by.strip() or name] += 1
        if name != self.review.by:
            self.others.add(name)
        return name

    def _hidden(self, text: str) -> str:
        if self.asked.keep_names:
            return text.strip()
        return without_addresses(self.review.state.review, text).strip()

    def _notes(self, entry: VoteEntry) -> tuple[tuple[str, str], ...]:
        told = ((by, " ".join(text.split())) for by, text in entry.ballot.notes)
        pairs = ((self._name(by), self._hidden(text)) for by, text in told)
        return tuple(dict.fromkeys((by, text) for by, text in pairs if text))

    def check(self, plans: Sequence[Plan]) -> None:
        """Make sure that nothing stands in the way of the export as a whole.

        Raises:
            BadInput: reasons or reviewers have no meaning here, or reasons are missing.
            UsageError: no stage is named, or the user may not decide for others.
        """
        protocol = self.review.protocol
        if self.stageless:
            used = ", ".join(plan.stage.value for plan in protocol.stages)
            raise UsageError(
                f"The export of {self.tool} does not say at which stage its decisions were made.",
                f"Say it with --stage; the stages of this review are: {used}.",
            )
        if protocol.roles and self.others and self.review.by not in protocol.roles.owner:
            raise UsageError(
                f"{self.review.by} may not take over decisions of others:"
                f" {', '.join(sorted(self.others))}.",
                f"That is up to {', '.join(protocol.roles.owner)} ([roles] in review.toml).",
            )
        self._check_strangers()
        self._check_reasons()
        _check_numbers(plans, protocol)

    def _check_strangers(self) -> None:
        if not self.strangers:
            return
        lines = "\n".join(f'"{name}" = "..."' for name in sorted(self.strangers))
        raise BadInput(
            f"The protocol does not name these reviewers: {', '.join(sorted(self.strangers))}.",
            "Add them at 'reviewers' in review.toml, or say who they are in a map, such as"
            f" map.toml, and repeat the command with --map map.toml:\n[reviewers]\n{lines}\n"
            f"Its reviewers are: {', '.join(self.review.protocol.reviewers)}.",
        )

    def _check_reasons(self) -> None:
        if self.unmapped:
            stages = dict.fromkeys(stage for stage, _ in self.unmapped)
            listed = [f"{words} ({many})" for (_, words), many in self.unmapped.most_common(_SHOWN)]
            more = len(self.unmapped) - len(listed)
            lines = dict.fromkeys(f'"{words}" = "..."' for _, words in self.unmapped)
            raise BadInput(
                f"The protocol does not know these reasons of {self.tool}: {', '.join(listed)}"
                + (f" and {more} more." if more else "."),
                "Say what they are here in a map, such as map.toml, and repeat the command with"
                ' --map map.toml; "*" stands for all that are not listed:\n[reasons]\n'
                + "\n".join([*list(lines)[:_SHOWN], *(_listed(self.review, at) for at in stages)]),
            )
        for stage, many in self.without_reason.items():
            raise BadInput(
                f"{counted(many, 'exclusion')} at the {stage.label} stage without a reason.",
                f"Give them one with --reason. {_listed(self.review, stage)}",
            )


def _place(plan: StagePlan, reason: str) -> int:
    return plan.reasons.index(reason) if reason in plan.reasons else len(plan.reasons)


def _listed(review: Review, stage: Stage) -> str:
    reasons = review.protocol.plan(stage).reasons
    return f"The reasons of the {stage.label} stage are: {'; '.join(reasons)}."


def _check_numbers(plans: Sequence[Plan], protocol: Protocol) -> None:
    """Votes of more reviewers than a record may have cannot be kept."""
    for stage in protocol.stages:
        votes = (
            len({at.by for at in plan.wanted if at.stage is stage.stage and not at.adjudicates})
            for plan in plans
        )
        most = max(votes, default=0)
        if most > stage.most:
            raise BadInput(
                f"Records have decisions of up to {most} reviewers; the protocol plans"
                f" {stage.reviewers} at the {stage.stage.label} stage.",
                f"Write reviewers = {most} under [stages.{stage.stage.value}] in review.toml, then"
                " repeat the command.",
            )
