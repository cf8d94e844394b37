"""The full-screen seat of a reviewer: presentation only, every step is a use case of sessions.

The one address of Textual. Imports the sessions' presenter and the words, never a store or command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.sessions.seat import Seat


def sit_down(seat: Seat) -> None:
    """Show the seat until the reviewer quits; every decision is saved when it is made."""
    from screening.tui.app import SeatApp

    SeatApp(seat).run()
