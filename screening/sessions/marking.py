"""The words that one reviewer sees marked: the protocol's, and what the reviewer changed of them.

Changes are events of the reviewer, not of the protocol: a word marked in passing must not amend
what the team agreed, and must not sway another reviewer's independent decision.
"""

from __future__ import annotations

from screening.codec import encodable
from screening.errors import UsageError
from screening.events.kinds import Mark, TermMarked
from screening.protocol import Protocol, Stage
from screening.sessions.highlights import cleaned_term
from screening.sessions.review import Review

LONGEST = 80


def marked_terms(review: Review) -> dict[str, Mark]:
    """Term -> what it speaks for, the protocol's first, as the reviewer sees them."""
    found = protocol_terms(review.protocol)
    for term, mark in review.state.seat.terms(review.by).items():
        found = {known: kept for known, kept in found.items() if _same(known) != _same(term)}
        if mark is not None:
            found[term] = mark
    return found


def protocol_terms(protocol: Protocol) -> dict[str, Mark]:
    """The terms of the protocol; one that is on both lists speaks for including."""
    return {
        **dict.fromkeys(protocol.highlight_exclude, Mark.EXCLUDE),
        **dict.fromkeys(protocol.highlight_include, Mark.INCLUDE),
    }


def toggle_term(review: Review, text: str, mark: Mark, stage: Stage | None = None) -> bool:
    """Mark a word, or take the mark off a word marked in the same way; whether it is marked now.

    Raises:
        UsageError: the word is empty or too long.
    """
    term = _term_of(text)
    with review.writing() as writer:
        known = {_same(at): (at, kind) for at, kind in marked_terms(review).items()}
        name, now = known.get(_same(term), (term, None))
        off = now is mark
        writer.append(TermMarked(term=name, mark=None if off else mark, stage=stage))
    return not off


def _term_of(text: str) -> str:
    term = cleaned_term(encodable(text, "The word"))
    if not term:
        raise UsageError("No word was given.", "Type a word, or a beginning with an asterisk: rat*")
    if len(term) > LONGEST:
        raise UsageError(
            f"The word has {len(term)} characters; {LONGEST} are the most.", "Type fewer words."
        )
    return term


def _same(term: str) -> str:
    return cleaned_term(term).casefold()
