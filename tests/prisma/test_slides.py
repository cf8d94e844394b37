"""The PowerPoint slide: native shapes with all the text, glued connectors, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.connector import Connector

from screening.prisma import Form
from screening.prisma.drawing import draw, to_image
from screening.prisma.forms import chart
from screening.prisma.wording import SPACE, printed
from tests.prisma.golden import many_reasons, scripts
from tests.prisma.reviews import many_sources, tiny, unfinished, updated

CASES = [updated, many_sources, unfinished, tiny, many_reasons, scripts]


def shapes(data: bytes) -> list[BaseShape]:
    (slide,) = Presentation(BytesIO(data)).slides
    return list(slide.shapes)


def said(data: bytes) -> Iterator[str]:
    for shape in shapes(data):
        if isinstance(shape, Shape):
            yield from (line.text for line in shape.text_frame.paragraphs)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", list(Form))
def test_every_line_is_in_a_shape_of_its_own_box(case: object, form: Form) -> None:
    assert callable(case)
    data = draw(case(), form, "flow.pptx", title="A review")
    lines = list(said(data))
    assert "A review" in lines
    for cell in chart(case(), form).cells:
        for line in cell.lines:
            assert printed(line) in lines
    assert any(SPACE in line for line in lines)  # a number never parts from its brackets


@pytest.mark.parametrize("form", list(Form))
def test_arrows_are_glued_to_their_boxes_and_end_in_a_head(form: Form) -> None:
    data = draw(updated(), form, "pptx")
    ids = {shape.shape_id for shape in shapes(data)}
    arrows = [shape for shape in shapes(data) if isinstance(shape, Connector)]
    assert len(arrows) == len(chart(updated(), form).arrows)
    for arrow in arrows:
        xml = arrow._element.xml
        assert "<a:tailEnd" in xml
        glued = [int(part.split('"')[1]) for part in xml.split("Cxn id=")[1:]]
        assert len(glued) == 2
        assert set(glued) <= ids


def test_bent_arrows_go_down_and_then_aside() -> None:
    data = draw(updated(), Form.PRISMA2020, "pptx")
    bent = [shape._element.xml for shape in shapes(data) if "bentConnector2" in shape._element.xml]
    assert len(bent) == 2  # from other methods to the left, from previous studies to the right
    assert sorted('flipV="1"' in xml for xml in bent) == [False, True]


def test_a_slide_holds_no_time_and_no_name_of_a_machine() -> None:
    data = draw(updated(), Form.PRISMA2020, "pptx", title="T" * 300)
    assert data == draw(updated(), Form.PRISMA2020, "pptx", title="T" * 300)
    with ZipFile(BytesIO(data)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
    about = Presentation(BytesIO(data)).core_properties
    assert (about.author, about.title) == ("Tamis", "T" * 255)


def test_the_notes_tell_the_diagram_in_words() -> None:
    (slide,) = Presentation(BytesIO(draw(tiny(), Form.THREE_STAGE, "pptx"))).slides
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None
    assert "Records identified (n = 3)" in frame.text
    assert to_image("flow.pptx").value == "pptx"
