"""JSON: one document with a nested tree and every proposal's fate, keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Mapping

from extraction.exporters.document import ThemesDocument
from screening.codec import to_json


class JsonDocument:
    """One JSON document."""

    name = "json"
    label = "one JSON document with the whole tree, codings and proposals"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``themes.json``: indented, keys sorted, UTF-8."""
        plain = json.loads(to_json(document))
        text = json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True)
        return {"themes.json": f"{text}\n".encode("utf-8", "replace")}


EXPORTER = JsonDocument()
