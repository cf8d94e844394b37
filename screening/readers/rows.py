"""One row of a table as a record; shared by delimited text and workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from screening.errors import BadInput
from screening.readers.columns import TITLE_NAMES, Column
from screening.readers.contract import Entry
from screening.readers.draft import Draft, author_from
from screening.readers.glued_names import parted
from screening.records import Author
from screening.records.dates import date_of
from screening.records.normalise import is_missing, normal_doi

_FIRM_BREAK = re.compile(r"\s*(?:;|\|+|\n)\s*")
_AND = re.compile(r",?\s+and\s+|\s+&\s+")
_SHORT_NAME = re.compile(r"[^\W\d_][\w'’.\- ]*\s[^\W\d_][\w.\- ]{0,7}\.?")
_SCOPUS_ID = re.compile(r"\s*\(\d{8,}\)$")
_OUTER_COMMA = re.compile(r",(?![^()]*\))")
_DATED = re.compile(r"Date of Publication:\s*([^()]*\d{4})")
_HEADER_SHOWN = 12
# The first column of SpringerLink's CSV, the only one known to glue names together.
_GLUING = "Item Title"


def record_of(
    position: int, line: int, columns: Sequence[Column], cells: Sequence[str], raw: str
) -> Entry:
    """The record of one row; cells beyond the header and missing ones are told and kept."""
    draft = Draft(position=position, line=line, raw=raw)
    surplus = [cell for cell in cells[len(columns) :] if cell.strip()]
    has_authors = (
        bool(columns) and columns[0].header == _GLUING and _put_glued(draft, columns, cells)
    )
    for column, cell in zip(columns, cells, strict=False):
        has_authors = _put(draft, column, cell, has_authors=has_authors)
    _put_hidden(draft, columns, cells)
    for index, cell in enumerate(surplus, start=len(columns) + 1):
        draft.keep(f"(column {index})", cell)
    if surplus:
        draft.note(
            f"The row has {len(cells)} cells, the header {len(columns)}.",
            "An unquoted delimiter probably shifted the cells; compare the row with the source.",
        )
    elif len(cells) < len(columns):
        draft.note(
            f"The row has only {len(cells)} cells, the header {len(columns)}.",
            "Compare the row with the source; its end is missing.",
        )
    return draft.finish()


def _put(draft: Draft, column: Column, cell: str, *, has_authors: bool) -> bool:
    if column.field == "authors" and not is_missing(cell):
        if has_authors:
            draft.keep(column.header, cell)
        else:
            draft.authors.extend(split_authors(cell))
        return True
    if column.field == "keywords":
        draft.put("keywords", column.header, _keyword_list(cell), lines=True)
    elif column.field in {"abstract", "printed"}:
        draft.put(column.field, column.header, cell, rank=column.rank, lines=True)
    else:
        draft.put(column.field, column.header, cell, rank=column.rank, lines=not column.field)
    if column.field == "year" and "-" in date_of(cell):
        draft.dates.append(("published", date_of(cell)))
    return has_authors


def _put_glued(draft: Draft, columns: Sequence[Column], cells: Sequence[str]) -> bool:
    """Part the names that SpringerLink glues together; the cell itself goes to ``extra``."""
    cell = next(
        (cell for at, cell in zip(columns, cells, strict=False) if at.field == "authors"), ""
    )
    names = parted(cell)
    if len(names) < 2 or re.search(r"[;|\n,]", cell):
        return False
    draft.authors.extend(author_from(name) for name in names)
    draft.note(
        "The export writes the names of the authors without a border; they were parted where a"
        " capital follows a small letter, which is not sure.",
        "Compare the authors with the source; the cell is kept as it stands.",
    )
    return True


def _keyword_list(cell: str) -> str:
    return cell if re.search(r"[;|\n]", cell) else _OUTER_COMMA.sub(";", cell)


def _put_hidden(draft: Draft, columns: Sequence[Column], cells: Sequence[str]) -> None:
    """Year and DOI where Embase hides them: in its ``Source`` and in the link to the full text."""
    for column, cell in zip(columns, cells, strict=False):
        if column.field == "venue" and not draft.has("year") and (found := _DATED.search(cell)):
            draft.put("year", f"{column.header} (date)", found[1])
        if column.field == "url" and not draft.has("doi") and "doi" in cell.casefold():
            draft.put("doi", f"{column.header} (doi)", normal_doi(cell).partition("&")[0])


def split_authors(cell: str) -> Iterator[Author]:
    """The names of one cell, by the firmest separator it shows: ``;`` ``|`` then ``and``, comma.

    A comma separates names only where every part reads like ``Smith J.``; in ``Smith, John`` it
    stands inside the name.
    """
    if re.search(r"[;|\n]", cell):
        # Some exports pack a whole list into one name: "Lind, A and Berg, B and Ek, C; Dahl, D".
        names = [
            part
            for piece in _FIRM_BREAK.split(cell)
            for part in (_AND.split(piece) if len(_AND.findall(piece)) > 1 else [piece])
        ]
    elif _AND.search(cell):
        names = [part for piece in _AND.split(cell) for part in _by_comma(piece)]
    else:
        names = _by_comma(cell)
    for name in names:
        if plain := _SCOPUS_ID.sub("", " ".join(name.split())).strip(
            " ,;." if name.endswith(" .") else " ,;"
        ):
            yield author_from(plain)


def _by_comma(cell: str) -> list[str]:
    parts = [part.strip() for part in cell.split(",")]
    if len(parts) > 1 and all(_SHORT_NAME.fullmatch(part) for part in parts if part):
        return parts
    return [cell]


def no_title_column(where: str, header: Sequence[str]) -> BadInput:
    """The error for a table whose header names no title."""
    seen = ", ".join(repr(name.strip()) for name in header[:_HEADER_SHOWN])
    more = f" and {len(header) - _HEADER_SHOWN} more" if len(header) > _HEADER_SHOWN else ""
    return BadInput(
        f"{where} has no column for the title; its header reads {seen}{more}.",
        f"Name the title column one of: {', '.join(TITLE_NAMES)}; 'tamis import' also takes --map,"
        " which says what the columns hold.",
    )
