"""Whole small reviews on disk, made without any export file: for the tests of many rooms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from screening.codec import to_json
from screening.events.kinds import RankingMade, SearchImported
from screening.protocol import Stage
from screening.records import (
    Author,
    Record,
    RecordContent,
    RecordId,
    Search,
    SearchId,
    to_record_id,
)
from screening.sessions.review import Clock, Review, open_review
from screening.sessions.start import start_review_with
from screening.store import RowsDigest

DAWN = datetime(2021, 6, 30, 8, tzinfo=UTC)
REASONS = ("Off topic", "Wrong population", "Wrong type of study")


class Ticking:
    """A clock that gains one second with every look, so that two runs tell the same times."""

    def __init__(self) -> None:
        self._time = DAWN

    def __call__(self) -> datetime:
        self._time += timedelta(seconds=1)
        return self._time


def protocol_text(
    *,
    stages: Sequence[str] = ("title", "abstract", "fulltext"),
    reasons: Sequence[str] = REASONS,
    reviewers: int = 1,
    names: Sequence[str] = ("Ann", "Ben"),
    unsure: str = "forward",
) -> str:
    """A small review.toml with the same plan for every stage."""

    def listed(texts: Iterable[str]) -> str:
        return ", ".join(f'"{text}"' for text in texts)

    tables = "".join(
        f"[stages.{stage}]\nreasons = [{listed(reasons)}]\nreviewers = {reviewers}\n"
        f'unsure = "{unsure}"\n'
        for stage in stages
    )
    return (
        'title = "Mentoring of students"\n'
        'questions = ["What helps mentors?"]\n'
        f"reviewers = [{listed(names)}]\n"
        '[criteria]\ninclude = ["Mentoring at a university"]\nexclude = ["Not about people"]\n'
        '[highlight]\ninclude = ["mentor*", "medical students"]\nexclude = ["mice"]\n'
        f"{tables}"
    )


def contents(count: int) -> list[RecordContent]:
    """Entries of a search, all different: a title, a structured abstract, authors, a year."""
    return [
        RecordContent(
            position=n,
            title=f"Mentoring of medical students, study {n}",
            abstract=f"BACKGROUND: Mentors help. METHODS: We asked {n} students, no mice."
            " CONCLUSIONS: It works.",
            authors=(Author(name="Roe, Jane"), Author(name=f"Doe, {chr(65 + n % 26)}.")),
            year=2000 + n % 20,
            venue="Journal of Mentoring",
            keywords=("mentoring", "education"),
            doi=f"10.5555/{n:05d}",
        )
        for n in range(1, count + 1)
    ]


def add_search(review: Review, found: Sequence[RecordContent], source: str = "PubMed") -> SearchId:
    """Put a search with its records into a review, as an import does."""
    with review.writing() as writer:
        first = review.state.last_number + 1
        search = SearchId(f"S{len(review.state.every_import()) + 1:02d}")
        digest, rows = RowsDigest(), []
        for number, content in enumerate(found, start=first):
            body = to_json(_record(content, to_record_id(number), search))
            digest.add(number, body)
            rows.append((number, search, body))
        writer.transaction.add_records(rows)
        writer.append(
            SearchImported(
                search=_search(search, source),
                found=len(rows),
                imported=len(rows),
                rejected=0,
                first=first,
                records_digest=digest.hex(),
                rejected_digest=RowsDigest().hex(),
                reader="made by hand",
            )
        )
    return search


def _record(content: RecordContent, record: RecordId, search: SearchId) -> Record:
    fields = {name: getattr(content, name) for name in RecordContent.__dataclass_fields__}
    return Record(id=record, search=search, **fields)


def _search(search: SearchId, source: str) -> Search:
    return Search(
        id=search,
        source=source,
        file_name=f"{source}.ris",
        file_sha256=sha256(b"").hexdigest(),
        file_bytes=0,
        format="ris",
    )


def make_review(
    folder: Path,
    count: int = 5,
    *,
    text: str = "",
    by: str = "Ann",
    clock: Clock | None = None,
    found: Sequence[RecordContent] | None = None,
) -> Review:
    """A new review with one search; close it, or use it in a ``with`` block."""
    made = start_review_with(folder, text or protocol_text(), by=by, clock=clock or Ticking())
    add_search(made, contents(count) if found is None else found)
    return made


def reopen(folder: Path, by: str = "Ann") -> Review:
    """The review of a folder, as another process would open it."""
    return open_review(folder, by=by, clock=Ticking())


def rank(review: Review, stage: Stage, order: Sequence[int]) -> None:
    """Put a ranking in force."""
    from screening.events import Maker

    with review.writing() as writer:
        writer.append(
            RankingMade(
                stage=stage,
                maker=Maker(name="by hand", version="1"),
                trained_to=0,
                included=0,
                excluded=0,
                order=tuple(to_record_id(number) for number in order),
            )
        )
