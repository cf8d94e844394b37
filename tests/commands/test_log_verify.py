"""The digest that ``log verify`` prints, noted and asked for again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands.running import tamis


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert tamis("init", tmp_path / "r", "--as", "Ann").code == 0
    return tmp_path / "r"


def import_one(folder: Path, title: str, *options: str) -> int:
    path = folder.parent / f"{title}.csv"
    path.write_text(f"Title\n{title}\n", encoding="utf-8")
    return tamis("import", path, "--source", "S", *options, "-C", folder).code


def noted(folder: Path) -> str:
    found = re.search("[0-9a-f]{64}", tamis("log", "verify", "-C", folder).out)
    assert found
    return found.group()


def test_a_digest_noted_earlier_still_holds_after_more_work(folder: Path) -> None:
    digest = noted(folder)
    assert import_one(folder, "one") == 0
    ran = tamis("log", "verify", "--expect", digest.upper(), "-C", folder)
    assert ran.code == 0
    assert "noted at event 2; 1 event came since" in ran.err


def test_a_digest_of_another_log_is_a_fault(folder: Path) -> None:
    ran = tamis("log", "verify", "--expect", "0" * 64, "-C", folder)
    assert ran.code == 3
    assert "No event of the log has the digest expected" in ran.err
    assert "1 fault, listed above" in ran.err


def test_what_is_no_digest_is_told(folder: Path) -> None:
    ran = tamis("log", "verify", "--expect", "abc", "-C", folder)
    assert ran.code == 2
    assert "'abc' is not a digest of the log." in ran.err


@pytest.mark.parametrize(("date", "code"), [("2021-06-30", 0), ("30.6.2021", 2), ("soon", 2)])
def test_the_date_of_a_search_is_a_date(folder: Path, date: str, code: int) -> None:
    assert import_one(folder, "one", "--run-on", date) == code


def test_no_review_can_live_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Title\n", encoding="utf-8")
    ran = tamis("init", tmp_path / "list.csv", "--as", "Ann")
    assert ran.code == 6
    assert "is a file, not a folder" in ran.err


def test_the_proof_as_json(folder: Path) -> None:
    told = json.loads(tamis("log", "verify", "--json", "-C", folder).out)
    assert (told["holds"], told["events"], told["faults"]) == (True, 2, [])
    assert told["digest"] == noted(folder)
    ran = tamis("log", "verify", "--json", "--expect", "0" * 64, "-C", folder)
    told = json.loads(ran.out)
    assert (ran.code, told["holds"], told["noted"], len(told["faults"])) == (3, False, None, 1)


def test_the_protocol_check_as_json(folder: Path) -> None:
    told = json.loads(tamis("protocol", "check", "--json", "-C", folder).out)
    assert told["stages"] == ["title", "abstract", "fulltext"]
    assert len(told["sha256"]) == 64


def test_agreement_of_single_reviewers_is_an_object_as_well(folder: Path) -> None:
    told = json.loads(tamis("agreement", "--json", "-C", folder).out)
    assert told["stages"] == []
    assert "One reviewer decides each record" in told["why"]
