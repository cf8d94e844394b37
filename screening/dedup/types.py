"""The words of this room: a prepared record, what a comparison found, and its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Two values agree, differ, or cannot be compared because one of them is missing.
Agreement = bool | None


class Outcome(StrEnum):
    """What becomes of two records."""

    CERTAIN = "certain"
    ASK = "ask"
    RELATED = "related"
    APART = "apart"


class Preset(StrEnum):
    """How much is marked without asking."""

    CAREFUL = "careful"
    STANDARD = "standard"


class Notice(StrEnum):
    """A report about another report, told by its title."""

    NONE = ""
    ERRATUM = "erratum"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The slim normal form of a record: about 2 KB, whatever the record's size.

    Texts are folded: lower case, no accents, words parted by single blanks. ``numerals`` are the
    numbers in the title, ``parts`` those that count parts of a series; ``names`` the words of the
    authors' names. ``congress`` is named where a venue has a journal and a congress. ``doi`` goes
    without its version, which stands in ``version``. ``trials`` are the registration numbers
    named, ``register`` tells an entry of a register itself, ``entry`` is its number where that is
    beyond doubt. ``completeness`` orders records for being kept.
    """

    number: int
    title: str = ""
    notice: Notice = Notice.NONE
    numerals: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    family: str = ""
    names: str = ""
    year: int | None = None
    venue: str = ""
    congress: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    doi: str = ""
    version: str = ""
    pmid: str = ""
    abstract: str = ""
    trials: tuple[str, ...] = ()
    preprint: bool = False
    register: bool = False
    entry: str = ""
    conference: bool = False
    completeness: int = 0

    @property
    def registration(self) -> str:
        """What it is registered under: an entry's own number, or all the numbers it names."""
        return self.entry or " ".join(self.trials)


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What a comparison of two prepared records found.

    ``title`` and ``abstract`` are likenesses from 0 to 100, None where one is missing; ``years``
    is the distance. ``beginning``: one title is the other's beginning, its subtitle left out;
    ``ending``: it is the other without the heading in front. ``telling``: the titles are long
    enough to tell reports apart. ``surplus``: only one title has a further number. ``span``: the
    same pages from first to last, with pages between; ``length``: as many pages; ``deep``: the
    same first page, of three digits; ``ahead``: only one record tells a volume or page;
    ``one_entry``: both are entries of registers, under one number; ``named``: one is an entry
    whose number the other names.
    """

    title: float | None = None
    beginning: bool = False
    ending: bool = False
    telling: bool = False
    numerals: Agreement = None
    surplus: bool = False
    parts: Agreement = None
    notices: Agreement = None
    author: Agreement = None
    names: Agreement = None
    years: int | None = None
    venue: Agreement = None
    volume: Agreement = None
    issue: Agreement = None
    pages: Agreement = None
    last: Agreement = None
    span: bool = False
    length: Agreement = None
    deep: bool = False
    ahead: bool = False
    doi: Agreement = None
    version: Agreement = None
    pmid: Agreement = None
    abstract: float | None = None
    trials: Agreement = None
    one_preprint: bool = False
    one_register: bool = False
    one_entry: bool = False
    named: bool = False
    conference: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A decision about two records, the lower number first.

    ``rule`` is the name of the rule that decided, ``relation`` what a related pair is to each
    other, ``evidence`` the compared fields in words, ``likeness`` from 0 to 1.
    """

    one: int
    two: int
    outcome: Outcome
    rule: str
    relation: str = ""
    evidence: str = ""
    likeness: float = 0.0
