from __future__ import annotations

import pytest

from screening.records import LinkKind, RecordContent, RecordLink
from screening.records.notices import is_retracted, is_retraction_notice, notices

BY = RecordLink(kind=LinkKind.RETRACTION_IN, reference="Lancet. 2010", pmid="7")


@pytest.mark.parametrize(
    "content",
    [
        RecordContent(position=1, title="A", links=(BY,)),
        RecordContent(position=1, title="A", type="Article; Retracted Publication"),
        RecordContent(position=1, title="A", extra=(("PT", "Retracted Publication"),)),
        RecordContent(position=1, title="A", extra=(("is_retracted", "true"),)),
        RecordContent(position=1, title="RETRACTED ARTICLE: Mentoring of students"),
        RecordContent(position=1, title="[Retracted] Mentoring of students"),
        RecordContent(position=1, title="WITHDRAWN: Mentoring of students"),
    ],
)
def test_retracted(content: RecordContent) -> None:
    assert is_retracted(content)
    assert next(notices(content)).startswith("RETRACTED.")


@pytest.mark.parametrize(
    "content",
    [
        RecordContent(position=1, title="Retracted articles and who cites them"),
        RecordContent(position=1, title="Retraction: Mentoring", type="Retraction of Publication"),
        RecordContent(position=1, title="A", extra=(("is_retracted", "false"),)),
        RecordContent(position=1, title="A", extra=(("N1", "Retracted Publication"),)),
        RecordContent(position=1, title="A", links=(RecordLink(kind=LinkKind.ERRATUM_IN),)),
    ],
)
def test_not_retracted(content: RecordContent) -> None:
    assert not is_retracted(content)


def test_the_notice_itself_is_told_as_such() -> None:
    link = RecordLink(kind=LinkKind.RETRACTION_OF, pmid="7")
    notice = RecordContent(position=1, title="Retraction", links=(link,))
    assert is_retraction_notice(notice)
    assert list(notices(notice)) == ["This record is the notice of a retraction."]


def test_where_to_read_the_notice_is_told() -> None:
    told = list(notices(RecordContent(position=1, title="A", links=(BY,))))
    assert told[1:] == ["Retraction in: Lancet. 2010. PMID: 7"]
