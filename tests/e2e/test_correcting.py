"""A published set with masks: imported, corrected image by image, exported, and imported again.

Through the real window, with its dialogs, mouse and keys, on real single images.
"""

import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from skimage.measure import label
from skimage.morphology import dilation

from label_irst.views.datasets.export_dialog import ExportDialog
from label_irst.views.importing.dialog import ImportDialog
from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from p2m_core.project import (
    FrameState,
    Project,
    Target,
    get_frame_states,
    list_sequences,
    list_targets,
    open_project,
    paint,
)
from tests.driving import click, drag, press
from tests.real_data import real

IMAGES, CORRECTED = 24, 20
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
Mask = NDArray[np.bool_]
Held = dict[str, tuple[FrameState, Mask, int]]  # of each image: state, all pixels, targets


def sirst(folder: Path, count: int) -> Path:
    """The first images of SIRST with their masks."""
    for name in real("sirst/dev.txt").read_text().split()[:count]:
        for part in ("images", "masks"):
            (folder / part).mkdir(parents=True, exist_ok=True)
            shutil.copy(real(f"sirst/{part}/{name}.png"), folder / part)
    return folder


def import_with_the_dialog(
    window: MainWindow, qtbot: QtBot, source: Path, goal: Path, state: str
) -> ImportDialog:
    press(window, Qt.Key.Key_I, CONTROL)
    dialog = window.importing.dialog
    assert dialog is not None
    dialog.add([source])
    qtbot.waitUntil(lambda: dialog.job is None)
    assert dialog.found is not None, dialog.status.text()
    dialog.choices.state.setCurrentIndex(dialog.choices.state.findData(state))
    dialog.goal.put(str(goal))
    QTest.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(lambda: window.importing.dialog is None)
    assert window.document.project is not None, window.banner.text
    assert window.document.project.path == goal
    return dialog


def export_with_the_dialog(window: MainWindow, qtbot: QtBot, format: str, goal: Path) -> None:
    press(window, Qt.Key.Key_E, CONTROL)
    (dialog,) = (d for d in window.findChildren(ExportDialog) if d.isVisible())
    dialog.format.take(format)
    dialog.folder.setText(str(goal))
    QTest.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(dialog.start.isEnabled)
    assert dialog.summary is not None, dialog.status
    assert dialog.summary.frames == IMAGES
    dialog.reject()
    window.activateWindow()  # offscreen there is no window manager to do it


def held(project: Project) -> Held:
    found = {}
    for info in list_sequences(project):
        targets = list_targets(project, info.id, 0)
        mask = np.zeros((info.height, info.width), bool)
        for target in targets:
            mask |= paint(target, mask.shape)
        state = FrameState(int(get_frame_states(project, info.id)[0]))
        found[info.name.rpartition("/")[2]] = (state, mask, len(targets))
    return found


def connected(mask: Mask) -> bool:
    return int(label(mask, connectivity=2).max()) == 1


def near_the_middle(pixels: NDArray[np.int64], target: Target) -> tuple[int, int]:
    """The pixel nearest to the centroid, which the detail view shows: x, y."""
    x, y = target.centroid
    row, column = min(pixels.tolist(), key=lambda p: (p[1] - x) ** 2 + (p[0] - y) ** 2)
    return column, row


def correct(window: MainWindow, how: int) -> bool:
    """Add a pixel with the brush, take one with the eraser, or grow anew and scrub."""
    document, detail = window.document, window.detail_view
    target, image = document.selected, document.image
    assert target is not None
    assert image is not None
    shape = (image.shape[0], image.shape[1])
    mine = paint(target, shape)
    others = np.zeros(shape, bool)
    for other in document.targets:
        if other.id != target.id:
            others |= paint(other, shape)
    far = ~dilation(others, np.ones((3, 3)))
    if how == 0:
        rim = dilation(mine, np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])) & ~mine & far
        x, y = near_the_middle(np.argwhere(rim), target)
        press(window, Qt.Key.Key_B)
        drag(detail, [(x, y), (x, y)])
        wanted = mine.copy()
        wanted[y, x] = True
    elif how == 1 and target.area > 1:
        edge = np.argwhere(mine)
        pixels = [p for p in edge if connected(mine & ~single(shape, p))]
        x, y = near_the_middle(np.array(pixels), target)
        press(window, Qt.Key.Key_R)
        drag(detail, [(x, y), (x, y)])
        wanted = mine & ~single(shape, np.array([y, x]))
    else:
        press(window, Qt.Key.Key_Delete)
        press(window, Qt.Key.Key_S)
        inside = np.argwhere(mine)
        click(detail, *near_the_middle(inside, target))
        press(window, Qt.Key.Key_Period)
        grown = document.selected
        assert grown is not None
        wanted = paint(grown, shape)
        if not connected(wanted) or (wanted & ~far).any():
            return False
    after = document.selected
    assert after is not None
    assert np.array_equal(paint(after, shape), wanted)
    return True


def single(shape: tuple[int, int], pixel: NDArray[np.int64]) -> Mask:
    mask = np.zeros(shape, bool)
    mask[tuple(pixel)] = True
    return mask


@pytest.mark.slow
def test_a_set_is_imported_corrected_exported_and_imported_again_equal(
    qtbot: QtBot, tmp_path: Path
) -> None:
    pamg.warm_up()
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    source = sirst(tmp_path / "sirst", IMAGES)
    dialog = import_with_the_dialog(window, qtbot, source, tmp_path / "work.lirst", "edited")
    assert dialog.found is not None
    document, project = window.document, window.document.project
    assert project is not None
    before = held(project)
    assert len(document.images.row) == IMAGES
    assert all(state is FrameState.EDITED for state, _, _ in before.values())
    while window.toolbox.diameter > 1:
        press(window, Qt.Key.Key_B)
        press(window, Qt.Key.Key_BracketLeft)
    corrected = 0
    for place in range(IMAGES):
        assert document.images.here == place
        if corrected < CORRECTED:
            steps = 0 if correct(window, place % 3) else 3
            while steps and document.project is not None and document.project.undo_label:
                press(window, Qt.Key.Key_Z, CONTROL)
                steps -= 1
            corrected += 1
        press(window, Qt.Key.Key_Return)
    kept = held(project)
    assert all(state is FrameState.ACCEPTED for state, _, _ in kept.values())
    changed = [name for name in kept if not np.array_equal(kept[name][1], before[name][1])]
    assert len(changed) == CORRECTED
    for format in ("coco", "sirstd-pixel-flat"):
        export_with_the_dialog(window, qtbot, format, tmp_path / format)
    window.close()
    for format in ("coco", "sirstd-pixel-flat"):
        again = MainWindow()
        qtbot.addWidget(again)
        with qtbot.waitExposed(again):
            again.show()
        again.activateWindow()
        qtbot.waitUntil(again.isActiveWindow)
        goal = tmp_path / f"{format}.lirst"
        import_with_the_dialog(again, qtbot, tmp_path / format, goal, "accepted")
        again.close()
        with open_project(goal, readonly=True) as back:
            found = held(back)
        assert len(found) == IMAGES
        for number, (name, (state, mask, count)) in enumerate(kept.items(), start=1):
            match = found[name if format == "coco" else f"IR_{number}"]
            assert match[0] is state, name
            assert np.array_equal(match[1], mask), f"{format}: {name}"
            assert match[2] == count, f"{format}: {name}"
