"""The codes of a REFI-QDA file, each id once, each name as it stands."""

from __future__ import annotations

from collections import Counter

from extraction.importers.given import GivenCode
from extraction.importers.xml_tree import (
    Element,
    attribute,
    child,
    children,
    guid_of,
    not_deeper,
    text_of,
)
from screening.errors import BadInput


def read_codes(over: Element, where: str) -> tuple[GivenCode, ...]:
    """The tree of codes under ``CodeBook``.

    Raises:
        BadInput: a code without a name or a proper GUID, an id that is there twice, or a code that
            stands under itself.
    """
    codes = child(over, "Codes")
    if codes is None:
        return ()
    not_deeper(codes, where)
    return tuple(_code(element, where, ()) for element in children(codes, "Code"))


def _code(element: Element, where: str, above: tuple[str, ...]) -> GivenCode:
    name = " ".join(attribute(element, "name").split())
    at = f"{where}, line {element.sourceline}"
    if not name:
        raise BadInput(f"{at}: a code has no name.", "Name it in its program and export anew.")
    key = guid_of(element, "guid", f"{at}, code {name!r}")
    if key in above:
        raise BadInput(
            f"{at}: the code {name!r} stands under itself (GUID {key}).",
            "Mend the codebook in its program and export anew.",
        )
    below = tuple(_code(one, where, (*above, key)) for one in children(element, "Code"))
    return GivenCode(
        key=key,
        name=name,
        definition=text_of(element, "Description").strip(),
        codable=attribute(element, "isCodable").casefold() not in {"false", "0"},
        children=below,
    )


def check_once(codes: tuple[GivenCode, ...], where: str) -> None:
    """Make sure that no id is there twice.

    Raises:
        BadInput: one is; its names are told.
    """
    names: dict[str, list[str]] = {}
    for top in codes:
        for code in top.below():
            names.setdefault(code.key, []).append(code.name)
    for key, found in names.items():
        if len(found) > 1:
            raise BadInput(
                f"{where}: the GUID {key} is that of {len(found)} codes:"
                f" {', '.join(repr(name) for name in found[:5])}.",
                "Export the file anew; ids made by hand must differ.",
            )


def repeated_names(codes: tuple[GivenCode, ...]) -> tuple[str, ...]:
    """Names that several codes have; nothing is wrong with that, but people should know."""
    counts = Counter(code.name.casefold() for top in codes for code in top.below())
    first = {code.name.casefold(): code.name for top in codes for code in top.below()}
    return tuple(first[name] for name, count in counts.items() if count > 1)
