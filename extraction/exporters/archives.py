"""ZIP archives that come out equal twice."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of (name, contents) in this order, without the time of writing."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()


def timeless(data: bytes, made: datetime) -> bytes:
    """An Office document as if written at ``made``: equal exports are equal bytes."""
    stamp = rf"\g<1>{made:%Y-%m-%dT%H:%M:%SZ}\g<2>".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = [(name, source.read(name)) for name in source.namelist()]
    return zipped(
        (name, _MODIFIED.sub(stamp, part) if name == _CORE else part) for name, part in parts
    )
