from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records.dates import date_of, iso_date, year_of


@pytest.mark.parametrize(
    ("text", "year"),
    [("2013/07/22", 2013), ("Spring 1999", 1999), ("c2001", 2001), ("99", None), ("12345", None)],
)
def test_year(text: str, year: int | None) -> None:
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2013/07/22", "2013-07-22"),
        ("2001/09//", "2001-09"),
        ("2001/00/00/", "2001"),
        ("1993 Oct 8", "1993-10-08"),
        ("2016 Jan-Feb", "2016"),
        ("4 July 2015", "2015-07-04"),
        ("Dec. 2010", "2010-12"),
        ("20221007", "2022-10-07"),
        ("22/07/2013", "2013-07-22"),
        ("07/22/2013", "2013-07-22"),
        ("03/04/2015", "2015"),
        ("2021-03-05 12:30", "2021-03-05"),
        ("YEAR/MONTH", ""),
    ],
)
def test_date(text: str, date: str) -> None:
    assert date_of(text) == date


def test_parts() -> None:
    assert iso_date("2025", "04", "07") == "2025-04-07"
    assert iso_date("2016", "April", "") == "2016-04"
    assert iso_date("2016", "13", "1") == "2016"
    assert iso_date("", "1", "1") == ""


@given(st.text(max_size=40))
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    assert date_of(text) == "" or date_of(text)[:4].isdecimal()
