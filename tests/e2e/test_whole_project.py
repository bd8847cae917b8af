"""A project of real videos as a whole: found, reviewed, removed, and beside a colleague's."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QTabWidget

from p2m_core.project import TargetState, add_sequences, create_project, look_at
from tests.driving import answering, press
from tests.gui.flights import label

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
VIDEOS = ("IR_DRONE_134", "IR_BIRD_001", "IR_BIRD_067")
SURE = (0.9, 0.4, 0.7)


@pytest.fixture
def project(tmp_path, linked):
    """Three videos with two targets each, of three doubts."""
    path = tmp_path / "flights.lirst"
    with create_project(path) as project:
        sources = [linked(f"drone_ir/val/{name}.mp4") for name in VIDEOS]
        for info, sure in zip(add_sequences(project, map(look_at, sources)), SURE, strict=True):
            label(project, info.id, range(10, 12), TargetState.EDITED, sure)
    shutil.copy(path, tmp_path / "colleague.lirst")
    return path


def front(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def press_button(box, text):
    button = next(b for b in box.buttons() if b.text().replace("&", "") == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.slow
def test_a_project_is_gone_through_as_a_whole(opened, project, qtbot, monkeypatch):
    window = opened(project)

    def names():
        return [one.card.info.name for one in page.model.cards]

    def here():
        return window.document.info.name, window.document.frame

    press(window, KEY.Key_P, CONTROL)
    page = window.project_page.page
    qtbot.waitUntil(lambda: len(page.thumbnails.kept) == 3)
    assert all(picture is not None for picture in page.thumbnails.kept.values())
    page.activateWindow()
    qtbot.waitUntil(page.grid.hasFocus)
    page.by.setFocus()
    while not page.by.currentText().startswith("Doubt"):
        QTest.keyClick(page.by, KEY.Key_Down)
    assert names() == ["IR_BIRD_001", "IR_BIRD_067", "IR_DRONE_134"]
    page.grid.setFocus()
    press(page, KEY.Key_Home)
    press(page, KEY.Key_Return)
    assert here()[0] == "IR_BIRD_001"

    front(window, qtbot)
    panel = window.review_panel
    tabs = next(tabs for tabs in window.findChildren(QTabWidget) if tabs.indexOf(panel) >= 0)
    tabs.setCurrentWidget(panel)
    QTest.keyClick(panel.scope, KEY.Key_Down)
    qtbot.waitUntil(lambda: window.survey.known and panel.table.model().rowCount() == 6)
    seen = []
    press(window, KEY.Key_Space)
    for _ in range(6):
        seen.append(here())
        press(window, KEY.Key_Return)
    assert seen == [
        (name, frame) for name in ("IR_BIRD_001", "IR_BIRD_067", "IR_DRONE_134")
        for frame in (10, 11)
    ]  # fmt: skip
    assert window.statusBar().currentMessage() == "Nothing is left to review."

    press(window, KEY.Key_P, CONTROL)
    qtbot.waitUntil(lambda: all(one.card.done == 2 and one.doubt == 0 for one in page.model.cards))
    page.activateWindow()
    qtbot.waitUntil(page.grid.hasFocus)
    press(page, KEY.Key_Home)
    gone = names()[0]
    with answering(lambda box: press_button(box, "Remove")) as asked:
        press(page, KEY.Key_Delete)
    assert len(asked) == 1
    qtbot.waitUntil(lambda: gone not in names() and len(names()) == 2)
    press(page, KEY.Key_Escape)
    front(window, qtbot)
    press(window, KEY.Key_Z, CONTROL)
    assert here()[0] == gone

    colleague = project.with_name("colleague.lirst")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(colleague), ""))
    window.document.go_to(10)
    with answering(lambda box: press_button(box, "Choose file…")):
        press(window, KEY.Key_F4)
    twin = window.comparison.beside.twins[0]
    qtbot.waitUntil(lambda: twin.title == "colleague · as mine")
    front(window, qtbot)
    window.document.select(window.document.targets[0])
    press(window, KEY.Key_Delete)
    qtbot.waitUntil(lambda: [mark.text for mark in twin.marks] == ["only theirs"])
