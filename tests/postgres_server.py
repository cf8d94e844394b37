"""A PostgreSQL server of the tests' own, in a temporary folder, reached by a socket there."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PACKAGE = "postgresql"
_USER = "postgres"


def binaries() -> Path | None:
    """The folder with initdb and postgres, the newest one; None if no server is installed."""
    named = os.environ.get("TAMIS_TEST_POSTGRES_BIN", "")
    places = [Path(named)] if named else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if on_path := shutil.which("initdb"):
        places.insert(0, Path(on_path).resolve().parent)
    found = [at for at in places if (at / "initdb").is_file() and (at / "postgres").is_file()]
    return found[-1] if found else None


def why_none() -> str:
    """Why no server can be started here; empty if one can."""
    if binaries() is None:
        return f"no PostgreSQL server is installed (Debian: apt-get install {PACKAGE})"
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(_USER)
        except KeyError:
            return f"the server refuses to run as root, and there is no account {_USER!r}"
    return ""


def _as_server() -> dict[str, int]:
    """Under whose name the server runs: it refuses root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(_USER)
    return {"user": account.pw_uid, "group": account.pw_gid}


def _run(*arguments: str | Path, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=env,
        **_as_server(),  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running() -> Iterator[str]:
    """A server; the value is the address of its empty database, without a schema."""
    if why := why_none():
        pytest.skip(why)
    at = binaries()
    assert at is not None
    # A path of a socket may have about 100 bytes, so it is not made under pytest's folder.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    account = _as_server()
    os.chown(folder, account.get("user", -1), account.get("group", -1))
    folder.chmod(0o755)
    env = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    try:
        _run(at / "initdb", "-D", folder / "data", "-U", _USER, "-A", "trust", "-N", "-E", "UTF8",
             "--no-instructions", env=env)  # fmt: skip
        settings = f"-k {folder} -c listen_addresses='' -c max_connections=40"
        start = (at / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", settings)
        _run(*start, "start", env=env)
        try:
            yield f"postgresql://{_USER}@/{_USER}?host={folder}"
        finally:
            _run(at / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop", env=env)
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)
