"""Wait for what a thread does beside a test."""

from __future__ import annotations

import time
from collections.abc import Callable

_PATIENCE = 60.0


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until it is so.

    Raises:
        AssertionError: it is not after a minute.
    """
    until = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < until, "waited for a minute"
        time.sleep(0.005)
