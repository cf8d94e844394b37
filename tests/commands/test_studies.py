"""``tamis studies``: data on stdout, counts on stderr, JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.events.kinds import RelatedMarked
from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.screen import decide
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text

ONE, TWO, THREE = (to_record_id(number) for number in (1, 2, 3))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with make_review(tmp_path / "r", 3, text=protocol_text(stages=("fulltext",))) as made:
        for record in (ONE, TWO, THREE):
            decide(made, Stage.FULLTEXT, record, Verdict.INCLUDE)
        with made.writing() as writer:
            writer.append(RelatedMarked(record=TWO, other=ONE, relation="preprint", evidence="e"))
    return tmp_path / "r"


def test_from_suggestion_to_group_and_back(folder: Path) -> None:
    ran = tamis("studies", "suggest", "-C", folder)
    assert ran.code == 0
    heads, row = (line.split() for line in ran.out.splitlines())
    assert heads[:4] == ["report", "report", "relation", "evidence"]
    assert row[2:4] == ["preprint", "e"]
    assert "Next: tamis studies group R0001 R0002, or tamis studies split R0001 R0002" in ran.err
    ran = tamis("studies", "group", "1", "2", "--why", "same trial", "-C", folder)
    assert ran.out == "One study, 2 reports: R0001, R0002.\n"
    assert ran.err == "Included so far: 2 studies with 3 reports.\n"
    assert "Nothing is suggested" in tamis("studies", "suggest", "-C", folder).err
    ran = tamis("studies", "list", "-C", folder)
    assert [line.split()[:3] for line in ran.out.splitlines()[-2:]] == [
        ["R0001", "R0001", "PubMed"],
        ["R0001", "R0002", "PubMed"],
    ]
    ran = tamis("studies", "split", "R0002", "-C", folder)
    assert ran.out == "R0002 is a study of its own.\n"
    assert ran.err == "Included so far: 3 studies with 3 reports.\n"
    ran = tamis("studies", "undo", "-C", folder)
    assert ran.out == "Undone: the splitting of R0002.\n"
    assert ran.err == "Included so far: 2 studies with 3 reports.\n"


def test_the_flow_tells_studies_and_reports(folder: Path) -> None:
    tamis("studies", "group", "R0001", "R0003", "-C", folder)
    told = json.loads(tamis("prisma", "--json", "-C", folder).out)["counts"]
    assert (told["studies_included"], told["reports_included"]) == (2, 3)


def test_json_and_csv(folder: Path) -> None:
    (line,) = tamis("studies", "suggest", "--json", "-C", folder).out.splitlines()
    assert json.loads(line)["two"]["record"] == "R0002"
    tamis("studies", "group", "R0001", "R0002", "-C", folder)
    (line,) = tamis("studies", "list", "--json", "-C", folder).out.splitlines()
    assert [at["record"] for at in json.loads(line)["reports"]] == ["R0001", "R0002"]
    rows = tamis("studies", "list", "--csv", "-C", folder).out.splitlines()
    assert rows[0] == "study,report,source,year,standing,title"
    assert len(rows) == 3


def test_nothing_grouped_says_what_to_do(folder: Path) -> None:
    ran = tamis("studies", "list", "-C", folder)
    assert (ran.code, ran.out) == (0, "")
    assert "0 studies with several reports." in ran.err
    assert "Next: tamis studies suggest" in ran.err


def test_what_would_change_nothing_fails(folder: Path) -> None:
    ran = tamis("studies", "split", "R0003", "-C", folder)
    assert (ran.code, ran.out) == (2, "")
    assert "R0003 is grouped with no other report." in ran.err
    assert tamis("studies", "group", "R0001", "R0099", "-C", folder).code == 2
