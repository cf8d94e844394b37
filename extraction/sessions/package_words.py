"""What a package says in words: how to check it, and what it was made without."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from extraction.exporters.package_manifest import AttachedText, LeftOut, OriginalFile
from screening.console import counted
from screening.sessions.handed_over import HandedOver

_NAMED = 5
README = """\
A review packed by Tamis, to be checked by others.

  tamis replay FILE.zip         rebuilds the review and says of every number whether it agrees
  sha256sum -c SHA256SUMS       checks the files alone, after unpacking; needs no Tamis

manifest.json         what is here, what was left out, and every number of the review
manifest.schema.json  what the manifest may hold (JSON Schema)
review/log.jsonl      the log, a row a line as stored: each carries the SHA-256 of the one before
review/records.jsonl  the records as imported: [number, search, record]
review/rejected.jsonl entries of the imported files that could not become records
review/review.toml    the protocol
originals/            the imported files, named by their SHA-256; their names are in the manifest
fulltexts/            attached full texts and the texts read out of them, if they were asked for
tables/               the flow, records with decisions, conflicts, agreement, stopping, themes
report.html           the report of the review, to be read in a browser
environment.json      Python, libraries and models that the numbers were computed with

The digest called "head" in the manifest stands for the whole log. If the authors published it:
  tamis replay FILE.zip --expect DIGEST
"""


def left_out(
    handed: HandedOver,
    originals: tuple[OriginalFile, ...],
    texts: tuple[AttachedText, ...],
    *,
    abstracts: bool,
    detached: Collection[tuple[str, str]] = (),
) -> LeftOut:
    """What a package was made without.

    ``abstracts`` says whether those are left out; ``detached`` holds the record and SHA-256 of full
    texts that were called wrong after they had been attached.
    """
    unproved = handed.unproved
    no_originals = any(not file.path for file in originals)
    no_texts = any(not text.path for text in texts)
    sentences = [
        *_withheld(handed),
        *(_abstracts(handed) if abstracts else ()),
        *(_originals(originals) if no_originals else ()),
        *(_fulltexts(texts, detached) if no_texts else ()),
    ]
    return LeftOut(
        abstracts=abstracts,
        originals=no_originals,
        fulltexts=no_texts,
        withheld_events=handed.withheld,
        withheld_from=handed.first_withheld,
        unproved_events=tuple(sorted(unproved.events)),
        unproved_records=tuple(sorted(unproved.records)),
        unproved_rejected=tuple(sorted(unproved.rejected)),
        sentences=tuple(sentences),
    )


def _withheld(handed: HandedOver) -> Iterator[str]:
    if handed.first_withheld is not None:
        yield (
            f"Withheld, because reviewers still decide independently:"
            f" {counted(handed.withheld, 'row')} of the log, the first of them event"
            f" {handed.first_withheld}. From there on the chain is this package's own, so its last"
            " digest is not that of the review."
        )


def _abstracts(handed: HandedOver) -> Iterator[str]:
    yield (
        f"Abstracts and fields that nobody mapped are left out of"
        f" {counted(handed.records, 'record')}, raw texts of"
        f" {counted(handed.rejected, 'rejected entry', 'rejected entries')}. Not provable from this"
        " package: that these are as they were imported"
        f"{_searches(sorted({*handed.unproved.records, *handed.unproved.rejected}))}."
    )
    yield (
        "Quotes of abstracts are left out of the tables. What reviewers themselves wrote is here,"
        " findings that repeat words of an abstract among it: it is part of the log."
    )
    if handed.unproved.events:
        yield (
            f"{counted(len(handed.unproved.events), 'row')} of the log that told a changed abstract"
            " stand without it: their places in the chain are provable, their own digests are not."
        )


def _searches(ids: list[str]) -> str:
    return f" (searches {_listed(ids)})" if ids else ""


def _originals(files: tuple[OriginalFile, ...]) -> Iterator[str]:
    names = [file.name for file in files if not file.path]
    yield (
        f"By name and hash only: {counted(len(names), 'imported file')}, {_listed(names)}. Not"
        " provable from this package: that the records are what those files hold."
    )


def _fulltexts(
    texts: tuple[AttachedText, ...], detached: Collection[tuple[str, str]]
) -> Iterator[str]:
    absent = [text for text in texts if not text.path]
    wrong = sum((text.record, text.sha256) in detached for text in absent)
    count = counted(len(absent) - wrong, "full text")
    since = f" and {counted(wrong, 'file')} detached since" if wrong else ""
    yield (
        f"By name and hash only: {count}{since}. Quotes of full texts are left out"
        " of the tables; their places stand in the log."
    )


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
