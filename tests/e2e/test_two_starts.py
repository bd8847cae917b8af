"""A story over several starts of the program: each goes on where the one before ended."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.gui import scenes

ROOT = Path(__file__).parents[2]
# The program as it is started, and a user: what is in `act` happens once the window is there.
PROGRAM = """
import json, os, sys, traceback
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from label_irst import __main__, app, theme
from label_irst.settings import recent
from label_irst.views.window.main_window import MainWindow

def press(widget, *keys):
    for key in keys:
        QTest.keyClick(widget, key)

def user():
    try:
        act()
    except BaseException:
        traceback.print_exc()
        os._exit(9)  # nothing else would close the window

def windows():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]

def act():
    (window,) = windows()
    QTest.qWaitForWindowActive(window)
    document, key = window.document, Qt.Key
    {act}
    print(json.dumps(dict(
        project=document.project and document.project.path.name,
        frame=document.frame, tool=window.toolbox.name, brush=window.toolbox.diameter,
        places=[view.place for view in (window.global_view, window.detail_view)],
        panel=theme.colours().panel.name(), start_page=window.session.page.isVisible(),
        recent=[path.name for path in recent.recent()],
        banner=window.banner.text if window.banner.isVisible() else "",
        keys=[k.toString() for k in window.actions_by_name["brush"].shortcuts()],
        menu=window.menuBar().actions()[0].text(),
    )), flush=True)
    window.close()

start = app._let_ctrl_c_through
def with_user(application):
    start(application)
    QTimer.singleShot(0, user)
app._let_ctrl_c_through = with_user
sys.exit(__main__.main(sys.argv[1:]))
"""
WORK = """
    handle = window.windowHandle()
    press(handle, *[key.Key_D] * 7, key.Key_B, key.Key_BracketRight)
    window.global_view.zoom_to(4.0)
    QTest.keyClick(handle, key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    general, keys = dialog.stack.widget(0), dialog.stack.widget(1)
    press(general.theme, key.Key_Down)
    dialog.stack.setCurrentWidget(keys)
    keys.search.setFocus()
    exactly = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    keys.tree.setCurrentItem(keys.tree.findItems("Brush", exactly)[0])
    keys.add.click()
    press(keys.recorder, key.Key_F9)
    dialog.close()
"""


def start(act: str = "pass", *arguments: str | Path) -> dict[str, Any]:
    """Start the program, let its user act, and return what the window shows at the end."""
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("{act}", act.strip()),
         *map(str, arguments)],
        capture_output=True, text=True, timeout=120, cwd=ROOT, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr, process.stderr
    result = json.loads(process.stdout)
    assert isinstance(result, dict)
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return scenes.write_folder(tmp_path / "sky", scenes.frames(12))


@pytest.mark.slow  # two whole programs
def test_the_second_start_goes_on_where_the_first_ended(folder: Path) -> None:
    fresh = start()
    assert fresh["start_page"]
    assert fresh["recent"] == []
    first = start(WORK, folder)
    assert (first["project"], first["frame"]) == ("sky.lirst", 7)
    assert (first["tool"], first["brush"], first["keys"]) == ("brush", 5, ["B", "F9"])
    assert first["panel"] != fresh["panel"], "the light theme"
    second = start()
    assert second == first
    assert not second["start_page"]


@pytest.mark.slow
def test_a_missing_project_is_reported_in_the_banner(folder: Path) -> None:
    start("pass", folder)
    project = folder.with_suffix(".lirst")
    project.rename(folder.parent / "elsewhere.lirst")
    gone = start()
    assert gone["start_page"]
    assert gone["recent"] == ["sky.lirst"]
    assert str(project) in gone["banner"]
    removed = start("window.banner.offer.click()")
    assert removed["recent"] == []
    calm = start()
    assert (calm["start_page"], calm["banner"]) == (True, "")


@pytest.mark.slow
def test_the_program_starts_empty_if_the_user_chose_so(folder: Path) -> None:
    act = """
    window.actions_by_name["settings"].trigger()
    dialog = QApplication.activeModalWidget()
    dialog.stack.widget(0).reopen.click()
    dialog.close()
    """
    start(act, folder)
    second = start()
    assert second["start_page"]
    assert second["recent"] == ["sky.lirst"]


@pytest.mark.slow
def test_another_language_applies_at_once_and_the_work_stays(folder: Path) -> None:
    act = """
    press(window.windowHandle(), key.Key_D, key.Key_D, key.Key_B)
    window.actions_by_name["settings"].trigger()
    dialog = QApplication.activeModalWidget()
    press(dialog.stack.widget(0).language, key.Key_End)
    for _ in range(200):
        QTest.qWait(50)
        others = [w for w in windows() if w is not window]
        if others and QApplication.activeModalWidget():
            break
    (window,) = others
    document = window.document
    dialog = QApplication.activeModalWidget()
    assert dialog.sections.item(0).text() == "\\u5e38\\u89c4"
    dialog.close()
    """
    first = start(act, folder)
    assert "文件" in first["menu"]
    assert (first["project"], first["frame"], first["tool"]) == ("sky.lirst", 2, "brush")
    assert start() == first
