"""What the printed label of a section says about the role of its sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extraction.pipeline import label_rules

_RESULT, _BACKGROUND, _OBJECTIVE, _METHOD = "result", "background", "objective", "method"
_SURE, _HALF = 0.9, 0.6

_SECTIONS: tuple[tuple[re.Pattern[str], Mapping[str, float]], ...] = (
    (re.compile(r"CONCLUSION|INTERPRETATION|DISCUSSION|IMPLICATION|SUMMARY|RELEVANCE"),
     {_RESULT: _HALF}),
    (re.compile(r"LIMITATION|FUNDING|REGISTRATION|KEY ?WORD|LEVEL OF|REFERENCES|BIBLIOGRAPHY"
                r"|ACKNOWL|APPENDIX"), {"other": _SURE}),
    (re.compile(r"METHOD|DESIGN|SETTING|PARTICIPANT|PATIENT|SUBJECT|SAMPLE|INTERVENTION|MEASURE|DATA"
                r"|PROCEDURE|MATERIAL|ANALYS|SELECTION|STRATEGY|CRITERIA|EXPOSURE|POPULATION"
                r"|SYNTHESIS|ACQUISITION|APPROACH"), {_METHOD: _SURE}),
    (re.compile(r"RESULT|FINDING|OUTCOME"), {_RESULT: _SURE}),
    (re.compile(r"(?=.*(?:BACKGROUND|INTRODUCTION|CONTEXT))(?=.*(?:AIM|OBJECTIVE|PURPOSE))"),
     {_BACKGROUND: 0.45, _OBJECTIVE: 0.45}),
    (re.compile(r"AIM|OBJECTIVE|PURPOSE|HYPOTHES|QUESTION"), {_OBJECTIVE: _SURE}),
    (re.compile(r"BACKGROUND|INTRODUCTION|CONTEXT|RATIONALE|IMPORTANCE|MOTIVATION"),
     {_BACKGROUND: _SURE}),
)  # fmt: skip


def told_by(section: str) -> Mapping[str, float]:
    """Role -> probability as the label says; empty where it says nothing.

    "METHODS AND RESULTS" says nothing: its sentences are told apart by their words.
    """
    if re.search(r"METHOD", section) and re.search(r"RESULT|FINDING", section):
        return {}
    return next((said for label, said in _SECTIONS if label.search(section)), {})


def trained_with() -> tuple[str, ...]:
    """The rules about printed labels that the roles of training texts come from.

    The model card keeps those its weights were trained with; where they differ, the weights are
    stale, and the recipe (``make.py`` beside the card) has to be run again.
    """
    said = (
        f"{label.pattern}: {', '.join(f'{role} {share:g}' for role, share in roles.items())}"
        for label, roles in _SECTIONS
    )
    return (*label_rules(), *said)


def is_conclusion(section: str) -> bool:
    """Whether a section sums up what was found."""
    return bool(_SECTIONS[0][0].search(section))
