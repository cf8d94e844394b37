"""flow(state, protocol) -> FlowCounts: every number is the length of a list of record ids.

Boxes after Page MJ et al., The PRISMA 2020 statement, BMJ 2021;372:n71, and, stage by stage,
after Haddaway NR et al., ROSES, Environmental Evidence 2018;7:7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from screening.events import (
    Outcome,
    ReviewState,
    StageOutcome,
    goes_on,
    is_open,
    one_per_study,
    stage_outcomes,
)
from screening.prisma.counts import (
    COLUMNS,
    KIND_FIELDS,
    NO_ACCESS,
    NO_REASON,
    ColumnCount,
    FlowCounts,
    ReasonCount,
    SourceCount,
    StageCount,
)
from screening.protocol import NotRetrieved, Protocol, Stage, StagePlan
from screening.records import RecordId, SourceKind, to_record_id

Ids = tuple[RecordId, ...]
Boxes = dict[str, Ids]
_DATABASES_AND_REGISTERS = frozenset((SourceKind.DATABASE, SourceKind.REGISTER))


def flow(state: ReviewState, protocol: Protocol) -> FlowCounts:
    """Count the boxes of the flow diagram; see ``FlowCounts`` for what each means.

    An included record is one report; the reports that people grouped are one study together, every
    other report is a study of its own.
    """
    boxes = flow_records(state, protocol)
    total = {name: len(ids) for name, ids in boxes.items()}
    return FlowCounts(
        sources=tuple(_sources(total)),
        identified=total["identified"],
        databases=total["databases"],
        registers=total["registers"],
        websites=total["websites"],
        organisations=total["organisations"],
        citations=total["citations"],
        other_sources=total["other_sources"],
        duplicates=total["duplicates"],
        to_screen=total["to_screen"],
        stages=tuple(_stage_count(total, plan.stage) for plan in protocol.stages),
        dbr=_column_count(total, "dbr"),
        other=_column_count(total, "other"),
        not_retrieved_as=protocol.not_retrieved,
        studies_included=total["studies_included"],
        reports_included=total["reports_included"],
        open_records=total["open_records"],
        finished=total["identified"] > 0 and total["open_records"] == 0,
    )


def flow_records(state: ReviewState, protocol: Protocol) -> Mapping[str, Ids]:
    """Box name -> the records behind its number, in the order of import.

    Boxes of stages the protocol lacks are left out. The names are those of ``box_counts``.
    """
    boxes = _identified(state)
    outcomes = stage_outcomes(state, protocol)
    for plan in protocol.stages:
        boxes |= _stage(plan, outcomes[plan.stage], protocol)
    kinds = _kinds(state)
    for column in COLUMNS:
        members = {
            record
            for record, kind in kinds.items()
            if (kind in _DATABASES_AND_REGISTERS) == (column == "dbr")
        }
        boxes |= _column(column, members, boxes, outcomes, protocol)
    last = protocol.stages[-1].stage
    boxes["reports_included"] = boxes[f"let_through_{last}"]
    boxes["studies_included"] = one_per_study(state, boxes["reports_included"])
    boxes["open_records"] = _open(boxes, [plan.stage for plan in protocol.stages])
    return boxes


def _kinds(state: ReviewState) -> dict[RecordId, SourceKind]:
    return {
        to_record_id(number): done.body.search.kind
        for done in state.imports
        for number in done.records
    }


def _identified(state: ReviewState) -> Boxes:
    everything = state.records()
    boxes: Boxes = {}
    for done in state.imports:
        name = f"source:{done.body.search.kind}:{done.body.search.source}"
        boxes[name] = boxes.get(name, ()) + tuple(to_record_id(number) for number in done.records)
    boxes["identified"] = tuple(everything)
    kinds = _kinds(state)
    for kind, field in KIND_FIELDS.items():
        boxes[field] = tuple(record for record in everything if kinds[record] is kind)
    boxes["duplicates"] = tuple(record for record in everything if record in state.duplicates)
    boxes["to_screen"] = tuple(state.unique_records())
    return boxes


def _stage(plan: StagePlan, here: Mapping[RecordId, StageOutcome], protocol: Protocol) -> Boxes:
    last = protocol.is_last(plan.stage)
    as_excluded = protocol.not_retrieved is NotRetrieved.EXCLUDED
    through = [record for record, at in here.items() if goes_on(at.outcome, plan, last=last)]
    gone = (Outcome.EXCLUDED, Outcome.NOT_RETRIEVED) if as_excluded else (Outcome.EXCLUDED,)
    excluded = _with(here, *gone)
    unsure = _with(here, Outcome.UNSURE)
    found: dict[str, Iterable[RecordId]] = {
        "reached": here,
        "decided": _within(here, {*excluded, *through}),
        "excluded": excluded,
        "not_retrieved": () if as_excluded else _with(here, Outcome.NOT_RETRIEVED),
        "let_through": through,
        "pending": _with(here, Outcome.PENDING),
        "conflicts": _with(here, Outcome.CONFLICT),
        "not_screened": _with(here, Outcome.NOT_SCREENED),
        "unsure_held": [r for r in unsure if is_open(Outcome.UNSURE, plan, last=last)],
        "open": [r for r, at in here.items() if is_open(at.outcome, plan, last=last)],
        "unsure_forwarded": _within(unsure, through),
    }
    boxes = {f"{name}_{plan.stage}": tuple(ids) for name, ids in found.items()}
    return boxes | _by_reason(f"excluded_{plan.stage}", excluded, here, plan)


def _column(
    column: str,
    members: Collection[RecordId],
    boxes: Boxes,
    outcomes: Mapping[Stage, Mapping[RecordId, StageOutcome]],
    protocol: Protocol,
) -> Boxes:
    before = [plan.stage for plan in protocol.stages if plan.stage is not Stage.FULLTEXT]
    found = {name: boxes[name] for name in ("identified", "duplicates", "to_screen")}
    if before:
        found |= _records_screened(before, boxes)
    if Stage.FULLTEXT in outcomes:
        found |= _reports_assessed(boxes, outcomes[Stage.FULLTEXT])
    found["included"] = boxes[f"let_through_{protocol.stages[-1].stage}"]
    own = {f"{column}_{name}": _within(ids, members) for name, ids in found.items()}
    if Stage.FULLTEXT not in outcomes:
        return own
    name = f"{column}_reports_excluded"
    plan = protocol.plan(Stage.FULLTEXT)
    return own | _by_reason(name, own[name], outcomes[Stage.FULLTEXT], plan)


def _records_screened(before: Sequence[Stage], boxes: Boxes) -> Boxes:
    unscreened = _open(boxes, before)
    excluded = {record for stage in before for record in boxes[f"excluded_{stage}"]}
    left = {record for stage in before for record in boxes[f"not_screened_{stage}"]}
    waiting = {*unscreened, *left}
    return {
        "records_screened": tuple(r for r in boxes["to_screen"] if r not in waiting),
        "records_unscreened": unscreened,
        "records_not_screened": _within(boxes["to_screen"], left),
        "records_excluded": _within(boxes["to_screen"], excluded),
    }


def _reports_assessed(boxes: Boxes, here: Mapping[RecordId, StageOutcome]) -> Boxes:
    excluded = _with(here, Outcome.EXCLUDED)
    return {
        "reports_sought": tuple(here),
        "reports_not_retrieved": _with(here, Outcome.NOT_RETRIEVED),
        "reports_assessed": _within(here, {*excluded, *boxes["let_through_fulltext"]}),
        "reports_unassessed": _open(boxes, [Stage.FULLTEXT]),
        "reports_excluded": excluded,
    }


def _open(boxes: Boxes, stages: Iterable[Stage]) -> Ids:
    waiting = {record for stage in stages for record in boxes[f"open_{stage}"]}
    return _within(boxes["to_screen"], waiting)


def _by_reason(
    name: str, excluded: Ids, here: Mapping[RecordId, StageOutcome], plan: StagePlan
) -> Boxes:
    """Reasons in the protocol's order, then others as they come, then records without one."""
    by_reason: dict[str, list[RecordId]] = {reason: [] for reason in plan.reasons}
    for record in excluded:
        by_reason.setdefault(_reason(here[record]), []).append(record)
    if NO_REASON in by_reason:
        by_reason[NO_REASON] = by_reason.pop(NO_REASON)
    return {f"{name}:{reason}": tuple(ids) for reason, ids in by_reason.items() if ids}


def _reason(at: StageOutcome) -> str:
    fallback = NO_ACCESS if at.outcome is Outcome.NOT_RETRIEVED else NO_REASON
    return at.reason.strip() or fallback


def _with(here: Mapping[RecordId, StageOutcome], *wanted: Outcome) -> Ids:
    return tuple(record for record, at in here.items() if at.outcome in wanted)


def _within(ids: Iterable[RecordId], members: Collection[RecordId]) -> Ids:
    kept = members if isinstance(members, set) else set(members)
    return tuple(record for record in ids if record in kept)


def _sources(total: Mapping[str, int]) -> Iterator[SourceCount]:
    for name, n in total.items():
        if name.startswith("source:"):
            _, kind, source = name.split(":", 2)
            yield SourceCount(name=source, kind=SourceKind(kind), n=n)


def _reasons(total: Mapping[str, int], name: str) -> tuple[ReasonCount, ...]:
    prefix = f"{name}:"
    return tuple(
        ReasonCount(reason=box.removeprefix(prefix), n=n)
        for box, n in total.items()
        if box.startswith(prefix)
    )


def _stage_count(total: Mapping[str, int], stage: Stage) -> StageCount:
    return StageCount(
        stage=stage,
        reached=total[f"reached_{stage}"],
        decided=total[f"decided_{stage}"],
        excluded=total[f"excluded_{stage}"],
        reasons=_reasons(total, f"excluded_{stage}"),
        not_retrieved=total[f"not_retrieved_{stage}"],
        let_through=total[f"let_through_{stage}"],
        pending=total[f"pending_{stage}"],
        conflicts=total[f"conflicts_{stage}"],
        unsure_held=total[f"unsure_held_{stage}"],
        unsure_forwarded=total[f"unsure_forwarded_{stage}"],
        not_screened=total[f"not_screened_{stage}"],
    )


def _column_count(total: Mapping[str, int], column: str) -> ColumnCount:
    return ColumnCount(
        identified=total[f"{column}_identified"],
        duplicates=total[f"{column}_duplicates"],
        to_screen=total[f"{column}_to_screen"],
        records_screened=total.get(f"{column}_records_screened", 0),
        records_unscreened=total.get(f"{column}_records_unscreened", 0),
        records_not_screened=total.get(f"{column}_records_not_screened", 0),
        records_excluded=total.get(f"{column}_records_excluded", 0),
        reports_sought=total.get(f"{column}_reports_sought", 0),
        reports_not_retrieved=total.get(f"{column}_reports_not_retrieved", 0),
        reports_assessed=total.get(f"{column}_reports_assessed", 0),
        reports_unassessed=total.get(f"{column}_reports_unassessed", 0),
        reports_excluded=total.get(f"{column}_reports_excluded", 0),
        reasons=_reasons(total, f"{column}_reports_excluded"),
        included=total[f"{column}_included"],
    )
