"""What tests of several rooms share: a PostgreSQL server of their own, started once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.postgres_server import running

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a database; skips where no server is installed."""
    with running() as address:
        yield address


@pytest.fixture
def postgres(postgres_server: str) -> str:
    """The address of a schema that nobody has used."""
    return f"{postgres_server}&schema=review_{next(_NUMBERS)}"
