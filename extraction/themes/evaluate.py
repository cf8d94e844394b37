"""How good proposals are: a given coding, parts of it hidden, and how high the truth comes up.

Numbers are top-k accuracy: the share of hidden examples with a right class among the first k.
Whole studies are left out at once, so that no other finding of the same study helps (never a random
split); agreement of clusters is the adjusted Rand index (Hubert & Arabie 1985).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.themes.calibration import Calibration, fitted
from extraction.themes.kernel import Kernel
from extraction.themes.learner import Learner, Lesson
from extraction.themes.proposers.clustering import two_cuts
from extraction.themes.similarity import Similarity

if TYPE_CHECKING:
    from extraction.themes.calibration import Floats

_NEIGHBOURS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Texts that people coded.

    ``truth`` names the classes of each text by their numbers in ``names``; ``above`` the theme of
    each class, empty where there is none; ``studies`` those that each text comes from, empty where
    every text is a case of its own.
    """

    texts: tuple[str, ...]
    names: tuple[str, ...]
    truth: tuple[tuple[int, ...], ...]
    above: tuple[str, ...] = ()
    studies: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Shares from 0 to 1 of ``cases`` with a right class first, or among the first three.

    ``theme_1`` and ``theme_3``: the same for the themes above; None where there are none.
    """

    cases: int
    top_1: float
    top_3: float
    theme_1: float | None = None
    theme_3: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How far the probabilities hold, on examples they were not fitted to.

    ``error``: expected calibration error in ten bins. ``sure``: the share of cases with a first
    option of at least one half, ``right_when_sure`` how many of these are right.
    """

    error: float
    sure: float
    right_when_sure: float


class Trial:
    """A coded set under a way to compare texts; every number is made from the same likeness."""

    def __init__(self, given: Labelled, similarity: Similarity) -> None:
        self.given = given
        self.kernel = Kernel([*given.texts, *given.names], similarity)
        self._rows = self.kernel.rows(given.texts)
        self._names = self.kernel.rows(given.names)
        self._truth = _matrix(given)

    def _learner(self, approved: Iterable[int]) -> Learner:
        learner = Learner(self.kernel)
        classes = [str(at) for at in range(len(self.given.names))]
        names = {
            f"name {at}": Lesson(row, (str(at),), is_name=True)
            for at, row in enumerate(self._names)
        }
        lessons = {
            str(at): Lesson(self._rows[at], tuple(map(str, self.given.truth[at])))
            for at in approved
        }
        learner.learn({**names, **lessons}, classes)
        return learner

    def cold_start(self) -> Hits:
        """Nothing approved: names and definitions only."""
        return self._hits(self._learner(()).scores(self._rows), range(len(self._rows)))

    def leave_one_out(self) -> Hits:
        """All other texts approved."""
        _, scores = self._learner(range(len(self._rows))).left_out()
        return self._hits(scores, range(len(self._rows)))

    def leave_one_study_out(self) -> tuple[Hits, Hits]:
        """All texts of a study hidden at once: per pair of text and study, and per text.

        A text of several studies is hidden with each; per text it counts once, by the mean.
        """
        import numpy as np

        learner = self._learner(range(len(self._rows)))
        groups = self._groups()
        found = learner.left_out_together([[str(at) for at in group] for group in groups])
        at = [text for group in groups for text in group]
        scores = np.vstack(found)
        counts = np.bincount(at, minlength=len(self._rows))
        weights = np.array([1.0 / counts[text] for text in at])
        return self._hits(scores, at), self._hits(scores, at, weights)

    def _groups(self) -> list[list[int]]:
        groups: dict[str, list[int]] = {}
        for at, studies in enumerate(self.given.studies):
            for study in studies:
                groups.setdefault(study, []).append(at)
        return list(groups.values())

    def nearest_neighbours(self, likeness: Floats) -> Hits:
        """The vote of the ten nearest other texts by any likeness, (texts, texts)."""
        import numpy as np

        alike = np.array(likeness, dtype=np.float64)
        np.fill_diagonal(alike, -np.inf)
        order = np.argsort(-alike, axis=1, kind="stable")[:, :_NEIGHBOURS]
        scores = np.stack(
            [np.maximum(alike[at, near], 0) @ self._truth[near] for at, near in enumerate(order)]
        )
        return self._hits(scores, range(len(scores)))

    def always_largest(self) -> Hits:
        """What a guess without any look reaches: always the classes with the most texts."""
        import numpy as np

        scores = np.repeat(self._truth.sum(axis=0)[None], len(self._rows), axis=0)
        return self._hits(scores, range(len(self._rows)))

    def after(self, approved: Sequence[int]) -> Hits:
        """How the rest is guessed when these texts are approved."""
        rest = [at for at in range(len(self._rows)) if at not in set(approved)]
        scores = self._learner(approved).scores([self._rows[at] for at in rest])
        return self._hits(scores, rest)

    def most_teaching(self, count: int, begin: Sequence[int]) -> list[int]:
        """So many texts, each the one that teaches most when those before are approved."""
        import numpy as np

        chosen = list(begin)
        whole = self.kernel.between(self._rows, self._rows)
        crowd = (whole.sum(axis=1) - 1) / max(1, len(whole) - 1)
        while len(chosen) < count:
            rest = [at for at in range(len(self._rows)) if at not in set(chosen)]
            scores = self._learner(chosen).scores([self._rows[at] for at in rest])
            doubt = 1.0 - Calibration().probabilities(scores).max(axis=1)
            distance = 1.0 - whole[np.ix_(rest, chosen)].max(axis=1)
            chosen.append(rest[int((doubt * distance * crowd[rest]).argmax())])
        return chosen

    def reliability(self, order: Sequence[int]) -> Reliability:
        """Fitted to the first half of the texts in this order, looked at on the second."""
        import numpy as np

        _, scores = self._learner(range(len(self._rows))).left_out()
        half = len(order) // 2
        first, second = list(order[:half]), list(order[half:])
        likely = fitted(scores[first], self._truth[first]).probabilities(scores[second])
        best = likely.argmax(axis=1)
        chance = likely[np.arange(len(best)), best]
        right = self._truth[second][np.arange(len(best)), best]
        bins = np.minimum((chance * 10).astype(int), 9)
        gaps = [
            abs(chance[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean()
            for at in set(bins.tolist())
        ]
        sure = chance >= 0.5
        return Reliability(
            error=round(float(sum(gaps)), 4),
            sure=round(float(sure.mean()), 4),
            right_when_sure=round(float(right[sure].mean()), 4) if sure.any() else 0.0,
        )

    def clusters_agree(self) -> tuple[float, float]:
        """Adjusted Rand of as many clusters as themes, and as classes, with the given ones."""
        first = [classes[0] for classes in self.given.truth]
        themes = [self.given.above[at] for at in first]
        upper, lower = two_cuts(
            self.kernel.between(self._rows, self._rows), len(set(themes)), len(self.given.names)
        )
        return _rand(themes, upper), _rand(first, lower)

    def _hits(self, scores: Floats, cases: Iterable[int], weights: Floats | None = None) -> Hits:
        import numpy as np

        right = self._truth[list(cases)]
        top_1, top_3 = _tops(scores, right, weights)
        theme_1 = theme_3 = None
        if self.given.above:
            themes = list(dict.fromkeys(self.given.above))
            under = np.array([[name == theme for theme in themes] for name in self.given.above])
            theme_1, theme_3 = _tops(scores @ under, right @ under, weights)
        return Hits(cases=len(scores), top_1=top_1, top_3=top_3, theme_1=theme_1, theme_3=theme_3)


def _tops(scores: Floats, right: Floats, weights: Floats | None) -> tuple[float, float]:
    import numpy as np

    order = np.argsort(-scores, axis=1, kind="stable")
    ranked = np.take_along_axis(right, order, axis=1) > 0
    shares = [np.average(ranked[:, :top].any(axis=1), weights=weights) for top in (1, 3)]
    return round(float(shares[0]), 4), round(float(shares[1]), 4)


def _matrix(given: Labelled) -> Floats:
    import numpy as np

    truth = np.zeros((len(given.texts), len(given.names)))
    for at, classes in enumerate(given.truth):
        truth[at, list(classes)] = 1.0
    return truth


def _rand(given: Sequence[object], found: Sequence[int]) -> float:
    from sklearn.metrics import adjusted_rand_score

    return round(float(adjusted_rand_score([str(at) for at in given], found)), 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCode:
    """A code of a given tree, with the names above it and the studies it rests on."""

    label: str
    theme: str
    subtheme: str
    studies: tuple[str, ...] = ()


def tree_of(codes: Sequence[GivenCode]) -> Labelled:
    """A tree's codes as texts, its subthemes as classes; equal names in two themes stay two."""
    shelves: Mapping[tuple[str, str], int] = {
        shelf: at
        for at, shelf in enumerate(dict.fromkeys((code.theme, code.subtheme) for code in codes))
    }
    return Labelled(
        texts=tuple(code.label for code in codes),
        names=tuple(f"{theme}: {subtheme}" for theme, subtheme in shelves),
        truth=tuple((shelves[code.theme, code.subtheme],) for code in codes),
        above=tuple(theme for theme, _ in shelves),
        studies=tuple(code.studies for code in codes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementQuality:
    """How codes of a published tree find their subthemes; hits by how much was approved."""

    codes: int
    themes: int
    subthemes: int
    model: str
    cold_start: Hits
    leave_one_study_out: Hits
    leave_one_out: Hits
    always_largest: Hits
    adjusted_rand_themes: float
    adjusted_rand_subthemes: float


def placement_quality(codes: Sequence[GivenCode], similarity: Similarity) -> PlacementQuality:
    """Measure placing and clustering of a given tree's codes; needs at least two codes.

    Left out with a study are all codes that rest on it; each code counts once.
    """
    trial = Trial(tree_of(codes), similarity)
    themes, subthemes = trial.clusters_agree()
    return PlacementQuality(
        codes=len(codes),
        themes=len(set(trial.given.above)),
        subthemes=len(trial.given.names),
        model=similarity.model,
        cold_start=trial.cold_start(),
        leave_one_study_out=trial.leave_one_study_out()[1],
        leave_one_out=trial.leave_one_out(),
        always_largest=trial.always_largest(),
        adjusted_rand_themes=themes,
        adjusted_rand_subthemes=subthemes,
    )
