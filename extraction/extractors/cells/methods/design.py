"""What kind of study it is: its name in title and methods, by phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.extractors.cells.contract import Reading, ValueFound
from extraction.extractors.roles import RoledSentence
from screening.protocol import FormField

_PATTERNS: tuple[tuple[str, float, tuple[str, ...]], ...] = (
    (
        "systematic review",
        0.75,
        (
            r"systematic (?:literature )?reviews?",
            r"meta-?analys[ie]s|meta-?synthesis|scoping review|umbrella review",
            r"integrative (?:literature )?review",
        ),
    ),
    (
        "randomised controlled trial",
        0.75,
        (
            r"(?:cluster[- ])?randomi[sz]ed[\w\s,-]{0,40}?\btrial|RCT",
            r"(?:were|was) randomly (?:assigned|allocated)",
            r"(?:were|was) randomi[sz]ed (?:to|into|in)",
            r"double[- ]blind(?:ed)?,? (?:placebo|controlled|trial|study)",
        ),
    ),
    (
        "non-randomised trial",
        0.75,
        (
            r"non-?\s?randomi[sz]ed|quasi-?\s?(?:experiment\w*|randomi[sz]ed)",
            r"open[- ]label (?:trial|study)|single[- ]arm",
        ),
    ),
    ("case-control study", 0.75, (r"case[-–\s]controls?(?: stud\w+| design)?",)),
    (
        "cross-sectional study",
        0.7,
        (
            r"cross-?\s?sectional(?: \w+){0,2}|questionnaire survey",
            r"(?:online|postal|web-based|national|mail(?:ed)?) (?:survey|questionnaire)",
        ),
    ),
    (
        "cohort study",
        0.7,
        (
            r"(?:(?:prospective|retrospective|historical|birth|inception)\s)?cohort"
            r"(?: stud\w+| design| analysis)",
            r"longitudinal (?:stud\w+|design|survey|analysis|cohort|data)|follow-up study",
            r"(?:prospective|retrospective) (?:observational )?"
            r"(?:study|analysis|review|chart review)",
        ),
    ),
    (
        "before-after study",
        0.7,
        (
            r"before[- ](?:and[- ])?after(?: stud\w+| design)|interrupted time series",
            r"pre-?\s?(?:and )?post-?(?:test|intervention|design|survey)\w*",
            r"pretest[-–/ ]post-?test",
        ),
    ),
    ("case report or series", 0.7, (r"case (?:reports?|series)",)),
    ("mixed methods study", 0.8, (r"mixed[- ]methods?",)),
    (
        "qualitative study",
        0.65,
        (
            r"qualitative(?: \w+){0,2} (?:stud\w+|research|design|analysis|approach|interviews?"
            r"|methods?|inquiry|descriptive)",
            r"phenomenolog\w+|grounded theory|ethnograph\w+|focus groups?",
            r"(?:semi-?structured|in-?depth|individual|face-to-face) interviews?",
            r"thematic (?:content )?analysis",
        ),
    ),
)
_COMPILED = tuple(
    (design, base, re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE))
    for design, base, phrases in _PATTERNS
)
_OF_OTHERS = re.compile(
    r"\b(?:previous|prior|existing|future|further|recent|past|earlier|other|published|included|few|no"
    r"|need for|lack of|is needed|are needed|should be|warrant\w*|required|eligible|searched)\b",
    re.IGNORECASE,
)


# Choices that are no name of a design, and would be found in any text.
_NO_NAME = frozenset({"other", "others", "unclear", "not reported", "mixed", "none", "yes", "no"})


class Design:
    """The method."""

    name = "design"
    version = "1"
    label = "the design by its name or by what was done"

    def values(self, reading: Reading, field: FormField) -> Iterator[ValueFound]:
        """Names in the title score highest; the form's own choices are looked for as well."""
        own = tuple(_own(choice) for choice in field.choices if choice.casefold() not in _NO_NAME)
        in_title = reading.text.source == "title"
        for sentence in reading.sentences:
            for design, base, pattern in (*own, *_COMPILED):
                match = pattern.search(sentence.text)
                if match and not _negated(sentence, match):
                    yield _found(sentence, design, base, match, in_title=in_title)


def _own(choice: str) -> tuple[str, float, re.Pattern[str]]:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", choice))
    return choice, 0.8, re.compile(rf"\b{words}\b", re.IGNORECASE)


def _negated(sentence: RoledSentence, match: re.Match[str]) -> bool:
    before = sentence.text[: match.start()].casefold().rstrip(" -")
    return before.endswith((" non", " quasi", " not"))


def _found(
    sentence: RoledSentence, design: str, base: float, match: re.Match[str], *, in_title: bool
) -> ValueFound:
    roles = sentence.roles
    own = 0.2 if in_title else 0.15 * roles.get("method", 0.0) + 0.05 * roles.get("objective", 0.0)
    others = 0.35 if _OF_OTHERS.search(sentence.text) and not in_title else 0.0
    others += 0.25 * roles.get("background", 0.0) if not in_title else 0.0
    return ValueFound(
        value=design,
        start=sentence.start + match.start(),
        end=sentence.start + match.end(),
        score=round(min(1.0, max(0.05, base + own - others)), 4),
        why=f"{match.group()!r}" + (" in the title" if in_title else ""),
    )


PROPOSER = Design()
