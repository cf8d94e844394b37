"""A run of proposals in the making: what it works on, and the promises it keeps for all methods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extraction.findings import Finding, Findings, confirmed
from extraction.themes.guide import Guide, shelf_name
from extraction.themes.memory import Memory, is_same
from extraction.themes.nodes import Codebook, Node
from extraction.themes.numbering import Numbering
from extraction.themes.phrases import Parsing, word_counts
from extraction.themes.proposals import Level, ProposalKind
from extraction.themes.similarity import Similarity, Texts
from screening.events import CodeId, FindingId, Maker
from screening.events.kinds import ChangeProposed, CodeProposed

VERSION = "3"
MAX_FINDINGS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a run is asked for; None leaves a value to the method.

    ``threshold`` is the mean cosine from which wordings are joined; ``themes`` and ``subthemes``
    are how many clusters a first tree gets.
    """

    threshold: float | None = None
    themes: int | None = None
    subthemes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A node to propose: a new one (``code`` None), or something about an existing one."""

    kind: ProposalKind
    code: CodeId | None
    label: str
    findings: tuple[FindingId, ...]
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an item would stand, by which method, with which score and reason."""

    method: str
    parent: CodeId | None = None
    options: tuple[CodeId, ...] = ()
    score: float | None = None
    why: str = ""
    near: tuple[CodeId, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(slots=True)
class Run:
    """The codebook and the findings of one run, and the proposals made so far."""

    book: Codebook
    findings: Findings
    similarity: Similarity
    numbering: Numbering
    wanted: Wanted
    named: Parsing | None = None
    bodies: list[CodeProposed | ChangeProposed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    repeated: int = 0
    rejected_before: int = 0
    memory: Memory = field(init=False)
    texts: Texts = field(init=False)
    guide: Guide = field(init=False)
    word_counts: Counter[str] = field(init=False)
    codes: list[Node] = field(init=False)
    uncoded: list[Finding] = field(init=False)

    def __post_init__(self) -> None:
        self.memory = Memory(self.book)
        self.codes = self.book.at_level(Level.CODE)
        self.uncoded = self._first_uncoded()
        self.texts = Texts(self._all_texts(), self.similarity)
        self.word_counts = word_counts(finding.statement for finding in self.uncoded)
        self.guide = Guide(self.book, self.findings, self.similarity)

    def _first_uncoded(self) -> list[Finding]:
        coded = self.book.coded()
        waiting = [at for at in confirmed(self.findings).values() if at.id not in coded]
        if len(waiting) > MAX_FINDINGS:
            self.notes.append(
                f"{len(waiting):,} findings have no code; the first {MAX_FINDINGS:,} were taken."
                " Approve or reject, then propose again for the others."
            )
        return waiting[:MAX_FINDINGS]

    def _all_texts(self) -> Iterable[str]:
        yield from (finding.statement for finding in self.uncoded)
        for level in (Level.THEME, Level.SUBTHEME):
            yield from (node.label for node in self.book.at_level(level))
        yield from (code.label for code in self.codes)
        for level in (Level.THEME, Level.SUBTHEME):
            yield from (self.name(node) for node in self.book.at_level(level))

    @property
    def threshold(self) -> float:
        """The cosine from which statements are taken to say the same."""
        asked = self.wanted.threshold
        return self.similarity.same if asked is None else asked

    def name(self, node: Node) -> str:
        """Names from the theme down, and the definition: what a person would read."""
        return shelf_name(self.book, node)

    def label(self, code: CodeId) -> str:
        """The label of a node."""
        return self.book.nodes[code].label

    def add(self, item: Item, place: Place, level: Level = Level.CODE) -> CodeId | None:
        """Propose, unless it waits already or was rejected; the id it goes by, None if rejected."""
        draft = CodeProposed(
            code=item.code or CodeId(""),
            label=item.label,
            level=level,
            parent=place.parent,
            options=place.options,
            findings=item.findings,
            maker=self.maker(place.method),
            score=item.score if place.score is None else place.score,
            why="; ".join(part for part in (item.why, place.why) if part),
            near=place.near,
            phrases=place.phrases,
        )
        if self.memory.was_rejected(draft, item.kind):
            self.rejected_before += 1
            return None
        old = self.memory.waiting(level, item.label, item.findings, item.code)
        if old and is_same(old, draft):
            self.repeated += 1
            return old.code
        body = draft if draft.code else replace(draft, code=self.numbering.next(level))
        self.bodies.append(body)
        return body.code

    def change(self, draft: ChangeProposed) -> None:
        """Propose a change, unless it waits already or was rejected on the same evidence."""
        if self.memory.was_rejected_change(draft):
            self.rejected_before += 1
        elif self.memory.change_waits(draft):
            self.repeated += 1
        else:
            self.bodies.append(draft)

    def maker(self, method: str) -> Maker:
        """Who proposes: a method with its version, the model and its hash."""
        return Maker(
            name=method,
            version=VERSION,
            model=self.similarity.model,
            model_sha256=self.similarity.model_sha256,
        )
