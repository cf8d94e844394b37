"""Reads the mentoring corpus and says what is wrong with a chain of verdicts or an export."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from screening.protocol import Protocol, parse_protocol

ROOT = Path(__file__).parents[2] / "corpora" / "mentoring"
STAGES = ("title", "abstract", "fulltext")

Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def protocol() -> Protocol:
    return parse_protocol((ROOT / "review.toml").read_text(encoding="utf-8"))


def reasons() -> dict[str, list[str]]:
    return {plan.stage.value: list(plan.reasons) for plan in protocol().stages}


def databases() -> list[str]:
    """The seven databases of the article; the eighth source is the stand-in's journal."""
    return [planned.source for planned in protocol().searches[:7]]


def published() -> dict[str, str]:
    return {row["name"]: row["value"] for row in rows("published.csv")}


def included() -> set[str]:
    return {row["reference"] for row in rows("references.csv") if row["included"] == "yes"}


def split(text: str) -> list[str]:
    return text.split(";") if text else []


@cache
def blocks(file: Path) -> list[str]:
    """The raw text of each entry of an export, in file order."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        return [" ".join(row.values()) for row in csv.DictReader(io.StringIO(text))]
    if file.suffix == ".xml":
        # The file is part of this repository, so no hostile entity can be in it.
        root = ET.fromstring(text)  # noqa: S314
        return ["".join(article.itertext()) for article in root.iter("Article")]
    start = {".ris": r"^TY  - ", ".nbib": r"^OWN - ", ".bib": r"^@"}[file.suffix]
    return re.split(start, text, flags=re.MULTILINE)[1:]


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def chain_faults(decisions: Iterable[Row]) -> list[str]:
    """What is wrong with the verdicts of one record: each stage once, in order, one exclusion."""
    chain = list(decisions)
    faults = []
    if tuple(row["stage"] for row in chain) != STAGES[: len(chain)]:
        faults.append("stages out of order or skipped")
    if any(row["verdict"] != "include" for row in chain[:-1]):
        faults.append("decided again after an exclusion")
    if len(chain) < len(STAGES) and chain[-1]["verdict"] != "exclude":
        faults.append("left open")
    if any((row["verdict"] == "exclude") != bool(row["reason"]) for row in chain):
        faults.append("exclusion without reason or reason without exclusion")
    return faults


def chains() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows("decisions.csv"):
        found.setdefault(row["reference"], []).append(row)
    return found


def carried_text(text: str) -> list[str]:
    """Abstracts, DOIs and PMIDs in an export: none of them may be there."""
    return re.findall(
        r"(?im)^(?:AB|N2|DO|PMID|AID)\s*-.*$|^\s*(?:abstract|doi)\s*=.*$"
        r"|<abstract[^>]*>\s*[^<\s].*|10\.\d{4,}/\S+",
        text,
    )
