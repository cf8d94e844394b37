"""What can happen while a review is set up and screened."""

from __future__ import annotations

from dataclasses import dataclass

from screening.protocol import Stage, Verdict
from screening.records import RecordContent, RecordId, Search, SearchId


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who or what made a proposal: a method with its version, model and seed."""

    name: str
    version: str
    model: str = ""
    model_sha256: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStarted:
    """First event of every log."""

    review: str
    tamis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolAmended:
    """The protocol in force from here on, as its whole text; the first one is the original."""

    sha256: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchImported:
    """One export file was imported: found = imported + known + rejected.

    Records ``first`` .. ``first + imported - 1`` came with it. The digests are SHA-256 over the
    stored rows of records and rejected entries, so that the log vouches for them too.

    ``known`` entries are records that the same source had brought before; ``changed`` of them say
    something new, each in a ``RecordChanged`` of its own. ``seen`` says which entry is which known
    record, in runs: (position of the first entry, number of the first record, length).
    """

    search: Search
    found: int
    imported: int
    rejected: int
    first: int
    records_digest: str
    rejected_digest: str
    reader: str
    note: str = ""
    known: int = 0
    changed: int = 0
    seen: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTakenBack:
    """An import counts from here on as if it had never been; its rows and its file are kept.

    Records that a later import in force found again stay, as records of that import; all others
    are gone, and their numbers are not given again.
    """

    search: SearchId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanged:
    """A later import says something else of a known record; its decisions stay.

    ``old`` and ``new`` hold the values of the ``fields`` named; their other fields are empty. They
    also keep the position and line of the entry that said so.
    """

    record: RecordId
    search: SearchId
    fields: tuple[str, ...]
    old: RecordContent
    new: RecordContent


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateMarked:
    """``record`` is the same report as ``kept``; its source still counts as identified.

    ``undo``: an earlier mark is in force again, because what replaced it was undone.
    """

    record: RecordId
    kept: RecordId
    maker: Maker | None = None
    evidence: str = ""
    rule: str = ""
    undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateUnmarked:
    """``record`` is no duplicate after all; ``why`` is given where a whole group was split.

    ``undo``: the mark was a slip; nobody says that the two records are different reports.
    """

    record: RecordId
    why: str = ""
    undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateProposed:
    """A person is asked whether two records are the same report; asked again, it is open again."""

    record: RecordId
    other: RecordId
    maker: Maker
    rule: str
    evidence: str = ""
    likeness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateRejected:
    """A person says that two records are different reports; both are kept."""

    record: RecordId
    other: RecordId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedMarked:
    """Two reports that may belong to the same study: preprint and journal, a part, an erratum.

    ``maker`` is None where a person says so. Both records stay to be screened.
    """

    record: RecordId
    other: RecordId
    relation: str
    maker: Maker | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesSearched:
    """All records up to the number ``searched_to`` were compared with each other."""

    maker: Maker
    preset: str
    searched_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingMade:
    """An order of reading, frozen as it was shown.

    ``trained_to`` is the number of the last event the ranker had seen; ``order`` is best first.
    """

    stage: Stage
    maker: Maker
    trained_to: int
    included: int
    excluded: int
    order: tuple[RecordId, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A reviewer's verdict on a record at a stage; a later one of the same reviewer replaces it.

    ``ranking`` is the number of the RankingMade event in force and ``rank`` the place (from 1)
    at which the record was shown; None where no ranking was in force. ``masked``: authors, year
    and venue were hidden from the reviewer all the while the record was in view.
    """

    record: RecordId
    stage: Stage
    verdict: Verdict
    reason: str = ""
    note: str = ""
    ranking: int | None = None
    rank: int | None = None
    masked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWithdrawn:
    """Undo: the event with number ``decision`` no longer counts."""

    decision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """The reviewer wants to see the record later in this stage."""

    record: RecordId
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A remark on a record, no decision; ``stage`` is where the reviewer sat, if anywhere."""

    record: RecordId
    text: str
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAdjudicated:
    """The verdict that counts where reviewers differ; their own decisions stay."""

    record: RecordId
    stage: Stage
    verdict: Verdict
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotRetrieved:
    """The full text could not be had."""

    record: RecordId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRetrieved:
    """The full text was found after all."""

    record: RecordId
