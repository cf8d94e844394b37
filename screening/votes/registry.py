"""The tools whose votes are read, and which of them wrote an export."""

from __future__ import annotations

from collections.abc import Sequence

from screening.records import RecordContent
from screening.registry import Registry
from screening.votes import tools as folder
from screening.votes.contract import ExportFacts, Tool

_REGISTRY: Registry[Tool] = Registry(folder, "TOOL", "screening tool")


def every_tool() -> tuple[Tool, ...]:
    """Every tool, ordered by name."""
    return _REGISTRY.entries()


def tool_named(name: str) -> Tool:
    """The tool a user asked for.

    Raises:
        UsageError: there is no such tool.
    """
    return _REGISTRY.named(name)


def tool_of(entries: Sequence[RecordContent], export: ExportFacts) -> Tool | None:
    """The tool whose marks most entries bear; None if none bears any."""
    sums = [(sum(tool.marks(at, export) for at in entries), tool) for tool in every_tool()]
    most, best = max(sums, key=lambda pair: pair[0])
    return best if most else None
