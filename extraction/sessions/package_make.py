"""Pack a review for people who check it: everything they need, proved before it is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import screening
from extraction.exporters import package_manifest as packed
from extraction.exporters.json_schema import manifest_schema
from extraction.exporters.package_archive import Part, write_archive
from extraction.sessions.coding import Coding
from extraction.sessions.package_contents import all_numbers, all_tables, document_of
from extraction.sessions.package_files import (
    attached,
    attached_parts,
    checked_blocks,
    once,
    originals,
)
from extraction.sessions.package_words import README, left_out
from screening.codec import to_json
from screening.console import Progress
from screening.errors import BadReview
from screening.sessions.environment import environment
from screening.sessions.fulltexts import FULLTEXTS_FOLDER
from screening.sessions.handed_over import HandedOver, hand_over
from screening.sessions.outputs import check_ending, outputs
from screening.sessions.review import Review
from screening.sessions.row_lines import lines_of, rebuilt, rebuilt_faults

LOG = "review/log.jsonl"
RECORDS = "review/records.jsonl"
REJECTED = "review/rejected.jsonl"
PROTOCOL = "review/review.toml"
ENDING = ".zip"
_TEMPORARY = "tamis-package-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to go into a package; ``so_far`` leaves out what reviewers may not see yet."""

    abstracts: bool = True
    fulltexts: bool = False
    so_far: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A package that was written: ``head`` is the digest its log ends with."""

    file: Path
    files: int
    bytes: int
    numbers: int
    events: int
    head: str
    left_out: tuple[str, ...]


_ALL = Wanted()
Pages: TypeAlias = Mapping[str, Callable[[Review], bytes]]
"""Further pages of a package: path -> what makes it of the open review."""


def export_package(
    review: Review,
    path: Path,
    wanted: Wanted = _ALL,
    *,
    pages: Pages | None = None,
    replace: bool = False,
    progress: Progress | None = None,
) -> Made:
    """Write a review as one archive; the same review gives the same bytes on the same machine.

    Numbers and tables are computed from the copy that goes into the archive, after its proof.

    Args:
        review: the open review.
        path: the file, ending with .zip.
        wanted: what goes into it.
        pages: what else goes into it; a replay knows these by their hashes only.
        replace: write over a package that is there already.
        progress: called with (files packed, files to pack).

    Raises:
        UsageError: something is still blind, or this is a bundle.
        BadReview: the log does not hold, or a kept file is missing or altered.
        CannotWrite: the file cannot be written or is there already.
    """
    check_ending(path, (ENDING,))
    home = review.folder
    with (
        outputs([path], kind="", review=home, replace=replace),
        TemporaryDirectory(prefix=_TEMPORARY) as name,
    ):
        folder = Path(name)
        handed = hand_over(review, folder, so_far=wanted.so_far, abstracts=wanted.abstracts)
        if faults := rebuilt_faults(folder, handed.unproved):
            raise BadReview(
                f"The log does not hold, so it is not packed: {faults[0]}",
                "Run 'tamis log verify', and restore the review from a backup.",
            )
        with rebuilt(folder) as copy:
            return _written(review, copy, path, wanted, handed, pages or {}, progress)


def _written(
    review: Review,
    copy: Review,
    path: Path,
    wanted: Wanted,
    handed: HandedOver,
    pages: Pages,
    progress: Progress | None,
) -> Made:
    texts = tuple(attached(copy, wanted_files=wanted.fulltexts))
    files = tuple(originals(review, copy, wanted_files=wanted.abstracts))
    detached = copy.state.fulltexts.taken_back
    left = left_out(handed, files, texts, abstracts=not wanted.abstracts, detached=detached)
    _put_texts(review, copy.folder, texts)
    coding = Coding(copy)
    document = document_of(coding, left)
    numbers = all_numbers(coding, document)
    parts = [
        *_own_parts(copy),
        *all_tables(coding, document),
        *(
            (file.path, checked_blocks(review.originals / file.sha256, file.name, file.sha256))
            for file in once(files)
        ),
        *attached_parts(review, texts),
        *((name, [make(review)]) for name, make in pages.items()),
    ]

    def manifest(done: tuple[packed.PackedFile, ...]) -> bytes:
        return _indented(json.loads(to_json(_manifest(copy, left, files, texts, done, numbers))))

    parts.sort(key=lambda part: part[0])
    made = write_archive(path, _counted(parts, progress), manifest)
    return Made(
        file=path,
        files=len(made) + 1,  # the list of sums is one more
        bytes=path.stat().st_size,
        numbers=len(numbers),
        events=copy.state.last_seq,
        head=copy.store.head()[1],
        left_out=left.sentences,
    )


def _put_texts(review: Review, folder: Path, texts: Iterable[packed.AttachedText]) -> None:
    """Put the texts that go along beside the copy, where quotes are read from."""
    source = review.folder / FULLTEXTS_FOLDER
    for text in texts:
        kept = source / f"{text.text_sha256}.txt"
        if text.path and text.text_sha256 and kept.is_file():
            (folder / FULLTEXTS_FOLDER).mkdir(exist_ok=True)
            shutil.copyfile(kept, folder / FULLTEXTS_FOLDER / kept.name)


def _own_parts(copy: Review) -> Iterator[Part]:
    rows = lines_of(copy)
    yield "README.txt", [README.encode()]
    yield "environment.json", [_indented(json.loads(to_json(environment())))]
    yield "manifest.schema.json", [_indented(manifest_schema(), in_order=False)]
    yield LOG, rows.events
    yield RECORDS, rows.records
    yield REJECTED, rows.rejected
    yield PROTOCOL, [copy.protocol.text.encode()]


def _indented(plain: object, *, in_order: bool = True) -> bytes:
    return f"{json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=in_order)}\n".encode()


def _counted(parts: list[Part], progress: Progress | None) -> Iterator[Part]:
    show: Callable[[int, int], None] = progress or (lambda _done, _total: None)
    for done, part in enumerate(parts, start=1):
        yield part
        show(done, len(parts))


def _manifest(
    copy: Review,
    left: packed.LeftOut,
    files: tuple[packed.OriginalFile, ...],
    texts: tuple[packed.AttachedText, ...],
    done: tuple[packed.PackedFile, ...],
    numbers: dict[str, packed.Number],
) -> packed.Manifest:
    state = copy.state
    return packed.Manifest(
        format=packed.FORMAT,
        schema=packed.SCHEMA,
        tamis=screening.__version__,
        review=state.review,
        title=copy.protocol.title,
        events=state.last_seq,
        as_of=state.last_at.isoformat() if state.last_at else "",
        head=copy.store.head()[1],
        protocol_sha256=copy.protocol.sha256,
        left_out=left,
        originals=files,
        fulltexts=texts,
        files=done,
        numbers=numbers,
    )
