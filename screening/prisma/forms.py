"""One diagram in words for each form: three stages, PRISMA 2020, PRISMA 2009."""

from __future__ import annotations

from screening.prisma.chart import Chart, Form
from screening.prisma.counts import FlowCounts
from screening.prisma.form_2009 import prisma2009
from screening.prisma.form_2020 import prisma2020
from screening.prisma.form_stages import three_stage
from screening.prisma.told import Told, told

_MADE = {
    Form.THREE_STAGE: three_stage,
    Form.PRISMA2020: prisma2020,
    Form.PRISMA2009: prisma2009,
}


def chart(counts: FlowCounts | Told, form: Form) -> Chart:
    """The boxes, lines and arrows of one form."""
    return _MADE[form](told(counts) if isinstance(counts, FlowCounts) else counts)
