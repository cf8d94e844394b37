"""What a package says of a review: numbers and tables, made in the same way when it is replayed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.exporters import ThemesDocument, exporter_named
from extraction.exporters.package_manifest import LeftOut, Number
from extraction.findings import confirmed
from extraction.sessions.coding import Coding
from extraction.sessions.texts import FULL_TEXT
from extraction.sessions.themes_document import themes_document
from screening.sessions.numbers import numbers_of
from screening.sessions.result_tables import result_tables

TABLES = "tables/"
THEMES = "themes/"


def document_of(coding: Coding, left_out: LeftOut) -> ThemesDocument:
    """The coded themes, quoting only texts that are in the package."""
    absent = {"abstract": left_out.abstracts, FULL_TEXT: left_out.fulltexts}
    return themes_document(coding, unquoted=[name for name, is_out in absent.items() if is_out])


def all_numbers(coding: Coding, document: ThemesDocument) -> dict[str, Number]:
    """Every number of the review by its name.

    Raises:
        CheckFailed: the flow does not add up.
    """
    found: dict[str, Number] = dict(numbers_of(coding.review))
    found.update(_coding_numbers(coding, document))
    return found


def _coding_numbers(coding: Coding, document: ThemesDocument) -> Iterator[tuple[str, Number]]:
    yield "coding.findings", len(confirmed(coding.findings))
    yield "coding.uncoded_findings", len(document.uncoded_findings)
    yield "coding.links", len(document.codings)
    yield "coding.studies_in_review", document.studies_in_review
    yield "coding.proposals", len(document.proposals)
    for node in document.nodes():
        name = f"coding.{node.id}"
        for field in ("codes", "findings", "links", "studies", "studies_included", "effect_size"):
            yield f"{name}.{field}", getattr(node, field)
    for share in document.shares:
        name = f"share.{share.unit}.{share.theme}"
        for field in ("count", "total", "share", "count_included", "total_included"):
            yield f"{name}.{field}", getattr(share, field)
    for study in document.studies:
        yield f"study.{study.record}.findings", study.findings
        yield f"study.{study.record}.codes", study.codes


def all_tables(coding: Coding, document: ThemesDocument) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Path in the package -> bytes, of every table that follows from log and records."""
    for name, chunks in result_tables(coding.review):
        yield f"{TABLES}{name}", chunks
    for name, data in exporter_named("csv").files(document).items():
        yield f"{TABLES}{THEMES}{name}", [data]
