"""Dates as export files print them, as ISO dates no more precise than what was given.

Pure functions over strings; standard library only.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_MONTH_NAME = re.compile(rf"(?<![A-Za-z])({'|'.join(_MONTHS)})[a-z]*\b\.?", re.IGNORECASE)
_NUMERIC = re.compile(
    r"(?<!\d)((?:1[5-9]|20)\d\d)[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?(?!\d)(?!\s*[A-Za-z]{3})"
)
_COMPACT = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.]((?:1[5-9]|20)\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?!\d)")


# The dates of a file are few and come again and again.
_REMEMBERED = 4096


@lru_cache(maxsize=_REMEMBERED)
def year_of(text: str) -> int | None:
    """The first year between 1500 and 2099 in the text, None if there is none.

    >>> year_of("2013/07/22"), year_of("Spring 1999"), year_of("99")
    (2013, 1999, None)
    """
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def iso_date(year: str, month: str = "", day: str = "") -> str:
    """``2025-04-07`` out of parts; month as number or English name; as precise as the parts allow.

    >>> iso_date("2014", "October", "1"), iso_date("2001", "0", "0"), iso_date("", "4")
    ('2014-10-01', '2001', '')
    """
    number = year_of(year)
    if number is None:
        return ""
    month_number = _month(month)
    if not month_number:
        return str(number)
    if not (day.strip().isdecimal() and 1 <= int(day) <= 31):
        return f"{number}-{month_number:02d}"
    return f"{number}-{month_number:02d}-{int(day):02d}"


@lru_cache(maxsize=_REMEMBERED)
def date_of(text: str) -> str:
    """The date a string states, ISO, as precise as it is; empty if it states no year.

    A day-first date (``22/07/2013``) is read only where the order cannot be mistaken; otherwise
    the year alone is taken.

    >>> date_of("1993 Oct 8"), date_of("2013/07/22/"), date_of("July 2015"), date_of("03/04/2015")
    ('1993-10-08', '2013-07-22', '2015-07', '2015')
    """
    numeric = _NUMERIC.search(text) or _COMPACT.search(text)
    if numeric:
        return iso_date(numeric[1], numeric[2], numeric[3] or "")
    named = _MONTH_NAME.search(text)
    year = _YEAR.search(text)
    if named and year:
        rest = text[: year.start()] + " " + text[year.end() :]
        day = _DAY.search(_MONTH_NAME.sub(" ", rest))
        # "Jan-Feb" and "Oct 1 - Nov 3" are issues, not days.
        single = len(_MONTH_NAME.findall(text)) == 1
        return iso_date(year.group(), named[1] if single else "", day[1] if day and single else "")
    return _day_first(text) or (year.group() if year else "")


def _day_first(text: str) -> str:
    found = _DAY_FIRST.search(text)
    if not found:
        return ""
    first, second, year = found.groups()
    if int(first) > 12:
        return iso_date(year, second, first)
    if int(second) > 12:
        return iso_date(year, first, second)
    return year


def _month(text: str) -> int:
    text = text.strip().casefold()
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else 0
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else 0
