"""flow(state, protocol) -> FlowCounts: every number is the length of a list of record ids.

Boxes after Page MJ et al., The PRISMA 2020 statement, BMJ 2021;372:n71, and, stage by stage,
after Haddaway NR et al., ROSES, Environmental Evidence 2018;7:7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

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
    JOINT_RECORD_FIELDS,
    KIND_FIELDS,
    NO_ACCESS,
    NO_REASON,
    FlowCounts,
)
from screening.prisma.tally import column_count, source_counts, stage_count
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
        sources=tuple(source_counts(total)),
        identified=total["identified"],
        databases=total["databases"],
        registers=total["registers"],
        websites=total["websites"],
        organisations=total["organisations"],
        citations=total["citations"],
        other_sources=total["other_sources"],
        duplicates=total["duplicates"],
        to_screen=total["to_screen"],
        stages=tuple(stage_count(total, plan.stage) for plan in protocol.stages),
        dbr=column_count(total, "dbr"),
        other=column_count(total, "other"),
        not_retrieved_as=protocol.not_retrieved,
        studies_included=total["studies_included"],
        reports_included=total["reports_included"],
        open_records=total["open_records"],
        finished=total["identified"] > 0 and total["open_records"] == 0,
        previous=protocol.previous,
    )


def flow_records(state: ReviewState, protocol: Protocol) -> Mapping[str, Ids]:
    """Box name -> the records behind its number, in the order of import.

    Boxes of stages the protocol lacks are left out. The names are those of ``box_counts``.
    """
    boxes = _identified(state)
    outcomes = stage_outcomes(state, protocol)
    for plan in protocol.stages:
        boxes |= _stage(plan, outcomes[plan.stage], state, protocol)
    kinds = _kinds(state)
    for column in COLUMNS:
        members = {
            record
            for record, kind in kinds.items()
            if (kind in _DATABASES_AND_REGISTERS) == (column == "dbr")
        }
        boxes |= _column(column, members, boxes, outcomes, protocol)
    boxes |= _joint(boxes)
    last = protocol.stages[-1].stage
    boxes["reports_included"] = boxes[f"let_through_{last}"]
    boxes["studies_included"] = one_per_study(state, boxes["reports_included"])
    boxes["open_records"] = _open(boxes, [plan.stage for plan in protocol.stages])
    return boxes


def _joint(boxes: Boxes) -> Boxes:
    """The boxes of PRISMA 2009: one column, and reports not retrieved are among the excluded."""
    parts = {name: tuple(f"{at}_{name}" for at in COLUMNS) for name in JOINT_RECORD_FIELDS}
    missing = "not_retrieved_fulltext"
    parts["articles_assessed"] = ("decided_fulltext", missing)
    parts["articles_excluded"] = ("excluded_fulltext", missing)
    joint: Boxes = {}
    for name, (one, two) in parts.items():
        if one in boxes:
            joint[name] = _within(boxes["to_screen"], {*boxes[one], *boxes[two]})
    return joint


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
    for name in [name for name in boxes if name.startswith("source:")]:
        removed = name.replace("source:", "duplicates:", 1)
        boxes[removed] = tuple(record for record in boxes[name] if record in state.duplicates)
    boxes["to_screen"] = tuple(state.unique_records())
    return boxes


def _stage(
    plan: StagePlan,
    here: Mapping[RecordId, StageOutcome],
    state: ReviewState,
    protocol: Protocol,
) -> Boxes:
    last = protocol.is_last(plan.stage)
    as_excluded = protocol.not_retrieved is NotRetrieved.EXCLUDED
    through = [record for record, at in here.items() if goes_on(at.outcome, plan, last=last)]
    gone = (Outcome.EXCLUDED, Outcome.NOT_RETRIEVED) if as_excluded else (Outcome.EXCLUDED,)
    excluded = _with(here, *gone)
    unsure = _with(here, Outcome.UNSURE)
    tools = [r for r in excluded if by_tools(state, protocol.automation, plan.stage, r)]
    found: dict[str, Iterable[RecordId]] = {
        "reached": here,
        "decided": _within(here, {*excluded, *through}),
        "excluded": excluded,
        "excluded_by_people": _within(excluded, {*excluded} - {*tools}),
        "excluded_by_tools": tools,
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


def by_tools(
    state: ReviewState, automation: Collection[str], stage: Stage, record: RecordId
) -> bool:
    """Whether all who decided on a record at a stage are programs; who adjudicates decides."""
    settled = state.adjudications.get((stage, record))
    deciders = {settled.by} if settled else set(state.in_force(stage, record))
    return bool(deciders) and deciders <= set(automation)


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
    tools = {record for stage in before for record in boxes[f"excluded_by_tools_{stage}"]}
    left = {record for stage in before for record in boxes[f"not_screened_{stage}"]}
    waiting = {*unscreened, *left}
    return {
        "records_screened": tuple(r for r in boxes["to_screen"] if r not in waiting),
        "records_unscreened": unscreened,
        "records_not_screened": _within(boxes["to_screen"], left),
        "records_excluded": _within(boxes["to_screen"], excluded),
        "records_excluded_by_people": _within(boxes["to_screen"], excluded - tools),
        "records_excluded_by_tools": _within(boxes["to_screen"], tools),
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
