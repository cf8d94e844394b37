"""Whether the pages of two records agree: first page, last page, the span between, its length."""

from __future__ import annotations

from screening.dedup.types import Agreement, Prepared

_LONG_PAGE = 3
# A span this wide holds one report; a wider one is a whole supplement of congress abstracts.
_NARROWEST, _WIDEST = 2, 60


def same_pages(one: Prepared, two: Prepared) -> Agreement:
    """Whether the first pages agree.

    Unknown where one is missing, where the ranges overlap, or where a page of print stands
    against an electronic number or a range that counts from 1.
    """
    first, second = one.first_page, two.first_page
    if not first or not second:
        return None
    if first == second:
        return True
    if _digits(first) == _digits(second) and not (first[0].isalpha() and second[0].isalpha()):
        return True
    if _digits(one.last_page) == _digits(two.last_page) and len(_digits(one.last_page)) >= 2:
        return True
    return None if _overlap(one, two) or _counted_otherwise(first, second) else False


def same_last(one: Prepared, two: Prepared) -> Agreement:
    """Whether the last pages agree, None where one is missing."""
    if not one.last_page or not two.last_page:
        return None
    return _digits(one.last_page) == _digits(two.last_page)


def same_span(one: Prepared, two: Prepared) -> bool:
    """Whether first and last page agree and pages lie between.

    Two texts can share a page, but not fill the same pages from first to last. Ranges that count
    from 1 are left out: many journals begin each article so.
    """
    if one.first_page != two.first_page or one.first_page == "1" or not same_last(one, two):
        return False
    length = length_of(one)
    return length is not None and _NARROWEST < length <= _WIDEST


def same_length(one: Prepared, two: Prepared) -> Agreement:
    """Whether the number of pages agrees, None where one is unknown."""
    first, second = length_of(one), length_of(two)
    return None if first is None or second is None else first == second


def length_of(at: Prepared) -> int | None:
    """The number of pages; None where first or last page is missing or no number."""
    first, last = _digits(at.first_page), _digits(at.last_page)
    if not first or not last or int(last) < int(first):
        return None
    return int(last) - int(first) + 1


def deep(page: str) -> bool:
    """Whether a page has three digits and more, so that it hardly comes twice in one volume."""
    return len(_digits(page)) >= _LONG_PAGE


def _overlap(one: Prepared, two: Prepared) -> bool:
    spans = [(at.first_page, at.last_page or at.first_page) for at in (one, two)]
    if not all(start.isdigit() and end.isdigit() for start, end in spans):
        return False
    (first, first_end), (second, second_end) = [(int(start), int(end)) for start, end in spans]
    return first <= second_end and second <= first_end


def _counted_otherwise(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    if "1" in (first, second) and len(long) >= _LONG_PAGE:
        return True
    electronic = [page[0].isalpha() and len(_digits(page)) >= _LONG_PAGE for page in (short, long)]
    return electronic.count(True) == 1 and any(page.isdigit() for page in (short, long))


def _digits(page: str) -> str:
    return page if page.isdigit() else "".join(mark for mark in page if mark.isdigit())
