"""A shipped corpus as dataclasses: its searches, decisions, findings, codebook and numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening.protocol import Stage, Verdict, to_stage, to_verdict
from screening.resources import shipped

Position = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusDecision:
    """A verdict to replay; ``published`` is False where it was reconstructed."""

    position: Position
    stage: Stage
    verdict: Verdict
    reason: str
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusCode:
    """A code of the published tree, with the findings (links) it rests on."""

    id: str
    theme: str
    subtheme: str
    label: str
    flag: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFinding:
    """One code-study link: what a study contributed, and where its record stands."""

    id: str
    reference: str
    position: Position
    statement: str
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNumber:
    """A number to reproduce. ``status`` is published, counted or reconstructed."""

    name: str
    value: str
    status: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A labelled review; ``exports`` are (file, source) in the order of import."""

    folder: Path
    protocol: str
    exports: tuple[tuple[Path, str], ...]
    references: tuple[tuple[Position, str], ...]
    decisions: tuple[CorpusDecision, ...]
    codes: tuple[CorpusCode, ...]
    findings: tuple[CorpusFinding, ...]
    numbers: tuple[PublishedNumber, ...]


def load_corpus(name: str) -> Corpus:
    """Read a corpus that ships with the program."""
    folder = shipped("corpora", name)
    findings = tuple(_findings(folder))
    linked: dict[str, list[str]] = {}
    for row in _rows(folder / "findings.csv"):
        linked.setdefault(row["code_id"], []).append(row["finding"])
    return Corpus(
        folder=folder,
        protocol=(folder / "review.toml").read_text(encoding="utf-8"),
        exports=tuple(
            (folder / "exports" / row["file"], row["source"])
            for row in _rows(folder / "searches.csv")
        ),
        references=tuple(
            (_position(row), row["reference"]) for row in _rows(folder / "references.csv")
        ),
        decisions=tuple(_decisions(folder)),
        codes=tuple(_codes(folder, linked)),
        findings=findings,
        numbers=tuple(
            PublishedNumber(
                name=row["name"], value=row["value"], status=row["status"], where=row["where"]
            )
            for row in _rows(folder / "published.csv")
        ),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _position(row: dict[str, str]) -> Position:
    return row["file"], int(row["position"])


def _decisions(folder: Path) -> Iterator[CorpusDecision]:
    for row in _rows(folder / "decisions.csv"):
        yield CorpusDecision(
            position=_position(row),
            stage=to_stage(row["stage"]),
            verdict=to_verdict(row["verdict"]),
            reason=row["reason"],
            published=row["basis"] == "published",
        )


def _codes(folder: Path, linked: dict[str, list[str]]) -> Iterator[CorpusCode]:
    for row in _rows(folder / "codebook.csv"):
        yield CorpusCode(
            id=row["code_id"],
            theme=row["theme"],
            subtheme=row["subtheme"],
            label=row["label"],
            flag="" if row["flag"] == "ok" else row["flag"],
            findings=tuple(linked.get(row["code_id"], ())),
        )


def _findings(folder: Path) -> Iterator[CorpusFinding]:
    for row in _rows(folder / "findings.csv"):
        yield CorpusFinding(
            id=row["finding"],
            reference=row["reference"],
            position=_position(row),
            statement=row["statement"],
            flag="" if row["flag"] == "ok" else row["flag"],
        )
