"""What people type into a cell -> the one way in which the value is kept, or why it cannot be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date

from screening.protocol import FieldType, FormField

_LONGEST_NUMBER = 15
_THOUSANDS = re.compile(r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]00:00(?::00)?)?")
_YEARS = re.compile(r"(\d{4})(?:\s*(?:-|–|—|to|/)\s*(\d{4}|\d{2}))?", re.IGNORECASE)
_COUNTS = re.compile(r"(-?[\d,.]+)\s*(?:/|of|out of)\s*(-?[\d,.]+)", re.IGNORECASE)
_YES_NO = {
    "yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no",
    "0": "no", "unclear": "unclear", "?": "unclear", "not reported": "unclear",
}  # fmt: skip


class BadValue(ValueError):
    """A value does not fit its field; the sentence says why and what would fit."""


def read_value(field: FormField, text: str) -> str:
    """A value as typed -> as it is kept: trimmed, numbers plain, choices in the form's spelling.

    Args:
        field: whose value it is.
        text: as typed by a person or read from a workbook; not empty.

    Raises:
        BadValue: it does not fit the field's type, choices or bounds.
    """
    typed = " ".join(text.split())
    if not typed:
        raise BadValue("nothing is written")
    if field.type is FieldType.TEXT:
        return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    return _READERS[field.type](field, typed)


def counts_of(value: str) -> tuple[int, int]:
    """(events, total) of a kept value of the type events/total."""
    events, total = value.split("/")
    return int(events), int(total)


def _whole(text: str) -> int | None:
    plain = text.removesuffix(".0")
    if _THOUSANDS.fullmatch(plain):
        plain = re.sub(r"\D", "", plain)
    digits = plain.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        return None
    return int(plain)


def _integer(field: FormField, text: str) -> str:
    number = _whole(text)
    if number is None:
        raise BadValue(f"{text!r} is no whole number")
    _bounded(field, number)
    return str(number)


def _number(field: FormField, text: str) -> str:
    try:
        number = float(re.sub(r"\D", "", text) if _THOUSANDS.fullmatch(text) else text)
    except ValueError:
        raise BadValue(f"{text!r} is no number; write a point before decimals") from None
    if not math.isfinite(number) or "_" in text:
        raise BadValue(f"{text!r} is no number")
    _bounded(field, number)
    return str(int(number)) if number.is_integer() and abs(number) < 10**15 else repr(number)


def _bounded(field: FormField, number: float) -> None:
    if field.least is not None and number < field.least:
        raise BadValue(f"{number:g} is below the least value {field.least:g}")
    if field.most is not None and number > field.most:
        raise BadValue(f"{number:g} is above the greatest value {field.most:g}")


def _choice(field: FormField, text: str) -> str:
    for choice in field.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise BadValue(f"{text!r} is none of: {', '.join(field.choices)}")


def _choices(field: FormField, text: str) -> str:
    chosen = {_choice(field, part.strip()) for part in text.split(";") if part.strip()}
    if not chosen:
        raise BadValue("nothing is chosen")
    return "; ".join(choice for choice in field.choices if choice in chosen)


def _yes_no(_field: FormField, text: str) -> str:
    found = _YES_NO.get(text.casefold())
    if found is None:
        raise BadValue(f"{text!r} is none of: yes, no, unclear")
    return found


def _date(_field: FormField, text: str) -> str:
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        raise BadValue(f"{text!r} is no {FieldType.DATE.example.removeprefix('a ')}") from None
    return "-".join(part for part in found.groups() if part)


def _years(_field: FormField, text: str) -> str:
    found = _YEARS.fullmatch(text)
    if found is None:
        raise BadValue(f"{text!r} is neither a year nor a range such as 2010-2015")
    first, last = found[1], found[2] or found[1]
    last = first[:2] + last if len(last) == 2 else last
    if not 1000 <= int(first) <= int(last) <= 2999:
        raise BadValue(f"{text!r}: the first year is after the last, or no year at all")
    return first if first == last else f"{first}-{last}"


def _events_total(_field: FormField, text: str) -> str:
    found = _COUNTS.fullmatch(text)
    counts = [_whole(part) for part in found.groups()] if found else []
    if not counts or None in counts:
        raise BadValue(f"{text!r} is not written as events/total, such as 12/40")
    events, total = (count or 0 for count in counts)
    if total < 1:
        raise BadValue(f"{text!r}: the total must be at least 1")
    if not 0 <= events <= total:
        raise BadValue(f"{text!r}: the events must lie between 0 and the total")
    return f"{events}/{total}"


_READERS: dict[FieldType, Callable[[FormField, str], str]] = {
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _number,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.DATE: _date,
    FieldType.YEARS: _years,
    FieldType.EVENTS_TOTAL: _events_total,
}
