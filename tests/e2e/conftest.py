"""What the stories share: windows on real data, and settings out of the home of the tester."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from tests.real_data import real


@pytest.fixture(autouse=True)
def settings_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    folder = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))  # for programs of their own
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    return folder


@pytest.fixture
def linked(tmp_path: Path) -> Callable[[str], Path]:
    """Links to real data, where a project may be made beside it."""

    def link(relative: str) -> Path:
        path = tmp_path / Path(relative).name
        path.symlink_to(real(relative))
        return path

    return link


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[[Path], MainWindow]:
    """Open windows, which qtbot closes in any case."""
    pamg.warm_up()

    def open_window(path: Path) -> MainWindow:
        window = MainWindow()
        qtbot.addWidget(window)
        window.resize(1280, 800)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        assert window.open(path), window.banner.text
        return window

    return open_window
