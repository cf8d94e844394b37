"""REFI-QDA files as other programs write them, made by hand for the tests."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

NAMESPACE = "urn:QDA-XML:project:1.0"
ANN = "11111111-0000-4000-8000-000000000001"


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def code(number: int, name: str, *below: str, codable: str = "true", definition: str = "") -> str:
    about = f"<Description>{definition}</Description>" if definition else ""
    return (
        f'<Code guid="{guid(number)}" name={quoteattr(name)} isCodable="{codable}">{about}'
        f"{''.join(below)}</Code>"
    )


def codebook(*codes: str, origin: str = "NVivo 14", head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}'
        f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="{origin}">'
        f"<Codes>{''.join(codes)}</Codes></CodeBook>"
    )


def selection(number: int, start: int, end: int, *codes: int, name: str = "", by: str = ANN) -> str:
    codings = "".join(
        f'<Coding guid="{guid(9000 + 10 * number + at)}" creatingUser="{by}"'
        f' creationDateTime="2024-05-01T10:00:00Z"><CodeRef targetGUID="{guid(at)}"/></Coding>'
        for at in codes
    )
    return (
        f'<PlainTextSelection guid="{guid(number)}" name={quoteattr(name)} startPosition="{start}"'
        f' endPosition="{end}" creatingUser="{by}">{codings}</PlainTextSelection>'
    )


def source(number: int, name: str, *inside: str, path: str = "") -> str:
    path = path or f"internal://{guid(number)}.txt"
    return (
        f'<TextSource guid="{guid(number)}" name={quoteattr(name)} plainTextPath="{path}">'
        f"{''.join(inside)}</TextSource>"
    )


def project(codes: str, sources: str, *, head: str = "", origin: str = "NVivo 14") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}'
        f'<Project xmlns="{NAMESPACE}" name="p" origin="{origin}">'
        f'<Users><User guid="{ANN}" name="Zoe Zed"/></Users>'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources></Project>"
    )


def qdpx(path: Path, qde: str, **texts: bytes) -> Path:
    """An archive; ``texts`` are named t1, t2 ... for the source of that number."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", qde)
        for name, data in texts.items():
            archive.writestr(f"sources/{guid(int(name[1:]))}.txt", data)
    return path
