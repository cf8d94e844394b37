"""The export as tables of plain cells, for every format that knows rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from extraction.exporters.document import CodingEntry, ThemeNode, ThemesDocument
from extraction.synthesis.shares import Share
from screening.events import Maker

Cell: TypeAlias = str | int | float | bool | None
LEVELS = ("theme", "subtheme", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A named table; every row has as many cells as there are headers."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(document: ThemesDocument) -> tuple[Table, ...]:
    """All tables of an export, the tree first."""
    return (
        _codebook(document),
        _codings(document),
        _matrix(document, "matrix", ones=True),
        _matrix(document, "matrix_counts", ones=False),
        _effect_sizes(document),
        _studies(document),
        _shares(document),
        _proposals(document),
        _log(document),
    )


def _codebook(document: ThemesDocument) -> Table:
    return Table(
        name="codebook",
        headers=(
            "id", "level", *LEVELS, "definition", "codes", "findings", "links", "studies",
            "studies_included", "studies_in_review", "frequency_effect_size", "references",
            "references_outside_included", "printed", "flag", "approved_by", "approved_at",
            "proposed_by", "proposed_label",
        ),
        rows=tuple(_theme_row(node, document.studies_in_review) for node in document.nodes()),
    )  # fmt: skip


def _theme_row(node: ThemeNode, studies_in_review: int) -> tuple[Cell, ...]:
    return (
        node.id,
        node.level,
        *_columns(node.path, node.level),
        node.definition,
        node.codes,
        node.findings,
        node.links,
        node.studies,
        node.studies_included,
        studies_in_review,
        _rounded(node.effect_size),
        node.references,
        node.references_outside,
        printed(node),
        node.flag,
        node.approved_by,
        node.approved_at,
        _maker(node.proposed_by),
        node.proposed_label,
    )


def printed(node: ThemeNode) -> str:
    """A node as a review prints it: ``label (33, 36-38)``."""
    return f"{node.label} ({node.references})" if node.references else node.label


def _columns(path: tuple[str, ...], level: str) -> tuple[Cell, ...]:
    """The labels of a path under theme, subtheme and code, even where a level is missing above."""
    missing = LEVELS.index(level) + 1 - len(path)
    cells = ("",) * missing + path
    return cells + ("",) * (len(LEVELS) - len(cells))


def _codings(document: ThemesDocument) -> Table:
    return Table(
        name="codings",
        headers=(
            *LEVELS, "code_id", "finding", "statement", "record", "reference", "included",
            "source", "quote", "start", "end", "text_sha256", "origin", "flag",
            "finding_proposed_by", "finding_by", "finding_at", "code_proposed_by", "coded_by",
            "coded_at",
        ),
        rows=tuple(_coding_row(entry) for entry in document.codings),
    )  # fmt: skip


def _coding_row(entry: CodingEntry) -> tuple[Cell, ...]:
    return (
        *_columns(entry.path, "code"),
        entry.code,
        entry.finding,
        entry.statement,
        entry.record,
        entry.reference,
        entry.included,
        entry.source,
        entry.quote,
        entry.start,
        entry.end,
        entry.text_sha256,
        entry.origin,
        entry.flag,
        _maker(entry.finding_proposed_by),
        entry.finding_by,
        entry.finding_at,
        _maker(entry.code_proposed_by),
        entry.coded_by,
        entry.coded_at,
    )


def _matrix(document: ThemesDocument, name: str, *, ones: bool) -> Table:
    codes = [node for node in document.nodes() if node.level == "code"]
    return Table(
        name=name,
        headers=(
            "record", "reference", "included", *(f"{code.id} {code.label}" for code in codes),
        ),
        rows=tuple(
            (
                study.record,
                study.reference,
                study.included,
                *(_count(study.counts.get(code.id, 0), ones=ones) for code in codes),
            )
            for study in document.studies
        ),
    )  # fmt: skip


def _count(count: int, *, ones: bool) -> int:
    return min(count, 1) if ones else count


def _effect_sizes(document: ThemesDocument) -> Table:
    nodes = sorted(
        document.nodes(), key=lambda node: (LEVELS.index(node.level), -node.studies_included)
    )
    return Table(
        name="effect_sizes",
        headers=(
            "level", "id", "label", "studies_included", "studies_in_review",
            "frequency_effect_size", "consistent_with", "outside_included",
        ),
        rows=tuple(
            (
                node.level,
                node.id,
                node.label,
                node.studies_included,
                document.studies_in_review,
                _rounded(node.effect_size),
                node.references_included,
                node.references_outside,
            )
            for node in nodes
        ),
    )  # fmt: skip


def _studies(document: ThemesDocument) -> Table:
    return Table(
        name="studies",
        headers=(
            "record", "reference", "title", "year", "included", "findings", "codes",
            "intensity_effect_size",
        ),
        rows=tuple(
            (
                study.record,
                study.reference,
                study.title,
                study.year,
                study.included,
                study.findings,
                study.codes,
                _rounded(study.intensity),
            )
            for study in document.studies
        ),
    )  # fmt: skip


def _shares(document: ThemesDocument) -> Table:
    return Table(
        name="shares",
        headers=(
            "compared", "unit", "theme_id", "theme", "count", "total", "share_percent",
            "count_included", "total_included", "share_percent_included", "basis",
        ),
        rows=tuple(
            _share_row(compared, share)
            for compared, shares in (
                ("all themes", document.shares),
                ("chosen themes", document.shares_among),
            )
            for share in shares
        ),
    )  # fmt: skip


def _share_row(compared: str, share: Share) -> tuple[Cell, ...]:
    return (
        compared,
        share.unit.value,
        share.theme,
        share.label,
        share.count,
        share.total,
        _percent(share.share),
        share.count_included,
        share.total_included,
        _percent(share.share_included),
        share.unit.basis,
    )


def _proposals(document: ThemesDocument) -> Table:
    return Table(
        name="proposals",
        headers=(
            "event", "at", "asks", "code", "level", "label", "parent", "options", "findings",
            "proposed_by", "score", "why", "status", "decided_by", "decided_at", "decided_why",
        ),
        rows=tuple(
            (
                at.event, at.at, at.asks, at.code, at.level, at.label, at.parent,
                "; ".join(at.options), "; ".join(at.findings), _maker(at.maker), at.score, at.why,
                at.status, at.decided_by, at.decided_at, at.decided_why,
            )
            for at in document.proposals
        ),
    )  # fmt: skip


def _log(document: ThemesDocument) -> Table:
    return Table(
        name="log",
        headers=("event", "at", "by", "kind", "what", "undone"),
        rows=tuple(
            (entry.event, entry.at, entry.by, entry.kind, entry.what, entry.undone)
            for entry in document.log
        ),
    )


def _maker(maker: Maker | None) -> str:
    if maker is None:
        return ""
    return f"{maker.name} {maker.version}" + (f" ({maker.model})" if maker.model else "")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _percent(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 1)
