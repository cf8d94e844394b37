"""The tables of docs/stopping.md, made from the lines of benchmarks.stopping_coverage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Row = dict[str, Any]
LARGE = 900


def tables(path: Path) -> str:
    """Markdown: rules over urns, rules over real sets, the certificate urn by urn and set by set.

    Args:
        path: a file of JSON lines; of equal measurements the last counts.
    """
    rows: dict[tuple[str, str, float], Row] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["of"], row["rule"], row["recall"]] = row
    urns = [row for row in rows.values() if not row.get("real")]
    real = [row for row in rows.values() if row.get("real")]
    parts = [
        "### Rules on made-up urns\n", _by_rule(urns, "urns"),
        "### Rules on real rankings\n", _by_rule(real, "sets"),
        "### The certificate on each urn\n", _each(urns), "### And on each real set\n", _each(real),
    ]  # fmt: skip
    return "\n".join(parts)


def _by_rule(rows: Iterable[Row], what: str) -> str:
    held: dict[str, list[Row]] = {}
    for row in rows:
        held.setdefault(row["rule"], []).append(row)
    lines = [
        f"| rule | {what} | runs | mean failure | worst failure (its bounds) | mean cost"
        f" | where N ≥ {LARGE} |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for rule, own in held.items():
        large = [row for row in own if row["records"] >= LARGE] or own
        worst = max(own, key=lambda row: row["failed"])
        lines.append(
            f"| {rule} | {len(own)} | {sum(row['runs'] for row in own)} | {_mean(own, _failed):.3f}"
            f" | {worst['failed']:.3f} ({worst['low']:.3f}–{worst['high']:.3f})"
            f" | {_mean(own, _cost):.3f} | {_mean(large, _cost):.3f} |"
        )
    return "\n".join(lines) + "\n"


def _failed(row: Row) -> float:
    return float(row["failed"])


def _cost(row: Row) -> float:
    return float(row["cost"])


def _mean(rows: list[Row], of: Callable[[Row], float]) -> float:
    return sum(map(of, rows)) / len(rows)


def _each(rows: Iterable[Row]) -> str:
    lines = ["| on | N | R | runs | failed (bounds) | cost |", "|---|---:|---:|---:|---:|---:|"]
    lines += [
        f"| {row['of']} | {row['records']} | {row['relevant']} | {row['runs']}"
        f" | {row['failed']:.3f} ({row['low']:.3f}–{row['high']:.3f}) | {row['cost']:.3f} |"
        for row in rows
        if row["rule"] == "audit"
    ]
    return "\n".join(lines) + "\n"
