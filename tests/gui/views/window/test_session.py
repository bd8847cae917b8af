"""State from one start to the next, and the start page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from label_irst.document.opening import open_path
from label_irst.settings import recent
from label_irst.settings.storage import storage
from label_irst.tools.toolbox import BRUSH, SEED
from label_irst.views.window.main_window import MainWindow
from label_irst.views.window.session import Session
from p2m_core.project import get_meta, open_project, set_meta
from tests.driving import click
from tests.gui import scenes
from tests.gui.scenes import FIRST
from tests.gui.views.window.test_files import another_program_in, banner_text


@pytest.fixture
def projects(tmp_path: Path) -> list[Path]:
    """Three closed projects."""
    made = []
    for name in ("one", "two", "three"):
        stack = scenes.write_stack(tmp_path / f"{name}.npy", scenes.frames(20))
        project, _ = open_path(stack)
        made.append(project.path)
        project.close()
    return made


def shown(session: Session) -> list[str]:
    return [path.stem for path in session.page.rows]


def press(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


@pytest.fixture
def next_window(application: object, qtbot: QtBot) -> MainWindow:
    """The window of the next start; it is not shown yet."""
    window = MainWindow()
    window.session.keeps = True
    qtbot.addWidget(window)
    return window


def test_the_empty_window_shows_the_start_page_alone(empty_window: MainWindow, clip: Path) -> None:
    page = empty_window.session.page
    assert page.isVisible()
    assert "drop" in page.hint.text()
    docks = empty_window.findChildren(QDockWidget)
    assert docks
    for widget in (empty_window.splitter, empty_window.timeline, *docks):
        assert not widget.isVisible()
    assert empty_window.open(clip)
    assert not page.isVisible()
    for widget in (empty_window.splitter, empty_window.timeline, *docks):
        assert widget.isVisible()
    empty_window.document.close()
    assert page.isVisible()


def test_the_newest_project_is_on_top_and_a_click_opens_it(
    empty_window: MainWindow, projects: list[Path]
) -> None:
    for path in projects:
        assert empty_window.open(path)
    empty_window.document.close()
    session = empty_window.session
    assert shown(session) == ["three", "two", "one"]
    press(session.page.rows[projects[0]].button)
    assert empty_window.document.project is not None
    assert empty_window.document.project.path == projects[0]
    assert recent.recent() == [projects[0], projects[2], projects[1]]


def test_a_missing_project_is_marked_reported_and_removed(
    empty_window: MainWindow, projects: list[Path], qtbot: QtBot
) -> None:
    for path in projects:
        recent.add(path)
    projects[1].unlink()
    session = empty_window.session
    session.reopen()
    empty_window.document.close()
    page = session.page
    qtbot.waitUntil(lambda: page.rows[projects[1]].missing.isVisible())
    assert not page.rows[projects[0]].missing.isVisible()
    press(page.rows[projects[1]].button)
    assert empty_window.document.project is None
    assert str(projects[1]) in banner_text(empty_window)
    press(empty_window.banner.offer)
    assert shown(session) == ["three", "one"]
    press(page.rows[projects[0]].remove)
    assert shown(session) == ["three"]
    assert projects[0].exists(), "only taken off the list"


def test_the_file_menu_lists_recent_projects(window: MainWindow, projects: list[Path]) -> None:
    for path in projects:
        recent.add(path)
    menu = window.session.menu
    file_menu = window.menuBar().actions()[0].menu()
    assert menu.menuAction() in file_menu.actions()  # type: ignore[attr-defined]
    menu.aboutToShow.emit()
    entries = [action for action in menu.actions() if action.text()]
    assert [entry.text().split()[0] for entry in entries[:4]] == ["three", "two", "one", "clip"]
    entries[1].trigger()
    assert window.document.project is not None
    assert window.document.project.path == projects[1]
    menu.aboutToShow.emit()
    entries = [action for action in menu.actions() if action.text()]
    assert entries[0].text().startswith("two")
    entries[-1].trigger()
    assert recent.recent() == []


def test_the_recent_list_has_at_most_ten_projects_and_each_once() -> None:
    for i in [*range(12), 5]:
        recent.add(Path(f"/data/{i}.lirst"))
    assert [path.stem for path in recent.recent()] == list("5") + [
        str(i) for i in range(11, 1, -1) if i != 5
    ]


@pytest.mark.parametrize("nonsense", ["", "no json", "{}", "[1, null]", 7])
def test_an_invalid_settings_file_gives_an_empty_recent_list(
    nonsense: object, empty_window: MainWindow
) -> None:
    storage().setValue("recent", nonsense)
    assert recent.recent() == []
    empty_window.session.reopen()
    assert empty_window.document.project is None


def test_the_next_start_restores_the_last_state(
    window: MainWindow, next_window: MainWindow
) -> None:
    click(window.global_view, *FIRST.middle(0))
    window.document.go_to(17)
    window.detail_view.zoom_to(31.0)
    window.detail_view.centre_on(40.0, 50.0)
    window.global_view.zoom_to(9.0)
    window.toolbox.take(BRUSH)
    window.toolbox.set_brush(7)
    places = [view.place for view in (window.global_view, window.detail_view)]
    assert window.close()
    assert next_window.toolbox.name == SEED
    next_window.session.restore()
    next_window.session.reopen()
    next_window.show()
    assert next_window.document.frame == 17
    assert [v.place for v in (next_window.global_view, next_window.detail_view)] == places
    assert (next_window.toolbox.name, next_window.toolbox.diameter) == (BRUSH, 7)
    assert next_window.actions_by_name[BRUSH].isChecked()


def test_each_sequence_has_its_own_view(window: MainWindow, tmp_path: Path) -> None:
    window.files.add_sequence(scenes.write_stack(tmp_path / "other.npy", scenes.frames(3)))
    assert window.global_view.place is None, "a new sequence: the whole frame"
    window.global_view.zoom_to(5.0)
    window.detail_view.centre_on(9.0, 9.0)
    places = window.global_view.place, window.detail_view.place
    window.files.show_sequence(1)
    assert window.global_view.place is None
    window.files.show_sequence(2)
    assert (window.global_view.place, window.detail_view.place) == places


def test_the_view_is_kept_while_the_window_is_open(window: MainWindow, qtbot: QtBot) -> None:
    window.document.go_to(12)
    window.global_view.zoom_to(5.0)
    project = window.document.project
    assert project is not None
    qtbot.waitUntil(lambda: get_meta(project, "last-frame:1", 0) == 12)
    assert get_meta(project, "view:1")["global"] == window.global_view.place


@pytest.mark.parametrize(
    "nonsense", [7, "x", {"global": "abc"}, {"global": [1, 2]}, {"detail": [0, 0, -1]},
                 {"detail": ["inf", 0, 3]}],
)  # fmt: skip
def test_an_invalid_stored_view_shows_the_whole_frame(
    window: MainWindow, next_window: MainWindow, nonsense: object
) -> None:
    assert window.document.project is not None
    path = window.document.project.path
    window.close()
    with open_project(path) as project:
        set_meta(project, "view:1", nonsense)
    assert next_window.open(path)
    assert next_window.global_view.place is None


def test_a_demo_stores_no_state(empty_window: MainWindow, clip: Path) -> None:
    empty_window.session.keeps = False
    storage().clear()  # of the state kept so far
    assert empty_window.open(clip)
    empty_window.close()
    assert storage().allKeys() == []


def test_the_start_page_reports_a_project_held_by_another_program(
    next_window: MainWindow, projects: list[Path]
) -> None:
    recent.add(projects[0])
    with another_program_in(projects[0]):
        next_window.session.reopen()
        next_window.show()
        assert next_window.session.page.isVisible()
        assert "another program" in banner_text(next_window)
        press(next_window.banner.offer)
        assert next_window.document.project is not None
        assert next_window.document.project.readonly
        next_window.document.close()


def test_the_layout_is_kept_from_an_empty_window(
    window: MainWindow, next_window: MainWindow
) -> None:
    window.splitter.setSizes([200, 400])
    window.document.close()
    window.close()
    next_window.session.restore()
    assert next_window.session.page.isVisibleTo(next_window)
    next_window.show()
    next_window.session.reopen()
    for dock in next_window.findChildren(QDockWidget):
        assert dock.isVisible()
    sizes = next_window.splitter.sizes()
    assert sizes[1] > 1.5 * sizes[0]


def test_the_film_strip_returns_at_the_next_start(
    window: MainWindow, next_window: MainWindow, clip: Path
) -> None:
    window.actions_by_name["film-strip"].trigger()
    window.close()
    next_window.session.restore()
    next_window.show()
    assert not next_window.film_strip.isVisible(), "there is nothing to show yet"
    assert next_window.open(clip)
    assert next_window.film_strip.isVisible()
    assert next_window.actions_by_name["film-strip"].isChecked()
    next_window.document.close()
    next_window.actions_by_name["film-strip"].trigger()
    assert next_window.open(clip)
    assert not next_window.film_strip.isVisible()
