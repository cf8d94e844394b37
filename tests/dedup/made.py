"""Records made for the tests of this room, and a strategy for whole sets of them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from screening.dedup import Prepared, prepare
from screening.records import Author, RecordContent

TITLE = "Mentoring of first-year medical students by their senior peers"
ABSTRACT = (
    "Mentors help first-year students to settle. We asked 120 students of two faculties what"
    " their mentors did for them, and found that regular meetings mattered more than advice."
)


def content(**changes: object) -> RecordContent:
    """A complete record, changed here and there."""
    fields: dict[str, object] = {
        "position": 1,
        "title": TITLE,
        "abstract": ABSTRACT,
        "authors": (Author(name="Roe, Jane"), Author(name="Doe, Ann"), Author(name="Poe, Ed")),
        "year": 2011,
        "venue": "Journal of Mentoring",
        "volume": "12",
        "issue": "3",
        "pages": "221-8",
        "doi": "10.5555/jm.2011.221",
        "pmid": "21000001",
    }
    return RecordContent(**{**fields, **changes})  # type: ignore[arg-type]


def names(*printed: str) -> tuple[Author, ...]:
    """Authors by their printed names."""
    return tuple(Author(name=name) for name in printed)


def prepared(number: int = 1, **changes: object) -> Prepared:
    """The same, prepared."""
    return prepare(number, content(**changes))


_titles = st.sampled_from(
    [
        TITLE,
        f"{TITLE}: a survey",
        f"Erratum: {TITLE}",
        f"{TITLE}. Part II",
        "Editorial",
        "",
        "A quite different report on sleep in shift workers",
    ]
)


@st.composite
def record_sets(draw: st.DrawFn, most: int = 7) -> list[Prepared]:
    """Sets of records that agree and differ in many ways."""
    made: Sequence[RecordContent] = draw(
        st.lists(
            st.builds(
                content,
                title=_titles,
                abstract=st.sampled_from([ABSTRACT, "", ABSTRACT[40:] + " More on methods."]),
                authors=st.sampled_from([names("Roe, Jane", "Doe, Ann"), names("J Roe"), ()]),
                year=st.sampled_from([2011, 2012, 1999, None]),
                venue=st.sampled_from(["Journal of Mentoring", "J Mentor", "Sleep", ""]),
                volume=st.sampled_from(["12", "13", ""]),
                pages=st.sampled_from(["221-8", "14", ""]),
                doi=st.sampled_from(["10.5555/jm.2011.221", "10.5555/jm.2012.14", ""]),
                pmid=st.sampled_from(["21000001", "21000002", ""]),
            ),
            max_size=most,
        )
    )
    return [prepare(number, one) for number, one in enumerate(made, start=1)]
