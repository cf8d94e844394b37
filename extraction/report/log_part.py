"""The log and the software of a report. The digest is told only when it gives no vote away."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from collections import Counter
from collections.abc import Iterator

import screening
from extraction.exporters import ThemesDocument
from extraction.report.document import AutomationRow, LogPart, ModelRow, SoftwarePart
from extraction.report.screened import DuplicatesPart, RankingRow
from extraction.report.words import moment
from extraction.sessions.coding import Coding
from screening.console import counted
from screening.embedding import card_names, card_of
from screening.events import Maker
from screening.sessions.blinding import hidden_words, rows_seen
from screening.sessions.review import Review

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def log_part(review: Review) -> LogPart:
    """The log in numbers, as everybody may see it."""
    rows = list(rows_seen(review, review.store.rows(), by_all=True))
    first = next(review.events(), None)
    kinds = Counter(_WORD.sub(" ", row.kind).capitalize() for row in rows)
    return LogPart(
        review_id=rows[0].digest if rows else "",
        events=len(rows),
        first_at=moment(first.at if first else None),
        last_at=moment(review.state.last_at),
        digest=rows[-1].digest if rows else "",
        hidden=sum(bool(hidden_words(row)) for row in rows),
        kinds=tuple(kinds.most_common()),
    )


def software_part(
    coding: Coding,
    duplicates: DuplicatesPart,
    rankings: tuple[RankingRow, ...],
    document: ThemesDocument | None,
) -> SoftwarePart:
    """Program, libraries, shipped models, and the methods that had a part in this review."""
    return SoftwarePart(
        tamis=screening.__version__,
        python=platform.python_version(),
        libraries=tuple(_libraries()),
        models=tuple(_models()),
        automation=(
            *_duplicates(duplicates),
            *_rankings(rankings),
            *_findings(coding),
            *(_proposals(document) if document else ()),
        ),
    )


def _libraries() -> Iterator[tuple[str, str]]:
    """The libraries that the program asks for, with the versions installed."""
    for line in importlib.metadata.requires("tamis") or ():
        name = re.split(r"[\s<>=!~\[;(]", line, maxsplit=1)[0]
        if "extra ==" not in line:
            try:
                yield name, importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                yield name, "not installed"


def _models() -> Iterator[ModelRow]:
    for folder in card_names():
        card = card_of(folder)
        for file in card.files:
            yield ModelRow(
                name=card.name,
                task=card.task,
                revision=card.revision,
                licence=card.licence,
                file=file.path,
                sha256=file.sha256,
            )


def _duplicates(part: DuplicatesPart) -> Iterator[AutomationRow]:
    if part.method:
        yield AutomationRow(
            task="Proposing duplicates",
            method=part.method,
            model="",
            used=f"{counted(part.by_rule, 'record')} marked by a rule alone, preset {part.preset}",
            people=f"{counted(part.by_people, 'record')} marked by people,"
            f" {counted(part.open_questions, 'question')} open",
        )


def _rankings(rankings: tuple[RankingRow, ...]) -> Iterator[AutomationRow]:
    made = Counter((row.stage, row.method, row.model, row.model_sha256) for row in rankings)
    for (stage, method, model, sha256), number in made.items():
        yield AutomationRow(
            task=f"Order of reading, {stage} stage",
            method=method,
            model=f"{model}, SHA-256 {sha256}" if model else "",
            used=f"{counted(number, 'order')} of reading made",
            people="An order excludes nothing.",
        )


def _findings(coding: Coding) -> Iterator[AutomationRow]:
    made = Counter((_named(at.maker), at.status.value)
                   for at in coding.findings.values() if at.maker)  # fmt: skip
    yield from _by_method("Proposing findings", made)


def _proposals(document: ThemesDocument) -> Iterator[AutomationRow]:
    made = Counter((_named(at.maker), at.status) for at in document.proposals)
    yield from _by_method("Proposing codes and themes", made)


def _by_method(task: str, made: Counter[tuple[tuple[str, str], str]]) -> Iterator[AutomationRow]:
    for method, model in dict.fromkeys(named for named, _status in made):
        became = {status: n for (named, status), n in made.items() if named == (method, model)}
        yield AutomationRow(
            task=task,
            method=method,
            model=model,
            used=counted(sum(became.values()), "proposal"),
            people=", ".join(f"{n:,} {status}" for status, n in sorted(became.items())),
        )


def _named(maker: Maker | None) -> tuple[str, str]:
    if maker is None:
        return "", ""
    model = f"{maker.model}, SHA-256 {maker.model_sha256}" if maker.model_sha256 else maker.model
    return f"{maker.name} {maker.version}", model
