"""Votes taken over, their conflicts and kappa: a set with known figures, and the benchmark's."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from benchmarks.double_screening import Votes, fleiss, ours, read_votes, replayed
from screening.agreement.types import Measure
from screening.protocol import Verdict

IN, OUT = Verdict.INCLUDE, Verdict.EXCLUDE


def votes_of(*table: tuple[Votes, int]) -> list[Votes]:
    """So many records of each kind."""
    return [votes for votes, many in table for _ in range(many)]


# 20 both in, 5 and 10 apart, 15 both out: observed 0.7, expected 0.5, kappa 0.4.
KNOWN = votes_of(
    ({"Ann": IN, "Ben": IN}, 20),
    ({"Ann": IN, "Ben": OUT}, 5),
    ({"Ann": OUT, "Ben": IN}, 10),
    ({"Ann": OUT, "Ben": OUT}, 15),
)


def test_a_set_with_known_kappa(tmp_path: Path) -> None:
    many, found = ours(KNOWN, tmp_path)
    ((first, second),) = ((pair.first, pair.second) for pair in found.pairs)
    (kappa,) = (at for at in found.pairs[0].coefficients if at.measure is Measure.COHEN)
    assert (many, first, second) == (15, "Ann", "Ben")
    assert kappa.value == pytest.approx(0.4)


def test_three_reviewers_by_the_formula_of_fleiss() -> None:
    votes = votes_of(
        ({"A": IN, "B": IN, "C": IN}, 2),
        ({"A": IN, "B": OUT, "C": IN}, 1),
        ({"A": OUT, "B": OUT, "C": OUT}, 1),
    )
    # Of 12 votes 8 are in: expected 5/9; agreeing pairs 1, 1, 1/3, 1: observed 5/6.
    assert fleiss(votes) == pytest.approx((5 / 6 - 5 / 9) / (1 - 5 / 9))
    told = replayed("three", votes)
    assert told["equal"]
    assert (told["conflicts"], told["records"]) == (1, 4)


def test_votes_are_read_out_of_a_set(tmp_path: Path) -> None:
    path = tmp_path / "set.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("label_included", "codes"))
        sheet.writerow(("1", "R1=Included; R2=Excluded | labels=read"))
        sheet.writerow(("0", "R1=Excluded"))
    assert read_votes(path) == [{"R1": IN, "R2": OUT}]
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        file.write("label_included,codes\n1,LLM=Not Health related; ML=1.0\n")
    assert read_votes(path) == [{"LLM": OUT, "ML": IN, "human": IN}]
