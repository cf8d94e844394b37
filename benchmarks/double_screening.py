"""Whether conflicts and agreement of real votes come out as an independent computation has them.

    python -m benchmarks.double_screening FOLDER

FOLDER holds ``index.csv`` and one ``NAME.csv.gz`` per set, with a column ``codes`` in which votes
are kept as ``R1=Excluded; R2=Included`` (two reviewers) or ``LLM=...; ML=1`` beside the human label
(three). Sets without votes of two raters at least are left out. The votes are written as Rayyan
exports them, taken over by the use case behind ``tamis decisions import``, and read back from the
log: conflicts, Cohen's kappa of each pair, Fleiss' kappa of three. The same figures are computed
from the set's own rows: kappa by scikit-learn, Fleiss' kappa by its formula, conflicts by counting.

Prints one JSON line.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import tempfile
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from screening.agreement.types import Measure
from screening.protocol import Stage, Verdict
from screening.sessions.agreement import StageAgreement, agreement_of
from screening.sessions.conflicts import conflicts
from screening.sessions.import_votes import ExportAsked, import_votes
from screening.sessions.start import start_review_with
from screening.sessions.vote_plan import VotesAsked

_SAYS = {
    "included": Verdict.INCLUDE,
    "excluded": Verdict.EXCLUDE,
    "health related": Verdict.INCLUDE,
    "not health related": Verdict.EXCLUDE,
    "1": Verdict.INCLUDE,
    "0": Verdict.EXCLUDE,
}
_RATERS = ("R1", "R2", "LLM", "ML")
_CLOSE = 1e-9

Votes = dict[str, Verdict]


def votes_of(row: dict[str, str]) -> Votes:
    """Rater -> vote of one row; the human label counts where programs voted beside it."""
    found: Votes = {}
    for part in re.split(r";\s*|\s+\|\s+", row.get("codes") or ""):
        name, _, said = part.partition("=")
        verdict = _SAYS.get(said.strip().removesuffix(".0").casefold())
        if name in _RATERS and verdict:
            found[name] = verdict
    if "LLM" in found and (human := _SAYS.get(row["label_included"])):
        found["human"] = human
    return found


def read_votes(path: Path) -> list[Votes]:
    """The votes of every row on which as many voted as on any; empty without double votes."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [votes_of(row) for row in csv.DictReader(file)]
    most = max(map(len, rows), default=0)
    return [row for row in rows if len(row) == most] if most > 1 else []


def write_rayyan(votes: Sequence[Votes], path: Path) -> None:
    """The votes as Rayyan exports them, under made-up titles."""
    words = {Verdict.INCLUDE: "Included", Verdict.EXCLUDE: "Excluded"}
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("key", "title", "year", "notes"))
        for number, row in enumerate(votes, start=1):
            said = ", ".join(f'"{by}"=>"{words[verdict]}"' for by, verdict in row.items())
            title = f"A made-up title of record number {number}"
            sheet.writerow((f"rayyan-{number}", title, 2001, f"RAYYAN-INCLUSION: {{{said}}}"))


def ours(votes: Sequence[Votes], folder: Path) -> tuple[int, StageAgreement]:
    """Conflicts and agreement of the votes, taken over into a new review."""
    most = len(votes[0])
    protocol = f'title = "Votes"\n[stages.abstract]\nreasons = ["Out"]\nreviewers = {most}\n'
    export = folder / "articles.csv"
    write_rayyan(votes, export)
    with start_review_with(folder / "review", protocol, by="importer") as review:
        how = ExportAsked(add_records=True)
        import_votes(review, export, VotesAsked(stage=Stage.ABSTRACT), how)
        (agreement,) = agreement_of(review)
        return len(conflicts(review, Stage.ABSTRACT)), agreement


def fleiss(votes: Sequence[Votes]) -> float:
    """Fleiss' kappa (Fleiss 1971) of records with equally many votes."""
    raters = len(votes[0])
    included = [sum(vote is Verdict.INCLUDE for vote in row.values()) for row in votes]
    share = sum(included) / (raters * len(votes))
    expected = share**2 + (1 - share) ** 2
    pairs = [yes * (yes - 1) + (raters - yes) * (raters - yes - 1) for yes in included]
    observed = sum(pairs) / (len(votes) * raters * (raters - 1))
    return (observed - expected) / (1 - expected)


def replayed(name: str, votes: Sequence[Votes]) -> dict[str, object]:
    """One set: our figures, the independent ones, and whether they are equal."""
    from sklearn.metrics import cohen_kappa_score

    with tempfile.TemporaryDirectory() as folder:
        many, found = ours(votes, Path(folder))
    kappas = {
        f"{one}/{two}": float(
            cohen_kappa_score([row[one] for row in votes], [row[two] for row in votes])
        )
        for one, two in combinations(sorted(votes[0]), 2)
    }
    ours_too = {
        f"{pair.first}/{pair.second}": at.value
        for pair in found.pairs
        for at in pair.coefficients
        if at.measure is Measure.COHEN
    }
    together = (
        [at.value for at in found.team.coefficients if at.measure is Measure.FLEISS]
        if (found.team)
        else []
    )
    expected = sum(len(set(row.values())) > 1 for row in votes)
    pairs = [(ours_too.get(name), kappa) for name, kappa in kappas.items()]
    pairs += [(value, fleiss(votes)) for value in together]
    equal = many == expected and all(
        mine is not None and abs(mine - theirs) < _CLOSE for mine, theirs in pairs
    )
    return {
        "set": name,
        "records": len(votes),
        "reviewers": sorted(votes[0]),
        "conflicts": many,
        "conflicts_independent": expected,
        "kappa": ours_too,
        "kappa_independent": kappas,
        "fleiss": together[0] if together else None,
        "fleiss_independent": fleiss(votes) if len(votes[0]) > 2 else None,
        "equal": equal,
    }


def main() -> None:
    """Replay every set of a folder that keeps votes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    sets = [(name, votes) for name in names if (votes := read_votes(folder / f"{name}.csv.gz"))]
    print(json.dumps({"benchmark": "double_screening", "sets": [replayed(*at) for at in sets]}))


if __name__ == "__main__":
    main()
