"""Box name -> number, gathered into the dataclasses of ``counts``. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.prisma.counts import ColumnCount, ReasonCount, SourceCount, StageCount
from screening.protocol import Stage
from screening.records import SourceKind


def source_counts(total: Mapping[str, int]) -> Iterator[SourceCount]:
    """The sources, in the order of their first import."""
    for name, n in total.items():
        if name.startswith("source:"):
            _, kind, source = name.split(":", 2)
            gone = total[f"duplicates:{kind}:{source}"]
            yield SourceCount(name=source, kind=SourceKind(kind), n=n, duplicates=gone)


def _reasons(total: Mapping[str, int], name: str) -> tuple[ReasonCount, ...]:
    prefix = f"{name}:"
    return tuple(
        ReasonCount(reason=box.removeprefix(prefix), n=n)
        for box, n in total.items()
        if box.startswith(prefix)
    )


def stage_count(total: Mapping[str, int], stage: Stage) -> StageCount:
    """What became of the records at one stage."""
    return StageCount(
        stage=stage,
        reached=total[f"reached_{stage}"],
        decided=total[f"decided_{stage}"],
        excluded=total[f"excluded_{stage}"],
        excluded_by_tools=total[f"excluded_by_tools_{stage}"],
        reasons=_reasons(total, f"excluded_{stage}"),
        not_retrieved=total[f"not_retrieved_{stage}"],
        let_through=total[f"let_through_{stage}"],
        pending=total[f"pending_{stage}"],
        conflicts=total[f"conflicts_{stage}"],
        unsure_held=total[f"unsure_held_{stage}"],
        unsure_forwarded=total[f"unsure_forwarded_{stage}"],
        not_screened=total[f"not_screened_{stage}"],
    )


def column_count(total: Mapping[str, int], column: str) -> ColumnCount:
    """One column of PRISMA 2020; the fields of stages the protocol lacks are 0."""
    return ColumnCount(
        identified=total[f"{column}_identified"],
        duplicates=total[f"{column}_duplicates"],
        to_screen=total[f"{column}_to_screen"],
        records_screened=total.get(f"{column}_records_screened", 0),
        records_unscreened=total.get(f"{column}_records_unscreened", 0),
        records_not_screened=total.get(f"{column}_records_not_screened", 0),
        records_excluded=total.get(f"{column}_records_excluded", 0),
        records_excluded_by_tools=total.get(f"{column}_records_excluded_by_tools", 0),
        reports_sought=total.get(f"{column}_reports_sought", 0),
        reports_not_retrieved=total.get(f"{column}_reports_not_retrieved", 0),
        reports_assessed=total.get(f"{column}_reports_assessed", 0),
        reports_unassessed=total.get(f"{column}_reports_unassessed", 0),
        reports_excluded=total.get(f"{column}_reports_excluded", 0),
        reasons=_reasons(total, f"{column}_reports_excluded"),
        included=total[f"{column}_included"],
    )
