"""A retracted record cannot be overlooked; the protocol's order of languages chooses the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.commands.screen_plain import lines_of
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.merged import merged_record
from screening.sessions.records import history
from screening.sessions.retracted import included_retracted, notices_of, retraction_note
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.seat import Seat
from screening.sessions.start import start_review_with
from screening.sessions.status import status_of
from screening.tui.drawing import record_text
from tests.commands.running import tamis
from tests.readers.specimens import FOLDER
from tests.reviews_builder import protocol_text

RIS = "TY  - JOUR\nTI  - Night work on wards\nER  -\nTY  - JOUR\nTI  - Sound work\nER  -\n"
FROM_EMBASE, SOUND, FROM_PUBMED = RecordId("R0001"), RecordId("R0002"), RecordId("R0003")


def started(folder: Path, languages: str = "") -> Review:
    text = languages + protocol_text(stages=("title",))
    review = start_review_with(folder / "review", text, by="Ann")
    (folder / "embase.ris").write_text(RIS)
    import_file(review, folder / "embase.ris", SearchFacts(source="Embase"))
    import_file(review, FOLDER / "nbib_retracted_and_translated.nbib", SearchFacts(source="PubMed"))
    return review


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with started(tmp_path) as opened:
        yield opened


def test_the_seat_shows_it_before_the_title(review: Review) -> None:
    seat = Seat(review, Stage.TITLE)
    shown = seat.shown()
    assert shown is not None
    assert shown.notices == ()
    decide(review, Stage.TITLE, FROM_EMBASE, Verdict.INCLUDE)
    decide(review, Stage.TITLE, SOUND, Verdict.INCLUDE)
    shown = Seat(review, Stage.TITLE).shown()
    assert shown is not None
    assert shown.record == FROM_PUBMED
    assert shown.notices[0] == "RETRACTED. The publication was retracted or withdrawn."
    assert shown.notices[1].startswith("Retraction in: Nurs Today. 2003 Jan;7(1):1. doi:")
    assert record_text(shown).plain.startswith("RETRACTED.")


def test_what_a_duplicate_says_counts_for_the_record_kept(review: Review) -> None:
    assert notices_of(review, FROM_EMBASE) == ()
    mark_duplicate(review, FROM_PUBMED, FROM_EMBASE)
    assert notices_of(review, FROM_EMBASE)[0].startswith("RETRACTED")
    assert history(review, FROM_EMBASE).notices == notices_of(review, FROM_EMBASE)


def test_the_status_tells_which_included_records_were_retracted(review: Review) -> None:
    decide(review, Stage.TITLE, SOUND, Verdict.INCLUDE)
    decide(review, Stage.TITLE, FROM_PUBMED, Verdict.EXCLUDE, reason="Off topic")
    assert retraction_note(review) == status_of(review).retractions == ""
    mark_duplicate(review, FROM_PUBMED, FROM_EMBASE)
    decide(review, Stage.TITLE, FROM_EMBASE, Verdict.INCLUDE)
    assert included_retracted(review) == (FROM_EMBASE,)
    assert status_of(review).retractions == (
        "Careful: 1 of the included records was retracted: R0001."
    )


@pytest.mark.parametrize(
    ("languages", "title", "abstract"),
    [
        ("", "[Night work on wards].", "We asked 20 nurses."),
        ('languages = ["en", "de"]\n', "[Night work on wards].", "We asked 20 nurses."),
        (
            'languages = ["de", "en"]\n',
            "Nachtarbeit auf Stationen.",
            "HINTERGRUND: Wir fragten 20 Pflegende.",
        ),
    ],
)
def test_the_protocol_chooses_the_language(
    languages: str, title: str, abstract: str, tmp_path: Path
) -> None:
    with started(tmp_path, languages) as review:
        found = merged_record(review, FROM_PUBMED)
        assert (found.title, found.abstract) == (title, abstract)
        assert review.record(FROM_PUBMED).title == "[Night work on wards]."


def test_the_line_mode_tells_it_before_the_title(review: Review) -> None:
    mark_duplicate(review, FROM_PUBMED, FROM_EMBASE)
    seat = Seat(review, Stage.TITLE)
    shown = seat.shown()
    assert shown is not None
    lines = lines_of(seat, shown)
    assert lines[1] == "Careful: RETRACTED. The publication was retracted or withdrawn."
    assert lines.index("Title: Night work on wards") > 1


def test_status_and_flow_say_how_many(review: Review) -> None:
    decide(review, Stage.TITLE, FROM_PUBMED, Verdict.INCLUDE)
    review.close()
    for command in ("status", "prisma"):
        ran = tamis(command, "-C", review.folder)
        assert ran.code == 0
        assert "1 of the included records was retracted: R0003." in ran.err
