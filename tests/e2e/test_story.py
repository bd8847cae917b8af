"""The whole main job through the real window, with mouse and keys: from one click to masks on disk.

Told three times: on a real video, on a real image folder, and on a synthetic sequence, which is
always there.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt

from label_irst.views.datasets.export_dialog import ExportDialog
from label_irst.views.window.main_window import MainWindow
from p2m_core.project import FrameState, get_frame_states, iter_targets
from p2m_core.synth import SynthConfig, write_sequence
from tests.driving import click, drag, hover, press
from tests.real_data import boxes

HELICOPTER = "drone_ir/val/IR_HELICOPTER_044"
FRAMES = 11  # the first one, and on through ten more
Spot = Callable[[MainWindow], tuple[float, float]]


def annotate(window: MainWindow, first: int, spot: Spot) -> None:
    """Click in the global view, refine in the detail view, undo, redo, accept, and go on."""
    document = window.document
    for frame in range(first, first + FRAMES):
        assert document.frame == frame
        x, y = spot(window)
        hover(window.global_view, x, y)
        promised = document.preview
        assert promised is not None
        click(window.global_view, x, y)
        target = document.selected
        assert target is not None
        assert np.array_equal(target.mask, promised.mask)
        assert (target.x0, target.y0) == (promised.x0, promised.y0)
        assert len(document.targets) == 1
        if frame == first:
            refine(window)
        press(window, Qt.Key.Key_Return)
        assert document.states[frame] == FrameState.ACCEPTED


def refine(window: MainWindow) -> None:
    document, detail = window.document, window.detail_view
    grown = document.selected
    assert grown is not None
    # A pixel on top of the mask, painted in the detail view where its centre is shown.
    row, column = np.argwhere(grown.mask)[0]
    x, y = grown.x0 + int(column), grown.y0 + int(row) - 1
    press(window, Qt.Key.Key_B)
    while window.toolbox.diameter > 1:
        press(window, Qt.Key.Key_BracketLeft)
    drag(detail, [(x, y), (x, y)])
    painted = document.selected
    assert painted is not None
    assert painted.area == grown.area + 1
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.selected == grown
    press(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert document.selected == painted
    press(window, Qt.Key.Key_R)
    drag(detail, [(x, y), (x, y)])
    assert np.array_equal(document.selected.mask, grown.mask)
    # One pixel more along the growth path, and back; a target of one pixel cannot lose it.
    press(window, Qt.Key.Key_Period)
    assert document.selected.area == grown.area + 1
    press(window, Qt.Key.Key_Comma)
    assert np.array_equal(document.selected.mask, grown.mask)
    press(window, Qt.Key.Key_S)


def everything(window: MainWindow) -> tuple[list, list[int], int]:
    project, info = window.document.project, window.document.info
    targets = list(iter_targets(project, info.id))
    return targets, get_frame_states(project, info.id).tolist(), window.document.frame


def export(qtbot, window: MainWindow, folder: Path) -> Path:
    window.actions_by_name["export"].trigger()
    dialog = window.findChild(ExportDialog)
    dialog.folder.setText(str(folder))
    dialog.start.click()
    qtbot.waitUntil(lambda: dialog.start.isEnabled(), timeout=60_000)
    assert dialog.summary is not None, dialog.status
    assert dialog.summary.frames == FRAMES
    return folder


def masks(folder: Path) -> dict[str, np.ndarray]:
    found = {
        p.stem: cv2.imread(str(p), cv2.IMREAD_UNCHANGED) for p in folder.rglob("masks/*/*.png")
    }
    assert all(set(np.unique(m)) <= {0, 255} for m in found.values())
    return found


def story(qtbot, opened, source: Path, first: int, spot: Spot, out: Path) -> dict[str, np.ndarray]:
    """Play the whole story; return the exported masks by frame name."""
    window = opened(source)
    window.document.go_to(first)
    annotate(window, first, spot)
    before = everything(window)
    window.close()
    again = opened(source)
    assert everything(again) == before
    tracks = {t.track for t in before[0]}
    assert tracks == {1}, "one object, one track"
    exported = masks(export(qtbot, again, out / "dataset"))
    assert len(exported) == FRAMES
    with (out / "dataset" / "targets.csv").open(newline="") as file:
        assert {row["state"] for row in csv.DictReader(file)} == {"accepted"}
    return exported


def brightest(window: MainWindow, box: tuple[float, ...]) -> tuple[float, float]:
    """The pixel that a person clicks: the brightest of the blob."""
    x, y, width, height = (int(v) for v in box)
    crop = window.document.image[y : y + height, x : x + width]
    row, column = np.unravel_index(np.argmax(crop), crop.shape)
    return x + int(column), y + int(row)


def test_a_helicopter_in_a_real_video(qtbot, opened, linked, tmp_path):
    video, truth = linked(f"{HELICOPTER}.mp4"), boxes(f"{HELICOPTER}.gt.txt")
    exported = story(
        qtbot, opened, video, 0, lambda w: brightest(w, truth[w.document.frame]), tmp_path
    )
    for name, mask in exported.items():
        x, y, width, height = truth[int(name)]
        rows, columns = np.nonzero(mask)
        assert rows.size, name
        assert columns.min() >= x, name
        assert columns.max() < x + width, name
        assert rows.min() >= y, name
        assert rows.max() < y + height, name


def test_a_one_pixel_target_over_a_city(qtbot, opened, linked, tmp_path):
    images = linked("istd/seq4")
    with (images / "points.csv").open(newline="") as file:
        points = {int(r["frame"]): (float(r["x"]), float(r["y"])) for r in csv.DictReader(file)}
    first = 73  # frame 74 of the second segment, 71 to 120

    def spot(window: MainWindow) -> tuple[float, float]:
        # The points are up to a pixel off the one-pixel target: click the visible pixel.
        x, y = points[window.document.frame + 1]
        return brightest(window, (x - 1, y - 1, 3, 3))

    exported = story(qtbot, opened, images, first, spot, tmp_path)
    for name, mask in exported.items():
        x, y = points[int(name)]
        rows, columns = np.nonzero(mask)
        assert np.hypot(columns - x, rows - y).min() <= 1.5, name
        assert np.hypot(columns.mean() - x, rows.mean() - y) <= 2.5, name


@pytest.mark.parametrize("bits", [8, 16])
def test_a_synthetic_sequence_with_exact_masks(qtbot, opened, tmp_path, bits):
    config = SynthConfig(
        seed=11, frames=40, height=128, width=160, background="cloud", n_targets=1,
        bit_depth=bits, target_size=(3, 5), scr=(8, 12), dark_fraction=0,
    )  # fmt: skip
    write_sequence(config, tmp_path / "set")
    folder = tmp_path / "set" / "images" / config.name
    with (tmp_path / "set" / "targets.csv").open(newline="") as file:
        rows = {int(r["frame"]): r for r in csv.DictReader(file)}
    first = min(f for f in rows if all(f + i in rows for i in range(FRAMES)))

    def spot(window: MainWindow) -> tuple[float, float]:
        row = rows[window.document.frame]
        return float(row["seed_x"]), float(row["seed_y"])

    exported = story(qtbot, opened, folder, first, spot, tmp_path)
    overlaps = []
    for name, mask in exported.items():
        exact = cv2.imread(
            str(tmp_path / "set" / "masks" / config.name / f"{name}.png"), cv2.IMREAD_UNCHANGED
        )
        overlaps.append(((mask > 0) & (exact > 0)).sum() / ((mask > 0) | (exact > 0)).sum())
    assert np.mean(overlaps) > 0.5
