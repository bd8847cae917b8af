"""The statistics in the real window: numbers of drawn targets, and from a warning to its frame."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.document.actions import frame_actions
from label_irst.views.datasets.finding_texts import finding_text
from label_irst.views.datasets.statistics_window import ACCEPTED, EVERY, StatisticsWindow
from label_irst.views.window.main_window import MainWindow
from p2m_core.datasets.statistics.findings import TEXTS, Finding
from p2m_core.project import FrameState, TargetState, add_sequence, create_project
from tests.core.project.sample import add, set_state, target
from tests.gui import scenes
from tests.gui.scenes import FIRST, SECOND
from tests.gui.views.screen import colours, grabbed

LEFT = Qt.MouseButton.LeftButton
COUNT = 8
BIG = np.ones((11, 12), bool)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two sequences: a flight of 8 edited frames with a hole, and 2 accepted frames, one with a
    target too large.
    """
    path = tmp_path / "sky.lirst"
    stack = scenes.frames(COUNT)
    with create_project(path) as project:
        for name in ("flight", "large"):
            add_sequence(project, scenes.write_stack(tmp_path / f"{name}.npy", stack[:COUNT]))
            stack = stack[::-1]
        for frame in (0, 1, 2, 5, 6, 7):
            x, y = FIRST.corner(frame)
            add(project, target(frame, x0=x, y0=y, mask=np.ones((3, 3), bool)))
            set_state(project, 1, frame, FrameState.EDITED)
        for frame, mask in ((0, np.ones((5, 5), bool)), (3, BIG)):
            add(project, target(
                frame, sequence=2, x0=80 - frame, y0=40, mask=mask, state=TargetState.ACCEPTED,
            ))  # fmt: skip
            set_state(project, 2, frame, FrameState.ACCEPTED)
    return path


@pytest.fixture
def shown(empty_window: MainWindow, project: Path, qtbot: QtBot) -> StatisticsWindow:
    """The statistics of the project, opened from the menu."""
    action = empty_window.actions_by_name["statistics"]
    assert not action.isEnabled()
    assert empty_window.open(project)
    action.trigger()
    window = empty_window.statistics.window
    assert window.isVisible()
    qtbot.waitUntil(lambda: window.shown is not None)
    return window


def rows(window: StatisticsWindow) -> list[tuple[str, ...]]:
    return [row.cells for row in window.rows.rows]


def found(window: StatisticsWindow) -> dict[str, QTreeWidgetItem]:
    """The warnings on the screen, by what they say."""
    tree = window.warnings.tree
    items = [tree.topLevelItem(i) for i in range(tree.topLevelItemCount())]
    return {item.text(0): item for item in items if item is not None}


def press_item(window: StatisticsWindow, item: QTreeWidgetItem) -> None:
    tree = window.warnings.tree
    tree.scrollToItem(item)
    QTest.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(item).center())


def test_the_numbers_are_those_of_the_labels(shown: StatisticsWindow) -> None:
    text = shown.summary.text()
    assert "8 targets in 8 frames (0 empty)" in text
    assert "sequences: 2 · tracks: 2" in text
    assert "area 9 px" in text
    speed = np.hypot(FIRST.dx, FIRST.dy)
    assert f"{speed:.3g} px a frame" in text
    assert [(name, *numbers) for name, _, *numbers in rows(shown)] == [
        ("flight", "8", "6", "0", "6", "1"), ("large", "8", "2", "0", "2", "1"),
    ]  # fmt: skip
    assert shown.plots.scale.title.text() == "Scale, % of the targets"
    assert sum(map(sum, shown.plots.places.cells.counts)) == 8


def test_the_rows_of_a_warning_lead_to_its_frame(
    shown: StatisticsWindow, empty_window: MainWindow, qtbot: QtBot
) -> None:
    document = empty_window.document
    assert document.info is not None
    assert (document.info.name, document.frame) == ("flight", 0)
    large = found(shown)["Targets larger than 100 px: 1, up to 132 px"]
    press_item(shown, large)
    assert large.isExpanded()
    assert shown.warnings.advice.text() == "Check that the masks hold the targets alone."
    place = large.child(0)
    assert place.text(0) == "large, frame 4 at (82, 45)"
    press_item(shown, place)
    assert (document.info.name, document.frame) == ("large", 3)
    assert document.selected is not None
    assert document.selected.mask.shape == BIG.shape
    gap = found(shown)["Stretches without labels inside a track: 2, up to 2 frames"]
    gap.setExpanded(True)
    press_item(shown, gap.child(0))
    assert (document.info.name, document.frame) == ("flight", 3)
    shown.table.doubleClicked.emit(shown.rows.index(1, 0))
    assert (document.info.name, document.frame) == ("large", 0)
    assert shown.status.text() == "", "to look at frames changes no labels"


def test_only_accepted_frames_are_counted_where_asked_for(
    shown: StatisticsWindow, qtbot: QtBot
) -> None:
    first = shown.shown
    shown.scope.setCurrentIndex(ACCEPTED)
    qtbot.waitUntil(lambda: shown.job is None)
    assert "2 targets in 2 frames" in shown.summary.text()
    assert [cells[0] for cells in rows(shown)] == ["large"]
    shown.scope.setCurrentIndex(EVERY)
    assert shown.job is None, "kept"
    assert shown.shown is first


def test_a_change_of_the_labels_is_told_and_counted_again(
    shown: StatisticsWindow, empty_window: MainWindow, qtbot: QtBot
) -> None:
    document = empty_window.document
    document.go_to(3)
    frame_actions.click(document, *SECOND.middle(3))
    assert "have changed" in shown.status.text()
    QTest.mouseClick(shown.again, LEFT)
    qtbot.waitUntil(lambda: shown.job is None)
    assert "9 targets in 9 frames" in shown.summary.text()
    assert shown.status.text() == ""


def test_nothing_to_count_and_cancelling_are_told(
    window: MainWindow, qtbot: QtBot, clip: Path
) -> None:
    window.actions_by_name["statistics"].trigger()
    shown = window.statistics.window
    qtbot.waitUntil(lambda: shown.job is None)
    assert "no frame is labelled yet" in shown.nothing.text()
    assert not shown.save.isEnabled()
    frame_actions.click(window.document, *FIRST.middle(0))
    QTest.mouseClick(shown.again, LEFT)
    assert shown.cancel.isVisible()
    QTest.mouseClick(shown.cancel, LEFT)
    qtbot.waitUntil(lambda: shown.job is None)
    assert shown.shown is not None or shown.nothing.text() == "Cancelled."
    assert not shown.cancel.isVisible()


def test_the_report_is_written_into_a_folder(
    shown: StatisticsWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = tmp_path / "made"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(goal), ""))
    QTest.mouseClick(shown.save, LEFT)
    qtbot.waitUntil(lambda: str(goal) in shown.status.text())
    names = {path.name for path in goal.iterdir()}
    assert {"scale.svg", "saliency.svg", "speeds.svg", "targets.csv", "report.md"} <= names
    assert len((goal / "targets.csv").read_text().splitlines()) == 1 + 8
    (tmp_path / "file").write_text("")
    shown.write(tmp_path / "file" / "below")
    qtbot.waitUntil(lambda: str(tmp_path / "file") in shown.status.text())
    assert "Saved" not in shown.status.text()


def test_another_project_closes_the_window(
    shown: StatisticsWindow, empty_window: MainWindow, tmp_path: Path
) -> None:
    assert empty_window.open(scenes.write_stack(tmp_path / "other.npy", scenes.frames(2)))
    assert not shown.isVisible()
    assert shown.shown is None


@pytest.mark.parametrize("look", ["dark", "light"])
def test_the_window_fits_the_screen_and_shows_the_places(
    shown: StatisticsWindow, qapp: QApplication, look: str
) -> None:
    theme.apply(qapp, look)
    shown.resize(1180, 640)
    least = shown.minimumSizeHint()
    assert least.width() <= 1180
    assert least.height() <= 640
    accent = theme.colours().accent
    wanted = (accent.red(), accent.green(), accent.blue())
    # The cell with most targets is painted in full.
    assert colours(grabbed(shown.plots.places.cells)).get(wanted, 0) > 50


@pytest.mark.parametrize("kind", list(TEXTS))
def test_every_warning_has_its_text_in_the_window(qapp: QApplication, kind: str) -> None:
    text, advice = finding_text(Finding(kind, 3, 7.0))
    assert "{" not in text + advice
    assert TEXTS[kind][0] == "" or "3" in text
    assert advice.endswith(".")
