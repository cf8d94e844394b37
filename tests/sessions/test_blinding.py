"""While reviewers decide independently, nothing that one can see depends on what another said.

Two reviews are made that differ only in what Ann said of a record. Whatever Ben asks, he is told
the same of both, byte for byte, until he has decided too.
"""

from __future__ import annotations

import re
import shlex
import shutil
import uuid
from pathlib import Path

import pytest

from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.audit import begin_audit
from screening.sessions.blinding import hidden_words
from screening.sessions.conflicts import list_conflicts
from screening.sessions.imports import take_back_import, withdraw_own
from screening.sessions.log import log_rows
from screening.sessions.records import history
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.seat import Seat
from screening.sessions.stepping import add_note
from screening.sessions.tags import toggle_tag
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text, rank, reopen

ROOT = Path(__file__).parents[2]
R1 = RecordId("R0001")
SAID = ((Verdict.EXCLUDE, "Off topic", "pears"), (Verdict.INCLUDE, "", "plums"))


def _say(review: Review, said: tuple[Verdict, str, str]) -> None:
    verdict, reason, note = said
    decide(review, Stage.TITLE, R1, verdict, reason=reason, note=note)
    add_note(review, R1, f"I like {note}")
    toggle_tag(review, R1, note)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two reviews that differ in what Ann said of R0001 alone; R0002 is in conflict."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uuid, "uuid4", lambda: "one-and-the-same")
        return [_made(tmp_path_factory.mktemp("said") / "review", said) for said in SAID]


def _made(folder: Path, said: tuple[Verdict, str, str]) -> Path:
    text = protocol_text(reviewers=2, names=["Ann", "Ben", "Cleo"])
    with make_review(folder, 3, text=text) as review:
        _say(review, said)
        decide(review, Stage.TITLE, RecordId("R0002"), Verdict.INCLUDE)
    with reopen(folder, by="Cleo") as other:
        decide(other, Stage.TITLE, RecordId("R0002"), Verdict.EXCLUDE, reason="Off topic")
    return folder


ASKED = (
    ("status", "--json"),
    ("show", "R0001"),
    ("show", "R0001", "--json"),
    ("records",),
    ("records", "--json"),
    ("records", "--csv"),
    ("records", "--stage", "title", "--json"),
    ("conflicts", "--json"),
    ("agreement", "--json"),
    ("log",),
    ("log", "--json"),
    ("log", "--csv"),
    ("log", "--json", "--last", "2"),
    ("prisma", "--json"),
    ("prisma", "explain", "pending_title"),
    ("prisma", "explain", "reached_title", "--json"),
    ("stop", "--json"),
)


def _told(folder: Path, asked: tuple[str, ...], by: str) -> str:
    ran = tamis(*asked, "--review", folder, by=by)
    return f"{ran.code}\n{ran.out}\n{ran.err}".replace(str(folder), "HERE")


@pytest.mark.parametrize("by", ["Ben", "somebody"])
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_no_listing_tells(both: list[Path], asked: tuple[str, ...], by: str) -> None:
    first, second = (_told(folder, asked, by) for folder in both)
    assert first == second
    assert "pears" not in first


def test_no_export_tells(both: list[Path], tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from screening.writers import writers

    for writer in writers():
        made = []
        for number, folder in enumerate(both):
            file = tmp_path / f"{number}{writer.extension}"
            done = tamis(
                "export", "records", "--format", writer.name, "--out", file, "-C", folder, by="Ben"
            )
            assert done.code == 0, done.err
            if writer.extension == ".xlsx":
                book = load_workbook(file)
                made.append(str([[cell.value for cell in row] for sheet in book for row in sheet]))
            else:
                made.append(file.read_text(encoding="utf-8"))
            file.unlink()
        assert made[0] == made[1], writer.name
        assert "pears" not in made[0]
        assert "R0002" in made[0] or "Off topic" in made[0], "what is decided by all is told"


def test_the_seat_shows_nothing_of_another(both: list[Path]) -> None:
    shown = []
    for folder in both:
        with reopen(folder, by="Ben") as review:
            seat = Seat(review, Stage.TITLE)
            shown.append((seat.shown(), seat.progress_line, seat.summary()))
    assert shown[0] == shown[1]


def test_one_sees_what_one_said(both: list[Path]) -> None:
    with reopen(both[0], by="Ann") as review:
        found = history(review, R1)
    assert [made.note for made in found.stages[0].decisions] == ["pears"]
    assert found.notes == (("Ann", "I like pears"),)


def test_all_is_told_when_all_have_decided(both: list[Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(both[0], tmp_path / "copy"))
    with reopen(folder, by="Ben") as review:
        decide(review, Stage.TITLE, R1, Verdict.INCLUDE)
        found = history(review, R1)
        assert [made.by for made in found.stages[0].decisions] == ["Ann", "Ben"]
        assert found.notes == (("Ann", "I like pears"),)
        assert {at.record for at in list_conflicts(review)} == {"R0001", "R0002"}
        assert not any(hidden_words(row) for row in log_rows(review))
        assert all(row.digest for row in log_rows(review))


def test_the_log_says_that_something_is_hidden(both: list[Path]) -> None:
    with reopen(both[0], by="Ben") as review:
        rows = list(log_rows(review))
    hidden = [row for row in rows if hidden_words(row)]
    assert [row.kind for row in hidden] == ["Decided", "Noted", "Tagged"]
    start = rows.index(hidden[0])
    assert all(row.digest for row in rows[:start])
    assert not any(row.digest or (n and row.previous) for n, row in enumerate(rows[start:]))
    assert "hidden until all reviewers" in tamis("log", "-C", both[0], by="Ben").out


def _taken_back(folder: Path, reviewers: int = 2) -> Path:
    """A review in which Ann decided, noted and tagged R0001, and took it all back."""
    text = protocol_text(stages=["title"], reviewers=reviewers, names=["Ann", "Ben"])
    with make_review(folder, 3, text=text) as review:
        _say(review, SAID[0])
        withdraw_own(review, "S01")
        take_back_import(review, "S01")
    return folder


def _hidden(folder: Path) -> int:
    with reopen(folder, by="Ben") as review:
        return sum(bool(hidden_words(row)) for row in log_rows(review))


def test_what_was_said_of_a_record_that_is_gone_is_told_once_nothing_is_open(
    tmp_path: Path,
) -> None:
    folder = _taken_back(tmp_path / "review")
    assert _hidden(folder) == 3  # nothing came again yet: it may still come
    again = tmp_path / "again.ris"
    again.write_text("TY  - JOUR\nTI  - Pears and plums\nER  -\n", encoding="utf-8")
    assert tamis("import", again, "--source", "Right", "--review", folder, by="Ann").code == 0
    assert _hidden(folder) == 3
    for by, verdict in (("Ann", "include"), ("Ben", "exclude --reason 'Off topic'")):
        said = shlex.split(verdict)
        ran = tamis("decide", "R0004", *said, "--stage", "title", "--review", folder, by=by)
        assert ran.code == 0, ran.err
    assert _hidden(folder) == 3  # nor while the two are in conflict
    with reopen(folder, by="Ben") as review:
        decide(review, Stage.TITLE, RecordId("R0004"), Verdict.INCLUDE)
    assert _hidden(folder) == 0
    package = tamis("export", "package", "--out", tmp_path / "p.zip", "--review", folder, by="Ann")
    assert package.code == 0, package.err


def test_with_one_reviewer_nothing_of_a_record_that_is_gone_is_blind(tmp_path: Path) -> None:
    assert _hidden(_taken_back(tmp_path / "review", reviewers=1)) == 0


def test_with_one_reviewer_nothing_is_blind(tmp_path: Path) -> None:
    with make_review(tmp_path / "one", 2) as review:
        _say(review, SAID[0])
    with reopen(tmp_path / "one", by="Ben") as other:
        assert [made.note for made in history(other, R1).stages[0].decisions] == ["pears"]


def test_no_order_tells_which_record_is_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "drawn"
    with make_review(folder, 6) as review:
        rank(review, Stage.TITLE, [3, 1, 2, 6, 5, 4])
        with review.writing() as writer:
            begin_audit(writer, review.protocol, Stage.TITLE, 0.5)
        kinds = [row.kind for row in log_rows(review) if hidden_words(row)]
    assert kinds == ["RankingMade", "AuditBegun"]
    assert "R0003" not in tamis("log", "--json", "-C", folder).out.replace('"search"', "")
    listed = tamis(
        "rank", "--stage", "title", "--ranker", "tfidf", "--audit", "--json", "-C", folder
    )
    assert listed.code == 0, listed.err
    assert '"order":[]' in listed.out
    plain = tamis("rank", "--stage", "title", "--ranker", "tfidf", "--json", "-C", folder)
    assert '"order":["R' in plain.out, "draws are over: the order is told"


def test_only_one_place_reads_what_others_said() -> None:
    """Whatever lists decisions, notes or tags of all reviewers asks ``blinding`` for them."""
    reads = re.compile(r"\.in_force\(|state\.notes\b|\.seat\.tags\(")
    allowed = {
        "agreement.py",  # complete records only
        "blinding.py",
        "conflicts.py",  # records in conflict, which all have decided
        "flow.py",  # who of those who excluded is a program
        "flow_explain.py",  # which events count; asks blinding before it tells them
        "fulltext_list.py",  # whether anybody has
        "hindrances.py",  # who has, not what
        "in_view.py",  # the reviewer's own
        "result_tables.py",  # records in conflict or settled, which all have decided
        "retrieval.py",  # who has, not what
        "take_votes.py",  # whether a note is there already
        "turn.py",  # who has, not what
    }
    sources = [
        *(ROOT / "screening").rglob("*.py"),
        *(ROOT / "extraction").rglob("*.py"),
    ]
    found = {
        path.name
        for path in sources
        if path.parent.name != "events" and reads.search(path.read_text(encoding="utf-8"))
    }
    assert found <= allowed


@pytest.mark.parametrize(
    "asked", [("show", "R0001"), ("records",), ("log",), ("conflicts",), ("fulltext", "missing")]
)
def test_whoever_looks_may_be_named_with_the_command(
    both: list[Path], asked: tuple[str, ...]
) -> None:
    named, around = (
        tamis(*asked, "-C", both[0], *told, by=by)
        for told, by in ((("--as", "Ann"), "Ben"), ((), "Ann"))
    )
    assert (named.code, named.out) == (around.code, around.out)
    assert tamis(*asked, "-C", both[0], by="somebody").code == 0, "anybody may look"
    refused = tamis(*asked, "-C", both[0], "--as", "somebody", by="Ann")
    assert (refused.code, "is not a reviewer" in refused.err) == (2, True)
