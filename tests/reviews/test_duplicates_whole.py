"""One review from two exports to studies, the PRISMA numbers proved after every single step."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.commands.running import Ran, tamis
from tests.reviews_builder import protocol_text

PUBMED = """\
TY  - JOUR
TI  - Mentoring of first-year medical students by senior peers
AB  - Senior students often guide first-year students, and many of them find...
AU  - Roe, Jane
AU  - Doe, Alex
PY  - 2011
JO  - Journal of Mentoring
VL  - 10
SP  - 101
EP  - 109
DO  - 10.5555/jm.1
ER  -

TY  - JOUR
TI  - What nurses remember of their clinical placements abroad
AB  - Nurses told us in interviews what they remember of their placements abroad.
AU  - Poe, Kim
PY  - 2011
JO  - Journal of Mentoring
VL  - 11
SP  - 201
EP  - 209
DO  - 10.5555/jm.2
ER  -

TY  - JOUR
TI  - Reading aloud in intensive care: a qualitative study of families
AB  - Families read aloud in intensive care, and told us what it meant to them.
AU  - Loe, Sam
PY  - 2011
JO  - Journal of Mentoring
VL  - 12
SP  - 301
EP  - 309
DO  - 10.5555/jm.3
ER  -
"""
SCOPUS = """\
TY  - JOUR
TI  - MENTORING OF FIRST-YEAR MEDICAL STUDENTS BY SENIOR PEERS
AB  - Senior students often guide first-year students, and many of them find it helpful, too.
AU  - Roe, J.
PY  - 2011
JO  - J Ment
VL  - 10
SP  - 101
DO  - 10.5555/jm.1
ER  -

TY  - JOUR
TI  - What nurses remember of their clinical placements abroad
AU  - Poe, K.
PY  - 2012
ER  -

TY  - JOUR
TI  - Erratum to: Reading aloud in intensive care: a qualitative study of families
AU  - Loe, S.
PY  - 2011
JO  - Journal of Mentoring
VL  - 12
SP  - 900
ER  -
"""
WHOLE = "Senior students often guide first-year students, and many of them find it helpful, too."
Numbers = tuple[int, int, int, int, int]


class Told:
    """A review driven by commands alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str | Path, keys: str = "") -> Ran:
        ran = tamis(*words, "-C", self.folder, keys=keys)
        assert ran.code == 0, ran.err
        return ran

    def numbers(self) -> Numbers:
        """Identified, duplicates, to screen, studies and reports included, once they add up."""
        told = json.loads(self.run("prisma", "--json").out)
        assert [at for at in told["violations"] if at["severity"] == "error"] == []
        counts = told["counts"]
        assert counts["identified"] == counts["duplicates"] + counts["to_screen"]
        assert counts["identified"] == sum(source["n"] for source in counts["sources"])
        return (
            counts["identified"],
            counts["duplicates"],
            counts["to_screen"],
            counts["studies_included"],
            counts["reports_included"],
        )

    def include(self, *records: str) -> None:
        for record in records:
            self.run("decide", record, "include", "--stage", "fulltext")


def started(tmp_path: Path) -> Told:
    folder = tmp_path / "review"
    assert tamis("init", folder).code == 0
    (folder / "review.toml").write_text(
        protocol_text(stages=("fulltext",), names=("Ann",)), encoding="utf-8"
    )
    review = Told(folder)
    for source, text in (("PubMed", PUBMED), ("Scopus", SCOPUS)):
        (tmp_path / f"{source}.ris").write_text(text, encoding="utf-8")
        review.run("import", tmp_path / f"{source}.ris", "--source", source)
    return review


def test_every_step_keeps_the_numbers_right(tmp_path: Path) -> None:
    review = started(tmp_path)
    assert review.numbers() == (6, 0, 6, 0, 0)

    review.run("duplicates", "find")
    assert review.numbers() == (6, 1, 5, 0, 0)

    review.run("duplicates", "review", "--plain", keys="s\nd\nu\nd\n")
    assert review.numbers() == (6, 2, 4, 0, 0)

    group = json.loads(review.run("duplicates", "show", "R0004", "--json").out)
    used = {at["field"]: (at["value"], at["given_by"]) for at in group["fields"]}
    assert used["Abstract"] == (WHOLE, ["R0004"])
    assert used["Title"][1] == used["Venue"][1] == used["Pages"][1] == ["R0001"]
    assert f"Abstract: {WHOLE}" in review.run("show", "R0001").out

    assert "R0004" in review.run("duplicates", "split", "R0001").out
    assert review.numbers() == (6, 1, 5, 0, 0)
    assert WHOLE not in review.run("show", "R0001").out

    review.run("duplicates", "undo")
    assert review.numbers() == (6, 2, 4, 0, 0)
    review.run("duplicates", "undo")  # the answer of the sitting before
    assert review.numbers() == (6, 1, 5, 0, 0)
    review.run("duplicates", "mark", "R0005", "R0002")
    assert review.numbers() == (6, 2, 4, 0, 0)

    review.include("R0001", "R0002", "R0003", "R0006")
    assert review.numbers() == (6, 2, 4, 4, 4)
    (line,) = review.run("studies", "suggest", "--json").out.splitlines()
    assert json.loads(line)["relation"] == "erratum"
    review.run("studies", "group", "R0003", "R0006")
    assert review.numbers() == (6, 2, 4, 3, 4)
    review.run("studies", "split", "R0006")
    assert review.numbers() == (6, 2, 4, 4, 4)
    review.run("studies", "undo")
    assert review.numbers() == (6, 2, 4, 3, 4)

    review.run("duplicates", "find")  # what people decided stays
    assert review.numbers() == (6, 2, 4, 3, 4)
    review.run("log", "verify")


def test_nothing_is_lost_on_the_way_out(tmp_path: Path) -> None:
    review = started(tmp_path)
    review.run("duplicates", "find")
    out = tmp_path / "all.csv"
    review.run("export", "records", "--format", "csv", "--out", out)
    rows = {row["key"]: row for row in csv.DictReader(out.read_text("utf-8-sig").splitlines())}
    assert len(rows) == 6
    assert rows["R0001"]["abstract"] == WHOLE
    assert rows["R0004"]["title"].isupper()  # a duplicate goes out as it came in
    review.run("export", "records", "--format", "original", "--out", tmp_path / "originals")
    (pubmed,) = (tmp_path / "originals").glob("*PubMed*")
    assert pubmed.read_text(encoding="utf-8") == PUBMED
