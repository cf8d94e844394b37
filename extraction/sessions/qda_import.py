"""Take a codebook or a coded project of another program into the review, as one act.

What is here already adds nothing, so a file can come again after work went on in both programs.
Nothing here is taken out because a file does not have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.importers import Given, GivenCoding, GivenSource, read_given
from extraction.importers.levels import placed
from extraction.importers.offsets import Counting, counting_of
from extraction.sessions.coding import Coding
from extraction.sessions.qda_codes import (
    CodePlan,
    Difference,
    add_codes,
    check_double,
    differences,
    plan_codes,
)
from extraction.sessions.qda_taking import Taken, Taking, Tally
from extraction.sessions.qda_texts import Texts
from extraction.sessions.themes_document import themes_document
from screening.console import counted
from screening.errors import BadInput, UsageError
from screening.events.qda_kinds import CodeTaken, FindingTaken, QdaImported
from screening.records import RecordId
from screening.sessions.table_file import read_table

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class QdaReport:
    """What a file brought. ``codings`` are pairs of a quote and a code; ``notes`` tell the rest."""

    file: str
    origin: str
    codes: Tally
    findings: Tally
    codings: Tally
    updated: int
    notes: tuple[str, ...]


def import_qda(
    coding: Coding,
    path: Path,
    *,
    sources: Path | None = None,
    outside: bool = False,
    update: bool = False,
    keep_double: bool = False,
) -> QdaReport:
    """Add the codes, quotes and codings of a ``.qdc`` or ``.qdpx`` file in the reviewer's name.

    Args:
        coding: the open review.
        path: the file of another program, or of Tamis.
        sources: a CSV file with the columns source and record, for texts that are no record's.
        outside: take quotes of records that are not included; they are flagged.
        update: take over labels, definitions and places that differ in the file.
        keep_double: take new codes of one name in one place as codes of their own.

    Raises:
        BadInput: the file is damaged, unsafe or contradicts itself, selections lie outside of
            their texts, or new codes have one name in one place; nothing is imported then.
    """
    given = read_given(path)
    counting = _checked(given, path)
    named = _named_sources(coding, sources) if sources else {}
    with coding.act() as act:
        document = themes_document(coding)
        wanted = list(placed(given.codes, _used(given)))
        plan = plan_codes(coding, document, wanted)
        check_double(plan, () if keep_double else wanted, path)
        known, fresh = len(plan.known), len(plan.fresh)
        others = list(differences(coding, document, wanted, plan))
        add_codes(coding, act, plan)
        for difference in others if update else ():
            act.append(difference.body)
        taking = Taking(coding, act, document, plan, outside=outside)
        _take_sources(taking, given, Texts(coding, document, named), counting)
        if fresh or taking.is_new or (update and others):
            act.append(_told(given, plan, taking.taken))
    notes = [*given.notes, *_code_notes(plan), *taking.notes(), *_others_told(others, taken=update)]
    return QdaReport(
        file=given.file_name,
        origin=given.origin,
        codes=Tally(total=len(wanted), added=fresh, known=known, left=len(plan.gone)),
        findings=taking.tally("finding"),
        codings=taking.tally("coding"),
        updated=len(others) if update else 0,
        notes=tuple(notes),
    )


def _take_sources(
    taking: Taking, given: Given, texts: Texts, counting: Mapping[str, Counting]
) -> None:
    for source in given.sources:
        taking.take(source, texts.found(source), counting[source.key])


def _used(given: Given) -> set[str]:
    return {at.code for source in given.sources for at in _all_codings(source)}


def _all_codings(source: GivenSource) -> Iterator[GivenCoding]:
    yield from source.whole
    for selection in source.selections:
        yield from selection.codings


def _checked(given: Given, path: Path) -> dict[str, Counting]:
    """How each text counts its characters.

    Raises:
        BadInput: selections are empty or outside of their text; all are named.
    """
    found: dict[str, Counting] = {}
    faults: list[str] = []
    for source in given.sources:
        way = counting_of(source.text, source.selections)
        found[source.key] = way
        faults += [
            f"  {source.name!r}: {at.start} to {at.end} of {len(source.text):,} characters"
            for at in source.selections
            if way.stretch(at) is None
        ]
    if faults:
        more = [f"  and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        raise BadInput(
            f"{path}: {counted(len(faults), 'selection')} empty or outside of the text, so nothing"
            " was imported:\n" + "\n".join(faults[:_SHOWN] + more),
            "Export the project anew; if it stays so, remove these selections in its program.",
        )
    return found


def _named_sources(coding: Coding, path: Path) -> dict[str, RecordId]:
    """Which record each source is, as a person says in a table.

    Raises:
        BadInput: a column is missing, or a record is unknown.
    """
    table = read_table(path)
    if not {"source", "record"} <= set(table.columns):
        raise BadInput(
            f"{path} has the columns {', '.join(table.columns)}.",
            "Needed are 'source' (its name in the other program) and 'record' (R0017).",
        )
    found: dict[str, RecordId] = {}
    for line, cells in table.rows:
        try:
            found[cells.get("source", "")] = coding.review.known(cells.get("record", ""))
        except UsageError as error:
            raise BadInput(f"{path}, line {line}: {error.message}", error.hint) from error
    return found


def _told(given: Given, plan: CodePlan, taken: Taken) -> QdaImported:
    return QdaImported(
        file_name=given.file_name,
        file_sha256=given.file_sha256,
        format=given.format,
        origin=given.origin,
        codes=tuple(CodeTaken(key=key, code=code) for key, code in plan.known.items()),
        findings=tuple(FindingTaken(key=key, finding=at) for key, at in taken.findings.items()),
        codings=tuple(taken.codings),
    )


def _code_notes(plan: CodePlan) -> Iterator[str]:
    if plan.gone:
        names = ", ".join(repr(node.label) for node in plan.gone[:5])
        yield f"Taken out here before, and not brought back: {names}."
    loose = [node for node in plan.fresh if not node.parent]
    made = [node for node in plan.fresh if node.made_up]
    if made:
        names = ", ".join(repr(node.label) for node in made[:5])
        yield f"Made for codes right under a theme, or quotes coded with a group: {names}."
    if loose and any(node.level for node in loose):
        yield "Some have no theme yet: tamis themes move ID --under ID"


def _others_told(others: Sequence[Difference], *, taken: bool) -> Iterator[str]:
    if others and not taken:
        lines = [
            f"{at.code} {at.what}: {at.here!r} here, {at.there!r} in the file" for at in others
        ]
        more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        told = "\n  ".join([*lines[:_SHOWN], *more])
        yield f"Said otherwise in the file; with --update it is taken over:\n  {told}"
