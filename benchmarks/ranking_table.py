"""Turns the lines of ``benchmarks.ranking`` into the tables of docs/ranking.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean

from benchmarks.ranking_results import PEER, UNLABELLED, Line, Results, read
from benchmarks.ranking_sets import LEFT_OUT, unit_of
from screening.simulation.compare import bootstrap_interval, paired, t_interval

_WIDE_LOSS = 0.03


def tables(paths: Sequence[Path], costs: Path | None = None) -> Iterator[str]:
    """All tables, line by line, in Markdown."""
    results = Results(read(paths))
    if not results.sets:
        yield "No set has a run of every arm yet."
        return
    yield from _heading(results)
    for part in (_means, _against, _sets, _work_saved, _unlabelled, _bare):
        yield ""
        yield from part(results)
    yield ""
    yield from _costs(results, _vector_costs(costs))


def _heading(results: Results) -> Iterator[str]:
    units = len({unit_of(name) for name in results.sets})
    runs = sorted({len(seeds) for seeds in results.seeds.values() if seeds})
    told = {f"{k} {v}" for line in results.lines.values() for k, v in line.versions.items()}
    yield (
        f"{len(results.sets)} labelled sets ({units} after overlapping ones are counted once),"
        f" {' to '.join(map(str, runs[:1] + runs[1:][-1:]))} seeds each; {', '.join(sorted(told))}."
    )
    if results.partial:
        yield f"Not measured by every arm yet: {', '.join(results.partial)}."
    yield from (f"Left out: {name} ({why})." for name, why in LEFT_OUT.items())
    if PEER in results.arms and "u4" in results.arms:
        yield _sameness(results)


def _sameness(results: Results) -> str:
    pairs = [
        (ours, theirs)
        for name in results.sets
        for ours, theirs in zip(results.of(name, "u4"), results.of(name, PEER), strict=True)
    ]
    orders = sum(ours.order == theirs.order for ours, theirs in pairs)
    ranks = sum(ours.ranks == theirs.ranks for ours, theirs in pairs)
    return (
        f"Our u4 shows the same records in the same order as ASReview in {orders} of {len(pairs)}"
        f" runs, and every relevant record at the same rank in {ranks}. Records of equal text may"
        " change places: ASReview shows them in the order of the file, we in one drawn by seed."
    )


_COLUMNS = (
    ("loss", "loss", 4),
    ("ndcg", "NDCG", 3),
    ("average_precision", "AP", 3),
    ("recall_5", "recall@5 %", 3),
    ("recall_10", "@10 %", 3),
    ("recall_20", "@20 %", 3),
    ("wss_95", "WSS@95", 3),
    ("tnr_95", "TNR@95", 3),
    ("wss_100", "WSS@100", 3),
    ("n95", "n95", 0),
    ("atd", "ATD", 0),
)


def _means(results: Results) -> Iterator[str]:
    yield from _header("Mean over the sets", ["arm", *(name for _, name, _ in _COLUMNS)])
    for arm in results.arms:
        means = [fmean(results.by_set(arm, figure)) for figure, _, _ in _COLUMNS]
        digits = [digits for _, _, digits in _COLUMNS]
        yield _row(arm, *(f"{m:.{d}f}" for m, d in zip(means, digits, strict=True)))


def _against(results: Results) -> Iterator[str]:
    if PEER not in results.arms:
        return
    title = "Against ASReview, paired by set (first) and by unit (overlapping sets once)"
    yield from _header(
        title,
        ["arm", "counted by", "loss", "change", "95 % bootstrap", "better/equal/worse",
         "Wilcoxon p", "WSS@95", "worst WSS@95"],
    )  # fmt: skip
    for arm in results.arms:
        if arm != PEER:
            yield _against_row(arm, "set", results.by_set)
            yield _against_row(arm, "unit", results.by_unit)


def _against_row(arm: str, by: str, values: Callable[[str, str], list[float]]) -> str:
    ours, theirs = values(arm, "loss"), values(PEER, "loss")
    found = paired(ours, theirs)
    gaps = [one - other for one, other in zip(ours, theirs, strict=True)]
    saved = [
        one - other
        for one, other in zip(values(arm, "wss_95"), values(PEER, "wss_95"), strict=True)
    ]
    interval = bootstrap_interval(gaps)
    bounds = (
        ""
        if interval.low is None or interval.high is None
        else f"{interval.low:+.4f} to {interval.high:+.4f}"
    )
    return _row(
        arm,
        by,
        f"{fmean(ours):.4f}",
        f"{fmean(gaps) / fmean(theirs):+.1%}",
        bounds,
        f"{found.wins}/{found.ties}/{found.losses}",
        "" if found.p is None else f"{found.p:.2g}",
        f"{fmean(saved):+.3f}",
        f"{min(saved):+.3f}",
    )


def _sets(results: Results) -> Iterator[str]:
    heads = ["set", "records", "relevant", "seeds", *(f"{arm}" for arm in results.arms)]
    yield from _header("Loss of each set, mean and half of the 95 % t interval over seeds", heads)
    for name in results.sets:
        first = results.of(name, results.arms[0])[0]
        cells = [_with_half(results, name, arm, "loss", 4) for arm in results.arms]
        yield _row(name, first.records, first.relevant, len(results.seeds[name]), *cells)


def _work_saved(results: Results) -> Iterator[str]:
    title = f"WSS@95 of each set (* lower than ASReview by more than {_WIDE_LOSS})"
    yield from _header(title, ["set", *results.arms])
    for name in results.sets:
        cells = [
            _with_half(results, name, arm, "wss_95", 3) + _mark(results, name, arm)
            for arm in results.arms
        ]
        yield _row(name, *cells)


def _mark(results: Results, name: str, arm: str) -> str:
    if PEER not in results.arms:
        return ""
    gap = results.mean(name, arm, "wss_95") - results.mean(name, PEER, "wss_95")
    return " *" if gap < -_WIDE_LOSS else ""


def _with_half(results: Results, name: str, arm: str, figure: str, digits: int) -> str:
    found = t_interval([getattr(line.figures, figure) for line in results.of(name, arm)])
    half = "" if found.high is None else f" ± {found.high - found.mean:.{digits}f}"
    return f"{found.mean:.{digits}f}{half}"


def _unlabelled(results: Results) -> Iterator[str]:
    """Arms without any label beside the mean of all runs of the peer, which is given two."""
    arms = [arm for arm in UNLABELLED if any(one == arm for _, _, one in results.lines)]
    found = {
        name: [results.mean_of_all(name, arm, "loss") for arm in (PEER, *arms)]
        for name in results.sets
    }
    whole = {name: [v for v in row if v is not None] for name, row in found.items()}
    whole = {name: row for name, row in whole.items() if len(row) == len(found[name])}
    if not arms or not whole:
        return
    title = "Loss without any label, beside ASReview with one included and one excluded record"
    yield from _header(title, ["set", PEER, *arms])
    for name, row in whole.items():
        yield _row(name, *(f"{value:.4f}" for value in row))
    units: dict[str, list[list[float]]] = {}
    for name, row in whole.items():
        units.setdefault(unit_of(name), []).append(row)
    of_units = [[fmean(column) for column in zip(*rows, strict=True)] for rows in units.values()]
    yield _row(f"mean of {len(whole)} sets", *_column_means(list(whole.values())))
    yield _row(f"mean of {len(units)} units", *_column_means(of_units))


def _column_means(rows: Sequence[Sequence[float]]) -> list[str]:
    return [f"{fmean(column):.4f}" for column in zip(*rows, strict=True)]


def _bare(results: Results) -> Iterator[str]:
    title = "Mean place (0 first, 1 last) of relevant records without abstract, and with one"
    yield from _header(title, ["set", *results.arms])
    for name in results.sets:
        cells = [_places(results.of(name, arm)) for arm in results.arms]
        if any(cells):
            yield _row(name, *cells)


def _places(lines: Sequence[Line]) -> str:
    without = [at.figures.no_abstract for at in lines if at.figures.no_abstract is not None]
    others = [at.figures.with_abstract for at in lines if at.figures.with_abstract is not None]
    return f"{fmean(without):.3f} ({fmean(others):.3f})" if without and others else ""


def _costs(results: Results, vectors: dict[str, float]) -> Iterator[str]:
    heads = ["set", "records", "shown", *results.arms, "vectors once", "peak MiB, same order"]
    yield from _header("CPU seconds of a whole run (user and system), mean over seeds", heads)
    for name in results.sets:
        runs = [results.of(name, arm) for arm in results.arms]
        yield _row(
            name,
            results.size(name),
            round(fmean(line.shown for line in runs[0])),
            *(f"{fmean(line.cpu for line in lines):.1f}" for lines in runs),
            f"{vectors[name]:.0f}" if name in vectors else "",
            " / ".join(f"{fmean(line.peak for line in lines):.0f}" for lines in runs),
        )


def _vector_costs(path: Path | None) -> dict[str, float]:
    """CPU seconds of making a set's vectors, from lines with ``name`` and ``cpu``."""
    if path is None:
        return {}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return {line["name"]: line["cpu"] for line in lines}


def _header(title: str, names: Sequence[str]) -> Iterator[str]:
    yield f"{title}:"
    yield ""
    yield _row(*names)
    yield _row(*("---" for _ in names))


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
