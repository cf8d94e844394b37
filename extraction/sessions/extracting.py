"""Let a method propose findings from the texts of included records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.extractors import Candidate, Extractor, extractor_named, is_notice
from extraction.sessions.coding import Coding
from extraction.sessions.naming import finding_id, next_finding
from extraction.sessions.texts import FULL_TEXT, texts_of
from screening.embedding import card_of, check_files, package_folder
from screening.errors import UsageError
from screening.events import Place
from screening.events.kinds import FindingProposed
from screening.records import Record, RecordId

DEFAULT_METHOD = "finding_sentences"
SPLITTER_CARD = "en-core-web-sm"
PER_RECORD = 5
SENTENCES = "sentences"
"""Where sentence vectors are kept, apart from those of whole records, which are many more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a run found: candidates = proposed + known + left_out.

    ``known`` overlap a finding that was proposed, added, confirmed or rejected before; ``left_out``
    ranked below the number asked for, the best of them with ``best_left``. A sentence of a full
    text that stands in the abstract too is no candidate of its own.
    ``without_text`` records had nothing to read.
    """

    method: str
    records: int
    without_text: int
    candidates: int
    proposed: int
    known: int
    left_out: int
    best_left: float = 0.0


def propose_findings(
    coding: Coding,
    *,
    records: Sequence[str] = (),
    method: str = DEFAULT_METHOD,
    per_record: int = PER_RECORD,
    extractor: Extractor | None = None,
) -> Extracted:
    """Propose the best sentences of each record; a person confirms or rejects them.

    The abstract and the full texts of a record have a number each: a full text has twenty times as
    many sentences, and ranked together the one would keep out what only the other says.

    Args:
        coding: the open review.
        records: those to read; all included ones if empty.
        method: the name of the extraction method.
        per_record: how many to propose of the abstract, and of the full texts, of each record, best
            first; 0 for all.
        extractor: stands in for the method of that name.

    Raises:
        UsageError: no such method, or a record that is not there or not included.
        ReviewError: what the method needs is not installed.
    """
    chosen = extractor or _prepared(coding, method)
    wanted = _to_read(coding, records)
    read = [_candidates(coding, chosen, record) for record in coding.review.records(wanted)]
    found = [best for of_record in read for best in of_record]
    taken = [best[:per_record] if per_record else best for best in found]
    proposed = _propose(coding, chosen, wanted, [at for best in taken for at in best])
    total, kept = sum(map(len, found)), sum(map(len, taken))
    return Extracted(
        method=chosen.name,
        records=len(read),
        without_text=sum(not any(of_record) for of_record in read),
        candidates=total,
        proposed=proposed,
        known=kept - proposed,
        left_out=total - kept,
        best_left=max((at.score for best in found for at in best[per_record:]), default=0.0)
        if per_record
        else 0.0,
    )


def _to_read(coding: Coding, records: Sequence[str]) -> list[RecordId]:
    included = coding.included()
    wanted = [coding.review.known(record) for record in records] or list(included)
    for record in wanted:
        if record not in included:
            raise UsageError(
                f"{record} is not included in the review.",
                "Findings are proposed of included records only; of another one you can add a"
                " finding of your own with 'tamis findings add --outside'.",
            )
    return wanted


def _propose(
    coding: Coding, extractor: Extractor, read: Sequence[RecordId], candidates: Iterable[Candidate]
) -> int:
    """Propose those that overlap no finding known, as one act; how many they are."""
    with coding.act() as act:
        if gone := coding.taken_out(read):  # while it was read
            raise UsageError(
                f"{gone} taken out of the included records meanwhile; nothing was proposed.",
                "Repeat the command.",
            )
        places = _known_places(coding)
        fresh = [at for at in candidates if not _overlaps(at.place, places.get(at.text.record, ()))]
        number = next_finding(coding.events)
        maker = extractor.maker()
        for offset, candidate in enumerate(fresh):
            act.append(
                FindingProposed(
                    finding=finding_id(number + offset),
                    record=candidate.text.record,
                    statement=" ".join(candidate.quote.split()),
                    place=candidate.place,
                    maker=maker,
                    score=candidate.score,
                    why=candidate.why,
                )
            )
    return len(fresh)


def _prepared(coding: Coding, method: str) -> Extractor:
    chosen = extractor_named(method)
    check_splitter(coding.review.cache)
    return chosen.prepared(coding.review.vectors / SENTENCES, coding.review.cache)


def check_splitter(cache: Path) -> None:
    """Compare the installed sentence splitter with its card, once per installation.

    Raises:
        BadInput: a file of it differs from what the card names.
    """
    card = card_of(SPLITTER_CARD)
    if folder := package_folder(card):
        check_files(folder, card, cache)


def _candidates(
    coding: Coding, extractor: Extractor, record: Record
) -> tuple[list[Candidate], list[Candidate]]:
    """Those of title and abstract, and those that only the full texts have; best first.

    What is only a publisher's notice is none.
    """
    short: list[Candidate] = []
    full: list[Candidate] = []
    for text in texts_of(coding.review, record):
        found = (at for at in extractor.candidates(text) if not is_notice(at.quote))
        (full if text.source == FULL_TEXT else short).extend(found)
    said = {_words(at) for at in short}
    return _ranked(short), _ranked([at for at in full if _words(at) not in said])


def _words(candidate: Candidate) -> str:
    return " ".join(candidate.quote.casefold().split())


def _ranked(candidates: list[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda at: (-at.score, at.place.source, at.place.start))


def _known_places(coding: Coding) -> dict[RecordId, list[Place]]:
    places: dict[RecordId, list[Place]] = {}
    for finding in coding.findings.values():
        if finding.place:
            places.setdefault(finding.record, []).append(finding.place)
    return places


def _overlaps(place: Place, known: Iterable[Place]) -> bool:
    return any(
        other.text_sha256 == place.text_sha256
        and other.start < place.end
        and place.start < other.end
        for other in known
    )
