"""What can come from another coding program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from screening.events.coding_kinds import CodeId, FindingId


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTaken:
    """A code of the file, by its id there, and the node that it is here."""

    key: str
    code: CodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTaken:
    """A quotation of the file, by its id there, and the finding that it is here."""

    key: str
    finding: FindingId


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingTaken:
    """Who coded a finding with a code in the other program, and when, as the file says."""

    finding: FindingId
    code: CodeId
    coder: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QdaImported:
    """A codebook or project of another program was read; its events stand before this one.

    ``origin`` is the program as the file names it. Ids are kept, so that the file can come again.
    """

    file_name: str
    file_sha256: str
    format: str
    origin: str
    codes: tuple[CodeTaken, ...] = ()
    findings: tuple[FindingTaken, ...] = ()
    codings: tuple[CodingTaken, ...] = ()


def qda_imported(body: QdaImported) -> str:
    """The sentence of the log."""
    told = ", ".join(
        f"{number:,} {noun}{'' if number == 1 else 's'}"
        for number, noun in (
            (len(body.codes), "code"),
            (len(body.findings), "finding"),
            (len(body.codings), "coding"),
        )
        if number
    )
    return (
        f"{body.file_name} of {body.origin or 'an unnamed program'} imported: {told or 'nothing'}"
    )


# What the words of the log are told by.
WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = ((QdaImported, qda_imported),)
