"""A flow from typed numbers: names as people say them, what follows from them, what stays unknown.

Only what the numbers leave no choice for is computed, and told as computed. Numbers that cannot
hold together are refused with the rule and the boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from screening.errors import UsageError
from screening.prisma.balance import Contradiction, Equation, broken, narrowed
from screening.prisma.counts import KIND_FIELDS, UPDATE_FIELDS
from screening.prisma.severity import Severity
from screening.prisma.told import Told
from screening.prisma.totals_rules import META_FIELDS, OTHER_BOXES, TWINS, equations, stages_told
from screening.protocol import Stage
from screening.records import SourceKind

COMPUTED = "Computed from the other numbers."
ALL_SEARCHED = (
    "No other methods were told: all records are taken to come from databases and registers."
)
TYPED = "Drawn from typed numbers; no log stands behind them."
NOT_KNOWN = "?: not known; nobody told this number, and it does not follow from the others."
ALIASES: Mapping[str, str] = {
    "included": "studies_included",
    "studies": "studies_included",
    "reports": "reports_included",
    "screened": "records_screened",
    "excluded": "records_excluded",
    "by_automation": "dbr_records_not_screened",
    "removed_otherwise": "dbr_removed_otherwise",
    "sought": "reached_fulltext",
    "not_retrieved": "not_retrieved_fulltext",
    "assessed": "decided_fulltext",
    "reports_excluded": "excluded_fulltext",
}
_MEETING = {
    "studies found": "each included study was found in at least one of the records",
    "studies and reports": "each study has at least one report",
    "records excluded": "no more records are excluded than were screened",
    "reports excluded": "no more reports are excluded than were assessed",
    "reasons": "each report is excluded for one primary reason",
    "sources": "a kind of source has as many records as its sources together",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A flow from typed numbers: what was given, what follows, and every box of the diagrams.

    ``warnings`` are sentences about rules that a good reason may break. Without ``other_methods``
    the column of databases and registers is the whole flow.
    """

    given: Mapping[str, int]
    computed: Mapping[str, int]
    told: Told
    warnings: tuple[str, ...] = ()
    other_methods: bool = False

    @property
    def unknown(self) -> tuple[str, ...]:
        """The boxes whose number nobody told."""
        return tuple(box for box, n in self.told.numbers.items() if n is None)

    @property
    def marks(self) -> dict[str, str]:
        """A mark for every computed number; a twin of a given one is not computed."""
        twins = TWINS | {two: one for one, two in TWINS.items()}
        shared = () if self.other_methods else self.given
        same = {twins[box] for box in shared if box in twins}
        return {box: COMPUTED for box in self.computed if box not in same}

    @property
    def note(self) -> str:
        """What a reader of the diagram must know of its numbers."""
        parts = (
            TYPED,
            "" if self.other_methods else ALL_SEARCHED,
            NOT_KNOWN if self.unknown else "",
        )
        return " ".join(part for part in parts if part)


def totals(typed: Mapping[str, int], base: Mapping[str, int] | None = None) -> Totals:
    """Check typed numbers, and fill in what follows from them.

    Args:
        typed: box names or their short names -> numbers.
        base: box names -> numbers that the typed ones go before.

    Raises:
        UsageError: an unknown box, a number below 0, or numbers that cannot hold together.
    """
    given = {**(base or {}), **_named(typed)}
    if not given:
        raise UsageError("No number is given.", "Write for example: identified=74 studies=16")
    has_other = any(box in _OTHER_TOLD or _kind_of(box) in _OTHER_KINDS for box in given)
    assumed = {} if has_other else dict.fromkeys(OTHER_BOXES, 0)
    rules = [*equations(given), *_at_least_one_study(given)]
    must = [rule for rule in rules if rule.severity is Severity.ERROR]
    known = narrowed(must, given | assumed)
    if isinstance(known, Contradiction):
        raise _refused(known, given)
    # What is only expected fills gaps where it fits; where it does not, it is told as a warning.
    expected = narrowed(rules, given | assumed)
    warnings: tuple[str, ...] = ()
    if isinstance(expected, Contradiction):
        warnings = tuple(_warnings(rules, known)) or (_unexpected(expected, given),)
    else:
        known = expected
    computed = {box: n for box, n in known.items() if box not in given and box not in assumed}
    return Totals(
        given=given,
        computed=computed,
        told=_told(given, known, has_other=has_other),
        warnings=warnings,
        other_methods=has_other,
    )


def parse_total(text: str) -> tuple[str, int]:
    """Read NAME=NUMBER as people type it; thousands may be parted by commas or blanks.

    Raises:
        UsageError: no name, or no whole number.
    """
    name, sign, number = text.rpartition("=")
    digits = number.strip().replace(",", "").replace(" ", "").replace("_", "")
    if not sign or not name.strip() or not digits.isdecimal():
        raise UsageError(
            f"{text!r} is not a box with its number.", "Write for example: identified=74 studies=16"
        )
    return name.strip(), int(digits)


def box_list() -> tuple[str, ...]:
    """Every name that may be typed; reasons and sources follow a colon."""
    boxes = dict.fromkeys(box for rule in equations((*_ALWAYS, *_EXTRA)) for box in rule.boxes)
    return (*ALIASES, *boxes)


_ALWAYS = ("identified", "studies_included", "reports_included")
_EXTRA = (*UPDATE_FIELDS, *META_FIELDS, "excluded_title")
_OTHER_KINDS = frozenset(KIND_FIELDS) - {SourceKind.DATABASE, SourceKind.REGISTER}
_OTHER_TOLD = frozenset((*OTHER_BOXES, *(KIND_FIELDS[kind] for kind in _OTHER_KINDS)))


def _kind_of(box: str) -> SourceKind | None:
    parts = box.split(":", 2)
    return SourceKind(parts[1]) if parts[0] == "source" else None


def _named(typed: Mapping[str, int]) -> dict[str, int]:
    """Full names; a box told twice under two names must have one number."""
    given: dict[str, int] = {}
    for name, n in typed.items():
        box = _box(name)
        if given.setdefault(box, n) != n:
            raise UsageError(f"{box} is told twice, as {given[box]} and as {n}.", "Give it once.")
        if n < 0:
            raise UsageError(f"{name} is {n}.", "No number of a flow is below 0.")
    return given


def _box(name: str) -> str:
    """The full name of a box; ``PubMed`` may be told as ``database:PubMed``.

    Raises:
        UsageError: there is no such box.
    """
    head, colon, part = name.partition(":")
    head = ALIASES.get(head, head)
    if colon and part and head in tuple(SourceKind):
        return f"source:{head}:{part}"
    if colon and part and head == "source" and part.split(":")[0] in tuple(SourceKind):
        return f"{head}:{part}"
    known = box_list()
    if head not in known or (colon and not (part and "excluded" in head)):
        near = ", ".join(get_close_matches(name, known, n=4, cutoff=0.4))
        hint = f"Near to it: {near}. " if near else ""
        raise UsageError(
            f"There is no box {name!r}.", f"{hint}'tamis prisma from-totals --list' names all."
        )
    return f"{head}:{part}" if colon else head


def _at_least_one_study(given: Mapping[str, int]) -> Iterator[Equation]:
    """Where reports are included, at least one study is: told as an equation with a fixed box."""
    if given.get("studies_included") == 0:
        yield Equation(
            rule="studies and reports",
            whole="reports_included",
            plus=("studies_included",),
            at_most=True,
        )


def _refused(found: Contradiction, given: Mapping[str, int]) -> UsageError:
    numbers = _numbers(found, given)
    why = _MEETING.get(found.equation.rule)
    told = f" ({why})" if why else ""
    return UsageError(
        f"These numbers cannot hold together: {numbers}. They break the rule"
        f" '{found.equation.rule}': {found.equation.words}{told}.",
        "Look these numbers up again; leave out what is not known.",
    )


def _numbers(found: Contradiction, given: Mapping[str, int]) -> str:
    told = [f"{box} = {given[box]}" for box in found.told if box in given]
    assumed = ["no other methods"] if len(told) < len(found.told) else []
    return ", ".join((*told, *assumed))


def _unexpected(found: Contradiction, given: Mapping[str, int]) -> str:
    numbers = _numbers(found, given)
    return (
        f"{numbers}: not as expected by the rule '{found.equation.rule}', {found.equation.words}."
        " A record may lead to several reports, and several records to one."
    )


def _warnings(rules: Iterable[Equation], known: Mapping[str, int]) -> Iterator[str]:
    for rule, whole, right in broken(rules, known):
        yield (
            f"{rule.whole} is {whole}, but {right} is expected by the rule '{rule.rule}',"
            f" {rule.words}."
        )


def _told(given: Mapping[str, int], known: Mapping[str, int], *, has_other: bool) -> Told:
    """Every box of the diagrams with its number, None where it is not known."""
    stages = stages_told(given)
    shown: dict[str, int | None] = {}
    for box in dict.fromkeys((*box_list(), *given)):
        absent = box in (*UPDATE_FIELDS, *META_FIELDS) and box not in known
        if box in ALIASES or absent or (not stages and box.endswith(("_title", "_abstract"))):
            continue
        shown[box] = known.get(box)
    if set(given) & set(UPDATE_FIELDS):
        shown |= {box: known.get(box) for box in UPDATE_FIELDS}
    if not has_other:
        shown |= dict.fromkeys(OTHER_BOXES, 0) | _mirrored(given)
    return Told(numbers=shown, stages=(*(stages or (Stage.TITLE,)), Stage.FULLTEXT), typed=True)


def _mirrored(given: Mapping[str, int]) -> dict[str, int | None]:
    """The reasons of full texts, told of the one column or of the stage, in both."""
    stage = "excluded_fulltext"
    twins = {stage: TWINS[stage], TWINS[stage]: stage}
    mirrored: dict[str, int | None] = {}
    for box, n in given.items():
        head, _, name = box.partition(":")
        if name and head in twins:
            mirrored[f"{twins[head]}:{name}"] = n
    return mirrored
