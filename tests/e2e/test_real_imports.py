"""All real data goes through the import dialog, and nothing of it is lost on the way."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from skimage.measure import label

from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from p2m_core.project import iter_targets, list_sequences
from tests.heartbeat import heartbeat
from tests.real_data import real

LEFT = Qt.MouseButton.LeftButton


def components(root: Path) -> int:
    masks = (cv2.imread(str(p), cv2.IMREAD_GRAYSCALE) > 0 for p in (root / "masks").iterdir())
    return sum(int(label(mask, connectivity=2).max()) for mask in masks)


def objects(root: Path) -> int:
    return sum(len(re.findall("<object>", p.read_text())) for p in (root / "boxes").glob("*.xml"))


def lines(root: Path) -> int:
    return sum(len(p.read_text().split()) for p in root.rglob("*.gt.txt"))


def points(root: Path) -> int:
    return sum(len(p.read_text().split()) - 1 for p in root.rglob("points.csv"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "format", "sequences", "count"),
    [
        ("sirst", "masks", 308, components),
        ("sirst", "voc", 308, objects),
        ("nudt", "masks", 663, components),
        ("hit_uav", "voc", 150, objects),
        ("drone_ir/train", "mot", 14, lines),
        ("drone_ir/val", "mot", 5, lines),
        ("antiuav", "mot", 4, lines),
        ("cptv16", "mot", 1, lines),
        ("istd", "points", 2, points),
        ("cgrca", "points", 1, points),
    ],
)
def test_a_real_set_comes_in_whole_and_the_window_lives(
    qtbot: QtBot, tmp_path: Path, name: str, format: str, sequences: int,
    count: Callable[[Path], int],
) -> None:  # fmt: skip
    pamg.warm_up()
    root = real(name)
    wanted = count(root)
    if name in ("cptv16", "cgrca"):  # the only sequence is the folder itself, or lies in one
        root = shutil.copytree(root, tmp_path / name)
    window = MainWindow()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    with heartbeat() as beat:
        dialog = window.importing.ask([root])
        dialog.format.setCurrentIndex(dialog.format.findData(format))
        qtbot.waitUntil(lambda: dialog.job is None)
        assert dialog.found is not None, dialog.status.text()
        assert len(dialog.found.sequences) == sequences
        assert dialog.found.total("targets") == wanted
        dialog.choices.boxes.setCurrentIndex(1)  # rectangles: no growth, this is about counts
        dialog.goal.put(str(tmp_path / "came.lirst"))
        QTest.mouseClick(dialog.start, LEFT)
        qtbot.waitUntil(lambda: window.importing.dialog is None)
    project = window.document.project
    assert project is not None
    infos = list_sequences(project)
    assert len(infos) == sequences
    assert sum(1 for info in infos for _ in iter_targets(project, info.id)) == wanted
    assert window.document.targets, "the first labelled frame is shown"
    assert max(beat.work) < 100
