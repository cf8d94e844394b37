"""Which node each code of another program's file is: by its id, else by its place and name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extraction.exporters import ThemesDocument
from extraction.exporters.exchange import guid, unique_names
from extraction.importers.levels import Placed
from extraction.sessions.coding import Act, Coding
from extraction.themes import Level, Node
from extraction.themes.numbering import numbering
from screening.errors import BadInput
from screening.events import CodeId
from screening.events.kinds import CodeApproved, CodeDefined, CodeMoved, CodeRenamed, CodeSplit
from screening.events.qda_kinds import QdaImported


@dataclass(slots=True)
class CodePlan:
    """``known`` maps keys of the file to nodes; ``by_id`` are those recognised by their id.

    ``fresh`` are to be added in this order. ``gone`` were here once and were taken out or merged
    away by a person: they are not brought back.
    """

    known: dict[str, CodeId] = field(default_factory=dict)
    by_id: set[str] = field(default_factory=set)
    fresh: list[Placed] = field(default_factory=list)
    gone: list[Placed] = field(default_factory=list)


def plan_codes(coding: Coding, document: ThemesDocument, wanted: Sequence[Placed]) -> CodePlan:
    """Recognise what is here already."""
    book, plan = coding.book, CodePlan()
    ids = _ids(coding, document.review_id)
    for node in wanted:
        if node.key in ids:
            code = book.resolve(ids[node.key])
            if code in book.nodes:
                plan.known[node.key] = code
                plan.by_id.add(node.key)
            else:
                plan.gone.append(node)
    names = unique_names(document)
    taken, gone = set(plan.known.values()), {node.key for node in plan.gone}
    for node in wanted:
        if node.key in plan.known or node.key in gone:
            continue
        same = _same_name(node, plan.known, taken, book.nodes.values(), names)
        if same is None:
            plan.fresh.append(node)
        else:
            taken.add(same)
            plan.known[node.key] = same
    return plan


def _ids(coding: Coding, review_id: str) -> dict[str, CodeId]:
    """Every id that a file could name a node by: of our own exports, and of earlier imports."""
    named = dict.fromkeys(coding.book.nodes)
    for event in coding.events:
        match event.body:
            case CodeApproved(code=code) | CodeSplit(new=code):
                named[code] = None
            case _:
                pass
    found = {guid(review_id, "code", code): code for code in named}
    for event in coding.standing():
        if isinstance(event.body, QdaImported):
            found.update({taken.key: taken.code for taken in event.body.codes})
    return found


def _same_name(
    wanted: Placed,
    known: Mapping[str, CodeId],
    taken: set[CodeId],
    nodes: Iterable[Node],
    names: Mapping[str, str],
) -> CodeId | None:
    """The first node not taken yet of this name, as it is or as exported, in the same place."""
    if wanted.parent and wanted.parent not in known:
        return None
    parent = known.get(wanted.parent)
    label = wanted.label.casefold()
    for node in nodes:
        is_here = node.level is wanted.level and node.parent == parent and node.id not in taken
        if is_here and label in {node.label.casefold(), names.get(node.id, "").casefold()}:
            return node.id
    return None


def check_double(plan: CodePlan, wanted: Sequence[Placed], path: Path) -> None:
    """Make sure that no new code has the name of another one of the file in the same place.

    Raises:
        BadInput: some have; all are named. Whether they mean the same only a person can say.
    """
    fresh = {node.key for node in plan.fresh}
    labels = {node.key: node.label for node in wanted}
    places: dict[tuple[str, int, str], list[Placed]] = {}
    for node in wanted:
        places.setdefault((node.parent, node.level, node.label.casefold()), []).append(node)
    double = [
        f"{len(found)} x {found[0].label!r} under {labels.get(found[0].parent, 'nothing')!r}"
        for found in places.values()
        if len(found) > 1 and any(node.key in fresh for node in found)
    ]
    if double:
        raise BadInput(
            f"{path}: several codes have one name in one place: {'; '.join(double)}.",
            "Nothing was imported. Rename or merge them in their program and export anew; or take"
            " each as a code of its own with --keep-double, and join them later with 'tamis themes"
            " merge'.",
        )


def add_codes(coding: Coding, act: Act, plan: CodePlan) -> None:
    """Add what is not here, in the reviewer's name; ``known`` then holds everything."""
    numbers = numbering(coding.events)
    for node in plan.fresh:
        code = numbers.next(node.level)
        act.append(
            CodeApproved(
                code=code,
                label=node.label,
                level=node.level,
                parent=plan.known.get(node.parent),
                definition=node.definition,
            )
        )
        plan.known[node.key] = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a file says otherwise of a node; ``what`` is label, definition or place."""

    code: CodeId
    what: str
    here: str
    there: str
    body: CodeRenamed | CodeDefined | CodeMoved


def differences(
    coding: Coding, document: ThemesDocument, wanted: Sequence[Placed], plan: CodePlan
) -> Iterator[Difference]:
    """Labels, definitions and places that the file has otherwise; of nodes known by id only."""
    names = unique_names(document)
    for node in wanted:
        if node.key in plan.by_id and not node.made_up:
            yield from _differing(coding, node, plan, names)


def _differing(
    coding: Coding, wanted: Placed, plan: CodePlan, names: Mapping[str, str]
) -> Iterator[Difference]:
    book = coding.book
    here = book.nodes[plan.known[wanted.key]]
    if wanted.label not in {here.label, names.get(here.id, here.label)}:
        yield Difference(
            code=here.id,
            what="label",
            here=here.label,
            there=wanted.label,
            body=CodeRenamed(code=here.id, label=wanted.label),
        )
    if wanted.definition and wanted.definition.split() != here.definition.split():
        yield Difference(
            code=here.id,
            what="definition",
            here=here.definition,
            there=wanted.definition,
            body=CodeDefined(code=here.id, definition=wanted.definition),
        )
    parent = plan.known.get(wanted.parent)
    over = book.nodes.get(parent) if parent else None
    if over and over.id != here.parent and over.level + 1 == here.level:
        was = book.nodes.get(here.parent) if here.parent else None
        yield Difference(
            code=here.id,
            what="place",
            here=was.label if was else "none",
            there=over.label,
            body=CodeMoved(code=here.id, parent=over.id),
        )


def is_code(node: Placed) -> bool:
    """Whether quotes can be coded with it."""
    return node.level is Level.CODE
