"""Themes, the study matrix, the extraction table and pooled proportions of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extraction.exporters import ThemeNode, ThemesDocument, no_theme
from extraction.report.coded import (
    ExtractedPart,
    MatrixPart,
    PooledRow,
    ShareRow,
    ThemeRow,
    ThemesPart,
)
from extraction.report.words import by_number
from extraction.sessions.coding import Coding
from extraction.sessions.pooling import Pooled, Study, pool_proportions
from extraction.sessions.sheet import OpenSheet
from extraction.sessions.sheet_rows import approved_counts, study_rows
from extraction.sessions.themes_document import coded_review
from extraction.sheet import counts_of
from extraction.synthesis.matrix import study_matrix
from extraction.synthesis.references import References
from extraction.synthesis.shares import Unit
from extraction.themes import Level
from screening.errors import ReviewError
from screening.protocol import FieldType


def themes_part(coding: Coding, document: ThemesDocument, cited: References) -> ThemesPart:
    """What was coded, from the export's document."""
    codes = sum(node.level == Level.CODE.word for node in document.nodes())
    return ThemesPart(
        studies=document.studies_in_review,
        findings=sum(at.counts for at in coding.findings.values()),
        coded=len({at.finding for at in document.codings}),
        codings=len(document.codings),
        codes=codes,
        coders=tuple(Counter(at.coded_by for at in document.codings).most_common()),
        proposed=tuple(sorted(Counter(at.status for at in document.proposals).items())),
        rows=tuple(_rows(document, coding.review.protocol.levels)),
        shares=tuple(_shares(document)),
        matrix=_matrix(coding, cited),
    )


def _rows(document: ThemesDocument, levels: tuple[str, str, str]) -> Iterator[ThemeRow]:
    for top in document.themes:
        yield from _below(top, 0, levels)
    if document.without_place:
        yield ThemeRow(heading=no_theme(levels[Level.THEME]))
    for top in document.without_place:
        yield from _below(top, 1, levels)


def _below(node: ThemeNode, depth: int, levels: tuple[str, str, str]) -> Iterator[ThemeRow]:
    level = next(at for at in Level if at.word == node.level)
    yield ThemeRow(
        level=levels[level],
        depth=depth,
        label=node.label,
        definition=node.definition,
        studies=node.studies_included,
        share=node.effect_size,
        references=node.references_included,
    )
    for child in node.children:
        yield from _below(child, depth + 1, levels)


def _shares(document: ThemesDocument) -> Iterator[ShareRow]:
    for share in document.shares:
        if share.unit is not Unit.CODES:
            yield ShareRow(
                unit=share.unit.value,
                basis=share.unit.basis,
                label=share.label,
                count=share.count,
                total=share.total,
                share=share.share,
            )


def _matrix(coding: Coding, cited: References) -> MatrixPart:
    """Included studies by themes; by codes where no theme has one."""
    coded = coded_review(coding)
    level = next((at for at in Level if any(node.level is at for node in coded.nodes)), Level.CODE)
    found = study_matrix(coded, level)
    titles = {at.id: at.title for at in coding.review.records(found.studies)}
    rows = [
        (cited.of(study), titles.get(study, ""), counts)
        for study, counts in zip(found.studies, found.counts, strict=True)
        if study in coded.included
    ]
    return MatrixPart(
        level=coding.review.protocol.levels[level],
        nodes=tuple(node.label for node in found.codes),
        rows=tuple(sorted(rows, key=lambda row: by_number(row[0]))),
    )


def extracted_part(opened: OpenSheet, cited: References) -> ExtractedPart | None:
    """The extraction table; None where no cell is filled."""
    rows = [row for row in study_rows(opened) if row.values]
    if not rows:
        return None
    rows.sort(key=lambda row: by_number(cited.of(row.study)))
    fields = [at for at in opened.form.fields if any(at.name in row.values for row in rows)]
    return ExtractedPart(
        fields=tuple(f"{at.label or at.name}{f' ({at.unit})' * bool(at.unit)}" for at in fields),
        rows=tuple(
            (cited.of(row.study), tuple(row.values.get(at.name, "") for at in fields))
            for row in rows
        ),
    )


def pooled_fields(opened: OpenSheet) -> Iterator[tuple[PooledRow, Pooled | None]]:
    """Every events/total field with two studies or more, pooled as 'tamis synthesis pool' does."""
    for field in opened.form.fields:
        if field.type is FieldType.EVENTS_TOTAL:
            studies = _studies(opened, field.name)
            if len(studies) > 1:
                yield _pooled(field.label or field.name, studies)


def _studies(opened: OpenSheet, field: str) -> list[Study]:
    counts = ((study, name, counts_of(value))
              for study, name, value in approved_counts(opened, field))  # fmt: skip
    return [
        Study(name=name, events=events, total=total, place=study)
        for study, name, (events, total) in counts
    ]


def _pooled(field: str, studies: list[Study]) -> tuple[PooledRow, Pooled | None]:
    try:
        found = pool_proportions(studies)
    except ReviewError as error:
        return _not_pooled(field, studies, error.message), None
    row = PooledRow(
        field=field,
        studies=len(found.studies),
        events=found.events,
        total=found.total,
        value=found.random.value,
        low=found.random.low,
        high=found.random.high,
        level=found.level,
        interval=found.interval.value.title(),
        tau2=found.heterogeneity.tau2,
        i2=found.heterogeneity.i2_q,
        how=f"random effects, {found.transform.value} scale, tau² by {found.tau2_method.words}",
        notes=found.notes,
    )
    return row, found


def _not_pooled(field: str, studies: list[Study], fault: str) -> PooledRow:
    return PooledRow(
        field=field,
        studies=len(studies),
        events=sum(at.events for at in studies),
        total=sum(at.total for at in studies),
        value=None,
        low=None,
        high=None,
        level=0.0,
        interval="",
        tau2=None,
        i2=None,
        how="",
        notes=(),
        fault=fault,
    )
