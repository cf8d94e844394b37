"""The JSON Schemas of what is written as JSON, made from the same dataclasses that are written."""

from __future__ import annotations

import builtins
import inspect
import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias

from extraction.exporters import package_manifest
from extraction.exporters.document import SCHEMA, ThemesDocument

Schema: TypeAlias = dict[str, Any]
_PLAIN: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


def document_schema() -> Schema:
    """The schema of ``themes.json`` (draft 2020-12): every field, none besides."""
    return _schema(ThemesDocument, SCHEMA, "Coded themes exported by Tamis")


def manifest_schema() -> Schema:
    """The schema of a package's ``manifest.json``."""
    title = "Manifest of a review packed by Tamis"
    return _schema(package_manifest.Manifest, package_manifest.SCHEMA, title)


def _schema(kind: type, name: str, title: str) -> Schema:
    found: dict[str, Schema] = {}
    _define(kind, found)
    top = found.pop(kind.__name__)
    top["properties"]["schema"] = {"const": name}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{name.replace('/', ':')}",
        "title": title,
        **top,
        "$defs": dict(sorted(found.items())),
    }


def _define(kind: type, found: dict[str, Schema]) -> None:
    if kind.__name__ in found:
        return
    found[kind.__name__] = {}
    hints = typing.get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    found[kind.__name__] = {
        "type": "object",
        "description": inspect.cleandoc(kind.__doc__ or ""),
        "properties": {name: _of(hints[name], found) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _of(kind: Any, found: dict[str, Schema]) -> Schema:
    inside = typing.get_args(kind)
    match typing.get_origin(kind):
        case types.UnionType | typing.Union:
            return {"anyOf": [_of(one, found) for one in inside]}
        case builtins.tuple:
            return {"type": "array", "items": _of(inside[0], found)}
        case builtins.dict:
            return {"type": "object", "additionalProperties": _of(inside[1], found)}
        case _:
            return _of_one(kind, found)


def _of_one(kind: Any, found: dict[str, Schema]) -> Schema:
    if isinstance(kind, typing.NewType):
        return _of(kind.__supertype__, found)
    if is_dataclass(kind) and isinstance(kind, type):
        _define(kind, found)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    return {"enum": [member.value for member in kind]}
