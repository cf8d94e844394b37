"""What was approved so far, as a guide: where a code may stand, which code a finding may have.

Two learners on one kernel: codes by their labels into subthemes, findings by their statements into
codes. Both start from names and definitions and follow the codebook: ``follow`` takes in what was
approved, moved or taken back since, in a fraction of a second at 2,000 findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.findings import Findings, confirmed
from extraction.themes.calibration import Calibration, fitted
from extraction.themes.kernel import Kernel
from extraction.themes.learner import Learner, Lesson
from extraction.themes.nodes import Codebook, Node
from extraction.themes.phrases import shared_phrases
from extraction.themes.proposals import Level
from extraction.themes.similarity import Similarity
from screening.events import CodeId

if TYPE_CHECKING:
    from extraction.themes.calibration import Floats

Barred = Mapping[str, Set[CodeId]]
"""Text -> what it may not be answered with, because a person said so."""

OPTIONS = 3
UNSURE_PLACE, UNSURE_CODE = 0.3, 0.5
_NEAR = 2
_MOST = 3_000
_NAME = "name "


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An approved example: the code, or the code that a finding has, and how alike it is."""

    code: CodeId
    words: str
    answer: CodeId
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The likeliest classes, best first, each with the probability that it is right.

    ``near`` are the nearest approved examples, ``phrases`` the words shared with them. ``learned``
    examples stand behind it; ``calibrated`` of them the probabilities, 0 if these are borrowed.
    ``distance`` is 1 less the likeness of the nearest of them.
    """

    options: tuple[CodeId, ...]
    probabilities: tuple[float, ...]
    near: tuple[Near, ...]
    phrases: tuple[str, ...]
    learned: int
    calibrated: int
    distance: float = 1.0

    def is_sure(self, least: float) -> bool:
        """Whether the first option is likely enough to be proposed."""
        return bool(self.options) and self.probabilities[0] >= least

    @property
    def doubt(self) -> float:
        """How likely even the first option is wrong, from 0 to 1."""
        return 1.0 - self.probabilities[0] if self.probabilities else 1.0


class Guide:
    """Learns a codebook and guesses by it; the texts of all findings are read once."""

    def __init__(self, book: Codebook, findings: Findings, similarity: Similarity) -> None:
        self.kernel = Kernel(_texts(book, findings), similarity)
        self._places = Learner(self.kernel)
        self._codes = Learner(self.kernel)
        self._words: dict[str, tuple[CodeId, str]] = {}
        self._calibrated: dict[int, Calibration] = {}
        self.follow(book, findings)

    def follow(self, book: Codebook, findings: Findings) -> None:
        """Learn what the codebook says now."""
        shelves, codes = book.at_level(Level.SUBTHEME), book.at_level(Level.CODE)
        self.kernel.add([shelf_name(book, at) for at in shelves] + [_named(at) for at in codes])
        self._words = {code.id: (code.id, code.label) for code in codes}
        self._places.learn(
            {**self._names(shelves, book), **self._placed(codes, {at.id for at in shelves})},
            [at.id for at in shelves],
        )
        self._codes.learn(
            {**self._names(codes, book), **self._coded(book, findings)}, [at.id for at in codes]
        )
        self._calibrated.clear()

    def _names(self, nodes: Iterable[Node], book: Codebook) -> dict[str, Lesson]:
        found = {}
        for node in nodes:
            text = _named(node) if node.level is Level.CODE else shelf_name(book, node)
            found[_NAME + node.id] = Lesson(self.kernel.row(text), (node.id,), is_name=True)
        return found

    def _placed(self, codes: Iterable[Node], shelves: Set[str]) -> dict[str, Lesson]:
        placed = [code for code in codes if code.parent in shelves][-_MOST:]
        rows = self.kernel.rows(code.label for code in placed)
        return {
            code.id: Lesson(row, (str(code.parent),))
            for code, row in zip(placed, rows, strict=True)
        }

    def _coded(self, book: Codebook, findings: Findings) -> dict[str, Lesson]:
        codes: dict[str, list[str]] = {}
        for code, coded in book.codings.items():
            for finding in coded:
                if finding in findings and findings[finding].counts:
                    codes.setdefault(finding, []).append(code)
        newest = dict(list(codes.items())[-_MOST:])
        statements = {at: findings[at].statement for at in newest}  # type: ignore[index]
        rows = self.kernel.rows(statements.values())
        self._words |= {at: (CodeId(newest[at][0]), statements[at]) for at in newest}
        return {at: Lesson(row, tuple(newest[at])) for at, row in zip(newest, rows, strict=True)}

    def places(
        self, labels: Sequence[str], barred: Barred | None = None, *, explained: bool = True
    ) -> list[Guess]:
        """The likeliest subthemes for codes by their labels; ``barred`` ones are left out.

        Without ``explained`` the guesses name no examples and phrases, which takes less time.
        """
        return self._guesses(self._places, labels, barred or {}, explained=explained)

    def codes(
        self, statements: Sequence[str], barred: Barred | None = None, *, explained: bool = True
    ) -> list[Guess]:
        """The likeliest codes for findings by their statements, as ``places``."""
        return self._guesses(self._codes, statements, barred or {}, explained=explained)

    def _guesses(
        self, learner: Learner, texts: Sequence[str], barred: Barred, *, explained: bool
    ) -> list[Guess]:

        import numpy as np

        if not texts or not learner.classes:
            return [_NO_GUESS] * len(texts)
        rows = self.kernel.rows(texts)
        calibration = self._calibration(learner)
        likely = calibration.probabilities(learner.scores(rows))
        examples = learner.examples
        alike = self.kernel.between(rows, [lesson.row for _, lesson in examples])
        distances = 1.0 - (alike.max(axis=1) if examples else np.zeros(len(rows)))
        found = []
        for at, text in enumerate(texts):
            out = barred.get(text, frozenset[CodeId]())
            options = _first(likely[at], learner.classes, out)
            near = self._nearest(rows[at], examples) if explained else ()
            found.append(
                Guess(
                    options=tuple(name for name, _ in options),
                    probabilities=tuple(share for _, share in options),
                    near=near,
                    phrases=shared_phrases(text, [example.words for example in near]),
                    learned=len(examples),
                    calibrated=calibration.examples,
                    distance=float(distances[at]),
                )
            )
        return found

    def _nearest(self, row: int, examples: Sequence[tuple[str, Lesson]]) -> tuple[Near, ...]:
        alike = self.kernel.between([row], [lesson.row for _, lesson in examples])[0]
        found: dict[str, Near] = {}
        for at in (-alike).argsort(kind="stable")[: 4 * _NEAR]:
            key, lesson = examples[at]
            code, words = self._words[key]
            if alike[at] > 0 and len(found) < _NEAR:
                near = Near(
                    code=code,
                    words=words,
                    answer=CodeId(lesson.classes[0]),
                    likeness=round(float(alike[at]), 4),
                )
                found.setdefault(words, near)
        return tuple(found.values())

    def _calibration(self, learner: Learner) -> Calibration:
        """Fitted once per state of the codebook.

        Where new classes may still come, an example that is the only one of its class stands for a
        case in which no class fits: its class is taken out as if it had not been there.
        """
        import numpy as np

        if id(learner) not in self._calibrated:
            keys, scores = learner.left_out()
            number = {name: at for at, name in enumerate(learner.classes)}
            truth = np.zeros_like(scores)
            for at, key in enumerate(keys):
                for name in learner.lesson(key).classes:
                    truth[at, number[name]] = 1.0
            if learner is self._codes and len(truth):
                alone = (truth > 0) & (truth.sum(axis=0) < 2)
                truth[alone], scores[alone] = 0.0, -1.0
            self._calibrated[id(learner)] = fitted(scores, truth)
        return self._calibrated[id(learner)]

    def doubted_places(self) -> list[tuple[CodeId, CodeId, float, float]]:
        """Approved codes that all others would put elsewhere; none while chances are unchecked.

        Returns:
            (code, the other subtheme, its probability, that of where it stands), surest first.
        """
        keys, scores = self._places.left_out()
        calibration = self._calibration(self._places)
        if not calibration.examples:
            return []
        likely = calibration.probabilities(scores)
        number = {name: at for at, name in enumerate(self._places.classes)}
        found = []
        for at, key in enumerate(keys):
            best, own = int(likely[at].argmax()), number[self._places.lesson(key).classes[0]]
            if best != own:
                other = CodeId(self._places.classes[best])
                found.append((CodeId(key), other, float(likely[at, best]), float(likely[at, own])))
        return sorted(found, key=lambda row: -row[2])

    def crowd(self, texts: Sequence[str]) -> list[float]:
        """How much each text is like the others on the average, 0 to 1."""
        if len(texts) < 2:
            return [0.0] * len(texts)
        rows = self.kernel.rows(texts)
        sums = self.kernel.between(rows, rows).sum(axis=1)
        return [float(total - 1.0) / (len(texts) - 1) for total in sums]


def _first(
    likely: Floats, classes: Sequence[str], barred: Set[CodeId]
) -> list[tuple[CodeId, float]]:
    """The likeliest classes with their probabilities, earlier ones first among equals."""
    order = (-likely).argsort(kind="stable")[: OPTIONS + len(barred)]
    pairs = [(CodeId(classes[at]), round(float(likely[at]), 4)) for at in order]
    return [pair for pair in pairs if pair[0] not in barred][:OPTIONS]


_NO_GUESS = Guess(options=(), probabilities=(), near=(), phrases=(), learned=0, calibrated=0)


def shelf_name(book: Codebook, node: Node) -> str:
    """Names from the theme down, and the definition: what a person would read."""
    path = ": ".join(at.label for at in book.path(node.id))
    return f"{path}. {node.definition}" if node.definition else path


def _named(code: Node) -> str:
    return f"{code.label}. {code.definition}" if code.definition else code.label


def _texts(book: Codebook, findings: Findings) -> list[str]:
    codes = book.at_level(Level.CODE)
    return [
        *(finding.statement for finding in confirmed(findings).values()),
        *(code.label for code in codes),
        *(_named(code) for code in codes),
        *(shelf_name(book, at) for at in book.at_level(Level.SUBTHEME)),
    ]
