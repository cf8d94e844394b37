"""What speaks for and against two prepared records being the same report."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import fuzz

from screening.dedup.pages import deep, same_last, same_length, same_pages, same_span
from screening.dedup.place import same_venue
from screening.dedup.trials import differ
from screening.dedup.types import Agreement, Features, Prepared

_TELLING_LETTERS = 30
_TELLING_WORDS = 4
_HEAD = 20
_HEADING = 6
_LIST = 4  # a report of one trial names no more numbers; a review of trials does
# Words in front of a title that make it a text about the title, or a longer title.
_ABOUT = frozenset(
    (
        *("re", "reply", "response", "rebuttal", "comment", "comments", "commentary", "letter"),
        *("discussion", "summary", "editorial", "erratum", "correction", "corrigendum", "debate"),
        *("introduction", "update", "updated", "protocol", "addendum", "authors", "author"),
        *("supplement", "appendix", "perspective", "preface", "abstract", "poster", "revisiting"),
        *("of", "to", "on", "for", "in", "the", "a", "an", "and", "or", "with", "without", "by"),
        *("from", "at", "is", "are", "versus", "vs", "no", "not", "more", "beyond", "towards"),
    )
)
# Titles below this are looked at no further unless something else agrees.
_FLOOR = 55.0
_GENERIC = frozenset(
    (
        *("editorial", "introduction", "preface", "foreword", "letter", "abstract", "abstracts"),
        *(
            "comment",
            "comments",
            "remarks",
            "commentary",
            "news",
            "contents",
            "announcement",
            "announcements",
            "index",
        ),
        *("obituary", "reply", "discussion", "summary", "conclusion", "conclusions", "review"),
        *("reviews", "research", "issue", "special", "from", "the", "to", "of", "in", "for", "on"),
        *("editor", "editors", "notes", "note", "this", "and", "a", "an", "book", "guest"),
        *("message", "president", "annual", "meeting", "volume"),
    )
)


def compare(one: Prepared, two: Prepared) -> Features | None:
    """Compare field by field; None where a glance shows that nothing agrees.

    Symmetric: the order of the two does not matter.
    """
    title = title_likeness(one.title, two.title)
    doi, pmid = _same(one.doi, two.doi), _same(one.pmid, two.pmid)
    volume, pages = _same(one.volume, two.volume), same_pages(one, two)
    if not (doi or pmid or title is None or title >= _FLOOR or _worth_a_look(one, two)):
        return None
    return Features(
        title=title,
        beginning=_begins(one.title, two.title),
        ending=_ends(one.title, two.title),
        telling=_telling(one.title) and _telling(two.title),
        numerals=_numerals(one.numerals, two.numerals),
        surplus=one.numerals != two.numerals,
        parts=None if one.parts == two.parts else False,
        notices=one.notice is two.notice,
        author=_author(one, two),
        names=_names(one.names, two.names),
        years=None if one.year is None or two.year is None else abs(one.year - two.year),
        venue=_venue(one, two),
        volume=volume,
        issue=_same(one.issue, two.issue),
        pages=pages,
        last=same_last(one, two),
        span=same_span(one, two),
        length=same_length(one, two),
        deep=bool(pages) and deep(one.first_page),
        ahead=bool(one.volume or one.first_page) != bool(two.volume or two.first_page),
        doi=doi,
        version=_version(one, two),
        pmid=pmid,
        abstract=_abstract(one.abstract, two.abstract),
        trials=trials_agree(one, two),
        one_preprint=one.preprint != two.preprint,
        one_register=one.register != two.register,
        one_entry=bool(_same(one.entry, two.entry)),
        named=bool(named_entry(one, two)),
        conference=one.conference != two.conference,
    )


def _worth_a_look(one: Prepared, two: Prepared) -> bool:
    """Whether records of unlike titles share place, abstract, registration or a title's start."""
    return (
        bool(_same(one.registration, two.registration) or named_entry(one, two))
        or bool(
            same_pages(one, two) and (_same(one.volume, two.volume) or one.family == two.family)
        )
        or bool(one.abstract and one.abstract[:60] == two.abstract[:60])
        or _begins(one.title, two.title)
    )


def title_likeness(one: str, two: str) -> float | None:
    """0 to 100 by edit distance, in the given or in alphabetical order of the words."""
    if not one or not two:
        return None
    plain = float(fuzz.ratio(one, two))
    if plain >= 97 or plain < 45:
        return plain
    glued = float(fuzz.ratio(one.replace(" ", ""), two.replace(" ", "")))
    return max(plain, glued, float(fuzz.token_sort_ratio(one, two)) - 2)


def _same(one: str, two: str) -> Agreement:
    return None if not one or not two else one == two


def _begins(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return len(short) >= _HEAD and short != long and long.startswith(f"{short} ")


def _ends(one: str, two: str) -> bool:
    """Whether one title is the other behind the heading of its section: "Original article: ..."."""
    short, long = sorted((one, two), key=len)
    if len(short) < _TELLING_LETTERS or short == long or not long.endswith(f" {short}"):
        return False
    heading = long[: -len(short)].split()
    return len(heading) <= _HEADING and not _ABOUT.intersection(heading)


def _telling(title: str) -> bool:
    words = [word for word in title.split() if word not in _GENERIC]
    wide = not title.isascii() and max(title) > "\u2e80"  # Chinese has no blanks and few letters
    return (
        (len(title) >= 10)
        if wide
        else (len(title) >= _TELLING_LETTERS and len(words) >= _TELLING_WORDS)
    )


def _numerals(one: tuple[str, ...], two: tuple[str, ...]) -> Agreement:
    """False where each title has a number the other lacks."""
    if one == two:
        return True
    first, second = Counter(one), Counter(two)
    return False if first - second and second - first else None


def _venue(one: Prepared, two: Prepared) -> Agreement:
    """Whether the venues agree, the congress named beside a journal counting as well."""
    same = same_venue(one.venue, two.venue)
    if same or not (one.congress or two.congress):
        return same
    return same_venue(one.congress or one.venue, two.congress or two.venue) or same


def trials_agree(one: Prepared, two: Prepared) -> Agreement:
    """Whether the registration numbers overlap; of two entries, whether their own are the same.

    A report's number in one register says nothing against another's in a second register, for one
    trial can be in both; an entry is of its own register only.
    """
    if one.entry and two.entry:
        return one.entry == two.entry
    if not one.registration or not two.registration:
        return None
    first, second = {*one.trials, one.entry} - {""}, {*two.trials, two.entry} - {""}
    if not first.isdisjoint(second):
        return True
    return False if (one.register and two.register) or differ(first, second) else None


def named_entry(one: Prepared, two: Prepared) -> str:
    """The number of an entry that the other record names, empty if none; a list names nothing."""
    for entry, other in ((one, two), (two, one)):
        is_list = not other.entry and len(other.trials) > _LIST
        if entry.entry in other.trials and entry.entry != other.entry and not is_list:
            return entry.entry
    return ""


def _author(one: Prepared, two: Prepared) -> Agreement:
    if not one.family or not two.family:
        return None
    if one.family == two.family or _holds(two.names, one.family) or _holds(one.names, two.family):
        return True
    short, long = sorted((one.family, two.family), key=len)
    if len(short) > 3 and (long.startswith(short) or long.endswith(short)):
        return True
    return float(fuzz.ratio(one.family, two.family)) >= 80


def _holds(names: str, family: str) -> bool:
    return f" {family} " in f" {names} "


def _names(one: str, two: str) -> Agreement:
    """Whether half of the shorter list's words stand in the other."""
    if not one or not two:
        return None
    first, second = set(one.split()), set(two.split())
    return 2 * len(first & second) >= min(len(first), len(second))


def _version(one: Prepared, two: Prepared) -> Agreement:
    """False for two versions of one DOI."""
    if not one.doi or one.doi != two.doi:
        return None
    return one.version == two.version


def _abstract(one: str, two: str) -> float | None:
    if not one or not two:
        return None
    if one == two:
        return 100.0
    size = min(len(one), len(two))
    return float(fuzz.ratio(one[:size], two[:size]))
