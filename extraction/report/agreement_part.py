"""Agreement of the reviewers in a report: complete records only, so no open vote shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extraction.report.screened import AgreementRow, CoefficientRow
from screening.sessions.agreement import agreement_of
from screening.sessions.review import Review

if TYPE_CHECKING:
    from screening.agreement import Coefficient
    from screening.sessions.agreement import PairAgreement, StageAgreement


def agreement_rows(review: Review) -> tuple[AgreementRow, ...]:
    """Each pair and, of three and more, the team, at every stage that several decide."""
    return tuple(row for at in agreement_of(review) for row in _rows(at))


def _rows(at: StageAgreement) -> Iterator[AgreementRow]:
    for pair in at.pairs:
        yield _pair(at, pair)
    if at.team:
        yield AgreementRow(
            stage=at.stage.label,
            reviewers=at.team.reviewers,
            records=at.team.records - at.team.held,
            incomplete=at.incomplete,
            cells=None,
            coefficients=_coefficients(at.team.coefficients),
            reading=at.team.reading,
            unsure=at.unsure,
        )


def _pair(at: StageAgreement, pair: PairAgreement) -> AgreementRow:
    table = pair.table
    return AgreementRow(
        stage=at.stage.label,
        reviewers=(pair.first, pair.second),
        records=table.total,
        incomplete=at.incomplete,
        cells=(table.both, table.first_only, table.second_only, table.neither),
        coefficients=_coefficients(pair.coefficients),
        reading=pair.reading,
        unsure=at.unsure,
    )


def _coefficients(made: Sequence[Coefficient]) -> tuple[CoefficientRow, ...]:
    return tuple(
        CoefficientRow(
            measure=at.measure.value,
            value=at.value,
            low=at.interval.low if at.interval else None,
            high=at.interval.high if at.interval else None,
            confidence=at.interval.confidence if at.interval else None,
            note=at.note,
        )
        for at in made
    )
