"""A guess of the guide in words a person can read: places, probabilities, examples, phrases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extraction.themes.guide import UNSURE_CODE, UNSURE_PLACE, Guess
from extraction.themes.run import Place
from screening.events import CodeId

Naming = Callable[[CodeId], str]


def guessed_place(guess: Guess, name: Naming) -> Place:
    """Where a code may stand; under nothing yet where the guide is unsure, with the options."""
    is_sure = guess.is_sure(UNSURE_PLACE)
    return Place(
        method="place_codes",
        parent=guess.options[0] if is_sure else None,
        options=guess.options,
        score=guess.probabilities[0] if guess.options else 0.0,
        why=guess_in_words(guess, name, "places", is_sure=is_sure),
        near=tuple(at.code for at in guess.near),
        phrases=guess.phrases,
    )


def guessed_code(guess: Guess, name: Naming, parent: CodeId | None) -> Place:
    """Which code a finding may have."""
    return Place(
        method="assign_findings",
        parent=parent,
        options=guess.options,
        score=guess.probabilities[0],
        why=guess_in_words(guess, name, "codes", is_sure=guess.is_sure(UNSURE_CODE)),
        near=tuple(at.code for at in guess.near),
        phrases=guess.phrases,
    )


def guess_in_words(guess: Guess, name: Naming, what: str, *, is_sure: bool) -> str:
    """The reason: what is near, which words are shared, how likely each option is."""
    chances = zip(guess.options, guess.probabilities, strict=True)
    options = ", ".join(f"{name(option)!r} {100 * share:.0f} %" for option, share in chances)
    parts = [] if is_sure else ["unsure, so nothing is chosen for you"]
    joins = "under" if what == "places" else "coded"
    if guess.near:
        near = [
            f"{at.words!r} {at.likeness:.2f} ({joins} {name(at.answer)!r})" for at in guess.near
        ]
        parts.append(
            f"nearest approved {'codes' if what == 'places' else 'findings'}: {', '.join(near)}"
        )
    else:
        parts.append("nothing approved is alike, so by names and definitions only")
    if guess.phrases:
        parts.append(f"shared words: {_quoted(guess.phrases)}")
    parts.append(f"{what}: {options} ({_basis(guess)})")
    return "; ".join(parts)


def _quoted(phrases: Sequence[str]) -> str:
    return ", ".join(repr(phrase) for phrase in phrases)


def _basis(guess: Guess) -> str:
    if guess.calibrated:
        return f"learned from {guess.learned} approved, chances checked on them"
    return f"learned from {guess.learned} approved, too few to check the chances on"
