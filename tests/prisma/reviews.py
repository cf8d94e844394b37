"""Small reviews written as lists of events, for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from screening.events import Body, Event, ReviewState, fold
from screening.events.kinds import (
    ConflictAdjudicated,
    Decided,
    DecisionWithdrawn,
    DuplicateMarked,
    DuplicateUnmarked,
    ReportNotRetrieved,
    ReportsGrouped,
    ReportsSplit,
    SearchImported,
    StageStopped,
    StudyStepUndone,
)
from screening.prisma import FlowCounts, flow
from screening.protocol import (
    NotRetrieved,
    PreviousVersion,
    Protocol,
    Stage,
    StagePlan,
    Unsure,
    Verdict,
)
from screening.records import RecordId, Search, SearchId, SourceKind, to_record_id

DAWN = datetime(2021, 6, 30, tzinfo=UTC)
TITLE, ABSTRACT, FULLTEXT = Stage.TITLE, Stage.ABSTRACT, Stage.FULLTEXT


def protocol(
    stages: Iterable[Stage] = tuple(Stage),
    *,
    reasons: tuple[str, ...] = ("Off topic", "Wrong population"),
    reviewers: int = 1,
    unsure: Unsure = Unsure.FORWARD,
    not_retrieved: NotRetrieved = NotRetrieved.SEPARATE,
    automation: tuple[str, ...] = (),
    previous: PreviousVersion | None = None,
) -> Protocol:
    return Protocol(
        title="A review",
        stages=tuple(
            StagePlan(stage=stage, reasons=reasons, reviewers=reviewers, unsure=unsure)
            for stage in stages
        ),
        not_retrieved=not_retrieved,
        automation=automation,
        previous=previous,
    )


class Log:
    """A log under way; every method appends one event and returns its number."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.records = 0

    def add(self, body: Body, by: str = "Ann") -> int:
        seq = len(self.events) + 1
        self.events.append(Event(seq=seq, at=DAWN + timedelta(seconds=seq), by=by, body=body))
        return seq

    def search(self, source: str, n: int, kind: SourceKind = SourceKind.DATABASE) -> int:
        search = Search(
            id=SearchId(f"S{len(self.events) + 1:02d}"),
            source=source,
            kind=kind,
            file_name="export.ris",
            file_sha256="0" * 64,
            file_bytes=1,
            format="ris",
        )
        first, self.records = self.records + 1, self.records + n
        return self.add(
            SearchImported(
                search=search,
                found=n,
                imported=n,
                rejected=0,
                first=first,
                records_digest="",
                rejected_digest="",
                reader="ris",
            )
        )

    def duplicate(self, record: int, kept: int) -> int:
        return self.add(DuplicateMarked(record=to_record_id(record), kept=to_record_id(kept)))

    def no_duplicate(self, record: int) -> int:
        return self.add(DuplicateUnmarked(record=to_record_id(record)))

    def decide(
        self, stage: Stage, record: int, verdict: Verdict, reason: str = "", by: str = "Ann"
    ) -> int:
        body = Decided(record=to_record_id(record), stage=stage, verdict=verdict, reason=reason)
        return self.add(body, by)

    def include(self, stage: Stage, *records: int) -> None:
        for record in records:
            self.decide(stage, record, Verdict.INCLUDE)

    def exclude(self, stage: Stage, *records: int, reason: str = "") -> None:
        for record in records:
            self.decide(stage, record, Verdict.EXCLUDE, reason)

    def adjudicate(self, stage: Stage, record: int, verdict: Verdict, reason: str = "") -> int:
        return self.add(
            ConflictAdjudicated(
                record=to_record_id(record), stage=stage, verdict=verdict, reason=reason
            )
        )

    def undo(self, seq: int, by: str = "Ann") -> int:
        return self.add(DecisionWithdrawn(decision=seq), by)

    def not_had(self, *records: int, why: str = "") -> None:
        for record in records:
            self.add(ReportNotRetrieved(record=to_record_id(record), why=why))

    def one_study(self, *records: int) -> int:
        return self.add(ReportsGrouped(reports=ids(*records)))

    def own_studies(self, *records: int) -> int:
        return self.add(ReportsSplit(reports=ids(*records)))

    def undo_study(self, step: int) -> int:
        return self.add(StudyStepUndone(step=step))

    def state(self) -> ReviewState:
        return fold(self.events)


def ids(*numbers: int) -> tuple[RecordId, ...]:
    return tuple(to_record_id(number) for number in numbers)


LONG_REASONS = (
    "Not about the mentoring of students in the health professions",
    "Neither an empirical study nor a review of empirical studies",
    "Conference abstract, editorial or letter without any findings",
    "The text could not be had in full from any of our libraries",
)


def three_stages(not_retrieved: NotRetrieved = NotRetrieved.SEPARATE) -> FlowCounts:
    """91 records, 51 included, in three stages with long reasons; the split is made up."""
    log = Log()
    for n, source in enumerate(("Science Direct", "Springer", "Wiley Online Library", "ERIC")):
        log.search(source, 20 + n)
    log.search("PubMed", 5)
    log.exclude(TITLE, *range(1, 11), reason=LONG_REASONS[0])
    log.exclude(TITLE, *range(11, 15), reason=LONG_REASONS[1])
    log.include(TITLE, *range(15, 92))
    log.exclude(ABSTRACT, *range(15, 23), reason=LONG_REASONS[1])
    log.exclude(ABSTRACT, *range(23, 29), reason=LONG_REASONS[2])
    log.include(ABSTRACT, *range(29, 92))
    log.not_had(29, 30, 31, why=LONG_REASONS[3])
    log.exclude(FULLTEXT, *range(32, 36), reason=LONG_REASONS[0])
    log.exclude(FULLTEXT, *range(36, 39), reason=LONG_REASONS[1])
    log.exclude(FULLTEXT, 39, 40)
    log.include(FULLTEXT, *range(41, 92))
    return flow(log.state(), protocol(reasons=LONG_REASONS[:3], not_retrieved=not_retrieved))


def stopped() -> FlowCounts:
    """241 records; 20 were left unread when the title stage was stopped, all others decided."""
    log = Log()
    log.search("PubMed", 201)
    log.search("Citation searching", 40, SourceKind.CITATION)
    log.exclude(TITLE, *range(1, 191), reason="Off topic")
    log.include(TITLE, *range(191, 222))
    unread = tuple(to_record_id(number) for number in range(222, 242))
    log.add(
        StageStopped(
            stage=TITLE,
            rule="audit",
            said_stop=True,
            guaranteed=True,
            certified=0.95,
            recall=0.95,
            confidence=0.95,
            read=221,
            found=31,
            unread=unread,
            text="Recall of at least 95 % is certified.",
        )
    )
    log.exclude(ABSTRACT, *range(191, 200), reason="Wrong population")
    log.include(ABSTRACT, *range(200, 222))
    log.include(FULLTEXT, *range(200, 222))
    return flow(log.state(), protocol())


def many_sources() -> FlowCounts:
    """Twelve databases with long names, two registers, other methods, all decided."""
    log = Log()
    for n in range(12):
        log.search(f"Database of Educational and Medical Research, Collection Number {n + 1}", 3)
    log.search("ClinicalTrials.gov", 2, SourceKind.REGISTER)
    log.search("WHO ICTRP", 1, SourceKind.REGISTER)
    log.search("Citation searching", 4, SourceKind.CITATION)
    log.search("Association of Medical Schools", 2, SourceKind.ORGANISATION)
    log.search("Google Scholar", 3, SourceKind.OTHER)
    for n in range(1, 6):
        log.duplicate(n, n + 10)
    log.duplicate(40, 10)
    others = (*range(6, 40), *range(41, 49))
    log.include(TITLE, *others)
    log.exclude(ABSTRACT, 6, 7, 41, reason="Off topic")
    kept = tuple(n for n in others if n not in (6, 7, 41))
    log.include(ABSTRACT, *kept)
    log.not_had(8, 42)
    log.exclude(FULLTEXT, 9, 43, reason="Wrong population")
    log.include(FULLTEXT, *(n for n in kept if n not in (8, 9, 42, 43)))
    return flow(log.state(), protocol())


def updated() -> FlowCounts:
    """An update with other methods, a program that excludes, and duplicates of several sources."""
    log = Log()
    log.search("PubMed", 40)
    log.search("Scopus", 30)
    log.search("ClinicalTrials.gov", 5, SourceKind.REGISTER)
    log.search("Citation searching", 6, SourceKind.CITATION)
    for n in range(1, 13):
        log.duplicate(n + 40, n)
    log.duplicate(71, 13)
    log.duplicate(76, 14)
    unique = [n for n in range(1, 82) if n not in {*range(41, 53), 71, 76}]
    for n in unique[:20]:
        log.decide(TITLE, n, Verdict.EXCLUDE, "Off topic", by="Classifier")
    log.exclude(TITLE, *unique[20:30], reason="Off topic")
    log.include(TITLE, *unique[30:])
    log.exclude(ABSTRACT, *unique[30:36], reason="Wrong population")
    log.include(ABSTRACT, *unique[36:])
    log.not_had(unique[36], unique[-1])
    log.exclude(FULLTEXT, *unique[37:50], reason="Wrong population")
    log.exclude(FULLTEXT, unique[-2], reason="Off topic")
    log.include(FULLTEXT, *unique[50:-2])
    log.one_study(unique[50], unique[51])
    plan = protocol(
        automation=("Classifier",), previous=PreviousVersion(studies=51, reports=54, again=1)
    )
    return flow(log.state(), plan)


def unfinished() -> FlowCounts:
    """Ten records, half way, with open records at every stage."""
    log = Log()
    log.search("PubMed", 10)
    log.exclude(TITLE, 1, reason="Off topic")
    log.include(TITLE, 2, 3, 4, 5, 6, 7)
    log.exclude(ABSTRACT, 2)
    log.include(ABSTRACT, 3, 4, 5)
    log.include(FULLTEXT, 3)
    return flow(log.state(), protocol())


def tiny() -> FlowCounts:
    """Three records, one stage, one included."""
    log = Log()
    log.search("PubMed", 3)
    log.exclude(FULLTEXT, 1, 2, reason="Off topic")
    log.include(FULLTEXT, 3)
    return flow(log.state(), protocol((FULLTEXT,)))


def empty() -> FlowCounts:
    return flow(Log().state(), protocol())
