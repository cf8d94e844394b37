"""``tamis screen`` in a terminal of its own: type keys, wait for what it draws, end it roughly."""

from __future__ import annotations

import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_TAMIS = (sys.executable, "-c", "from screening.app import main; main()")
_PATIENCE = 60.0


def _own_terminal() -> None:
    """In the child: the terminal is its own, and closing it ends it, also under nohup."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Sitting:
    """A reviewer's terminal of 80 x 24."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        variables: Mapping[str, str],
        command: Sequence[str] = ("screen",),
    ) -> None:
        import fcntl
        import pty
        import termios

        self._terminal, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        kept = {at: name for at, name in os.environ.items() if at not in ("COLORTERM", "NO_COLOR")}
        self.process = subprocess.Popen(
            [*_TAMIS, *command, "-C", str(folder), "--as", "Ann", *options],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**kept, **variables},
            start_new_session=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - no threads
        )
        os.close(theirs)
        self.drawn = b""
        self._unseen = b""

    def __enter__(self) -> Sitting:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind, whatever went wrong."""
        if self.process.poll() is None:
            self.end(signal.SIGKILL)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._terminal, keys)

    def wait_for(self, mark: bytes) -> None:
        """Read until something is drawn after what was waited for before.

        Raises:
            AssertionError: it is not drawn.
        """
        seen, until = self._unseen, time.monotonic() + _PATIENCE
        while mark not in seen:
            assert time.monotonic() < until, (mark, seen[-400:])
            if select.select([self._terminal], [], [], 0.2)[0]:
                seen += os.read(self._terminal, 65536)
        shown, found, self._unseen = seen.partition(mark)
        self.drawn += shown + found

    def end(self, how: signal.Signals | None) -> None:
        """Send a signal; None: close the terminal's window."""
        if how is not None:
            self.process.send_signal(how)
            self.process.wait(_PATIENCE)
        os.close(self._terminal)
        self.process.wait(_PATIENCE)
