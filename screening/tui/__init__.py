"""The full screens, seat and duplicates desk: presentation only, every step is a use case.

The one address of Textual. Imports the sessions' presenters and words, never a store or command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.sessions.duplicate_desk import DuplicateDesk
    from screening.sessions.seat import Seat


def sit_down(seat: Seat) -> None:
    """Show the seat until the reviewer quits; every decision is saved when it is made."""
    from screening.tui.app import SeatApp

    SeatApp(seat).run()


def judge_pairs(desk: DuplicateDesk) -> None:
    """Show the questions of the duplicates desk until it is left; every answer is saved at once."""
    from screening.tui.pair_screen import PairApp

    PairApp(desk).run()
