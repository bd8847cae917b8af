"""Two annotators in the real window: a project beside an altered copy of its exported set."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.views.comparison.crop import MINE
from label_irst.views.comparison.window import ComparisonWindow
from label_irst.views.picture.other_layer import THEIRS
from label_irst.views.window.main_window import MainWindow
from p2m_core.agreement import Rule
from p2m_core.datasets.writers import export
from p2m_core.project import (
    FrameState,
    Project,
    TargetState,
    add_sequence,
    create_project,
    get_frame_states,
    list_targets,
    open_project,
)
from tests.core.project.sample import add, set_state, target
from tests.gui import scenes
from tests.gui.scenes import FIRST, HEIGHT, SECOND, WIDTH
from tests.gui.views.screen import colours, grabbed

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
COUNT = 6
FLIGHT, NEAR = 1, 2
ONLY_MINE, ONLY_THEIRS, DIFFER = 0, 1, 2  # rows


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Six frames of a flight and two of another one, all accepted, a target in each."""
    path = tmp_path / "sky.lirst"
    stack = scenes.frames(COUNT)
    with create_project(path) as project:
        for name, frames in (("flight", stack), ("near", stack[::-1][:2])):
            add_sequence(project, scenes.write_stack(tmp_path / f"{name}.npy", frames))
        for sequence, count in ((FLIGHT, COUNT), (NEAR, 2)):
            for frame in range(count):
                x, y = FIRST.corner(frame)
                add(project, target(
                    frame, sequence=sequence, x0=x, y0=y, mask=np.ones((3, 3), bool),
                    state=TargetState.ACCEPTED,
                ))  # fmt: skip
                set_state(project, sequence, frame, FrameState.ACCEPTED)
    return path


def their_mask() -> NDArray[np.bool_]:
    """What they drew in frame 3 of the flight: a corner is missing."""
    mask = np.ones((4, 5), bool)
    mask[0, 4] = False
    return mask


def redraw(folder: Path, frame: int, change: NDArray[np.bool_] | None, x: int, y: int) -> None:
    """Change the mask of a frame: `None` empties it, an array is drawn in its place."""
    path = sorted((folder).iterdir())[frame]
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    if change is not None:
        mask[y : y + change.shape[0], x : x + change.shape[1]] = change * np.uint8(255)
    assert cv2.imwrite(str(path), mask)


@pytest.fixture
def theirs(project: Path, tmp_path: Path) -> Path:
    """The exported set, with other masks in four frames."""
    out = tmp_path / "theirs"
    export(project, "sirstd-pixel", out)
    shutil.rmtree(out / "instances")
    (out / "targets.csv").unlink()
    flight, near = out / "masks" / "flight", out / "masks" / "near"
    redraw(flight, 2, their_mask(), *FIRST.corner(2))
    redraw(flight, 3, None, 0, 0)
    x, y = FIRST.corner(4)
    redraw(flight, 4, np.ones((3, 3), bool), x + 1, y)  # IoU 0.5, 1 px apart
    x, y = FIRST.corner(1)
    both = np.zeros((HEIGHT, WIDTH), bool)
    both[y : y + 3, x : x + 3] = both[10:12, 10:12] = True
    redraw(near, 1, both, 0, 0)
    return out


@pytest.fixture
def chosen(
    empty_window: MainWindow, project: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> ComparisonWindow:
    """The comparison, opened from the menu; `theirs` is what the dialogs give."""
    action = empty_window.actions_by_name["compare"]
    assert not action.isEnabled()
    assert empty_window.open(project)
    action.trigger()
    assert empty_window.comparison.comparing is not None
    window = empty_window.comparison.comparing.window
    assert window.isVisible()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(theirs))
    return window


@pytest.fixture
def shown(chosen: ComparisonWindow, qtbot: QtBot) -> ComparisonWindow:
    press(chosen.folder)
    qtbot.waitUntil(lambda: chosen.shown is not None)
    chosen.activateWindow()
    qtbot.waitUntil(chosen.isActiveWindow)
    return chosen


@pytest.fixture
def document(empty_window: MainWindow) -> Document:
    return empty_window.document


def press(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def rows(window: ComparisonWindow) -> list[tuple[str, ...]]:
    return [row.cells for row in window.queue.rows.rows]


def decisions(window: ComparisonWindow) -> list[str]:
    return [cells[-1] for cells in rows(window)]


def choose(window: ComparisonWindow, row: int) -> None:
    table = window.queue.table
    QTest.mouseClick(table.viewport(), LEFT, pos=window.queue.middle_of(row))
    assert window.queue.pair is window.queue.listed[row][1]


def key(window: ComparisonWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, *modifiers)


def undo(window: ComparisonWindow) -> None:
    key(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)


def masks(project: Project | None, sequence: int) -> list[tuple[int, int, int, bytes]]:
    assert project is not None
    return [
        (frame, t.x0, t.y0, t.mask.tobytes())
        for frame in range(2 if sequence == NEAR else COUNT)
        for t in list_targets(project, sequence, frame)
    ]


def test_the_differences_are_listed_the_worst_first(shown: ComparisonWindow) -> None:
    assert "Frames that both label: 8" in shown.summary.text()
    assert "7 of both, 1 only mine, 1 only theirs" in shown.summary.text()
    assert rows(shown) == [
        ("only mine", "flight", "4", "–", "–", ""),
        ("only theirs", "near", "2", "–", "–", ""),
        ("masks differ", "flight", "3", "0.474", "1.07", ""),
    ]
    assert shown.queue.count.text() == "3 of 3 to decide"
    choose(shown, DIFFER)
    assert "mine 9 px · theirs 19 px" in shown.judging.numbers.text()
    assert "sky.lirst (mine) and theirs (theirs)" in shown.what.text()


def test_theirs_is_taken_bit_for_bit_and_one_undo_takes_it_back(
    shown: ComparisonWindow, document: Document
) -> None:
    before = masks(document.project, FLIGHT)
    choose(shown, DIFFER)
    key(shown, KEY.Key_T)
    assert document.project is not None
    (found,) = list_targets(document.project, FLIGHT, 2)
    assert (found.x0, found.y0) == FIRST.corner(2)
    assert np.array_equal(found.mask, their_mask())
    assert get_frame_states(document.project, FLIGHT)[2] == FrameState.EDITED
    assert decisions(shown) == ["", "", "theirs"]
    assert document.frame == 2, "the main window shows what changed"
    assert shown.queue.pair is shown.queue.listed[ONLY_MINE][1], "it goes on"
    choose(shown, DIFFER)
    key(shown, KEY.Key_U)
    assert "undo that first" in shown.status.text()
    undo(shown)
    assert masks(document.project, FLIGHT) == before
    assert get_frame_states(document.project, FLIGHT)[2] == FrameState.ACCEPTED
    assert decisions(shown) == ["", "", ""]
    key(shown, KEY.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert decisions(shown) == ["", "", "theirs"]


def test_each_key_decides_its_way(shown: ComparisonWindow, document: Document) -> None:
    choose(shown, ONLY_MINE)
    key(shown, KEY.Key_I)  # they have none: no pixel is common
    assert [frame for frame, *_ in masks(document.project, FLIGHT)] == [0, 1, 2, 4, 5]
    assert shown.queue.pair is shown.queue.listed[ONLY_THEIRS][1]
    key(shown, KEY.Key_U)
    assert len(masks(document.project, NEAR)) == 3
    key(shown, KEY.Key_K)
    assert decisions(shown) == ["intersection", "union", "mine"]
    assert not shown.judging.next.isEnabled(), "nothing is left"
    assert shown.queue.count.text() == "0 of 3 to decide"
    undo(shown)
    assert decisions(shown) == ["intersection", "", "mine"]


def test_enter_and_space_go_on_to_what_is_not_decided(shown: ComparisonWindow) -> None:
    key(shown, KEY.Key_K)
    assert shown.queue.pair is shown.queue.listed[1][1]
    key(shown, KEY.Key_Return)
    assert shown.queue.pair is shown.queue.listed[2][1]
    key(shown, KEY.Key_Space)
    assert shown.queue.pair is shown.queue.listed[1][1], "the first one is decided"
    press(shown.judging.next)
    assert shown.queue.pair is shown.queue.listed[2][1]


def test_a_rule_decides_all_that_are_listed_in_one_step(
    shown: ComparisonWindow, document: Document, qtbot: QtBot
) -> None:
    before = masks(document.project, FLIGHT), masks(document.project, NEAR)
    assert shown.judging.rules.count() == len(Rule)
    shown.judging.rules.setCurrentIndex(shown.judging.rules.findData(Rule.THEIRS))
    assert "becomes as theirs" in shown.judging.meaning.text()
    press(shown.judging.apply)
    qtbot.waitUntil(lambda: decisions(shown) == ["theirs"] * 3)
    assert "3 targets changed" in shown.status.text()
    assert len(masks(document.project, NEAR)) == 3
    assert len(masks(document.project, FLIGHT)) == COUNT - 1
    assert not shown.judging.apply.isEnabled()
    undo(shown)
    assert (masks(document.project, FLIGHT), masks(document.project, NEAR)) == before
    assert decisions(shown) == [""] * 3


def test_the_limits_list_anew_without_comparing(shown: ComparisonWindow) -> None:
    found = shown.shown
    choose(shown, DIFFER)
    kept = shown.queue.pair
    key(shown, KEY.Key_K)
    shown.queue.iou.setFocus()
    shown.queue.iou.selectAll()
    QTest.keyClicks(shown.queue.iou, "0.6")
    QTest.keyClick(shown.queue.iou, KEY.Key_Return)
    assert shown.queue.table.hasFocus(), "the keys decide again"
    assert [cells[2] for cells in rows(shown)] == ["4", "2", "3", "5"]
    assert decisions(shown) == ["", "", "mine", ""], "what was decided is kept"
    assert shown.shown is found
    shown.queue.iou.setValue(0.1)
    assert [cells[2] for cells in rows(shown)] == ["4", "2"]
    shown.queue.distance.setValue(0.5)
    assert kept in [pair for _, pair in shown.queue.listed]


def test_a_double_click_shows_the_place_with_their_outline(
    shown: ComparisonWindow, empty_window: MainWindow
) -> None:
    document = empty_window.document
    assert document.info is not None
    rgb = (THEIRS.red(), THEIRS.green(), THEIRS.blue())
    choose(shown, DIFFER)
    QTest.mouseDClick(shown.queue.table.viewport(), LEFT, pos=shown.queue.middle_of(DIFFER))
    assert (document.info.id, document.frame) == (FLIGHT, 2)
    assert colours(grabbed(empty_window.detail_view)).get(rgb, 0) > 50
    shown.overlay.click()
    assert rgb not in colours(grabbed(empty_window.detail_view))
    shown.overlay.click()
    assert rgb in colours(grabbed(empty_window.detail_view))
    key(shown, KEY.Key_Escape)
    assert not shown.isVisible()
    assert rgb not in colours(grabbed(empty_window.detail_view))


@pytest.mark.parametrize("look", ["dark", "light"])
def test_the_crop_has_both_outlines_and_the_window_fits_the_screen(
    shown: ComparisonWindow, qapp: QApplication, qtbot: QtBot, look: str
) -> None:
    theme.apply(qapp, look)
    choose(shown, DIFFER)
    qtbot.waitUntil(lambda: len(shown.judging.view.crops.kept) > 0)
    seen = colours(grabbed(shown.judging.view))
    for colour in (MINE, THEIRS):
        assert seen.get((colour.red(), colour.green(), colour.blue()), 0) > 50
    least = shown.minimumSizeHint()
    assert least.width() <= 1180
    assert least.height() <= 660


def test_changed_labels_are_told_and_compared_again(
    shown: ComparisonWindow, document: Document, qtbot: QtBot
) -> None:
    choose(shown, DIFFER)
    key(shown, KEY.Key_K)
    document.go_to(5)
    frame_actions.click(document, *SECOND.middle(5))
    assert "have changed since" in shown.status.text()
    press(shown.again)
    qtbot.waitUntil(lambda: shown.shown is not None)
    assert "2 only mine" in shown.summary.text()
    assert decisions(shown) == ["", "", "", "mine"], "what was kept is not asked again"
    assert shown.status.text().strip() == ""


def test_what_changed_since_is_left_alone(shown: ComparisonWindow, document: Document) -> None:
    document.go_to(2)
    document.select(document.targets[0])
    frame_actions.delete_selected(document)
    choose(shown, DIFFER)
    key(shown, KEY.Key_T)
    assert "changed since" in shown.status.text()
    assert decisions(shown) == ["", "", ""]


def test_boxes_are_compared_and_cannot_be_taken(
    chosen: ComparisonWindow, project: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    boxes = export(project, "mot", tmp_path / "boxes").out
    (file,) = boxes.glob("**/flight/gt/gt.txt")
    lines = file.read_text().splitlines()
    numbers = lines[0].split(",")
    numbers[2:6] = ["22", "31", "9", "9"]
    file.write_text("\n".join([",".join(numbers), *lines[1:]]) + "\n")
    chosen.compare(boxes)
    qtbot.waitUntil(lambda: chosen.job is None)
    assert [cells[0] for cells in rows(chosen)] == ["masks differ"], chosen.nothing.text()
    assert "theirs without a mask" in chosen.judging.numbers.text()
    press(chosen.judging.take)
    assert "theirs has no mask" in chosen.status.text()
    assert decisions(chosen) == [""]


def test_tab_leads_from_the_list_to_the_decisions(shown: ComparisonWindow) -> None:
    judging = shown.judging
    assert shown.queue.table.hasFocus()
    for button in (judging.keep, judging.take, judging.union, judging.common, judging.next):
        key(shown, KEY.Key_Tab)
        assert button.hasFocus()
    key(shown, KEY.Key_Backtab)
    key(shown, KEY.Key_Space)
    assert decisions(shown) == ["intersection", "", ""], "Space presses what has the keyboard"


def test_a_look_at_it_again_shows_the_crop(shown: ComparisonWindow, qtbot: QtBot) -> None:
    shown.close()
    assert shown.judging.view.crops.kept == {}, "no image stays open"
    shown.show()
    qtbot.waitUntil(lambda: len(shown.judging.view.crops.kept) > 0)
    assert len(shown.queue.listed) == 3, "the comparison is kept"


@pytest.mark.parametrize(
    ("name", "words"), [("sky.lirst", "open project itself"), ("nothing", "nothing")]
)
def test_what_cannot_be_compared_is_one_line(
    chosen: ComparisonWindow, tmp_path: Path, qtbot: QtBot, name: str, words: str
) -> None:
    (tmp_path / "nothing").mkdir()
    chosen.compare(tmp_path / name)
    qtbot.waitUntil(lambda: chosen.job is None)
    text = chosen.nothing.text()
    assert words in text
    assert "\n" not in text
    assert chosen.nothing.isVisible()


def test_cancelling_is_told(chosen: ComparisonWindow, qtbot: QtBot) -> None:
    press(chosen.folder)
    press(chosen.cancel)
    qtbot.waitUntil(lambda: chosen.job is None)
    assert chosen.shown is not None or chosen.nothing.text() == "Cancelled."
    assert not chosen.cancel.isVisible()
    press(chosen.again)
    qtbot.waitUntil(lambda: chosen.shown is not None)


def test_a_read_only_project_is_compared_and_not_changed(
    empty_window: MainWindow, project: Path, theirs: Path, qtbot: QtBot
) -> None:
    with open_project(project):  # somebody else has it
        assert empty_window.open(project, readonly=True)
        empty_window.actions_by_name["compare"].trigger()
        assert empty_window.comparison.comparing is not None
        window = empty_window.comparison.comparing.window
        window.compare(theirs)
        qtbot.waitUntil(lambda: window.shown is not None)
        assert len(window.queue.listed) == 3
        assert "read-only" in window.status.text()
        assert not window.judging.take.isEnabled()
        assert not window.judging.apply.isEnabled()
        assert window.judging.next.isEnabled()
        window.close()
        empty_window.document.close()


def test_another_project_closes_the_window(
    shown: ComparisonWindow, empty_window: MainWindow, tmp_path: Path
) -> None:
    assert empty_window.open(scenes.write_stack(tmp_path / "other.npy", scenes.frames(2)))
    assert not shown.isVisible()
    assert shown.shown is None
