"""Regularised least squares that learns from each approval, and knows how it would do unseen.

The classes (subthemes, or codes) are learned from approved examples; their names and definitions
are examples too, of twice the weight, so that there is an answer before anything is approved. The
inverse of the kernel matrix is kept and bordered by one row per new example, so that learning one
more costs n^2 and not n^3; scores of examples as if they had been left out come from it exactly
(Rifkin & Lippert 2007, "Notes on regularized least squares"; Hager 1989 for the updates).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.themes.kernel import Kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Square = NDArray[np.float64]

NOISE = 0.35
NAME_WEIGHT = 2.0
_ANEW = 48


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example: its row in the kernel, the classes it has, and whether it is a class's name."""

    row: int
    classes: tuple[str, ...]
    is_name: bool = False

    @property
    def noise(self) -> float:
        """What its diagonal gets: less for a name, which counts for more."""
        return NOISE / NAME_WEIGHT if self.is_name else NOISE


class Learner:
    """Examples in, a score per class out; examples come and go one by one."""

    def __init__(self, kernel: Kernel) -> None:
        import numpy as np

        self._kernel = kernel
        self._keys: list[str] = []
        self._lessons: dict[str, Lesson] = {}
        self._inverse: Square = np.zeros((0, 0))
        self._weights: Square = np.zeros((0, 0))
        self._targets: Square = np.zeros((0, 0))
        self.classes: tuple[str, ...] = ()

    def learn(self, lessons: Mapping[str, Lesson], classes: Sequence[str]) -> None:
        """Know exactly these examples, by their keys, and these classes.

        Args:
            lessons: key -> example; keys stay the same from call to call.
            classes: every class that may be answered, in the order of the scores.
        """
        if lessons == self._lessons and tuple(classes) == self.classes:
            return
        gone = [key for key in self._keys if not self._is_same_point(lessons, key)]
        kept = set(self._keys).difference(gone)
        fresh = [key for key in lessons if key not in kept]
        if len(gone) + len(fresh) > _ANEW:
            self._start(lessons)
        else:
            for key in gone:
                self._forget(key)
            for key in fresh:
                self._add(key, lessons[key])
        self._lessons = dict(lessons)
        self.classes = tuple(classes)
        self._solve()

    def _is_same_point(self, lessons: Mapping[str, Lesson], key: str) -> bool:
        new, old = lessons.get(key), self._lessons[key]
        return new is not None and (new.row, new.is_name) == (old.row, old.is_name)

    def _start(self, lessons: Mapping[str, Lesson]) -> None:
        import numpy as np

        self._keys = list(lessons)
        rows = [lessons[key].row for key in self._keys]
        between: Square = self._kernel.between(rows, rows).astype(np.float64)
        between[np.diag_indices(len(rows))] += [lessons[key].noise for key in self._keys]
        self._inverse = np.asarray(np.linalg.inv(between), dtype=np.float64)

    def _forget(self, key: str) -> None:
        import numpy as np

        at = self._keys.index(key)
        column = np.delete(self._inverse[:, at], at)
        rest = np.delete(np.delete(self._inverse, at, axis=0), at, axis=1)
        self._inverse = rest - np.outer(column, column) / self._inverse[at, at]
        del self._keys[at]
        del self._lessons[key]

    def _add(self, key: str, lesson: Lesson) -> None:
        import numpy as np

        count = len(self._keys)
        rows = [self._lessons[known].row for known in self._keys]
        likeness = self._kernel.between([lesson.row], [*rows, lesson.row])[0].astype(np.float64)
        column = self._inverse @ likeness[:count]
        left = likeness[count] + lesson.noise - likeness[:count] @ column
        bordered = np.empty((count + 1, count + 1))
        block = bordered[:count, :count]  # filled in place: at 2,000 examples copies cost most
        np.multiply(column[:, None], (column / left)[None, :], out=block)
        block += self._inverse
        bordered[:count, count] = bordered[count, :count] = -column / left
        bordered[count, count] = 1.0 / left
        self._inverse = bordered
        self._keys.append(key)
        self._lessons[key] = lesson

    def _solve(self) -> None:
        import numpy as np
        from scipy.sparse import csr_array

        number = {name: at for at, name in enumerate(self.classes)}
        self._targets = np.zeros((len(self._keys), len(self.classes)))
        for at, key in enumerate(self._keys):
            for name in self._lessons[key].classes:
                if name in number:
                    self._targets[at, number[name]] = 1.0
        # Nearly all targets are 0; the inverse is symmetric, so it may stand on either side.
        self._weights = np.ascontiguousarray((csr_array(self._targets.T) @ self._inverse).T)

    def scores(self, rows: Sequence[int]) -> Square:
        """A score for each class, about 0 to 1: (rows, classes)."""
        import numpy as np

        known = [self._lessons[key].row for key in self._keys]
        found = self._kernel.between(rows, known) @ self._weights.astype(np.float32)
        return found.astype(np.float64)

    def left_out(self) -> tuple[list[str], Square]:
        """The approved examples, and the scores each would get had it not been learned."""
        approved = [at for at, key in enumerate(self._keys) if not self._lessons[key].is_name]
        own = self._inverse.diagonal()[approved][:, None]
        scores: Square = self._targets[approved] - self._weights[approved] / own
        return [self._keys[at] for at in approved], scores

    def left_out_together(self, groups: Sequence[Sequence[str]]) -> list[Square]:
        """As ``left_out``, but all examples of a group, by their keys, are left out at once."""
        import numpy as np

        place = {key: at for at, key in enumerate(self._keys)}
        found = []
        for group in groups:
            at = [place[key] for key in group]
            own = self._inverse[np.ix_(at, at)]
            found.append(self._targets[at] - np.linalg.solve(own, self._weights[at]))
        return found

    def lesson(self, key: str) -> Lesson:
        """An example that is known."""
        return self._lessons[key]

    @property
    def examples(self) -> list[tuple[str, Lesson]]:
        """The approved examples with their keys, names left out."""
        found = [(key, self._lessons[key]) for key in self._keys]
        return [(key, lesson) for key, lesson in found if not lesson.is_name]
