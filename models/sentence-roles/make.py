"""Train the weights of this folder: what each sentence of an abstract does.

    python models/sentence-roles/make.py CSABSTRUCT TABLE.csv.gz [TABLE.csv.gz ...]
        [--vectors FOLDER]

CSABSTRUCT is the folder with ``train.jsonl`` of the corpus CSAbstruct (Cohan et al. 2019,
Apache-2.0). The tables are those of labelled reviews with a column ``abstract``, openly licensed as
the card names them: of their structured abstracts the printed labels become the roles, and the
labels themselves are never seen by the model (as in Dernoncourt & Lee 2017). A multinomial logistic
regression (L2, C = 0.3) of the features of ``extraction.extractors.roles.features``; sentences of
CSAbstruct count as much as their annotators were sure. One role following another is counted and
weighted with 0.6. All of this was chosen on the development parts of CSAbstruct and NICTA-PIBOSO.
``benchmarks/findings.py`` uses the same functions. Writes ``weights.npz`` and prints its entry of
the card. Revision 1 was made before "authors' conclusions", references, acknowledgements and appendix
became labels of sections: a run now reads a few abstracts otherwise and gives other bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from extraction.extractors.roles import ROLES
from extraction.extractors.roles.features import BUCKETS, dense, hashed
from extraction.extractors.roles.sections import is_conclusion, told_by
from extraction.pipeline import sentences, spacy_splitter
from extraction.spans import normal_text
from screening.embedding import FileVectorCache, NoEncoder, encode_cached, load_encoder

STRENGTH = 0.3
STEP_WEIGHT = 0.6
_LEAST_SURE = 0.9
_NEVER = -30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstract:
    """Sentences with their roles, empty where unknown, and how much each counts."""

    sentences: tuple[str, ...]
    roles: tuple[str, ...]
    weights: tuple[float, ...]


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
        parts = sentences(text, split) if key not in seen else ()
        roles = tuple(_role(part.section) for part in parts)
        known = sum(map(bool, roles))
        if {"method", "result"} <= set(roles) and known >= 0.6 * len(roles):
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


def _role(section: str) -> str:
    if is_conclusion(section):
        return "result"
    return next((role for role, share in told_by(section).items() if share >= _LEAST_SURE), "")


def train(abstracts: Sequence[Abstract], vectors: Vectors) -> dict[str, np.ndarray]:
    """The arrays of a role model."""
    matrix = features(abstracts, vectors)
    roles = np.array([role for at in abstracts for role in at.roles])
    weights = np.array([weight for at in abstracts for weight in at.weights])
    known = roles != ""
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    model.fit(matrix[known], roles[known], sample_weight=weights[known])
    columns = [list(model.classes_).index(role) if role in model.classes_ else -1 for role in ROLES]
    coefficients = np.vstack([model.coef_, np.zeros(matrix.shape[1])])[columns].T
    bias = np.append(model.intercept_, _NEVER)[columns]
    start, step, end = transitions(abstracts)
    return {
        "hashed": coefficients[:BUCKETS].astype(np.float16),
        "dense": coefficients[BUCKETS:].astype(np.float16),
        "bias": bias.astype(np.float32),
        "start": start,
        "step": step,
        "end": end,
    }


def features(abstracts: Sequence[Abstract], vectors: Vectors) -> sparse.csr_matrix:
    """Hashed and dense features of all sentences, one row each."""
    encoded = vectors.of([sentence for at in abstracts for sentence in at.sentences])
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    blocks = []
    first = 0
    for at in abstracts:
        count = len(at.sentences)
        blocks.append(dense(at.sentences, encoded[first : first + count]))
        for number, found in enumerate(hashed(at.sentences), start=first):
            rows += [number] * len(found)
            columns += found.keys()
            values += found.values()
        first += count
    words = sparse.csr_matrix((values, (rows, columns)), shape=(first, BUCKETS))
    return sparse.hstack([words, sparse.csr_matrix(np.vstack(blocks))]).tocsr()


def transitions(abstracts: Sequence[Abstract]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weighted log-ratios of first roles, of one role after another, and of last roles."""
    count = len(ROLES)
    start, step, end = np.ones(count), np.ones((count, count)), np.ones(count)
    single = np.ones(count)
    for at in abstracts:
        roles = [ROLES.index(role) if role else -1 for role in at.roles]
        start[roles[0]] += roles[0] >= 0
        end[roles[-1]] += roles[-1] >= 0
        for role in roles:
            single[role] += role >= 0
        for one, two in pairwise(roles):
            step[one, two] += one >= 0 and two >= 0
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
    abstracts = csabstruct(given.csabstruct / "train.jsonl")
    by_section = structured(given.tables)
    print(f"{len(abstracts)} abstracts of CSAbstruct, {len(by_section)} structured ones")
    target = Path(__file__).parent / "weights.npz"
    np.savez_compressed(target, **train([*abstracts, *by_section], Vectors(given.vectors)))
    sha256 = hashlib.sha256(target.read_bytes()).hexdigest()
    size = target.stat().st_size
    print(f'\n[[files]]\npath = "{target.name}"\nbytes = {size}\nsha256 = "{sha256}"')


if __name__ == "__main__":
    main()
