"""The full screens, seat and duplicates desk: presentation only, every step is a use case.

The one address of Textual and textual-serve. Imports the sessions' presenters and words, never a
store or command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from screening.sessions.duplicate_desk import DuplicateDesk
    from screening.sessions.seat import Seat


def sit_down(seat: Seat) -> None:
    """Show the seat until the reviewer quits; every decision is saved when it is made."""
    from screening.tui.app import SeatApp

    SeatApp(seat).run()


def serve(command: Sequence[str], *, port: int, title: str, told: Callable[[str], None]) -> None:
    """Serve the full screen of a command to a browser of this computer, until interrupted.

    Args:
        command: the program and its arguments.
        port: the port on loopback, 0 for any that is free.
        title: what the page is called.
        told: is told the address before the first request is answered.
    """
    from screening.tui.web import SeatServer

    server = SeatServer(command, port, title)
    told(server.address)
    server.run()


def judge_pairs(desk: DuplicateDesk) -> None:
    """Show the questions of the duplicates desk until it is left; every answer is saved at once."""
    from screening.tui.pair_screen import PairApp

    PairApp(desk).run()
