"""The sums among the boxes of a finished flow, for numbers that somebody typed.

Box names are those of ``box_counts``. A finished flow has nothing still to be decided, so that
what the log counts as open does not appear. Rules after PRISMA 2020 (Page MJ et al., BMJ
2021;372:n71); those that a good reason may break are warnings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.prisma.balance import Equation
from screening.prisma.counts import KIND_FIELDS, UPDATE_FIELDS
from screening.prisma.severity import Severity
from screening.protocol import Stage

BY_AUTOMATION, REMOVED_OTHERWISE = "dbr_records_not_screened", "dbr_removed_otherwise"
META_FIELDS = ("studies_in_meta_analysis", "reports_in_meta_analysis")
OTHER_BOXES = tuple(
    f"other_{name}"
    for name in (
        "identified", "duplicates", "to_screen", "records_screened", "records_excluded",
        "reports_sought", "reports_not_retrieved", "reports_assessed", "reports_excluded",
    )
)  # fmt: skip


# Where no other methods are told, the column of databases and registers is the whole flow.
TWINS = {
    "identified": "dbr_identified",
    "duplicates": "dbr_duplicates",
    "records_screened": "dbr_records_screened",
    "records_excluded": "dbr_records_excluded",
    "reached_fulltext": "dbr_reports_sought",
    "not_retrieved_fulltext": "dbr_reports_not_retrieved",
    "decided_fulltext": "dbr_reports_assessed",
    "excluded_fulltext": "dbr_reports_excluded",
}


def _sum(rule: str, whole: str, plus: str, minus: str = "") -> Equation:
    return Equation(rule=rule, whole=whole, plus=tuple(plus.split()), minus=tuple(minus.split()))


def _most(rule: str, whole: str, plus: str, severity: Severity = Severity.ERROR) -> Equation:
    return Equation(
        rule=rule, whole=whole, plus=tuple(plus.split()), at_most=True, severity=severity
    )


def _expected(rule: str, whole: str, plus: str, minus: str = "") -> Equation:
    return Equation(
        rule=rule,
        whole=whole,
        plus=tuple(plus.split()),
        minus=tuple(minus.split()),
        severity=Severity.WARNING,
    )


_IDENTIFIED = (
    _sum("databases and registers", "dbr_identified", "databases registers"),
    _sum(
        "other methods",
        "other_identified",
        "websites organisations citations other_sources",
    ),
    _sum("identified", "identified", "dbr_identified other_identified"),
    _sum("duplicates", "duplicates", "dbr_duplicates other_duplicates"),
    _sum("after duplicates", "to_screen", "identified", "duplicates"),
    _sum("after duplicates", "dbr_to_screen", "dbr_identified", "dbr_duplicates"),
    _sum("after duplicates", "other_to_screen", "other_identified", "other_duplicates"),
)
_RECORDS = (
    _sum(
        "records screened",
        "dbr_records_screened",
        "dbr_to_screen",
        f"{BY_AUTOMATION} {REMOVED_OTHERWISE}",
    ),
    _most("records screened", "other_records_screened", "other_to_screen"),
    _sum("records screened", "records_screened", "dbr_records_screened other_records_screened"),
    _sum("records excluded", "records_excluded", "dbr_records_excluded other_records_excluded"),
    _most("records excluded", "dbr_records_excluded", "dbr_records_screened"),
    _most("records excluded", "other_records_excluded", "other_records_screened"),
    _expected(
        "reports sought", "dbr_reports_sought", "dbr_records_screened", "dbr_records_excluded"
    ),
    _most("reports sought", "other_reports_sought", "other_to_screen", Severity.WARNING),
)
_ARTICLES = (
    _sum("reports sought", "reached_fulltext", "dbr_reports_sought other_reports_sought"),
    _sum(
        "reports not retrieved",
        "not_retrieved_fulltext",
        "dbr_reports_not_retrieved other_reports_not_retrieved",
    ),
    _sum("reports assessed", "decided_fulltext", "dbr_reports_assessed other_reports_assessed"),
    _sum("reports excluded", "excluded_fulltext", "dbr_reports_excluded other_reports_excluded"),
    _sum("articles", "articles_assessed", "decided_fulltext not_retrieved_fulltext"),
    _sum("articles", "articles_excluded", "excluded_fulltext not_retrieved_fulltext"),
)
_INCLUDED = (
    _sum(
        "reports included",
        "reports_included",
        "dbr_reports_assessed other_reports_assessed",
        "dbr_reports_excluded other_reports_excluded",
    ),
    _most("studies and reports", "studies_included", "reports_included"),
    _most("studies found", "studies_included", "to_screen"),
)
_UPDATE = (
    _most("previous version", "previous_studies", "previous_reports"),
    _most("total studies", "total_studies", "previous_studies studies_included"),
    _expected("total reports", "total_reports", "previous_reports reports_included"),
    _most("studies and reports", "total_studies", "total_reports"),
)


def equations(names: Iterable[str]) -> tuple[Equation, ...]:
    """The sums for a flow whose told boxes have these names."""
    told = set(names)
    return tuple(_equations(told))


def stages_told(names: Iterable[str]) -> tuple[Stage, ...]:
    """Title and abstract, if one of their boxes is told."""
    told = set(names)
    both = (Stage.TITLE, Stage.ABSTRACT)
    return both if any(f"{what}_{at}" in told for what in _STAGE_BOXES for at in both) else ()


_STAGE_BOXES = ("reached", "decided", "excluded")


def _equations(told: set[str]) -> Iterator[Equation]:
    yield from (*_IDENTIFIED, *_RECORDS, *_ARTICLES, *_INCLUDED)
    for column in ("dbr", "other"):
        yield _sum(
            "reports assessed",
            f"{column}_reports_assessed",
            f"{column}_reports_sought",
            f"{column}_reports_not_retrieved",
        )
        excluded = f"{column}_reports_excluded"
        yield _most("reports excluded", excluded, f"{column}_reports_assessed")
        yield from _parts("reasons", excluded, told)
    for kind, field in KIND_FIELDS.items():
        yield from _parts("sources", field, told, prefix=f"source:{kind}")
    if stages_told(told):
        yield from _three_stages(told)
    yield from _parts("reasons", "excluded_fulltext", told)
    if told & set(UPDATE_FIELDS):
        yield from _UPDATE
    if told & set(META_FIELDS):
        whole = "total" if told & set(UPDATE_FIELDS) else ""
        for what, box in zip(("studies", "reports"), META_FIELDS, strict=True):
            yield _most("meta-analysis", box, f"total_{what}" if whole else f"{what}_included")


def _parts(rule: str, whole: str, told: set[str], prefix: str = "") -> Iterator[Equation]:
    """A box is the sum of its reasons or sources, where any is told."""
    parts = tuple(sorted(box for box in told if box.startswith(f"{prefix or whole}:")))
    if parts:
        yield Equation(rule=rule, whole=whole, plus=parts)


def _three_stages(told: set[str]) -> Iterator[Equation]:
    yield _sum(
        "stage reached", "reached_title", "to_screen", f"{BY_AUTOMATION} {REMOVED_OTHERWISE}"
    )
    for one, two in (("title", "abstract"), ("abstract", "fulltext")):
        yield _sum("stage decided", f"decided_{one}", f"reached_{one}")
        yield _most("stage excluded", f"excluded_{one}", f"decided_{one}")
        yield _sum("next stage", f"reached_{two}", f"decided_{one}", f"excluded_{one}")
        yield from _parts("reasons", f"excluded_{one}", told)
    yield _sum("stages together", "records_excluded", "excluded_title excluded_abstract")
