"""The ruler, without a window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from label_irst.document.ruler import Line
from label_irst.tools.pointer import Pointer
from label_irst.tools.toolbox import RULER, SEED, ToolBox

PIXELS = st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000))


def lay(toolbox: ToolBox, start: tuple[float, float], end: tuple[float, float]) -> None:
    toolbox.take(RULER)
    toolbox.tool.press(Pointer(*start))
    toolbox.tool.drag(Pointer(*end))
    toolbox.tool.release(Pointer(*end))


@pytest.mark.parametrize(
    ("end", "length", "angle"),
    [((13, 20), 3.0, 0.0), ((10, 17), 3.0, 90.0), ((10, 23), 3.0, -90.0), ((7, 20), 3.0, 180.0),
     ((13, 16), 5.0, 53.130)],
)  # fmt: skip
def test_a_drag_measures_from_pixel_to_pixel(
    toolbox: ToolBox, end: tuple[int, int], length: float, angle: float
) -> None:
    lay(toolbox, (10.4, 19.6), (end[0] - 0.4, end[1] + 0.4))
    line = toolbox.ruler.line
    assert line == ((10, 20), end)
    assert line.length == pytest.approx(length)
    assert line.angle == pytest.approx(angle, abs=1e-3)


@pytest.mark.parametrize(
    ("end", "straight"),
    [((19, 22), (19, 20)), ((11, 13), (10, 13)), ((16, 15), (16, 14)), ((4, 25), (4, 26)),
     ((10, 20), None)],
)  # fmt: skip
def test_with_shift_the_line_is_straight(
    toolbox: ToolBox, end: tuple[int, int], straight: tuple[int, int] | None
) -> None:
    toolbox.take(RULER)
    toolbox.tool.press(Pointer(10, 20, adds=True))
    toolbox.tool.drag(Pointer(*end, adds=True))
    line = toolbox.ruler.line
    assert line == (None if straight is None else ((10, 20), straight))


@given(PIXELS, PIXELS)
def test_the_other_way_round_it_is_as_long_and_points_back(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    there, back = Line(a, b), Line(b, a)
    assert there.length == back.length
    if a != b:
        turned = (there.angle - back.angle) % 360.0
        assert turned == pytest.approx(180.0)


def test_a_click_escape_or_another_tool_takes_it_away(toolbox: ToolBox) -> None:
    for end in (
        lambda: lay(toolbox, (5, 5), (5.2, 5.2)),
        lambda: toolbox.tool.takes("deselect"),
        lambda: toolbox.take(SEED),
    ):
        lay(toolbox, (1, 1), (9, 9))
        assert toolbox.ruler.line is not None
        end()
        assert toolbox.ruler.line is None
    toolbox.take(RULER)
    assert not toolbox.tool.takes("deselect"), "nothing is left: Escape is the window's"
