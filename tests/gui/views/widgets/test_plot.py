"""Plots: the right pixels, zoom and pan, the value under the pointer, the legend, and export."""

import csv
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.views.widgets.curve import Curve, Span, rate_span
from label_irst.views.widgets.plot import Plot
from tests.gui.views.screen import colours, grabbed

X, Y = Span(1.0, 5.0), Span(0.0, 1.0)
LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def main_curve() -> Curve:
    ys = np.array([0.1, 0.9, 0.5, 0.7, 0.3])
    return Curve("new", np.arange(1.0, 6.0), ys, "handle", lambda i: f"new {i + 1}")


def other_curve() -> Curve:
    """Below the other one."""
    return Curve(
        "old", np.arange(1.0, 6.0), np.full(5, 0.05), "doubt", lambda i: f"old {i + 1}",
        dashed=True,
    )  # fmt: skip


@pytest.fixture
def plot(application: QApplication, qtbot: QtBot) -> Plot:
    plot = Plot("step")
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    plot.show_curves("Loss", [other_curve(), main_curve()], X, Y)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def place(plot: Plot, x: float, y: float) -> QPoint:
    """Where the canvas shows a point of a linear plot."""
    view = plot.canvas.getPlotItem().getViewBox()
    return plot.canvas.mapFromScene(view.mapViewToScene(QPointF(x, y)))


def range_of(plot: Plot) -> list[float]:
    """What is seen: left, right, bottom and top."""
    return [end for ends in plot.canvas.getPlotItem().viewRange() for end in ends]


def inked(widget: QWidget) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the pixels in the colour of the main curve."""
    ink = np.array(theme.colours().handle.getRgb()[:3])
    return np.nonzero(np.abs(grabbed(widget).astype(int) - ink).sum(axis=2) < 60)


def move(plot: Plot, x: float, y: float) -> None:
    QTest.mouseMove(plot.canvas.viewport(), place(plot, x, y) + QPoint(1, 0))
    QTest.mouseMove(plot.canvas.viewport(), place(plot, x, y))


def wheel(plot: Plot, at: QPoint, steps: int) -> None:
    port = plot.canvas.viewport()
    event = QWheelEvent(
        QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, NO_KEYS, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def drag(plot: Plot, begin: QPoint, by: int, button: Qt.MouseButton) -> None:
    """Sideways; events of QTest.mouseMove have no buttons."""
    port = plot.canvas.viewport()
    QTest.mousePress(port, button, NO_KEYS, begin)
    for way in range(by // 6, by + 1, by // 6):
        at = QPointF(begin + QPoint(way, 0))
        event = QMouseEvent(
            QEvent.Type.MouseMove, at, QPointF(port.mapToGlobal(at)), Qt.MouseButton.NoButton,
            button, NO_KEYS,
        )  # fmt: skip
        QApplication.sendEvent(port, event)
    QTest.mouseRelease(port, button, NO_KEYS, begin + QPoint(by, 0))


def box(plot: Plot, name: str) -> QWidget:
    return next(box for box in plot.legend if box.accessibleName() == name)


def test_the_curve_is_where_its_values_are(plot: Plot) -> None:
    rows, columns = inked(plot.canvas)
    for found, x, y in (
        (columns.min(), 1.0, 0.1), (columns[rows.argmin()], 2.0, 0.9), (columns.max(), 5.0, 0.3)
    ):  # fmt: skip
        assert found == pytest.approx(place(plot, x, y).x(), abs=3)
    assert rows.min() == pytest.approx(place(plot, 2.0, 0.9).y(), abs=3)
    assert rows.max() == pytest.approx(place(plot, 1.0, 0.1).y(), abs=3)


def test_the_curve_has_a_gap_at_a_missing_value(plot: Plot) -> None:
    curve = main_curve()
    curve.y[2] = np.nan
    plot.show_curves("Loss", [curve], X, Y)
    columns = np.unique(inked(plot.canvas)[1])
    second, fourth = place(plot, 2.0, 0).x(), place(plot, 4.0, 0).x()
    assert (columns < second + 3).any()
    assert (columns > fourth - 3).any()
    assert not ((columns > second + 5) & (columns < fourth - 5)).any()


def test_the_value_under_the_pointer_is_shown(plot: Plot, qtbot: QtBot) -> None:
    assert plot.readout.text() == "new 5", "the last of the main curve, without a pointer"
    for x, step in ((1.0, 1), (2.3, 2), (2.6, 3), (4.9, 5)):
        move(plot, x, 0.6)
        assert plot.readout.text() == f"new {step}"
    move(plot, 3.0, 0.06)
    assert plot.readout.text() == "old 3", "the curve that is nearer"
    QApplication.sendEvent(plot.canvas, QEvent(QEvent.Type.Leave))
    assert plot.readout.text() == "new 5"


def test_a_step_of_the_wheel_zooms_at_the_pointer_and_a_double_click_fits(plot: Plot) -> None:
    whole = range_of(plot)
    at = place(plot, 2.0, 0.9)
    wheel(plot, at, 3)
    left, right, low, high = range_of(plot)
    assert right - left < 0.8 * (whole[1] - whole[0])
    assert high - low < 0.8 * (whole[3] - whole[2])
    assert (place(plot, 2.0, 0.9) - at).manhattanLength() <= 3, "the point stays under the pointer"
    QTest.mouseDClick(plot.canvas.viewport(), LEFT, NO_KEYS, at)
    assert range_of(plot) == pytest.approx(whole)


def test_a_drag_moves_and_fit_shows_everything_again(plot: Plot) -> None:
    whole = range_of(plot)
    begin = place(plot, 3.0, 0.8)
    drag(plot, begin, 60, LEFT)
    left, right, *_ = range_of(plot)
    assert left < whole[0]
    assert right - left == pytest.approx(whole[1] - whole[0])
    assert place(plot, 3.0, 0.8).x() == pytest.approx(begin.x() + 60, abs=12)
    QTest.mouseClick(plot.fit, LEFT)
    assert range_of(plot) == pytest.approx(whole)


def test_new_values_leave_the_range_where_the_user_has_zoomed(plot: Plot) -> None:
    longer = Span(1.0, 9.0)
    plot.show_curves("Loss", [main_curve()], longer, Y)
    assert range_of(plot)[1] >= 9.0, "without a zoom, all of it"
    wheel(plot, place(plot, 2.0, 0.9), 3)
    zoomed = range_of(plot)
    plot.show_curves("Loss", [main_curve()], Span(1.0, 10.0), Y)
    assert range_of(plot) == pytest.approx(zoomed)


def test_the_zoom_keeps_the_curve_in_sight(plot: Plot) -> None:
    for _ in range(40):
        wheel(plot, place(plot, 2.0, 0.5), -5)
    left, right, *_ = range_of(plot)
    assert right - left < 20.0


def test_both_of_two_coinciding_curves_are_seen(plot: Plot) -> None:
    main = main_curve()
    plot.show_curves("Loss", [replace(main, name="old", colour="doubt", dashed=True), main], X, Y)
    painted = colours(grabbed(plot.canvas))
    for name in ("handle", "doubt"):
        assert painted.get(theme.named(name).getRgb()[:3], 0) > 50


def test_the_legend_hides_a_curve(plot: Plot) -> None:
    assert inked(plot.canvas)[0].size
    QTest.keyClick(box(plot, "new"), Qt.Key.Key_Space)
    assert not inked(plot.canvas)[0].size
    assert plot.readout.text() == "old 5"
    move(plot, 3.0, 0.6)
    assert plot.readout.text() == "old 3", "what is hidden is not looked at"
    plot.show_curves("Loss", [other_curve(), main_curve()], X, Y)
    assert not inked(plot.canvas)[0].size, "it stays hidden as values come"
    third = Curve("third", np.arange(1.0, 6.0), np.full(5, 0.5), "accent", str)
    plot.show_curves("Loss", [third, other_curve(), main_curve()], X, Y)
    assert not inked(plot.canvas)[0].size, "and as curves come"
    QTest.keyClick(box(plot, "new"), Qt.Key.Key_Space)
    assert inked(plot.canvas)[0].size


def test_one_curve_needs_no_legend(plot: Plot) -> None:
    plot.show_curves("Loss", [main_curve()], X, Y)
    assert plot.legend == []


def test_the_keyboard_walks_along_the_curves_and_zooms(plot: Plot, qtbot: QtBot) -> None:
    canvas = plot.canvas
    whole = range_of(plot)
    for key, text in (
        (Qt.Key.Key_Left, "new 4"), (Qt.Key.Key_Home, "new 1"), (Qt.Key.Key_Left, "new 1"),
        (Qt.Key.Key_Right, "new 2"), (Qt.Key.Key_Up, "old 2"), (Qt.Key.Key_End, "old 5"),
    ):  # fmt: skip
        QTest.keyClick(canvas, key)
        assert plot.readout.text() == text
        assert canvas.accessibleDescription() == text
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert range_of(plot)[1] < whole[1]
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert range_of(plot) == pytest.approx(whole)


def test_every_part_is_reached_with_tab_and_has_a_name(plot: Plot) -> None:
    assert plot.canvas.accessibleName() == "Loss"
    parts = [plot.canvas, plot.fit, plot.save_button, *plot.legend]
    for part in parts:
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert part.toolTip() or part.accessibleName()


def test_the_context_menu_is_ours(plot: Plot, qtbot: QtBot) -> None:
    at = place(plot, 2.0, 0.5)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, plot.canvas.viewport().mapToGlobal(at)
    )
    QTest.mouseClick(plot.canvas.viewport(), Qt.MouseButton.RightButton, NO_KEYS, at)
    QApplication.sendEvent(plot.canvas.viewport(), event)
    qtbot.waitUntil(plot.menu.isVisible)
    assert QApplication.activePopupWidget() is plot.menu
    texts = [action.text() for action in plot.menu.actions() if action.text()]
    assert texts == ["Fit", "Save picture…", "Save values…"]
    plot.menu.close()
    whole = range_of(plot)
    drag(plot, at, 60, Qt.MouseButton.RightButton)
    assert range_of(plot) == whole, "the right button is for the menu alone"


def test_an_open_plot_follows_the_theme(plot: Plot, application: QApplication) -> None:
    for name in ("dark", "light", "dark"):
        theme.apply(application, name)
        painted = colours(grabbed(plot))
        assert theme.colours().handle.getRgb()[:3] in painted, "the curve"
        assert theme.colours().line.getRgb()[:3] in painted, "the grid"
        assert inked(box(plot, "new"))[0].size, "the legend"


def test_an_empty_plot_shows_why_it_is_empty(plot: Plot) -> None:
    plot.show_nothing("Pd", "It appears with the first validated epoch.")
    assert plot.readout.text() == ""
    assert not plot.canvas.isVisible()
    assert plot.legend == []
    assert not plot.save_button.isEnabled()
    assert len(colours(grabbed(plot))) > 5, "text is painted"
    plot.show_curves("Pd", [main_curve()], X, Y)
    assert plot.canvas.isVisible()


def test_a_logarithmic_axis_is_labelled_by_magnitude(plot: Plot) -> None:
    xs = np.array([0.0, 0.01, 0.1, 1.0])
    curve = Curve("pd", xs, np.array([0.2, 0.2, 0.5, 0.9]), "handle", lambda i: f"at {i}")
    plot.show_curves("Pd", [curve], Span(0.01, 1.0, log=True), Y, mark=0.1)
    third, last = place(plot, -1.0, 0.5), place(plot, 0.0, 0.9)
    rows, columns = inked(plot.canvas)
    assert columns.max() == pytest.approx(last.x(), abs=3)
    assert (np.abs(columns - third.x()) + np.abs(rows - third.y()) < 3).any()
    move(plot, -1.1, 0.5)
    assert plot.readout.text() == "at 2"


def test_one_odd_value_among_a_hundred_thousand_is_seen(plot: Plot) -> None:
    xs, ys = np.linspace(1.0, 5.0, 100_000), np.full(100_000, 0.2)
    ys[31_234] = 0.9
    plot.show_curves("Loss", [Curve("loss", xs, ys, "handle", str)], X, Y)
    peak = place(plot, xs[31_234], 0.9)
    rows, columns = inked(plot.canvas)
    assert rows.min() == pytest.approx(peak.y(), abs=3)
    assert columns[rows.argmin()] == pytest.approx(peak.x(), abs=3)


def test_the_span_of_rates_holds_the_one_that_is_looked_at() -> None:
    for rates in ([0.0], [0.2, 3.0], [0.0, 1e-3]):
        span = rate_span(np.array(rates), 0.05)
        assert span.log
        assert span.low <= 0.05 <= span.high
        assert span.high >= max(rates)


def answer(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    """The user's answer to the question where to save."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), kind))


def choose(plot: Plot, text: str) -> None:
    next(action for action in plot.menu.actions() if action.text() == text).trigger()


def test_a_picture_shows_the_curves_and_their_names(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "loss.png")
    choose(plot, "Save picture…")
    image = QImage(str(tmp_path / "loss.png"))
    assert image.width() > 1.8 * plot.canvas.width(), "twice as fine as the screen"
    seen = {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in (0, 1)}
    assert seen == {theme.colours().window.rgb()}
    ink = theme.colours().handle.rgb()
    found = sum(
        image.pixelColor(x, y).rgb() == ink
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )
    assert found > 50
    assert str(tmp_path / "loss.png") in plot.readout.text()


def test_a_picture_as_svg_is_drawn_not_photographed(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    symbols = Curve(
        "dots", np.arange(1.0, 6.0), np.full(5, 0.5), "handle", str, symbol="o"
    )  # fmt: skip
    plot.show_curves("Loss", [symbols, main_curve()], X, Y)
    answer(monkeypatch, tmp_path / "loss", "SVG (*.svg)")
    choose(plot, "Save picture…")
    tree = ElementTree.parse(tmp_path / "loss.svg")
    kinds = [element.tag.rpartition("}")[2] for element in tree.iter()]
    assert "image" not in kinds
    words = {
        "".join(element.itertext()).strip() for element in tree.iter() if "text" in element.tag
    }
    assert {"Loss", "step", "dots", "new"} <= words


def test_values_are_saved_as_they_are(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClick(box(plot, "old"), Qt.Key.Key_Space)  # hidden, and saved all the same
    answer(monkeypatch, tmp_path / "loss")
    choose(plot, "Save values…")
    with (tmp_path / "loss.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["curve", "step", "Loss"]
    assert [float(y) for name, _, y in rows if name == "new"] == [0.1, 0.9, 0.5, 0.7, 0.3]
    assert [float(x) for name, x, _ in rows if name == "old"] == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_a_failed_save_is_reported_and_loses_nothing(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "no such folder" / "loss.csv")
    choose(plot, "Save values…")
    assert "was not saved" in plot.readout.text()
    assert list(tmp_path.iterdir()) == []


def test_a_file_not_chosen_by_the_user_is_not_replaced(
    plot: Plot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loss.csv").write_text("mine")
    answer(monkeypatch, tmp_path / "loss")
    choose(plot, "Save values…")
    assert "is there already" in plot.readout.text()
    assert (tmp_path / "loss.csv").read_text() == "mine"


def test_a_zoom_ends_where_the_axis_turns_to_magnitudes(plot: Plot) -> None:
    wheel(plot, place(plot, 2.0, 0.9), 3)
    plot.show_curves("Loss", [main_curve()], X, Span(0.01, 1.0, log=True))
    assert range_of(plot)[2:] == pytest.approx([-2.0, 0.0], abs=0.1)


def test_a_window_starts_without_pyqtgraph() -> None:
    script = (
        "import sys; from label_irst.app import make_application\n"
        "from label_irst.views.window.main_window import MainWindow\n"
        "make_application('en'); window = MainWindow(); window.show()\n"
        "print('pyqtgraph' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
