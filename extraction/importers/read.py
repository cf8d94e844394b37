"""Read a ``.qdc`` or ``.qdpx`` file, told apart by what it holds and not by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from extraction.importers.archive import open_archive
from extraction.importers.given import Given, GivenCode, GivenCoding, GivenSource
from extraction.importers.refi_codes import check_once, read_codes, repeated_names
from extraction.importers.refi_project import Reading, leave_rest, read_sources, read_users
from extraction.importers.refi_refs import check_sources_once, wrong_references
from extraction.importers.xml_tree import Element, attribute, child, parse
from screening.errors import BadInput

_ZIP = b"PK\x03\x04"
_LARGEST = 256 << 20
_SHOWN = 5


def read_given(path: Path) -> Given:
    """What a file of another program says.

    Raises:
        BadInput: the file is missing, damaged, unsafe, no REFI-QDA file, or contradicts itself.
    """
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(_ZIP):
        return _project(path, digest)
    root = parse(data, str(path), "CodeBook")
    codes = _codes(root, str(path))
    return Given(
        file_name=path.name,
        file_sha256=digest,
        format="qdc",
        origin=attribute(root, "origin"),
        codes=codes,
        sources=(),
        notes=tuple(_names_noted(codes)),
    )


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise BadInput(
                f"{path} has {size:,} bytes; files up to {_LARGEST:,} bytes are read.",
                "Export the project without pictures, audio and video.",
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.", "Check the file's name and permissions."
        ) from error


def _project(path: Path, digest: str) -> Given:
    with open_archive(path) as archive:
        where = f"{path}, project.qde"
        root = parse(archive.project(), where, "Project")
        book = child(root, "CodeBook")
        codes = () if book is None else _codes(book, where)
        reading = Reading(where=str(path), archive=archive, users=read_users(root, where))
        sources = tuple(read_sources(root, reading))
    check_sources_once(sources, str(path))
    _check_codings(sources, codes, str(path))
    leave_rest(root, reading)
    left = (f"Not taken: {n:,} x {what}." for what, n in reading.left.items() if n)
    return Given(
        file_name=path.name,
        file_sha256=digest,
        format="qdpx",
        origin=attribute(root, "origin"),
        codes=codes,
        sources=sources,
        notes=(*left, *wrong_references(root), *_names_noted(codes)),
    )


def _codes(over: Element, where: str) -> tuple[GivenCode, ...]:
    codes = read_codes(over, where)
    check_once(codes, where)
    return codes


def _names_noted(codes: tuple[GivenCode, ...]) -> Iterator[str]:
    if names := repeated_names(codes):
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield (
            f"Names that several codes of the file have: {', '.join(map(repr, names[:_SHOWN]))}"
            f"{more}; each is kept as a code of its own."
        )


def _check_codings(
    sources: tuple[GivenSource, ...], codes: tuple[GivenCode, ...], where: str
) -> None:
    known = {code.key for top in codes for code in top.below()}
    for source in sources:
        for coding in _all_codings(source):
            if coding.code not in known:
                raise BadInput(
                    f"{where}, source {source.name!r}: a coding names the code {coding.code},"
                    " which is not in the codebook.",
                    "Export the project anew, with its codebook.",
                )


def _all_codings(source: GivenSource) -> Iterator[GivenCoding]:
    yield from source.whole
    for selection in source.selections:
        yield from selection.codings
