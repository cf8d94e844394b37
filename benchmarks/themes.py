"""How good theme proposals are, beside TF-IDF and plain nearest neighbours, on coded sets.

    python -m benchmarks.themes [--anes FOLDER] [--proctoring FILE] [--speed]

Always: the tree that ships with the program (corpora/mentoring; the 269 codes of its seven
components). FOLDER holds ``dataset*.csv`` with columns ``caseID``, ``verbatim`` and one 0/1 column
per code; FILE has columns ``question``, ``coder``, ``response_id``, ``text``, ``code``. One JSON
line per set: leave-one-out (for the tree also leave-one-study-out), cold start, baselines, a
learning curve after 5, 10 and 20 % approved, and how far probabilities hold. ``--speed`` adds a
line with the seconds from an approval to the next guesses on the largest set. Settings were chosen
on the sets marked ``chosen_on``.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.themes_speed import seconds_after_approval, spread
from extraction.themes.evaluate import GivenCode, Hits, Labelled, Trial, tree_of
from extraction.themes.similarity import Similarity, tfidf_similarity, vector_similarity
from screening.embedding import NoEncoder, load_encoder

CORPUS = Path(__file__).parents[1] / "corpora" / "mentoring" / "codebook.csv"
CHOSEN_ON = {"anes 1", "anes 2", "proctoring Q3", "proctoring Q5", "proctoring N3", "proctoring N4"}
SHARES = (0.05, 0.10, 0.20)
MOST = 2_000
FEWEST = 20
DRAWS, TEACHING_DRAWS = 20, 5
_TEACHABLE = 18_000
"""Texts times approvals up to which the order that teaches most is worked out."""


def mentoring() -> Labelled:
    """The shipped tree's components: labels into 14 sub-components of 7, with their studies."""
    with CORPUS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "components"]
    return tree_of(
        [
            GivenCode(
                label=row["label"],
                theme=row["theme"],
                subtheme=row["subtheme"],
                studies=tuple(filter(None, row["references"].split(";"))),
            )
            for row in rows
        ]
    )


def anes(folder: Path) -> Iterator[tuple[str, Labelled]]:
    """Open answers with any number of codes; the codes have numbers, no names."""
    for path in sorted(folder.glob("dataset*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        codes = [name for name in rows[0] if name not in ("caseID", "verbatim")]
        found = [
            (row["verbatim"], [code for code in codes if row[code] == "1"])
            for row in rows
            if row["verbatim"].strip()
        ]
        kept = [(text, has) for text, has in found if has][:MOST]
        yield f"anes {path.stem.removeprefix('dataset')}", _labelled(kept)


def proctoring(path: Path) -> Iterator[tuple[str, Labelled]]:
    """Answers to survey questions with the first coder's codes, a set per question."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["coder"] == "primary"]
    for question in dict.fromkeys(row["question"] for row in rows):
        answers: dict[str, tuple[str, list[str]]] = {}
        for row in rows:
            if row["question"] == question:
                answers.setdefault(row["response_id"], (row["text"], []))[1].append(row["code"])
        if len(answers) >= FEWEST:
            yield f"proctoring {question}", _labelled(list(answers.values()))


def _labelled(rows: list[tuple[str, list[str]]]) -> Labelled:
    names = sorted({code for _, has in rows for code in has})
    number = {name: at for at, name in enumerate(names)}
    return Labelled(
        texts=tuple(text for text, _ in rows),
        names=tuple(name.replace("_", " ").replace("->", ": ") for name in names),
        truth=tuple(tuple(sorted({number[code] for code in has})) for _, has in rows),
    )


def measure(name: str, given: Labelled, similarity: Similarity) -> dict[str, object]:
    """One line of the result."""
    trial = Trial(given, similarity)
    words = tfidf_similarity().matrix(given.texts).astype("float64")
    meaning = similarity.matrix(given.texts).astype("float64")
    made: dict[str, object] = {
        "set": name,
        "chosen_on": name in CHOSEN_ON,
        "texts": len(given.texts),
        "classes": len(given.names),
        "model": similarity.model,
        "leave_one_out": _told(trial.leave_one_out()),
        "tfidf_neighbours": _told(trial.nearest_neighbours(words)),
        "minilm_neighbours": _told(trial.nearest_neighbours(meaning)),
        "cold_start": _told(trial.cold_start()),
        "always_largest": _told(trial.always_largest()),
        "reliability": asdict(trial.reliability(_shuffled(len(given.texts), 0))),
        "curve": curve(trial),
    }
    if any(given.studies):
        pairs, texts = trial.leave_one_study_out()
        made |= {"leave_one_study_out": _told(texts), "per_pair": _told(pairs)}
    return made


def _told(hits: Hits) -> dict[str, float]:
    return {name: value for name, value in asdict(hits).items() if value is not None}


def curve(trial: Trial) -> dict[str, dict[str, float]]:
    """Top-1 and top-3 on the rest, by the share approved: at random, and what teaches most."""
    count = len(trial.given.texts)
    found = {}
    for share in SHARES:
        wanted = max(2, round(share * count))
        draws = [trial.after(_shuffled(count, seed)[:wanted]) for seed in range(DRAWS)]
        row = {
            "approved": wanted,
            "top_1": round(statistics.mean(hits.top_1 for hits in draws), 4),
            "top_3": round(statistics.mean(hits.top_3 for hits in draws), 4),
        }
        if count * wanted <= _TEACHABLE:
            taught = [
                trial.after(trial.most_teaching(wanted, _shuffled(count, seed)[:2]))
                for seed in range(TEACHING_DRAWS)
            ]
            row["teaching_top_1"] = round(statistics.mean(hits.top_1 for hits in taught), 4)
            row["teaching_top_3"] = round(statistics.mean(hits.top_3 for hits in taught), 4)
        found[f"{share:.0%}"] = row
    return found


def _shuffled(count: int, seed: int) -> list[int]:
    return random.Random(seed).sample(range(count), count)  # noqa: S311 - a draw, no secret


def main() -> None:
    """Print a JSON line for each set."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--anes", type=Path)
    parser.add_argument("--proctoring", type=Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--codes", type=int, help="spread over so many codes, for --speed")
    parser.add_argument("--speed-only", action="store_true")
    asked = parser.parse_args()
    similarity = _similarity()
    sets: list[tuple[str, Labelled]] = [("mentoring", mentoring())]
    sets += list(anes(asked.anes)) if asked.anes else []
    sets += list(proctoring(asked.proctoring)) if asked.proctoring else []
    for name, given in () if asked.speed_only else sets:
        _timed(partial(measure, name, given, similarity))
    if asked.speed or asked.speed_only:
        largest = max((given for _, given in sets), key=lambda at: len(at.texts))
        largest = spread(largest, asked.codes) if asked.codes else largest
        _timed(partial(seconds_after_approval, largest, similarity))


def _similarity() -> Similarity:
    encoder = load_encoder()
    if isinstance(encoder, NoEncoder):
        raise SystemExit(encoder.reason)
    who = encoder.identity
    return vector_similarity(encoder.encode, model=who.name, model_sha256=who.sha256)


def _timed(made: Callable[[], dict[str, object]]) -> None:
    start = time.perf_counter()
    line = made()
    line["seconds"] = round(time.perf_counter() - start, 1)
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
