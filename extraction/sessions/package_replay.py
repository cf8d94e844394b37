"""Check a package: its files, its chain, and every number anew with the code at hand."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import screening
from extraction.exporters.package_archive import MANIFEST, Archive, open_archive
from extraction.exporters.package_manifest import FORMAT, Manifest, Number, PackedFile
from extraction.sessions.coding import Coding
from extraction.sessions.package_contents import TABLES, all_numbers, all_tables, document_of
from extraction.sessions.package_faults import claim_faults, file_faults, statement_faults
from extraction.sessions.package_files import FULLTEXTS
from extraction.sessions.package_make import LOG, PROTOCOL, RECORDS, REJECTED
from screening.codec import from_json
from screening.console import write_chunks
from screening.errors import BadInput, BadReview, ReviewError
from screening.sessions.fulltexts import FULLTEXTS_FOLDER, TEXT_ENDING
from screening.sessions.proof import Unproved
from screening.sessions.row_lines import Lines, rebuild, rebuilt, rebuilt_faults

# What computing with rows that no Tamis ever wrote can end in; each is told as a fault.
_NONSENSE = (LookupError, ValueError, TypeError, ArithmeticError, AttributeError, RuntimeError)
_CLOSE = 1e-9
_TEMPORARY = "tamis-replay-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One number: as the package states it and as it comes out here; None and a name not there."""

    name: str
    stated: Number
    found: Number
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What checking a package came to.

    ``faults`` are sentences that speak against it; ``notes`` are what a reader must know beside.
    ``tamis`` made the package.
    """

    file: str
    title: str
    review: str
    tamis: str
    events: int
    as_of: str
    head: str
    files: int
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    numbers: tuple[Checked, ...]

    @property
    def different(self) -> tuple[Checked, ...]:
        """The numbers that do not agree."""
        return tuple(number for number in self.numbers if not number.agrees)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    """The first thing read of a manifest; later formats keep this field."""

    format: int


def replay_package(path: Path, *, expect: str = "") -> Replayed:
    """Check everything in a package that can be checked.

    Args:
        path: the package.
        expect: a digest that the log must once have ended with, from the authors' own publication.

    Raises:
        BadInput: it is no package, unsafe to open, or of a newer format.
    """
    with open_archive(path) as archive:
        manifest = _manifest(archive)
        held = {name: _held(archive, name) for name in archive.names}
        faults = [*file_faults(archive, manifest, held)]
        notes = [*_version(manifest), *manifest.left_out.sentences]
        numbers: dict[str, Number] = {}
        with TemporaryDirectory(prefix=_TEMPORARY) as name:
            try:
                faults += _rebuilt(archive, manifest, Path(name), expect)
                faults += _computed(manifest, Path(name), numbers, held)
            except ReviewError as error:
                faults.append(f"The review cannot be rebuilt: {error.message}")
            except _NONSENSE as error:
                faults.append(
                    "The review cannot be rebuilt: its log says what no Tamis writes"
                    f" ({type(error).__name__}: {error})."
                )
    return Replayed(
        file=str(path),
        title=manifest.title,
        review=manifest.review,
        tamis=manifest.tamis,
        events=manifest.events,
        as_of=manifest.as_of,
        head=manifest.head,
        files=len(held),
        faults=tuple(faults),
        notes=tuple(notes),
        numbers=tuple(_compared(manifest.numbers, numbers)),
    )


def _manifest(archive: Archive) -> Manifest:
    text = archive.text(MANIFEST)
    try:
        made = from_json(text, _Format, "The manifest").format
        if made > FORMAT:
            raise BadInput(
                f"The package is of format {made}; this version of Tamis knows formats up to"
                f" {FORMAT}.",
                "Update Tamis, then try again.",
            )
        return from_json(text, Manifest, "The manifest")
    except BadReview as error:
        raise archive.refused(f"its manifest cannot be read ({error.message})") from error


def _held(archive: Archive, name: str) -> PackedFile | None:
    """What a member holds in fact, None if it is damaged."""
    try:
        return archive.packed(name)
    except BadInput:
        return None


def _version(manifest: Manifest) -> Iterator[str]:
    if manifest.tamis != screening.__version__:
        yield (
            f"Packed by Tamis {manifest.tamis}, computed here with {screening.__version__}: a"
            " number may differ because its definition has changed; see the change log."
        )


def _rebuilt(archive: Archive, manifest: Manifest, folder: Path, expect: str) -> Iterator[str]:
    """Rebuild the review, and say what speaks against its rows."""
    left = manifest.left_out
    lines = Lines(
        events=archive.lines(LOG), records=archive.lines(RECORDS), rejected=archive.lines(REJECTED)
    )
    rebuild(folder, lines)
    unproved = Unproved(
        events=frozenset(left.unproved_events),
        records=frozenset(left.unproved_records),
        rejected=frozenset(left.unproved_rejected),
    )
    yield from rebuilt_faults(folder, unproved)
    for name in archive.names:
        if name.startswith(FULLTEXTS) and name.endswith(TEXT_ENDING):
            (folder / FULLTEXTS_FOLDER).mkdir(exist_ok=True)
            write_chunks(folder / FULLTEXTS_FOLDER / Path(name).name, archive.blocks(name))
    with rebuilt(folder) as review:
        yield from statement_faults(manifest, review)
        yield from claim_faults(manifest, review)
        if archive.text(PROTOCOL) != review.protocol.text:
            yield f"{PROTOCOL} is not the protocol that the log records."
        if expect and all(row.digest != expect for row in review.store.rows()):
            yield f"No event of the log has the digest expected, {expect}."


def _computed(
    manifest: Manifest,
    folder: Path,
    numbers: dict[str, Number],
    held: Mapping[str, PackedFile | None],
) -> Iterator[str]:
    """Compute the numbers, and hold each table to the one made here."""
    with rebuilt(folder) as review:
        coding = Coding(review)
        document = document_of(coding, manifest.left_out)
        numbers.update(all_numbers(coding, document))
        made = {name: _sha256(chunks) for name, chunks in all_tables(coding, document)}
    if manifest.tamis != screening.__version__:
        return  # another version may write the same numbers differently
    for name in sorted({*made, *(name for name in held if name.startswith(TABLES))}):
        file = held.get(name)
        if file is None or file.sha256 != made.get(name):
            yield f"The table {name} is not the one that log and records give."


def _sha256(chunks: Iterable[bytes]) -> str:
    sha = hashlib.sha256()
    for chunk in chunks:
        sha.update(chunk)
    return sha.hexdigest()


def _compared(stated: Mapping[str, Number], found: Mapping[str, Number]) -> Iterator[Checked]:
    for name in dict.fromkeys([*stated, *found]):
        both = name in stated and name in found
        one, other = stated.get(name), found.get(name)
        yield Checked(name=name, stated=one, found=other, agrees=both and _is_same(one, other))


def _is_same(one: Number, other: Number) -> bool:
    """Equal; numbers with a fraction to nine digits, because libraries round differently."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_CLOSE, abs_tol=_CLOSE)
    return type(one) is type(other) and one == other
