"""The profile through the target or along the ruler, and the ruler in both views."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from label_irst.views.picture.ruler_layer import COLOUR, ruler_text
from label_irst.views.window.main_window import MainWindow
from tests.driving import click, drag, press
from tests.gui.scenes import FIRST
from tests.gui.views.screen import grabbed

Key, Keys = Qt.Key, Qt.KeyboardModifier


Curves = dict[str, tuple[list[float], list[float]]]


@pytest.fixture
def curves(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Callable[..., Curves]:
    """The values of the curves as the panel saves them, by name, when it shows a certain one."""
    file = tmp_path / "values.csv"

    def saved() -> Curves:
        plot = window.profile_panel.plot
        assert plot is not None
        plot.save(file)
        found: Curves = {}
        for name, x, y in list(csv.reader(file.read_text().splitlines()))[1:]:
            xs, ys = found.setdefault(name, ([], []))
            xs.append(float(x))
            ys.append(float(y))
        return found

    def wait_for(name: str, points: int = 0) -> Curves:
        """`points`: of that curve; without a name, until there is none."""

        def there() -> bool:
            found = saved()
            return len(found[name][0]) >= points if name in found else not (name or found)

        qtbot.waitUntil(there)
        return saved()

    return wait_for


def test_the_profile_follows_the_target_and_the_ruler(
    window: MainWindow, curves: Callable[..., Curves]
) -> None:
    document, view = window.document, window.detail_view
    press(window, Key.Key_V, Keys.ShiftModifier)
    assert window.profile_panel.isVisible()
    texts = [label.text() for label in window.profile_panel.findChildren(QLabel)]
    assert "Select a target, or lay the ruler over the picture." in texts
    x, y = FIRST.middle(0)
    click(window.global_view, x, y)
    shown = curves("row")
    image = document.image
    assert image is not None
    at, values = shown["row"]
    assert values == image[y, x + int(at[0]) : x + int(at[-1]) + 1].tolist(), "raw values"
    at, values = shown["column"]
    assert values == image[y + int(at[0]) : y + int(at[-1]) + 1, x].tolist()
    assert sorted(shown["mask"][0]) == [-1, -1, 0, 0, 1, 1], "3 pixels each way"
    (level,) = (name for name in shown if name.startswith("background"))
    numbers = document.numbers(document.targets[0])
    assert numbers is not None
    assert np.allclose(shown[level][1], numbers.background)

    press(window, Key.Key_D)  # no target here
    assert curves("") == {}
    press(window, Key.Key_R, Keys.ControlModifier)
    view.centre_on(x, y)
    drag(view, [(x - 5, y), (x, y), (x + 7, y + 3)])
    at, values = curves("ruler", points=13)["ruler"]
    line = window.toolbox.ruler.line
    assert line == ((x - 5, y), (x + 7, y + 3))
    assert ruler_text(line) == "12.4 px   dx 12   dy 3   -14.0°"
    image = document.image
    assert (values[0], values[-1]) == (image[y, x - 5], image[y + 3, x + 7])
    assert at[-1] == line.length
    ink = COLOUR.getRgb()[:3]
    for shown_view in (window.global_view, view):
        near = np.abs(grabbed(shown_view).astype(int) - ink).max(axis=2) < 24
        assert near.sum() > 20, "in both views"
    assert document.targets == [], "it edits nothing"

    press(window, Key.Key_Escape)
    assert window.toolbox.ruler.line is None
    (close,) = (b for b in window.profile_panel.findChildren(QToolButton) if b.text() == "✕")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not window.profile_panel.isVisible()
    assert not window.actions_by_name["profile"].isChecked()
