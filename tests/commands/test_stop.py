"""``tamis stop``: what it tells, what its help owns up to, and the decision it records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.stopping import rules
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_review(tmp_path / "r", 12).close()
    return tmp_path / "r"


def _words(text: str) -> str:
    return " ".join(text.split())


def test_the_help_says_which_rules_are_heuristics_and_how_often_they_fail() -> None:
    told = _words(tamis("stop", "--help").out)
    for rule in rules():
        kind = "guarantee" if rule.guaranteed else "heuristic"
        assert f"{rule.name} ({kind}): {rule.measured}." in told
    table = tamis("stop", "--rules")
    assert table.code == 0
    assert table.out.count("heuristic ") == sum(not rule.guaranteed for rule in rules())
    named = [json.loads(line)["name"] for line in tamis("stop", "--rules", "--json").out.split("\n")
             if line]  # fmt: skip
    assert named == [rule.name for rule in rules()]


def test_signal_plan_and_certificate_are_told(folder: Path) -> None:
    assert tamis("rank", "--ranker", "tfidf", "--audit", "-C", folder).code == 0
    keys = "i\n" + "e 1\n" * 5
    assert tamis("screen", "--plain", "--stage", "title", "-C", folder, keys=keys).code == 0
    told = tamis("stop", "-C", folder)
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0] == "Title stage: 6 of 12 records read, 1 let through."
    assert lines[1].startswith("Signal (no guarantee): 5 irrelevant in a row; p = ")
    assert lines[2].startswith("Plan: the random draws that certify a recall")
    levels = [line.split()[:2] for line in lines[4:8]]
    assert levels == [["80", "%"], ["90", "%"], ["95", "%"], ["98", "%"]]
    assert lines[8].startswith("Certificate: Recall certified so far: ")
    assert lines[9].startswith("Relevant records: about ")
    assert "Next: tamis screen --stage title" in told.err
    report = json.loads(tamis("stop", "--json", "-C", folder).out)
    assert (report["read"], report["found"], report["drawing"]) == (6, 1, True)
    assert [row["recall"] for row in report["plan"]] == [0.8, 0.9, 0.95, 0.98]


def test_ranks_are_hidden_while_records_are_drawn(folder: Path) -> None:
    assert tamis("rank", "--ranker", "tfidf", "--audit", "-C", folder).code == 0
    shown = tamis("screen", "--plain", "--stage", "title", "-C", folder, keys="q\n").out
    assert "rank" not in shown.lower()
    refused = tamis("rank", "--ranker", "tfidf", "--explain", "R0001", "-C", folder)
    assert refused.code != 0
    assert "is hidden" in refused.err
    told = tamis("log", "-C", folder).out
    assert "hidden while records are drawn at random" in told
    assert "seed" not in told


def test_a_stop_is_decided_told_and_taken_back(folder: Path) -> None:
    tamis("screen", "--plain", "--stage", "title", "-C", folder, keys="e 1\n" * 3)
    refused = tamis("stop", "--accept", "-C", folder)
    assert refused.code != 0
    assert "do not say stop: 9 records are still to be read." in refused.err
    assert "tamis stop --stage title --accept --why TEXT" in refused.err
    assert tamis("stop", "--accept", "--reopen", "-C", folder).code != 0
    done = tamis("stop", "--accept", "--why", "no time", "-C", folder)
    assert done.code == 0
    assert "To take it back: tamis stop --stage title --reopen\n" in done.err
    assert done.out.startswith("Title stage stopped, which the rule had not said: 3 read, 0 let")
    told = tamis("stop", "--stage", "title", "-C", folder)
    number = json.loads(tamis("stop", "--history", "--json", "-C", folder).out)["seq"]
    assert told.out.splitlines()[-1] == (
        f"The stage is stopped by event {number}, though review.toml alone says go on (all):"
        " 9 records are still to be read."
    )
    assert "the stage goes on" not in told.out
    assert told.err == (
        "Next: tamis status; to take the stop back: tamis stop --stage title --reopen\n"
    )
    stands = tamis("status", "-C", folder).out
    assert stands.endswith("\nNot screened: 9 records, since the title stage was stopped.\n")
    left = tamis("screen", "--plain", "--stage", "title", "-C", folder).out
    assert "9 not screened, since the stage was stopped.\n" in left
    flow = tamis("prisma", "-C", folder).out
    assert "Not screened after stopping" in flow
    assert (
        "not_screened_title,Not screened after stopping,9"
        in tamis("prisma", "--csv", "-C", folder).out
    )
    assert tamis("stop", "--reopen", "--json", "-C", folder).code == 0
    assert "ot screened" not in tamis("status", "-C", folder).out
    steps = tamis("stop", "--history", "-C", folder).out
    assert "title stage open again" in steps
    assert len(tamis("stop", "--history", "--json", "-C", folder).out.splitlines()) == 2
    assert "9 left" in tamis("screen", "--plain", "--stage", "title", "-C", folder, keys="q\n").out


def test_seat_and_command_tell_the_same_of_what_is_left(folder: Path) -> None:
    """Nothing is claimed before the first record; then the same words in both places."""
    for keys in ("", "i\n" + "e 1\n" * 5, "e 1\n" * 6):
        seat = tamis("screen", "--plain", "--stage", "title", "-C", folder, keys=f"{keys}p\nq\n")
        expected = next(at for at in seat.out.splitlines() if at.startswith("Expected: "))
        stop = tamis("stop", "--stage", "title", "-C", folder).out.splitlines()
        left = next(at for at in stop if at.startswith("Relevant records: "))
        assert left == expected.replace("Expected: ", "Relevant records: ")
        assert ("any number up to 12" in left) is (not keys)
    assert left == "Relevant records: none left."


def test_a_target_changed_after_looking_is_told_by_both(tmp_path: Path) -> None:
    text = protocol_text() + '[stopping]\nrule = "audit"\nrecall = 0.95\n'
    make_review(tmp_path / "r", 12, text=text).close()
    at = ("--stage", "title", "-C", tmp_path / "r")
    assert tamis("rank", "--ranker", "tfidf", "--audit", *at).code == 0
    assert tamis("screen", "--plain", *at, keys="i\n" + "e 1\n" * 5).code == 0
    assert "was changed" not in tamis("stop", *at).out
    changed = text.replace("recall = 0.95", "recall = 0.8")
    (tmp_path / "r" / "review.toml").write_text(changed, encoding="utf-8")
    told = "Note: The target was changed from 95 % to 80 % "
    assert told + "in review.toml, after 6 records" in tamis("stop", *at).out
    accepted = tamis("stop", "--accept", "--why", "no time", *at)
    assert accepted.code == 0
    assert told + "on " in accepted.err
    assert "the guarantee does not cover what is chosen after looking." in _words(accepted.err)


def test_full_texts_are_not_stopped_and_no_verdict_is_made_up(tmp_path: Path) -> None:
    text = protocol_text(stages=("fulltext",)) + '[stopping]\nrule = "audit"\n'
    make_review(tmp_path / "r", 3, text=text).close()
    told = tamis("stop", "-C", tmp_path / "r")
    assert told.out.splitlines() == [
        "Full text stage: 0 of 3 records read, 0 let through.",
        "The full-text stage cannot be stopped: every report sought must be assessed.",
    ]
    assert told.err == "Next: tamis screen --stage fulltext\n"


def test_status_says_that_conflicts_are_among_the_open_records(tmp_path: Path) -> None:
    make_review(tmp_path / "r", 3, text=protocol_text(stages=("title",), reviewers=2)).close()
    at = ("--stage", "title", "-C", tmp_path / "r")
    for by, verdict in (("Ann", ("include",)), ("Ben", ("exclude", "--reason", "1"))):
        decided = tamis("decide", "R0001", *verdict, *at, "--as", by)
        assert decided.code == 0
    rows = tamis("status", "--as", "Ann", "-C", tmp_path / "r").out.splitlines()
    assert rows[-2:] == [
        "stage  reached  included  excluded  open              your queue",
        "title        3         0         0  3, 1 in conflict           2",
    ]
