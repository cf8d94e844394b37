"""The order of the queue: first what teaches most.

What an answer teaches is taken as the product of three: how doubtful the guide is about it (least
confidence, Lewis & Gale 1994), how much it is like the others that wait (information density,
Settles & Craven 2008), and how far it is from everything approved, so that it is nothing more of
the same. Chosen among five such products on the sets named in docs/themes.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.themes.guide import Guess


def teaching_order(guesses: Sequence[Guess], crowd: Sequence[float]) -> list[int]:
    """Numbers of the guesses, those first that teach most; earlier ones first among equals.

    Args:
        guesses: what the guide says of each.
        crowd: how much each is like the others, 0 to 1.
    """
    worth = [
        guess.doubt * guess.distance * density
        for guess, density in zip(guesses, crowd, strict=True)
    ]
    return sorted(range(len(guesses)), key=lambda at: -worth[at])
