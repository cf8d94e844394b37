"""The order of the queue: first what teaches most.

What an answer teaches is taken as the guide's doubt about it (how near the two best options are,
Scheffer et al. 2001) times how much it is like the others that wait (information density, Settles
& Craven 2008): a doubtful case of a kind that is frequent settles many others.
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
    worth = [guess.doubt * density for guess, density in zip(guesses, crowd, strict=True)]
    return sorted(range(len(guesses)), key=lambda at: -worth[at])
