from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from screening.errors import UsageError
from screening.prisma import FlowCounts, ReasonCount, SourceCount, box_counts, drawing
from screening.prisma.chart import Form
from screening.prisma.drawing import Image, draw, to_image
from screening.prisma.fonts import family_with, glyph_note, lacking_scripts, text_width
from screening.prisma.forms import chart
from screening.prisma.layout import lay_out
from screening.prisma.placed import Layout
from screening.prisma.wording import clean, wrap
from screening.protocol import NotRetrieved
from screening.records import SourceKind
from tests.prisma.reviews import (
    empty,
    many_sources,
    stopped,
    three_stages,
    tiny,
    unfinished,
    updated,
)

SVG = "{http://www.w3.org/2000/svg}"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 3


def one_word() -> FlowCounts:
    """Names that no blank lets break, with characters XML and mathtext take for their own."""
    counts = tiny()
    name = f"{LONG_WORD} <&> $x_1$ \x00\ud800 '\""
    stage = replace(counts.stages[0], reasons=(ReasonCount(reason=name, n=2),))
    sources = (SourceCount(name=name, kind=SourceKind.DATABASE, n=3),)
    return replace(counts, sources=sources, stages=(stage,))


def not_latin() -> FlowCounts:
    sources = (SourceCount(name="医学教育データベース" * 9, kind=SourceKind.DATABASE, n=3),)
    return replace(tiny(), sources=sources)


CASES = [three_stages, stopped, many_sources, updated, unfinished, tiny, empty, one_word, not_latin]
Case = Callable[[], FlowCounts]
every_case = pytest.mark.parametrize("case", CASES)
every_form = pytest.mark.parametrize("form", list(Form))


def laid_out(counts: FlowCounts, form: Form, title: str = "", note: str = "") -> Layout:
    return lay_out(chart(counts, form), text_width, title=title, note=note)


def texts(drawing: bytes) -> str:
    """All visible text of an SVG, joined by blanks."""
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own file
    return " ".join(element.text or "" for element in root.iter(f"{SVG}text"))


@every_case
@every_form
def test_no_text_leaves_its_box(case: Case, form: Form) -> None:
    layout = laid_out(case(), form, title=LONG_WORD, note="A note. " * 60)
    boxes = {box.key: box for box in layout.boxes}
    for text in layout.texts:
        width = text_width(text.text, text.size, bold=text.bold)
        if text.upright and text.owner:
            box = boxes[text.owner]
            assert box.x < text.x
            assert text.x + width < box.right
            assert box.y + text.size * 0.7 < text.y < box.bottom - text.size * 0.2
        elif text.owner:
            assert width < boxes[text.owner].height
        else:
            assert text.x + width < layout.width


@every_case
@every_form
def test_boxes_stand_apart_and_on_the_page(case: Case, form: Form) -> None:
    layout = laid_out(case(), form)
    for at, one in enumerate(layout.boxes):
        assert one.x >= 0
        assert one.right < layout.width
        assert one.bottom < layout.height
        for two in layout.boxes[at + 1 :]:
            aside = one.right <= two.x or two.right <= one.x
            assert aside or one.bottom <= two.y or two.bottom <= one.y


@every_case
@every_form
def test_arrows_lead_from_edge_to_edge(case: Case, form: Form) -> None:
    layout = laid_out(case(), form)
    for route in layout.routes:
        (x, y), (tip_x, tip_y) = route[0], route[-1]
        assert any(x == box.right or y == box.bottom for box in layout.boxes)
        assert any(tip_x in (box.x, box.right) or tip_y == box.y for box in layout.boxes)
        for (x0, y0), (x1, y1) in pairwise(route):
            assert x0 == x1 or y0 == y1


def test_the_three_stage_drawing_says_every_number() -> None:
    said = texts(draw(three_stages(), Form.THREE_STAGE, "svg"))
    for part in (
        "Records identified (n = 91) Science Direct (n = 20) Springer (n = 21)",
        "Duplicate records removed (n = 0)",
        "Records screened by title (n = 91)",
        "Records excluded by title (n = 14)",
        "Not about the mentoring of students in the health professions (n = 10)",
        "Records screened by abstract (n = 77)",
        "Reports sought for retrieval (n = 63)",
        "Reports not retrieved (n = 3)",
        "Reports assessed by full text (n = 60)",
        "No reason given (n = 2)",
        "Studies included in review (n = 51)",
    ):
        assert part in said
    assert "In progress" not in said


def test_not_retrieved_reports_stand_among_the_exclusions_where_the_protocol_wants_it() -> None:
    said = texts(draw(three_stages(NotRetrieved.EXCLUDED), Form.THREE_STAGE, "svg"))
    assert "Reports not retrieved" not in said
    assert "Reports excluded by full text (n = 12)" in said


def test_the_prisma_2020_drawing_has_the_templates_words() -> None:
    said = texts(draw(many_sources(), Form.PRISMA2020, "svg"))
    for part in (
        "Identification of studies via databases and registers",
        "Identification of studies via other methods",
        "Records identified from*: Databases (n = 36)",
        "Registers (n = 3)",
        "Records removed before screening: Duplicate records removed (n = 5)",
        "Records marked as ineligible by automation tools (n = 0)",
        "Records removed for other reasons (n = 0)",
        "Records screened (n = 34)",
        "Records excluded** (n = 2)",
        "Reports sought for retrieval (n = 32)",
        "Reports not retrieved (n = 1)",
        "Reports assessed for eligibility (n = 31)",
        "Reports excluded: Wrong population (n = 1)",
        "Citation searching (n = 4)",
        "Studies included in review (n = 35)",
        "Reports of included studies (n = 35)",
        "1 removed as a duplicate, 1 excluded before retrieval",
    ):
        assert part in said


def test_other_methods_have_no_column_where_there_are_none() -> None:
    assert "other methods" not in texts(draw(three_stages(), Form.PRISMA2020, "svg"))


def test_full_text_only_draws_no_screening_box() -> None:
    said = texts(draw(tiny(), Form.PRISMA2020, "svg"))
    assert "Records screened" not in said
    assert "Reports sought for retrieval (n = 3)" in said


def test_what_was_left_unread_is_no_part_of_what_was_screened() -> None:
    said = texts(draw(stopped(), Form.THREE_STAGE, "svg"))
    assert (
        "Records to be screened by title (n = 241) Not screened after stopping (n = 20)"
        " Records screened by title (n = 221)" in said
    )
    assert "Records to be screened by abstract" not in said
    old = texts(draw(stopped(), Form.PRISMA2009, "svg"))
    assert (
        "Records to be screened (n = 241) Not screened after stopping (n = 20)"
        " Records screened (n = 221)" in old
    )
    for told in (said, old):
        assert "Records not screened were left unread when screening was stopped; the log" in told
    for form in (Form.THREE_STAGE, Form.PRISMA2009):
        lines = [line for cell in chart(stopped(), form).cells for line in cell.lines]
        unread = [line for line in lines if line.text == "Not screened after stopping"]
        assert [(line.n, line.indent, line.strong) for line in unread] == [(20, 0, True)]
    assert "left unread" not in texts(draw(three_stages(), Form.THREE_STAGE, "svg"))


@every_form
def test_an_unfinished_flow_says_so(form: Form) -> None:
    said = texts(draw(unfinished(), form, "svg"))
    assert "In progress: 7 records still to be decided" in said
    assert "Still to be decided (n = 2)" in said
    assert "no records have been imported yet" in texts(draw(empty(), form, "svg"))


def test_marks_are_explained_and_shared() -> None:
    marks = {
        "identified": "As published.",
        "excluded_title": "Guessed.",
        "reached_title": "Guessed.",
    }
    said = texts(draw(three_stages(), Form.THREE_STAGE, "svg", marks=marks))
    assert "Records identified (n = 91)†" in said
    assert "Records excluded by title (n = 14)‡" in said
    assert "Records screened by title (n = 91)‡" in said
    assert "† As published. ‡ Guessed." in said


def test_a_mark_on_no_box_is_refused() -> None:
    with pytest.raises(UsageError, match="no box 'excluded_titel'"):
        draw(three_stages(), Form.THREE_STAGE, "svg", marks={"excluded_titel": "Guessed."})
    assert "excluded_title" in box_counts(three_stages())


def test_an_svg_can_be_read_aloud() -> None:
    root = ElementTree.fromstring(draw(tiny(), Form.THREE_STAGE, "svg", title="A <title>"))  # noqa: S314
    assert root.findtext(f"{SVG}title") == "A <title>"
    assert "Records identified (n = 3)" in (root.findtext(f"{SVG}desc") or "")
    assert root.get("role") == "img"


@every_case
def test_an_svg_is_well_formed_whatever_the_words(case: Case) -> None:
    assert texts(draw(case(), Form.THREE_STAGE, "svg"))


@pytest.mark.parametrize("image", list(Image))
def test_the_same_counts_give_the_same_bytes(image: Image) -> None:
    first = draw(tiny(), Form.PRISMA2020, image, dpi=60)
    assert first == draw(tiny(), Form.PRISMA2020, image, dpi=60)


@pytest.mark.parametrize("case", [one_word, not_latin, unfinished])
def test_png_and_pdf_draw_without_a_warning(case: Case) -> None:
    assert draw(case(), Form.THREE_STAGE, "flow.png", dpi=50).startswith(b"\x89PNG")
    assert draw(case(), Form.THREE_STAGE, "flow.PDF").startswith(b"%PDF")


@pytest.mark.parametrize("case", [one_word, three_stages])
def test_text_is_drawn_as_wide_as_it_was_measured(case: Case) -> None:
    """A PNG of few dots would, with hinting, have letters far wider than measured."""
    layout = laid_out(case(), Form.THREE_STAGE, title="A title")
    with drawing.own_settings():
        figure = drawing.to_figure(layout)
        figure.set_dpi(60)
        FigureCanvasAgg(figure)
        for drawn, text in zip(figure.texts, layout.texts, strict=True):
            extent = drawn.get_window_extent()
            length = extent.width if text.upright else extent.height
            assert length * 72 / 60 < text_width(text.text, text.size, bold=text.bold) + 0.5


def test_characters_without_a_glyph_are_told() -> None:
    assert "U+533B" in glyph_note(["医", "a"], find=lambda _char: "")
    assert glyph_note(["医"], find=lambda _char: "Some Font") == ""
    assert glyph_note(["Ångström, Αθήνα, Москва, مگیران, עברית"], find=lambda _char: "") == ""


def test_a_font_of_the_machine_stands_in_for_what_dejavu_sans_lacks() -> None:
    """STIX, which comes with matplotlib, has a letter of mathematics that DejaVu Sans lacks."""
    letter = "\N{MATHEMATICAL BOLD SCRIPT CAPITAL A}"
    assert family_with(letter)
    assert not family_with("\U0010fffd")
    counts = replace(tiny(), sources=(SourceCount(name=letter, kind=SourceKind.DATABASE, n=3),))
    for image in ("png", "pdf"):
        assert draw(counts, Form.THREE_STAGE, image, dpi=50)


def test_unknown_kinds_of_file_are_refused() -> None:
    assert to_image("a.b/flow.svg") is Image.SVG
    for wrong in ("flow.gif", "flow", ""):
        with pytest.raises(UsageError, match="cannot be written"):
            to_image(wrong)


def test_wrapping_loses_nothing() -> None:
    def each_one(text: str, size: float, *, bold: bool) -> float:
        return len(text)

    assert wrap("aa bb ccccccc d", 5, each_one, 1, bold=False) == ["aa bb", "ccccc", "cc d"]
    assert wrap("", 5, each_one, 1, bold=False) == [""]
    assert clean(" a\x00b\n c\ud800 ") == "a b c"


def test_the_users_own_plot_settings_change_nothing() -> None:
    plain = draw(tiny(), Form.THREE_STAGE, "png", dpi=60)
    with mpl.rc_context({"savefig.bbox": "tight", "lines.linewidth": 9, "text.antialiased": False}):
        assert draw(tiny(), Form.THREE_STAGE, "png", dpi=60) == plain


def test_the_room_is_cheap_to_import() -> None:
    code = "import sys, screening.prisma; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_scripts_that_no_font_has_are_named() -> None:
    assert lacking_scripts(lambda _char: "Some Font") == ()
    assert "Thai" in lacking_scripts(lambda _char: "")
    assert lacking_scripts(lambda char: "" if char == "\ud55c" else "Some Font") == ("Korean",)
