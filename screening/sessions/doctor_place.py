"""The terminal, fonts, disk and review of a folder, looked at without changing any of them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from screening.sessions.doctor_finding import Finding, Health
from screening.settings import dumb_terminal

_SMALLEST = (80, 24)
_SPACE_NEEDED = 200 << 20
_SPACE_WANTED = 2 << 30
_MOUNTS = Path("/proc/mounts")
_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "fuse.davfs2")


def terminal() -> Iterator[Finding]:
    """Whether the full screen of ``tamis screen`` can be shown where this command runs."""
    if not sys.stdout.isatty():
        yield _terminal(Health.NOTE, "Output goes to a file or pipe, so it was not looked at.")
        return
    encoding = (sys.stdout.encoding or "unknown").lower()
    if dumb_terminal():
        yield _terminal(
            Health.NOTE,
            "It cannot place text (TERM is dumb or unknown).",
            "Use 'tamis screen --plain' here.",
        )
    elif encoding.replace("-", "") != "utf8":
        yield _terminal(
            Health.NOTE,
            f"It writes {encoding}, which lacks most letters.",
            "Set it to UTF-8, for example with the variable PYTHONUTF8=1.",
        )
    else:
        yield _of_size(*shutil.get_terminal_size())


def _of_size(columns: int, lines: int) -> Finding:
    size = f"{columns} columns, {lines} lines, UTF-8"
    if columns < _SMALLEST[0] or lines < _SMALLEST[1]:
        return _terminal(Health.NOTE, f"{size}: small.", "Make it at least 80 x 24.")
    return _terminal(Health.GOOD, f"{size}.")


def _terminal(health: Health, text: str, remedy: str = "") -> Finding:
    return Finding(check="terminal", health=health, text=text, remedy=remedy)


def fonts() -> Iterator[Finding]:
    """Whether pictures of the flow can show other scripts than the fonts that come along."""
    from screening.prisma.fonts import lacking_scripts

    lacking = lacking_scripts()
    if lacking:
        yield Finding(
            check="fonts",
            health=Health.NOTE,
            text=f"Pictures (PNG, PDF) cannot show: {', '.join(lacking)}.",
            remedy="Install a font such as Noto Sans for the scripts you need; SVG and PowerPoint"
            " use the fonts of whoever opens them.",
        )
        return
    yield Finding(
        check="fonts", health=Health.GOOD, text="Pictures can show all scripts looked for."
    )


def disk(folder: Path) -> Iterator[Finding]:
    """Room, permission to write, and whether the folder is on another machine."""
    place = folder.resolve()
    while not place.is_dir():
        place = place.parent
    yield _room(place)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        yield Finding(
            check="disk",
            health=Health.FAULT,
            text=f"Nothing can be written in {place}: {error.strerror}.",
            remedy="Choose a folder of your own.",
        )
    if kind := remote_kind(place, _mounts()):
        yield Finding(
            check="disk",
            health=Health.NOTE,
            text=f"{place} is on a network drive ({kind}).",
            remedy="Let only one program at a time work on a review there; teams use bundles or"
            " PostgreSQL (docs/teams.md).",
        )


def _room(place: Path) -> Finding:
    free = shutil.disk_usage(place).free
    text = f"{free / (1 << 30):,.1f} GB are free for {place}."
    if free >= _SPACE_WANTED:
        return Finding(check="disk", health=Health.GOOD, text=text)
    return Finding(
        check="disk",
        health=Health.FAULT if free < _SPACE_NEEDED else Health.NOTE,
        text=text,
        remedy="Make room: 100,000 records with vectors take about 1 GB.",
    )


def _mounts() -> str:
    return _MOUNTS.read_text(encoding="utf-8", errors="replace") if _MOUNTS.is_file() else ""


def remote_kind(place: Path, mounts: str) -> str:
    """The kind of network file system a folder is on; empty if on none, or if unknown.

    Args:
        place: an absolute folder.
        mounts: lines of "device folder kind options", as Linux tells them.
    """
    found = [line.split()[1:3] for line in mounts.splitlines() if line.count(" ") >= 3]
    above = [(point, kind) for point, kind in found if place.is_relative_to(point)]
    _point, kind = max(above, key=lambda pair: len(pair[0]), default=("", ""))
    return kind if kind in _REMOTE else ""


def review_in(folder: Path) -> Iterator[Finding]:
    """The protocol, the store and the log of the review in a folder, if there is one."""
    from screening.console import counted
    from screening.sessions.log import verify
    from screening.sessions.proof import open_for_proof
    from screening.sessions.review import PROTOCOL_FILE, look_into

    if not (folder / PROTOCOL_FILE).is_file():
        yield Finding(check="review", health=Health.NOTE, text="There is none in this folder.")
        return
    with look_into(folder) as review:
        title, events = review.protocol.title, review.state.last_seq
    with open_for_proof(folder) as proof:
        faults = list(verify(proof))
    for fault in faults:
        yield Finding(
            check="review",
            health=Health.FAULT,
            text=fault,
            remedy="Something outside Tamis changed the review. Restore it from a backup.",
        )
    if not faults:
        text = f"{title!r}: review.toml is sound, the log of {counted(events, 'event')} holds."
        yield Finding(check="review", health=Health.GOOD, text=text)
