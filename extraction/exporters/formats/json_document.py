"""JSON: one document with a nested tree and every proposal's fate, keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Mapping

from extraction.exporters.document import ThemesDocument
from screening.codec import to_json


class JsonDocument:
    """One JSON document and its schema."""

    name = "json"
    label = "one JSON document with the whole tree, codings and proposals, and its JSON Schema"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``themes.json`` and the JSON Schema it keeps to, ``themes.schema.json``."""
        from extraction.exporters.json_schema import document_schema

        return {
            "themes.json": _indented(json.loads(to_json(document)), in_order=True),
            "themes.schema.json": _indented(document_schema(), in_order=False),
        }


def _indented(plain: object, *, in_order: bool) -> bytes:
    text = json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=in_order)
    return f"{text}\n".encode("utf-8", "replace")


EXPORTER = JsonDocument()
