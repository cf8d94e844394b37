"""How well sentences that state a result are found, beside TF-IDF with logistic regression.

    python -m benchmarks.findings CSABSTRUCT NICTA [--vectors FOLDER]

CSABSTRUCT is the folder of CSAbstruct (train.jsonl, dev.jsonl, test.jsonl), NICTA that of
NICTA-PIBOSO as split by Jin & Szolovits 2018 (train_clean.txt, dev_clean.txt, test_clean.txt).
Prints one JSON line: precision, recall, F1, average precision and Brier score on both test parts
for (1) the baseline and (2) the same features and training as the shipped model, each trained on
the corpus's own training part, (3) trained on the other corpus only, and (4) the shipped weights.
For each the probability from which a sentence counts is chosen on the development part of the
corpus it was trained on (both for the shipped weights: CSAbstruct's); "at_half" is F1 from 0.5.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from extraction.extractors.roles import ROLES, RoleModel, load_roles
from extraction.extractors.roles.features import words
from screening.resources import shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PARTS = ("train", "dev", "test")
_NICTA_ROLES = {
    "outcome": "result",
    "background": "background",
    "other": "other",
    "population": "method",
    "intervention": "method",
    "study design": "method",
}
_FINDING = ROLES.index("result")


def recipe() -> ModuleType:
    """The module that trained the shipped weights."""
    path = shipped("models", "sentence-roles", "make.py")
    spec = importlib.util.spec_from_file_location("sentence_roles_recipe", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def read_nicta(path: Path, made: ModuleType) -> list[Any]:
    """One part of NICTA-PIBOSO as abstracts of the recipe."""
    abstracts = []
    for block in path.read_text(encoding="utf-8").split("###")[1:]:
        rows = [line.split("\t", 1) for line in block.splitlines()[1:] if "\t" in line]
        if rows:
            roles, sentences = zip(
                *((_NICTA_ROLES[role], text) for role, text in rows), strict=True
            )
            weights = (1.0,) * len(roles)
            abstracts.append(made.Abstract(sentences=sentences, roles=roles, weights=weights))
    return abstracts


def trained(abstracts: Sequence[Any], made: ModuleType, vectors: Any) -> RoleModel:
    """The recipe's arrays as a model."""
    import numpy as np

    arrays = {name: at.astype(np.float64) for name, at in made.train(abstracts, vectors).items()}
    return RoleModel(name="measured", version="1", **arrays)


def by_model(model: RoleModel, abstracts: Sequence[Any], vectors: Any) -> Floats:
    """Probability of a result for each sentence."""
    import numpy as np

    encoded = vectors.of([sentence for at in abstracts for sentence in at.sentences])
    found, first = [], 0
    for at in abstracts:
        last = first + len(at.sentences)
        found.append(model.probabilities(at.sentences, encoded[first:last])[:, _FINDING])
        first = last
    return np.concatenate(found)


def by_baseline(train: Sequence[Any], parts: Sequence[Sequence[Any]]) -> list[Floats]:
    """TF-IDF of words and pairs, L2 logistic regression: probabilities for each part."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    def texts(abstracts: Sequence[Any]) -> list[str]:
        return [" ".join(words(sentence)) for at in abstracts for sentence in at.sentences]

    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2),
        min_df=2,
        sublinear_tf=True,
        token_pattern=r"\S+",  # noqa: S106 - no password
    )
    matrix = vectorizer.fit_transform(texts(train))
    model = LogisticRegression(C=5.0, max_iter=500).fit(matrix, truth(train))
    return [model.predict_proba(vectorizer.transform(texts(part)))[:, 1] for part in parts]


def truth(abstracts: Sequence[Any]) -> NDArray[np.bool_]:
    """Whether each sentence states a result."""
    import numpy as np

    return np.array([role == "result" for at in abstracts for role in at.roles])


def best_cut(found: Floats, true: NDArray[np.bool_]) -> float:
    """The probability, in steps of 0.05, from which F1 is best."""
    from sklearn.metrics import f1_score

    cuts = [step / 20 for step in range(3, 18)]
    return max(cuts, key=lambda cut: float(f1_score(true, found >= cut)))


def measured(found: Floats, true: NDArray[np.bool_], cut: float) -> dict[str, float]:
    """The figures of one method on one test part."""
    from sklearn.metrics import (
        average_precision_score,
        brier_score_loss,
        f1_score,
        precision_score,
        recall_score,
    )

    figures = {
        "cut": cut,
        "precision": precision_score(true, found >= cut),
        "recall": recall_score(true, found >= cut),
        "f1": f1_score(true, found >= cut),
        "at_half": f1_score(true, found >= 0.5),
        "average_precision": average_precision_score(true, found),
        "brier": brier_score_loss(true, found),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


def run(csabstruct: Path, nicta: Path, folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    """All methods on both corpora."""
    made = recipe()
    vectors = made.Vectors(folder)
    corpora = {
        "csabstruct": {part: made.csabstruct(csabstruct / f"{part}.jsonl") for part in PARTS},
        "nicta": {part: read_nicta(nicta / f"{part}_clean.txt", made) for part in PARTS},
    }
    models = {name: trained(corpus["train"], made, vectors) for name, corpus in corpora.items()}
    cuts = {
        name: best_cut(by_model(models[name], at["dev"], vectors), truth(at["dev"]))
        for name, at in corpora.items()
    }
    cs_dev = corpora["csabstruct"]["dev"]
    shipped_cut = best_cut(by_model(load_roles(), cs_dev, vectors), truth(cs_dev))
    found: dict[str, dict[str, dict[str, float]]] = {}
    for name, corpus in corpora.items():
        other = next(one for one in corpora if one != name)
        test, true = corpus["test"], truth(corpus["test"])
        dev, own = by_baseline(corpus["train"], (corpus["dev"], test))
        found[name] = {
            "tf-idf": measured(own, true, best_cut(dev, truth(corpus["dev"]))),
            "own": measured(by_model(models[name], test, vectors), true, cuts[name]),
            "other": measured(by_model(models[other], test, vectors), true, cuts[other]),
            "shipped": measured(by_model(load_roles(), test, vectors), true, shipped_cut),
        }
    return found


def main() -> None:
    """Measure and print one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("csabstruct", type=Path)
    parser.add_argument("nicta", type=Path)
    parser.add_argument("--vectors", type=Path, default=Path(tempfile.gettempdir()) / "vectors")
    given = parser.parse_args()
    print(json.dumps(run(given.csabstruct, given.nicta, given.vectors)))


if __name__ == "__main__":
    main()
