"""A text into sentences: hard boundaries and joints by rule, the cuts between by a splitter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_LABELS = (
    "background|introduction|context|importance|rationale|motivation|aims?|objectives?|purpose"
    "|hypothes[ie]s|(?:research |review )?questions?|methods?|methodology|approach|procedures?"
    "|materials?(?: and |/| & )methods?|(?:study )?design|setting|participants|patients|subjects"
    "|sample|population|interventions?|measurements?|measures|exposures?"
    "|main outcomes?(?: and)? measures?|(?:primary |secondary )?outcomes?"
    "|(?:data|evidence) (?:sources?|collection|extraction|synthesis|acquisition|analysis)"
    "|(?:study|literature|data) (?:selection|search)|(?:review|search) (?:methods?|strategy)"
    "|(?:statistical )?analys[ie]s|eligibility criteria|results?|(?:main |key |principal )?findings"
    "|(?:authors?['’]?s? )?conclusions?|discussion"
    "|interpretation|(?:\\w+ )?implications?|(?:\\w+ )?limitations?"
    "|summary|significance|(?:clinical )?relevance|originality|value|trial registration|funding"
    "|key ?words|level of evidence"
    "|references|bibliography|acknowledge?ments?|appendix"
)
_CAPITALS = _LABELS.upper().replace(r"\W", r"\w")
_JOINT = r"(?: and |/| & |, )"
# A label stands at the head of a sentence: any case before a colon, capitals alone without one.
_LABEL = re.compile(
    rf"(?:^|(?<=[.!?:;\])])|(?<=[\n\f]))[^\S\n]*(?P<label>"
    rf"(?i:(?:{_LABELS})(?:{_JOINT}(?:{_LABELS})){{0,3}})(?:\s*[:—–]|\s+-(?=\s))"
    rf"|(?i:(?:{_LABELS})(?:{_JOINT}(?:{_LABELS}))?)[^\S\n]*(?=\n)|[A-Z][A-Z/& ]{{3,40}}[A-Z]\s*:"
    rf"|(?:{_CAPITALS})(?=\s+[A-Z][a-z]))",
    re.MULTILINE,
)
# Where a sentence ends although nothing, or a citation's number, stands between it and the next:
# "(P=0.003).No harm", "helps.12 We", "helps.[3, 4] We".
_GLUED = re.compile(
    r"(?<=[a-z0-9)\]%][.!?])(?=[A-Z][a-z])"
    r"|(?<=[a-z)\]%][.!?])\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[A-Z])"
    r"|(?<=[.!?])\[\d{1,3}(?:[,–-]\s?\d{1,3})*\](?=\s+[A-Z])"
)
# A paragraph ends at an empty line; an item of a list starts on a line of its own.
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=[^\S\n]*(?:[-–•*▪]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s)")
# The number of a list's item, cut off behind what introduces it: "We found: 1." "Trust."
_ITEM = re.compile(r"(?:^|[:;.,)\n]\s*)(?:and\s+)?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]$")
_ABBREVIATION = re.compile(
    r"(?<![\w.])(?:Figs?|Tab|Eqs?|Refs?|Nos?|Vol|Ch|Sec|pp?|ca|Drs?|Prof|Mrs?|Ms|St|[JS]r|vs?|cf|viz"
    r"|approx|diff|resp|incl|excl|avg|dept|univ|assoc|Inc|Ltd|Co|et al|e\.g|i\.e|i\.v|a\.m|p\.m"
    r"|per cent|spp?|var|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|U\.S|U\.K|U\.S\.A|Ph\.D|M\.D)\.$",
    re.IGNORECASE,
)
_NEVER_ENDS = frozenset({
    "fig", "figs", "eq", "eqs", "ref", "refs", "nos", "vol", "p", "pp", "ca", "dr", "drs", "prof",
    "mr", "mrs", "ms", "st", "v", "vs", "cf", "viz", "approx", "resp", "incl", "excl", "dept",
    "univ", "e.g", "i.e",
})  # fmt: skip
# "by J. Smith", but not "vitamin A. We".
_INITIAL = re.compile(
    r"(?<!vitamin )(?<!hepatitis )(?<!group )(?<!type )(?<!grade )(?<!class )(?<!part )(?<!phase )"
    r"(?<!appendix )(?<!arm )(?<!model )(?<!school )(?<!site )(?<![\w.])[A-Z]\.$"
)

Splitter = Callable[[str], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: text[start:end], and the section label above it in capitals, empty if none."""

    start: int
    end: int
    section: str = ""


def label_rules() -> tuple[str, ...]:
    """The labels that are known, and last how a label stands before its text.

    Weights that were trained with other ones are stale.
    """
    stands = _LABEL.pattern.replace(_LABELS, "LABEL").replace(_CAPITALS, "CAPITALS")
    return (*re.split(r"\|(?![^()]*\))", _LABELS), stands)


def sentences(text: str, split: Splitter) -> tuple[Sentence, ...]:
    """Cut a text into sentences without losing or moving a character of it.

    Section labels, empty lines, items of lists and full stops without a blank behind them are hard
    boundaries; inside, the splitter cuts, and cuts behind abbreviations ("Fig.", "et al."),
    initials and the numbers of items are joined again.

    Args:
        text: in normal form.
        split: stretches (start, end) of one piece of text, in order; see ``spacy_splitter``.
    """
    found: list[Sentence] = []
    for start, end, section in _pieces(text):
        piece = text[start:end]
        for first, last in _joined(piece, split(piece)):
            trimmed = _trimmed(text, start + first, start + last)
            if trimmed is not None:
                found.append(Sentence(start=trimmed[0], end=trimmed[1], section=section))
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Stretches between hard boundaries, each with the section it stands in."""
    section, at = "", 0
    for label in _LABEL.finditer(text):
        yield from _unglued(text, at, label.start("label"), section)
        section, at = label["label"].rstrip(" :—–-\n").upper(), label.end()
    yield from _unglued(text, at, len(text), section)


def _unglued(text: str, start: int, end: int, section: str) -> Iterator[tuple[int, int, str]]:
    cuts = {gap.end() for gap in _GLUED.finditer(text, start, end)}
    cuts |= {gap.end() for gap in _PARAGRAPH.finditer(text, start, end)}
    at = start
    for cut in (*sorted(cuts), end):
        if at < cut:
            yield at, cut, section
            at = cut


def _joined(text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and (_no_blank(text, start) or _runs_on(text, joined[-1], text[start:end])):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _no_blank(text: str, at: int) -> bool:
    """Whether a cut lies inside a word or before its punctuation; the glued were cut before."""
    return not (text[at - 1 : at].isspace() or text[at : at + 1].isspace())


def _runs_on(text: str, stretch: tuple[int, int], after: str) -> bool:
    """Whether a cut behind an abbreviation, an initial or a list's number was none."""
    before = text[slice(*stretch)].rstrip()
    if _ITEM.search(before) or _INITIAL.search(before):
        return True
    head = after.lstrip()[:1]
    abbreviation = _ABBREVIATION.search(before)
    if abbreviation is None:
        return head.islower() and not before.endswith(("!", "?"))
    word = abbreviation.group().rstrip(".").casefold()
    return word in _NEVER_ENDS or not head.isupper()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    has_word = any(mark.isalnum() for mark in text[start:end])
    return (start, end) if has_word else None
