"""What the window's tests share: a warm kernel, a document and a window on drawn frames."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from label_irst import theme
from label_irst.document import Document
from label_irst.document.opening import open_path
from label_irst.tools.toolbox import ToolBox
from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from p2m_core.project import list_sequences
from tests.gui import scenes


@pytest.fixture(scope="session", autouse=True)
def kernel(qapp: QApplication) -> None:
    """Load the compiled kernel once, so that no test is slow because it was the first.

    The application comes first: a document's timers need it, whichever test begins.
    """
    pamg.warm_up()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the settings that tests write out of the home of the person who runs them."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    return folder


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """The application in its default theme, dark, whichever the last test chose."""
    theme.apply(qapp)
    return qapp


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """The drawn sequence as one file of 16-bit frames."""
    return scenes.write_stack(tmp_path / "clip.npy", scenes.frames())


def open_document(source: Path) -> Document:
    """A document that shows the images at `source`."""
    project, info = open_path(source)
    document = Document()
    document.open_project(project)
    document.open_sequence(info or list_sequences(project)[0])
    return document


@pytest.fixture
def document(qapp: QApplication, clip: Path) -> Iterator[Document]:
    """A document that shows the drawn sequence; no window."""
    document = open_document(clip)
    yield document
    document.close()


@pytest.fixture
def messages(document: Document) -> list[str]:
    """The messages of the document, one line each."""
    lines: list[str] = []
    document.message.connect(lines.append)
    return lines


@pytest.fixture
def toolbox(document: Document) -> ToolBox:
    return ToolBox(document)


@pytest.fixture
def empty_window(application: QApplication, qtbot: QtBot) -> MainWindow:
    """The window as it starts, with nothing open."""
    window = MainWindow()
    window.session.keeps = True
    qtbot.addWidget(window)
    window.resize(1200, 760)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window  # qtbot closes it


@pytest.fixture
def window(empty_window: MainWindow, clip: Path) -> MainWindow:
    """The window with the drawn sequence open."""
    assert empty_window.open(clip)
    return empty_window
