"""What a user says the words of another tool mean here: a TOML file.

[reasons]
"wrong population" = "Wrong population"
"*" = "Off topic"

[reviewers]
"ann@example.org" = "Ann"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from screening.errors import BadInput

ANY = "*"
_TABLES = ("reasons", "reviewers")
_EXAMPLE = 'For instance:\n[reasons]\n"wrong population" = "Wrong population"'


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteMap:
    """Words of the tool, folded, and what they are here: reasons, and names of reviewers."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    reviewers: Mapping[str, str] = field(default_factory=dict)

    def reason(self, words: str) -> str:
        """What a reason is called here, by the map alone; empty if it says nothing."""
        return self.reasons.get(words.strip().casefold(), "")

    @property
    def any_reason(self) -> str:
        """What all reasons that are not listed count as; empty if they count as nothing."""
        return self.reasons.get(ANY, "")

    def reviewer(self, name: str) -> str:
        """Who a reviewer is here; empty if the map does not say."""
        return self.reviewers.get(name.strip().casefold(), "")


def read_vote_map(path: Path) -> VoteMap:
    """Read and check a map.

    Raises:
        BadInput: it cannot be read, or holds something else than the two tables of texts.
    """
    try:
        held: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"The map {path} cannot be read: {why}.", _EXAMPLE) from error
    if not held or not held.keys() <= {*_TABLES}:
        others = ", ".join(repr(name) for name in held if name not in _TABLES) or "nothing"
        raise BadInput(
            f"The map {path} holds {others}, but only [reasons] and [reviewers] are understood.",
            _EXAMPLE,
        )
    reasons, reviewers = (_texts(path, name, held.get(name, {})) for name in _TABLES)
    return VoteMap(reasons=reasons, reviewers=reviewers)


def _texts(path: Path, name: str, table: object) -> dict[str, str]:
    is_good = isinstance(table, dict) and all(isinstance(text, str) for text in table.values())
    if not isinstance(table, dict) or not is_good:
        raise BadInput(f"The map {path}: [{name}] must hold texts only.", _EXAMPLE)
    return {words.strip().casefold(): text.strip() for words, text in table.items()}
