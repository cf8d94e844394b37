"""Train the weights of this folder: what each sentence of an abstract does.

    python models/sentence-roles/make.py CSABSTRUCT TABLE.csv.gz [TABLE.csv.gz ...]
        [--vectors FOLDER]

CSABSTRUCT is the folder with ``train.jsonl`` of the corpus CSAbstruct (Cohan et al. 2019,
Apache-2.0). The tables are those of labelled reviews with a column ``abstract``, openly licensed as
the card names them: of their structured abstracts the printed labels become the roles, and the
labels themselves are never seen by the model (as in Dernoncourt & Lee 2017). A multinomial logistic
regression (L2, C = 0.3) of the features of ``extraction.extractors.roles.features``; sentences of
CSAbstruct count as much as their annotators were sure, times 3, and those of structured ones 0.3.
One role following another is counted and weighted with 0.6. All of this was chosen on the
development parts of CSAbstruct and NICTA-PIBOSO. One thread computes, so that a second run on the
same machine gives the same bytes.
``benchmarks/findings.py`` uses the same functions. Writes ``weights.npz`` and prints its entries of
the card: the rules about labels it was trained with, and the file.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy import optimize, sparse
from threadpoolctl import threadpool_limits

from extraction.extractors.roles import ROLES
from extraction.extractors.roles.features import BUCKETS, dense, hashed
from extraction.extractors.roles.sections import is_conclusion, told_by, trained_with
from extraction.pipeline import sentences, spacy_splitter
from extraction.spans import normal_text
from screening.embedding import FileVectorCache, NoEncoder, encode_cached, load_encoder

STRENGTH = 0.3
STEP_WEIGHT = 0.6
ANNOTATED, LABELLED = 3.0, 0.3
"""How much an abstract of CSAbstruct counts, and a structured one with its printed labels."""
_ROUNDS = 150
_LEAST_SURE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstract:
    """Sentences with their roles, empty where unknown, and how much each counts.

    ``times`` is how much the whole abstract counts beside others.
    """

    sentences: tuple[str, ...]
    roles: tuple[str, ...]
    weights: tuple[float, ...]
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Vectors:
    """The shipped encoder with a folder in which its vectors are kept."""

    folder: Path

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """One unit vector a text."""
        encoder = load_encoder()
        if isinstance(encoder, NoEncoder):
            raise SystemExit(encoder.reason)
        return encode_cached(encoder, FileVectorCache(self.folder), texts)


def csabstruct(path: Path) -> list[Abstract]:
    """One part of CSAbstruct."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Abstract(
            sentences=tuple(row["sentences"]),
            roles=tuple(row["labels"]),
            weights=tuple(row["confs"]),
        )
        for row in rows
    ]


def structured(paths: Iterable[Path]) -> list[Abstract]:
    """The structured abstracts of tables, each text once, with roles by their printed labels."""
    seen: set[str] = set()
    found = []
    split = spacy_splitter()
    for text in _abstracts(paths):
        key = re.sub(r"\W+", "", text.casefold())[:200]
        # What labels there are does not depend on the splitter, which is what costs.
        labels = {part.section for part in sentences(text, _whole)}
        if key in seen or not {"method", "result"} <= set(map(_role, labels)):
            continue
        parts = sentences(text, split)
        roles = tuple(_role(part.section) for part in parts)
        if sum(map(bool, roles)) >= 0.6 * len(roles):
            seen.add(key)
            quotes = tuple(text[part.start : part.end] for part in parts)
            found.append(Abstract(sentences=quotes, roles=roles, weights=(1.0,) * len(roles)))
    return found


def _abstracts(paths: Iterable[Path]) -> Iterator[str]:
    csv.field_size_limit(10**8)
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = normal_text(row.get("abstract") or "")
                if len(text) >= 200:
                    yield text


def _whole(piece: str) -> Iterator[tuple[int, int]]:
    yield 0, len(piece)


def _role(section: str) -> str:
    if is_conclusion(section):
        return "result"
    return next((role for role, share in told_by(section).items() if share >= _LEAST_SURE), "")


def train(abstracts: Sequence[Abstract], vectors: Vectors) -> dict[str, np.ndarray]:
    """The arrays of a role model."""
    words, others = features(abstracts, vectors)
    roles = np.array([ROLES.index(role) if role else -1 for at in abstracts for role in at.roles])
    weights = np.array([weight * at.times for at in abstracts for weight in at.weights])
    known = np.flatnonzero(roles >= 0)
    with threadpool_limits(1):
        coefficients, bias = fitted(words[known], others[known], roles[known], weights[known])
    start, step, end = transitions(abstracts)
    return {
        "hashed": coefficients[:BUCKETS].astype(np.float16),
        "dense": coefficients[BUCKETS:].astype(np.float16),
        "bias": bias.astype(np.float32),
        "start": start,
        "step": step,
        "end": end,
    }


def fitted(
    words: sparse.csr_matrix, others: np.ndarray, roles: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients (features, roles) and bias (roles,) of the regression, by L-BFGS.

    scikit-learn's gives the same F1 to three digits on CSAbstruct, but takes all features as one
    sparse matrix, in which the dense ones cost most of the time.
    """
    true = np.eye(len(ROLES), dtype=np.float32)[roles]
    counts = weights.astype(np.float32)[:, None]
    columns, size = words.T.tocsr(), BUCKETS + others.shape[1]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(size + 1, len(ROLES))
        inside = table[:size]
        now = table.astype(np.float32)
        scores = words @ now[:BUCKETS] + others @ now[BUCKETS:size] + now[size]
        scores -= scores.max(axis=1, keepdims=True)
        total = np.exp(scores).sum(axis=1, keepdims=True)
        missed = (np.exp(scores) / total - true) * counts
        missing = np.log(total) - (scores * true).sum(axis=1, keepdims=True)
        value = (counts * missing).sum(dtype=np.float64) + (inside**2).sum() / (2 * STRENGTH)
        slope = np.vstack([columns @ missed, others.T @ missed, missed.sum(axis=0)])
        slope = slope.astype(np.float64)
        slope[:size] += inside / STRENGTH
        return float(value), slope.ravel()

    first = np.zeros((size + 1) * len(ROLES))
    found = optimize.minimize(
        loss, first, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}
    )
    table = found.x.reshape(size + 1, len(ROLES))
    return table[:size], table[size]


def features(
    abstracts: Sequence[Abstract], vectors: Vectors
) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Hashed and dense features of all sentences, one row each, in single precision."""
    encoded = vectors.of([sentence for at in abstracts for sentence in at.sentences])
    places, values, ends = array("i"), array("f"), array("q", [0])
    blocks = []
    first = 0
    for at in abstracts:
        count = len(at.sentences)
        blocks.append(dense(at.sentences, encoded[first : first + count]))
        for found in hashed(at.sentences):
            # In order of place: sums in another order would end in other bytes.
            places.extend(sorted(found))
            values.extend(found[place] for place in sorted(found))
            ends.append(len(places))
        first += count
    arrays = (np.frombuffer(values, np.float32), np.frombuffer(places, np.int32), np.array(ends))
    return sparse.csr_matrix(arrays, shape=(first, BUCKETS)), np.vstack(blocks)


def transitions(abstracts: Sequence[Abstract]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weighted log-ratios of first roles, of one role after another, and of last roles."""
    count = len(ROLES)
    start, step, end = np.ones(count), np.ones((count, count)), np.ones(count)
    single = np.ones(count)
    for at in abstracts:
        roles = [ROLES.index(role) if role else -1 for role in at.roles]
        start[roles[0]] += at.times * (roles[0] >= 0)
        end[roles[-1]] += at.times * (roles[-1] >= 0)
        for role in roles:
            single[role] += at.times * (role >= 0)
        for one, two in pairwise(roles):
            step[one, two] += at.times * (one >= 0 and two >= 0)
    rare = np.log(single / single.sum())
    return (
        (STEP_WEIGHT * (np.log(start / start.sum()) - rare)).astype(np.float32),
        (STEP_WEIGHT * (np.log(step / step.sum(1, keepdims=True)) - rare)).astype(np.float32),
        (STEP_WEIGHT * (np.log(end / end.sum()) - rare)).astype(np.float32),
    )


def main() -> None:
    """Train, write, and print the entry of the card."""
    parser = argparse.ArgumentParser()
    parser.add_argument("csabstruct", type=Path)
    parser.add_argument("tables", type=Path, nargs="+")
    parser.add_argument("--vectors", type=Path, default=Path(tempfile.gettempdir()) / "vectors")
    given = parser.parse_args()
    annotated = csabstruct(given.csabstruct / "train.jsonl")
    labelled = structured(given.tables)
    print(f"{len(annotated)} abstracts of CSAbstruct, {len(labelled)} structured ones")
    abstracts = [replace(at, times=ANNOTATED) for at in annotated]
    abstracts += [replace(at, times=LABELLED) for at in labelled]
    target = Path(__file__).parent / "weights.npz"
    np.savez_compressed(target, **train(abstracts, Vectors(given.vectors)))
    sha256 = hashlib.sha256(target.read_bytes()).hexdigest()
    size = target.stat().st_size
    rules = ",\n".join(f"  {json.dumps(rule, ensure_ascii=False)}" for rule in trained_with())
    print(f"trained_with = [\n{rules},\n]")
    print(f'\n[[files]]\npath = "{target.name}"\nbytes = {size}\nsha256 = "{sha256}"')


if __name__ == "__main__":
    main()
