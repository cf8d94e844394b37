"""Pictures: numbers and labels are in them, nothing leaves the page, the same bytes twice."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from matplotlib.figure import Figure
from PIL import Image

from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.codebook import rename
from extraction.sessions.picturing import Wishes, draw_pictures
from extraction.sessions.saturating import Order, to_order
from extraction.synthesis.figures.heat_map import SHADES, HeatRow, draw_heat_map, shade
from extraction.synthesis.figures.page import STAND_IN_NOTE, Page, written
from extraction.synthesis.figures.tree_chart import TreeRow, _columns, _laid, draw_tree
from extraction.synthesis.pooling.forest_text import text_width, wrapped
from extraction.synthesis.shares import Unit
from extraction.themes import Level
from screening.errors import CannotWrite, UsageError
from tests.extraction.exporters.specimens import hard_review, mentoring_review
from tests.extraction.logs import coding_review

LONG = "Отношения между наставником и студентом " * 4 + "\u4fe1\u4efb" * 40


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coding]:
    made = mentoring_review(tmp_path_factory.mktemp("seed") / "review")
    with made.review:
        yield made


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = hard_review(tmp_path / "review")
    with made.review:
        yield made


def texts(data: bytes) -> list[str]:
    root = etree.fromstring(data)
    return ["".join(map(str, at.itertext())).strip() for at in root.iter("{*}text")]


def components(coding: Coding) -> tuple[str, ...]:
    return tuple(node.label for node in coding.book.at_level(Level.THEME))[3:]


def test_the_published_share_is_drawn_with_its_total(seed: Coding, tmp_path: Path) -> None:
    wishes = Wishes(among=components(seed))
    (file,) = draw_pictures(seed, tmp_path, ["shares"], ["svg"], wishes)
    found = texts(file.read_bytes())
    assert "45.1 %  (242 of 536)" in found
    assert [at.split()[0] for at in found if " of 536)" in at] == [
        "12.1", "8.6", "6.0", "5.4", "16.6", "6.2", "45.1",
    ]  # fmt: skip
    assert any(at.startswith("Unit: links; of all links") for at in found)


def test_the_matrix_shows_each_study_and_its_counts(seed: Coding, tmp_path: Path) -> None:
    (file,) = draw_pictures(seed, tmp_path, ["matrix"], ["svg"])
    found = texts(file.read_bytes())
    assert "Outcomes for students" in found
    assert {str(number) for number in range(1, 52)} <= set(found)
    assert "7 and more" in found


def test_the_tree_names_every_code(seed: Coding, tmp_path: Path) -> None:
    (file,) = draw_pictures(seed, tmp_path, ["tree"], ["svg"])
    found = " ".join(texts(file.read_bytes()))
    for node in seed.book.nodes.values():
        assert node.label.split()[0] in found
    assert len(re.findall(r"\(\d+\)", found)) == 377


@pytest.mark.parametrize("order", list(Order))
def test_saturation_is_drawn_in_the_order_named(order: Order, seed: Coding, tmp_path: Path) -> None:
    (file,) = draw_pictures(seed, tmp_path, ["saturation"], ["svg"], Wishes(order=order))
    found = texts(file.read_bytes())
    assert {"codes: 342", "subthemes: 20", "themes: 10"} <= set(found)
    assert order.words.split()[-1] in " ".join(found)


def test_all_pictures_come_as_svg_and_png_and_equal_twice(coding: Coding, tmp_path: Path) -> None:
    first, second = (draw_pictures(coding, tmp_path / name) for name in "ab")
    assert [path.name for path in first] == [
        f"{name}.{kind}"
        for name in ("shares", "matrix", "tree", "saturation")
        for kind in ("svg", "png")
    ]
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_greys_only(coding: Coding, tmp_path: Path) -> None:
    for path in draw_pictures(coding, tmp_path, kinds=["png"]):
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize((200, 200))
        colours = small.getcolors(200 * 200) or []
        for _, colour in colours:
            assert isinstance(colour, tuple)
            assert max(colour) - min(colour) <= 3


def inside_the_page(figure: Figure) -> None:
    """Every text ends on the page, as the fonts of this machine draw it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure.set_dpi(200)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    width, height = figure.get_size_inches() * figure.dpi
    for text in figure.axes[0].texts:
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= width + 1, text.get_text()
        assert box.y0 >= 0, text.get_text()
        assert box.y1 <= height + 1, text.get_text()


@pytest.mark.parametrize("name", ["shares", "matrix", "tree", "saturation"])
def test_long_and_foreign_labels_stay_on_the_page(
    name: str, coding: Coding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Figure] = []
    finished = Page.figure

    def kept(page: Page) -> Figure:
        drawn.append(finished(page))
        return drawn[-1]

    monkeypatch.setattr(Page, "figure", kept)
    for node in ("T1", "S1", "C1"):
        rename(coding, node, LONG)
    draw_pictures(coding, tmp_path, [name], ["png"], Wishes(title=LONG))
    inside_the_page(drawn[-1])


def test_missing_letters_are_told_under_a_png_only(
    coding: Coding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extraction.synthesis.pooling import forest_text

    monkeypatch.setattr(forest_text, "_family_with", lambda _char: "")
    rename(coding, "T1", "\u4fe1\u4efb")
    told: list[str] = []
    text = Page.text

    def noted(page: Page, x: float, y: float, said: str, **options: object) -> None:
        told.append(said)
        text(page, x, y, said, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Page, "text", noted)
    draw_pictures(coding, tmp_path, ["shares"], ["svg"])
    assert STAND_IN_NOTE not in " ".join(told)
    draw_pictures(coding, tmp_path, ["shares"], ["png"])
    assert STAND_IN_NOTE[:40] in " ".join(told)


def test_a_script_without_blanks_goes_on_in_the_next_line() -> None:
    lines = wrapped("\u4fe1" * 50, 2.0)
    assert "".join(lines) == "\u4fe1" * 50
    assert len(lines) > 1
    assert max(map(text_width, lines)) <= 2.0


def test_shades_grow_with_the_number() -> None:
    assert [shade(number) for number in (0, 1, 2, 3, 4, 6, 7, 99)] == [
        SHADES[0], SHADES[1], SHADES[2], SHADES[2], SHADES[3], SHADES[3], SHADES[4], SHADES[4],
    ]  # fmt: skip


def test_a_large_matrix_is_drawn_without_numbers_and_within_bounds() -> None:
    rows = [HeatRow(label=f"code {n}", under="", counts=(n % 9,) * 80) for n in range(60)]
    data = draw_heat_map(rows, [str(n) for n in range(80)], "png", dpi=900)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.width * picture.height <= 80_000_000


def test_what_stands_under_no_theme_has_a_heading(coding: Coding, tmp_path: Path) -> None:
    add_node(coding, "A code without a place")
    (file,) = draw_pictures(coding, tmp_path, ["tree"], ["svg"])
    found = texts(file.read_bytes())
    heading = next(at for at in found if at.startswith("(under no "))
    assert heading.endswith(" yet)")
    assert found.index(heading) < found.index("A code without a place (0)")


def test_a_branch_that_is_cut_is_named_again_in_the_next_column() -> None:
    rows = [TreeRow(label="One theme", depth=0, studies=1, strong=True)]
    rows += [TreeRow(label=f"code {n}", depth=1, studies=1, strong=False) for n in range(120)]
    shown = [at.row.label for column in _columns(list(_laid(rows))) for at in column]
    columns = _columns(list(_laid(rows)))
    assert len(columns) > 1
    assert [column[0].row.label for column in columns[1:]] == ["One theme, continued"] * (
        len(columns) - 1
    )
    assert [at for at in shown if "continued" not in at] == [row.label for row in rows]


def test_a_column_ends_before_a_theme_if_it_is_filled_well() -> None:
    rows = []
    for theme in range(8):
        rows.append(TreeRow(label=f"theme {theme}", depth=0, studies=1, strong=True))
        rows += [TreeRow(label=f"code {n}", depth=1, studies=1, strong=False) for n in range(17)]
    columns = _columns(list(_laid(rows)))
    assert len(columns) > 1
    assert all(column[0].row.depth == 0 for column in columns)
    assert not any("continued" in column[0].row.label for column in columns)


def test_a_very_large_tree_grows_downwards() -> None:
    rows = [TreeRow(label=f"code {n}", depth=0, studies=n, strong=False) for n in range(900)]
    root = etree.fromstring(draw_tree(rows, "svg", of=3))
    width, height = (float(str(root.get(at)).removesuffix("pt")) for at in ("width", "height"))
    assert width / 72 < 22
    assert height / 72 > 12


@pytest.mark.parametrize(
    ("names", "wishes", "told"),
    [
        (["pie"], Wishes(), "no picture called 'pie'"),
        ([], Wishes(among=("Nowhere",)), "no theme"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    names: list[str], wishes: Wishes, told: str, coding: Coding, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=told):
        draw_pictures(coding, tmp_path / "out", names, wishes=wishes)
    assert not (tmp_path / "out").exists()


def test_nothing_to_draw_is_told(tmp_path: Path) -> None:
    empty = coding_review(tmp_path / "empty")
    with empty.review, pytest.raises(UsageError, match="nothing to draw"):
        draw_pictures(empty, tmp_path)
    with pytest.raises(UsageError, match="no order 'size'"):
        to_order("size")
    with pytest.raises(UsageError, match="cannot be drawn as 'gif'"):
        written(lambda _keep: Figure(), "gif", title="")


def test_a_folder_that_is_a_file_is_told(coding: Coding, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(CannotWrite):
        draw_pictures(coding, tmp_path / "out", ["shares"])


def test_shares_in_other_units(coding: Coding, tmp_path: Path) -> None:
    (file,) = draw_pictures(coding, tmp_path, ["shares"], ["svg"], Wishes(unit=Unit.STUDIES))
    assert "66.7 %  (2 of 3)" in texts(file.read_bytes())


def test_without_subthemes_the_matrix_shows_codes(tmp_path: Path) -> None:
    from extraction.sessions.approving import add_node
    from extraction.sessions.findings import add_finding

    made = coding_review(tmp_path / "flat")
    with made.review:
        add_finding(made, "R1", "a")
        add_node(made, "Only code", findings=["F1"])
        (file,) = draw_pictures(made, tmp_path, ["matrix"], ["svg"])
        assert "Only code" in texts(file.read_bytes())
        with pytest.raises(UsageError, match="no subtheme to draw"):
            draw_pictures(made, tmp_path, ["matrix"], wishes=Wishes(level=Level.SUBTHEME))
        with pytest.raises(UsageError, match="no theme whose share"):
            draw_pictures(made, tmp_path, ["shares"])
