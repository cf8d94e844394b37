"""``tamis agreement`` on real decisions: known kappa, blinding, unsure, changes, words."""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text

# Ann's and Ben's verdicts with how many records got them: a, b, c, d = 6, 5, 1, 28.
KNOWN = (("ii", 6), ("ie", 5), ("ei", 1), ("ee", 28))
WORDS = {"i": "include", "e": "exclude", "u": "unsure"}


def _folder(
    path: Path, count: int, *names: str, unsure: str = "forward", reviewers: int = 2
) -> Path:
    text = protocol_text(
        stages=("title", "fulltext"), reviewers=reviewers, names=names, unsure=unsure
    )
    make_review(path / "r", count, text=text, by=names[0]).close()
    return path / "r"


def _decide(
    folder: Path, by: str, verdicts: Iterable[tuple[int, str]], stage: str = "title"
) -> None:
    table = folder.parent / "verdicts.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("record", "stage", "verdict", "reason"))
        rows.writerows(
            (f"R{number:04d}", stage, WORDS[verdict], "Off topic" if verdict == "e" else "")
            for number, verdict in verdicts
        )
    done = tamis("decide", "--from", table, "-C", folder, by=by)
    assert done.code == 0, done.err


def _one(folder: Path, *arguments: str) -> dict[str, object]:
    done = tamis("agreement", "--json", *arguments, "-C", folder)
    assert done.code == 0, done.err
    assert "NaN" not in done.out
    made: dict[str, object] = json.loads(done.out.splitlines()[0])
    return made


def _values(made: object) -> dict[str, float | None]:
    assert isinstance(made, dict)
    return {at["measure"]: at["value"] for at in made["coefficients"]}


def _pair(made: dict[str, object], number: int = 0) -> dict[str, object]:
    pairs = made["pairs"]
    assert isinstance(pairs, list)
    pair: dict[str, object] = pairs[number]
    return pair


def _known(path: Path) -> Path:
    verdicts = [pair for pair, many in KNOWN for _ in range(many)]
    folder = _folder(path, len(verdicts), "Ann", "Ben")
    for place, by in enumerate(("Ann", "Ben")):
        _decide(folder, by, [(n, pair[place]) for n, pair in enumerate(verdicts, start=1)])
    return folder


def test_a_set_of_known_kappa(tmp_path: Path) -> None:
    folder = _known(tmp_path)
    made = _one(folder)
    assert (made["stage"], made["complete"], made["incomplete"], made["changed"]) == (
        "title", 40, 0, 0,
    )  # fmt: skip
    pair = _pair(made)
    assert pair["table"] == {"both": 6, "first_only": 5, "second_only": 1, "neither": 28}
    values = _values(pair)
    chance = (11 * 7 + 29 * 33) / 40**2
    share = (11 + 7) / 80
    even = 2 * share * (1 - share)
    assert values["percent agreement"] == pytest.approx(34 / 40)
    assert values["Cohen's kappa"] == pytest.approx((34 / 40 - chance) / (1 - chance))
    assert values["Gwet's AC1"] == pytest.approx((34 / 40 - even) / (1 - even))
    assert values["PABAK"] == pytest.approx(2 * 34 / 40 - 1)
    assert values["positive agreement"] == pytest.approx(12 / 18)
    assert values["negative agreement"] == pytest.approx(56 / 62)
    listed = tamis("conflicts", "--json", "-C", folder).out.splitlines()
    assert len(listed) == 5 + 1


def test_what_a_person_reads(tmp_path: Path) -> None:
    told = tamis("agreement", "--stage", "title", "-C", _known(tmp_path)).out
    for words in (
        "Title stage: 40 records decided by 2 reviewers each.",
        "Unsure counts as include, because unsure records go on to the next stage.",
        "Ann: include             6             5",
        "Ann: exclude             1            28",
        "Cohen's kappa",
        "Fleiss-Cohen-Everitt 1969, normal",
        "bootstrap over records, 2,000 draws, seed 1",
        "Ann and Ben agreed on 34 of 40 records.",
        "quote all three.",
    ):
        assert words in told


def test_a_record_that_waits_for_a_reviewer_tells_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    told = []
    for path, hidden in ((one, "i"), (two, "e")):
        path.mkdir()
        folder = _folder(path, 4, "Ann", "Ben")
        _decide(folder, "Ann", [(1, "i"), (2, "e")])
        _decide(folder, "Ben", [(1, "i"), (2, "e"), (3, hidden)])
        told.append((tamis("agreement", "-C", folder).out, _one(folder)))
    assert told[0] == told[1]
    assert "not all their reviewers have decided yet: 2 more records." in told[0][0]
    assert told[0][1]["complete"] == 2


def test_what_is_changed_once_both_have_decided_does_not_count(tmp_path: Path) -> None:
    folder = _folder(tmp_path, 3, "Ann", "Ben")
    _decide(folder, "Ann", [(1, "i"), (2, "e")])
    _decide(folder, "Ann", [(2, "i")])  # before Ben's: a slip mended, which counts
    _decide(folder, "Ben", [(1, "e"), (2, "i"), (3, "i")])
    before = _pair(_one(folder))
    assert before["table"] == {"both": 1, "first_only": 1, "second_only": 0, "neither": 0}
    _decide(folder, "Ben", [(1, "i")])
    made = _one(folder)
    assert _pair(made) == before
    assert made["changed"] == 1
    assert (
        "1 record changed after that: what stood before counts."
        in tamis("agreement", "-C", folder).out
    )


def test_undone_after_the_other_was_known_a_record_is_blind_and_then_counts_as_it_was(
    tmp_path: Path,
) -> None:
    folder = _folder(tmp_path, 1, "Ann", "Ben")
    _decide(folder, "Ann", [(1, "i")])
    _decide(folder, "Ben", [(1, "e")])
    assert tamis("undo", "-C", folder, by="Ben").code == 0
    assert _one(folder)["complete"] == 0
    _decide(folder, "Ben", [(1, "i")])
    assert _pair(_one(folder))["table"] == {
        "both": 0, "first_only": 1, "second_only": 0, "neither": 0,
    }  # fmt: skip


def test_undone_while_blind_a_verdict_does_not_count(tmp_path: Path) -> None:
    folder = _folder(tmp_path, 1, "Ann", "Ben")
    _decide(folder, "Ann", [(1, "i")])
    assert tamis("undo", "-C", folder, by="Ann").code == 0
    _decide(folder, "Ben", [(1, "e")])
    assert _one(folder)["complete"] == 0


def test_an_adjudication_changes_nothing(tmp_path: Path) -> None:
    folder = _known(tmp_path)
    before = _one(folder)
    done = tamis("adjudicate", "R0007", "include", "--stage", "title", "-C", folder)
    assert done.code == 0, done.err
    assert _one(folder) == before


@pytest.mark.parametrize(("unsure", "both", "held"), [("forward", 2, 0), ("hold", 1, 1)])
def test_unsure_counts_as_the_protocol_says(
    tmp_path: Path, unsure: str, both: int, held: int
) -> None:
    folder = _folder(tmp_path, 2, "Ann", "Ben", unsure=unsure)
    _decide(folder, "Ann", [(1, "i"), (2, "u")])
    _decide(folder, "Ben", [(1, "i"), (2, "i")])
    made = _one(folder)
    assert made["complete"] == 2
    assert _pair(made)["held"] == held
    assert _pair(made)["table"] == {
        "both": both, "first_only": 0, "second_only": 0, "neither": 0,
    }  # fmt: skip


def test_the_last_stage_holds_unsure_whatever_the_protocol_says(tmp_path: Path) -> None:
    folder = _folder(tmp_path, 1, "Ann", "Ben")
    for by in ("Ann", "Ben"):
        _decide(folder, by, [(1, "i")])
    _decide(folder, "Ann", [(1, "u")], "fulltext")
    _decide(folder, "Ben", [(1, "i")], "fulltext")
    told = tamis("agreement", "--stage", "fulltext", "-C", folder).out
    assert "Unsure is held at the last stage" in told
    assert "Ann and Ben, 0 records (1 held as unsure left out)" in told


def test_three_reviewers_two_of_them_a_record(tmp_path: Path) -> None:
    folder = _folder(tmp_path, 6, "Ann", "Ben", "Cem")
    _decide(folder, "Ann", [(1, "i"), (2, "e"), (3, "i"), (4, "e")])
    _decide(folder, "Ben", [(1, "i"), (2, "e"), (5, "e"), (6, "e")])
    _decide(folder, "Cem", [(3, "e"), (4, "e"), (5, "e"), (6, "i")])
    made = _one(folder)
    assert [(_pair(made, n)["first"], _pair(made, n)["second"]) for n in range(3)] == [
        ("Ann", "Ben"), ("Ann", "Cem"), ("Ben", "Cem"),
    ]  # fmt: skip
    values = _values(made["team"])
    unlike, includes, n = 2, 4, 12
    alpha = 1 - (2 * unlike / n) / (2 * includes * (n - includes) / (n * (n - 1)))
    assert values["Krippendorff's alpha"] == pytest.approx(alpha)
    assert values["percent agreement"] == pytest.approx(4 / 6)
    assert "Fleiss' kappa" in values
    only = _one(folder, "--pair", "Cem", "Ann")
    assert only["team"] is None
    assert _pair(only)["table"] == {"both": 0, "first_only": 0, "second_only": 1, "neither": 1}


def test_no_variation_is_told_in_words(tmp_path: Path) -> None:
    folder = _folder(tmp_path, 3, "Ann", "Ben")
    for by in ("Ann", "Ben"):
        _decide(folder, by, [(n, "e") for n in (1, 2, 3)])
    told = tamis("agreement", "-C", folder).out
    assert "Undefined: every verdict is the same" in told
    assert _values(_pair(_one(folder)))["Cohen's kappa"] is None


def test_nothing_to_compare_is_said(tmp_path: Path) -> None:
    folder = _folder(tmp_path, 2, "Ann", "Ben", reviewers=1)
    done = tamis("agreement", "-C", folder)
    assert (done.code, done.out) == (0, "")
    assert "there is nothing to compare" in done.err
    asked = tamis("agreement", "--stage", "title", "-C", folder)
    assert asked.code != 0
    assert "write reviewers = 2 under [stages.title]" in asked.err


def test_before_the_first_decision(tmp_path: Path) -> None:
    told = tamis("agreement", "-C", _folder(tmp_path, 2, "Ann", "Ben"))
    assert told.code == 0
    assert "Title stage: 0 records decided by 2 reviewers each." in told.out


@pytest.mark.parametrize(
    ("pair", "words"),
    [(("Ann", "Zoe"), "'Zoe' is not a reviewer"), (("Ann", "Ann"), "Ann is named twice")],
)
def test_a_pair_that_is_none(tmp_path: Path, pair: tuple[str, str], words: str) -> None:
    done = tamis("agreement", "--pair", *pair, "-C", _folder(tmp_path, 2, "Ann", "Ben"))
    assert done.code != 0
    assert words in done.err


def test_the_worked_example_of_the_page_is_what_the_command_prints(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "agreement.md").read_text(encoding="utf-8")
    shell, text = re.findall(r"^```(?:sh|text)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    program, *arguments = shlex.split(shell)
    assert program == "tamis"
    assert tamis(*arguments, "-C", _known(tmp_path)).out == text


def test_a_report_that_could_not_be_had_waits_for_nobody(tmp_path: Path) -> None:
    folder = _folder(tmp_path, 3, "Ann", "Ben")
    for by in ("Ann", "Ben"):
        _decide(folder, by, [(1, "i"), (2, "i"), (3, "i")])
    for by in ("Ann", "Ben"):
        _decide(folder, by, [(1, "i")], "fulltext")
    assert tamis("retrieved", "2", "--no", "lost", "-C", folder).code == 0
    made = _one(folder, "--stage", "fulltext")
    assert (made["complete"], made["incomplete"]) == (1, 1)
