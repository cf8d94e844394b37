from __future__ import annotations

from dataclasses import replace

import pytest

from screening.prisma import Form
from tests.prisma.golden import FOLDER, MOST, PICTURES, difference, drawn, picture
from tests.prisma.reviews import three_stages


@pytest.mark.parametrize("name", PICTURES)
def test_the_drawing_looks_as_it_did_when_it_was_looked_at(name: str) -> None:
    assert difference(picture(name), (FOLDER / f"{name}.png").read_bytes()) < MOST


def test_no_golden_picture_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == set(PICTURES)


def test_another_number_is_seen() -> None:
    counts = three_stages()
    golden = (FOLDER / "three-stage.png").read_bytes()
    assert difference(drawn(counts, Form.THREE_STAGE), golden) < MOST
    other = replace(counts, studies_included=88)
    assert difference(drawn(other, Form.THREE_STAGE), golden) > MOST
    longer = replace(counts, sources=counts.sources[1:])
    assert difference(drawn(longer, Form.THREE_STAGE), golden) == 255
