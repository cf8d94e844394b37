"""Trials as the search portal of WHO's registry platform (ICTRP) exports them.

``Trials_downloaded_from_ICTRP/Trial``, every value in an element of its own. There is no abstract:
what a person screens by (condition, intervention, outcomes, who takes part) is put together under
its labels, as CENTRAL prints such entries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.readers.registers import Part, put_parts
from screening.readers.xml_fields import Read, plain, read_children, skip
from screening.readers.xml_records import Root, XmlReader
from screening.readers.xml_shape import Context, Shape
from screening.readers.xml_text import clean_text_of, local_name, text_of
from screening.records.dates import date_of, iso_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOT = "Trials_downloaded_from_ICTRP"
_PARTS = {
    "Condition": "Condition",
    "Intervention": "Intervention",
    "Primary_outcome": "Primary outcome",
    "Secondary_outcome": "Secondary outcome",
    "Inclusion_Criteria": "Inclusion criteria",
    "Exclusion_Criteria": "Exclusion criteria",
}
_WHOLE = len("2026-09-20")
_DAY = re.compile(r"\d{8}|\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}")


def _known_by(root: Root) -> str:
    return f"the root {_ROOT}" if root.name == _ROOT else ""


def _fill(draft: Draft, element: _Element, _around: Context) -> None:
    read_children(draft, element, _TABLE)
    put_parts(
        draft,
        (
            Part(tag=tag, label=label, text=text_of(child))
            for tag, label in _PARTS.items()
            for child in element.iterchildren("{*}" + tag)
        ),
    )


def _registered(draft: Draft, element: _Element) -> None:
    """``20260920``, ``2026-09-20``, or the day first: ``20/09/2026``; kept as well if another."""
    text = clean_text_of(element)
    day, month, year = parts if len(parts := text.split("/")) == 3 else ("", "", "")
    date = iso_date(year, month, day) or date_of(text)
    name = local_name(element)
    if not date:
        draft.put("year", name, text, rank=1)
        return
    if not draft.dates:
        draft.put("year", name, date[:4])
    draft.dates.append(("registered", date))
    if not (len(date) == _WHOLE and _DAY.fullmatch(text)):
        draft.keep(name, text)


_TABLE: dict[str, Read] = {
    "TrialID": plain("id:trial"),
    "Secondary_ID": plain("id:secondary"),
    "Public_title": plain("title"),
    "Scientific_title": plain("title", rank=1),
    "Date_registration3": _registered,
    "Date_registration": _registered,
    "Source_Register": plain("venue"),
    "Primary_sponsor": plain("publisher"),
    "Study_type": plain("type"),
    "web_address": plain("url"),
    **dict.fromkeys(_PARTS, skip),
}

READER = XmlReader(
    name="ictrp_xml",
    label="trials of WHO's registry platform (ICTRP) as XML",
    shape=Shape(records=("Trial",)),
    known_by=_known_by,
    fill=_fill,
    of_registers=True,
)
