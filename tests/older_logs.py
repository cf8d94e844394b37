"""Logs as versions wrote them that let control characters in; whoever reads them must cope."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def written_by_an_older_version() -> Iterator[None]:
    """What is typed meanwhile may hold control characters."""
    with patch("screening.sessions.review.refuse_controls"):
        yield
