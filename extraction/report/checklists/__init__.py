"""Reporting checklists: the items as TOML beside this file, what the log knows of them as code.

An item without facts is open, and left to the author. PRISMA-trAIce is added where a method
proposed or ordered something, ENTREQ where something was coded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from extraction.exporters import ThemesDocument
from extraction.exporters.blocks import Grid
from extraction.exporters.entreq import TO_WRITE
from extraction.report.checklists.prisma2020 import prisma2020_facts
from extraction.report.checklists.prisma_s import prisma_s_facts
from extraction.report.checklists.prisma_traice import prisma_traice_facts
from extraction.report.checklists.said import Said
from extraction.report.document import Checklist, Item, Report
from extraction.sessions.coding import Coding
from extraction.sessions.reporting import entreq_page

FOR_THE_AUTHOR = "For the author"
_ENTREQ_SOURCE = (
    "Tong A, Flemming K, McInnes E, Oliver S, Craig J. Enhancing transparency in reporting the"
    " synthesis of qualitative research: ENTREQ. BMC Med Res Methodol 2012;12:181."
    " doi:10.1186/1471-2288-12-181"
)
_ENTREQ_LICENCE = (
    "CC BY 2.0; the wording of the items is shortened here, see the source for the full text."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A checklist as published: name, source, licence, and (number, topic, words) of each item."""

    name: str
    source: str
    licence: str
    items: tuple[tuple[str, str, str], ...]


def checklists_of(
    report: Report, coding: Coding, document: ThemesDocument | None
) -> tuple[Checklist, ...]:
    """Every checklist that fits the review, filled in as far as the report's numbers can."""
    return tuple(_checklists(report, coding, document))


def _checklists(
    report: Report, coding: Coding, document: ThemesDocument | None
) -> Iterator[Checklist]:
    yield _filled("prisma-2020", prisma2020_facts(report))
    yield _filled("prisma-s", prisma_s_facts(report))
    if report.software.automation:
        yield _filled("prisma-traice", prisma_traice_facts(report))
    if document:
        yield _entreq(coding, document)


@lru_cache
def form(key: str) -> Form:
    """A checklist's words, from its TOML file."""
    text = files(__package__).joinpath(f"{key}.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    items = tuple((number, topic, asks) for number, topic, asks in values.pop("items"))
    return Form(**values, items=items)


def _filled(key: str, known: Mapping[str, Said]) -> Checklist:
    words = form(key)
    return Checklist(
        key=key,
        name=words.name,
        source=words.source,
        licence=words.licence,
        items=tuple(
            _item(number, topic, asks, known.get(number, Said()))
            for number, topic, asks in words.items
        ),
    )


def _item(number: str, topic: str, asks: str, said: Said) -> Item:
    return Item(
        number=number,
        topic=topic,
        asks=asks,
        facts=said.facts,
        where=said.where if said.facts else "",
        left=said.left if said.facts else FOR_THE_AUTHOR,
    )


def _entreq(coding: Coding, document: ThemesDocument) -> Checklist:
    """The page of 'tamis synthesis entreq', as a checklist."""
    blocks = entreq_page(coding, document=document)
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    return Checklist(
        key="entreq",
        name="ENTREQ statement",
        source=_ENTREQ_SOURCE,
        licence=_ENTREQ_LICENCE,
        items=tuple(
            Item(
                number=number,
                topic=topic,
                asks=asks,
                facts=tuple(facts.split("\n")) if facts else (),
                where="",
                left=FOR_THE_AUTHOR if left == TO_WRITE else left,
            )
            for number, topic, asks, facts, left in grid.rows
        ),
    )
