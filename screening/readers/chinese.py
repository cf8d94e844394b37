"""How the Chinese databases (CNKI, Wanfang, VIP) write lists of names."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff]")


def chinese_names(text: str) -> list[str]:
    """The names of a list: ``;`` or ``;;`` between them, in old Chinese entries a comma.

    >>> chinese_names("Ada Lind;;Bo Berg"), chinese_names("Lind, Ada;")
    (['Ada Lind', 'Bo Berg'], ['Lind, Ada'])
    """
    parts = re.split("[;\uff1b]", text)
    names = (
        name
        for part in parts
        for name in (re.split("[,\uff0c]", part) if _HAN.search(part) else [part])
    )
    return [name.strip() for name in names if name.strip()]
