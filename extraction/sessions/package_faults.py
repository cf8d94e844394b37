"""What speaks against a package: its files, what its manifest says and claims of the review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extraction.exporters.package_archive import MANIFEST, SUMS, Archive, sums
from extraction.exporters.package_manifest import Manifest, PackedFile
from extraction.sessions.package_files import attached
from screening.codec import from_json
from screening.events.kinds import RecordChanged, Withheld
from screening.records import Record, to_record_id
from screening.sessions.handed_over import without_abstract
from screening.sessions.review import Review


def file_faults(
    archive: Archive, manifest: Manifest, held: Mapping[str, PackedFile | None]
) -> Iterator[str]:
    """Files that are missing, damaged, added or not those that were packed.

    Args:
        archive: the open package.
        manifest: what it says it holds.
        held: what each member holds in fact, None if it is damaged.
    """
    stated = {file.path: file for file in manifest.files}
    for name, file in stated.items():
        if name not in held:
            yield f"The file {name} is missing."
        elif held[name] is None:
            yield f"The file {name} is damaged and cannot be read."
        elif held[name] != file:
            yield f"The file {name} is not the one that was packed: its SHA-256 or size differs."
    for name in sorted(held.keys() - stated.keys() - {MANIFEST, SUMS}):
        yield f"The file {name} is not in the manifest."
    manifest_file = held.get(MANIFEST)
    wanted = sums([*stated.values(), *([manifest_file] if manifest_file else [])])
    if held.get(SUMS) is None:
        yield f"The list {SUMS} is missing or damaged."
    elif b"".join(archive.blocks(SUMS)) != wanted:
        yield f"The list {SUMS} does not fit the manifest: one of them was altered."
    for original in manifest.originals:
        file_here = stated.get(original.path)
        if original.path and (file_here is None or file_here.sha256 != original.sha256):
            yield f"The imported file {original.name} is not the one of search {original.search}."


def statement_faults(manifest: Manifest, review: Review) -> Iterator[str]:
    """What the manifest says of the review, beside its numbers."""
    state = review.state
    said: dict[str, tuple[object, object]] = {
        "number of the review": (manifest.review, state.review),
        "title": (manifest.title, review.protocol.title),
        "number of events": (manifest.events, state.last_seq),
        "time of the last event": (
            manifest.as_of, state.last_at.isoformat() if state.last_at else "",
        ),
        "last digest": (manifest.head, review.store.head()[1]),
        "digest of the protocol": (manifest.protocol_sha256, review.protocol.sha256),
        "list of imported files": (
            [(at.search, at.name, at.sha256, at.bytes) for at in manifest.originals],
            [_search(done.body.search) for done in state.every_import()],
        ),
        "list of full texts": (
            [(at.record, at.sha256, at.text_sha256) for at in manifest.fulltexts],
            [(at.record, at.sha256, at.text_sha256) for at in attached(review, wanted_files=False)],
        ),
    }  # fmt: skip
    for what, (stated, found) in said.items():
        if stated != found:
            yield f"The {what} in the manifest is not that of the log."


def _search(search: object) -> tuple[object, ...]:
    return tuple(getattr(search, name) for name in ("id", "file_name", "file_sha256", "file_bytes"))


def claim_faults(manifest: Manifest, review: Review) -> Iterator[str]:
    """Claims of what is left out: only that may go unproved."""
    left, rows = manifest.left_out, review.store.rows()
    withheld, changed = 0, set()
    for row in rows:
        withheld += row.kind == Withheld.__name__
        if row.kind == RecordChanged.__name__:
            changed.add(row.seq)
    if withheld != left.withheld_events:
        yield "Rows of the log are withheld that the manifest does not tell of."
    unproved = {*left.unproved_events, *left.unproved_records, *left.unproved_rejected}
    if (unproved and not left.abstracts) or not changed.issuperset(left.unproved_events):
        yield "The manifest calls rows unprovable for no reason."
    searches = set(left.unproved_records)
    for number, _search, body in review.store.record_bodies():
        record = from_json(body, Record, f"Record {to_record_id(number)}")
        if record.search in searches and record != without_abstract(record):
            yield f"{record.id} has an abstract in a package without abstracts."
            return
