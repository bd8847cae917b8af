"""The log and unexpected errors: a real window goes on, and what happened is in the file."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer, QUrl, Slot, qWarning
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from label_irst import log
from label_irst.faults import INTERRUPTED, Faults, watching
from label_irst.views.window import help_pages
from label_irst.views.window.fault_dialog import FaultDialog, show_fault
from label_irst.views.window.main_window import MainWindow
from p2m_core import __version__
from p2m_core.errors import InputError


@pytest.fixture
def file(home: Path, qapp: QApplication) -> Iterator[Path]:
    """The log of this process, which is watched for errors as the program is."""
    faults = Faults(lambda error, details: show_fault(error, details, log.place()), qapp)
    with log.recording(), watching(faults):
        place = log.place()
        assert place is not None
        yield place
    faults.deleteLater()


def dialogs() -> list[FaultDialog]:
    windows = QApplication.topLevelWidgets()
    return [w for w in windows if isinstance(w, FaultDialog) and w.isVisible()]


def the_dialog(qtbot: QtBot) -> FaultDialog:
    qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=2000)
    (dialog,) = dialogs()
    return dialog


def failing_button(window: MainWindow, message: str = "no such luck") -> QPushButton:
    """A button whose slot raises, in the status bar of the window."""

    def fail() -> None:
        raise ValueError(message)

    button = QPushButton("fail")
    button.clicked.connect(fail)
    window.statusBar().addWidget(button)
    return button


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_log_starts_with_the_versions_and_ends_with_the_end(home: Path) -> None:
    with log.recording():
        place = log.place()
        assert place is not None
        assert home in place.parents, "the state folder of the user"
    text = place.read_text(encoding="utf-8")
    for part in (f"Label-IRST {__version__} starts", "Python 3.", "Qt 6.", "Label-IRST ends"):
        assert part in text
    assert log.place() is None


def test_opening_and_closing_a_project_is_logged(
    file: Path, empty_window: MainWindow, clip: Path
) -> None:
    assert empty_window.open(clip)
    project = clip.with_suffix(".lirst")
    assert f"opened {project}" in file.read_text(encoding="utf-8")
    empty_window.close()
    assert f"closed {project}" in file.read_text(encoding="utf-8")


@pytest.mark.qt_no_exception_capture
def test_a_fault_in_a_slot_is_one_dialog_and_the_window_goes_on(
    file: Path, window: MainWindow, qtbot: QtBot
) -> None:
    button = failing_button(window)
    press(button)
    dialog = the_dialog(qtbot)
    assert dialog.error.text() == "ValueError: no such luck"
    assert not dialog.isModal()
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Traceback" in copied
    assert "no such luck" in copied
    assert copied.strip() in file.read_text(encoding="utf-8")

    frame = window.document.frame
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_D)
    assert window.document.frame == frame + 1, "beside the dialog, the work goes on"

    dialog.close()
    qtbot.waitUntil(lambda: not dialogs())
    for _ in range(4):
        press(button)
    QApplication.processEvents()
    assert not dialogs(), "the same fault again asks for nothing"
    text = file.read_text(encoding="utf-8")
    assert text.count("Traceback") == 1
    assert "ValueError: no such luck: 4 times by now" in text


@pytest.mark.qt_no_exception_capture
def test_other_faults_are_added_to_the_dialog_that_is_open(
    file: Path, window: MainWindow, qtbot: QtBot
) -> None:
    button = failing_button(window)
    press(button)
    dialog = the_dialog(qtbot)
    assert dialog.more.isHidden()

    def fail() -> None:
        raise KeyError("another")

    button.clicked.disconnect()
    button.clicked.connect(fail)
    press(button)
    qtbot.waitUntil(dialog.more.isVisible)
    assert dialogs() == [dialog]
    assert "no such luck" in dialog.details
    assert "another" in dialog.details
    dialog.close()


@pytest.mark.qt_no_exception_capture
def test_a_fault_in_a_paint_event_reaches_the_dialog(
    file: Path, application: QApplication, qtbot: QtBot
) -> None:
    class Broken(QWidget):
        painted = 0

        def paintEvent(self, event: QPaintEvent) -> None:
            self.painted += 1
            raise RuntimeError("cannot paint")

    broken = Broken()
    qtbot.addWidget(broken)
    broken.show()
    dialog = the_dialog(qtbot)
    painted = broken.painted
    assert dialog.error.text() == "RuntimeError: cannot paint"
    for _ in range(5):
        broken.update()
        application.processEvents()
    assert broken.painted > painted
    assert file.read_text(encoding="utf-8").count("Traceback") == 1
    dialog.close()


@pytest.mark.qt_no_exception_capture
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("kind", ["threading", "QThread"])
def test_a_fault_in_a_thread_is_shown_by_the_thread_of_the_window(
    file: Path, window: MainWindow, qtbot: QtBot, kind: str
) -> None:
    def fail() -> None:
        raise OSError("the disk is gone")

    class Worker(QThread):
        def run(self) -> None:
            fail()

    if kind == "threading":
        thread = threading.Thread(target=fail, name="reader")
        thread.start()
        thread.join()
    else:
        worker = Worker(window)
        worker.start()
        assert worker.wait()
    dialog = the_dialog(qtbot)
    assert dialog.thread() is window.thread()
    assert "the disk is gone" in dialog.error.text()
    assert "the disk is gone" in file.read_text(encoding="utf-8")
    dialog.close()


@pytest.mark.qt_no_exception_capture
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_errors_that_cannot_be_raised_reach_the_dialog_too(
    file: Path, application: QApplication, qtbot: QtBot
) -> None:
    class Dying:
        def __del__(self) -> None:
            raise ValueError("on the way out")

    Dying()
    dialog = the_dialog(qtbot)
    assert dialog.error.text() == "ValueError: on the way out"
    dialog.close()


@pytest.mark.qt_no_exception_capture
def test_ctrl_c_ends_the_program_without_a_dialog(file: Path, application: QApplication) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    QTimer.singleShot(0, interrupt)
    assert application.exec() == INTERRUPTED
    assert not dialogs()
    assert "KeyboardInterrupt" not in file.read_text(encoding="utf-8")


@pytest.mark.qt_log_level_fail("CRITICAL")
def test_messages_of_qt_are_logged_and_still_reach_the_previous_handler(
    file: Path, qtlog: Any
) -> None:
    qWarning("QPainter: a complaint")
    assert "WARNING qt: QPainter: a complaint" in file.read_text(encoding="utf-8")
    assert [record.message for record in qtlog.records] == ["QPainter: a complaint"]


def test_why_a_start_failed_is_logged(home: Path) -> None:
    def start(error: Exception) -> None:
        with log.recording():
            raise error

    for error in (InputError("nothing.png: there is no such file"), ZeroDivisionError()):
        with pytest.raises(type(error)):
            start(error)
    text = (log.folder() / "label-irst.log").read_text(encoding="utf-8")
    assert "ERROR label_irst.log: nothing.png: there is no such file" in text
    assert text.count("Traceback") == 1
    assert "ZeroDivisionError" in text


def test_a_second_process_writes_a_log_of_its_own(file: Path) -> None:
    script = "from label_irst import log\nwith log.recording(): print(log.place())"
    for _ in range(2):  # the name is free again when it has ended
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        second = Path(done.stdout.strip())
        assert (second.parent, second.name) == (file.parent, "label-irst-2.log")
    assert file.name == "label-irst.log"
    assert second.read_text(encoding="utf-8").count("starts") == 2
    assert file.read_text(encoding="utf-8").count("starts") == 1


def test_a_full_log_makes_room(file: Path) -> None:
    for number in range(30):
        logging.getLogger("label_irst").info("%d %s", number, "x" * log.SIZE)
    sizes = [path.stat().st_size for path in file.parent.glob("label-irst.log*")]
    assert len(sizes) == log.KEPT + 1
    assert max(sizes) < 2 * log.SIZE


def test_without_a_folder_for_the_log_the_program_starts_all_the_same(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.folder().parent.mkdir(parents=True)
    log.folder().write_text("in the way")
    with log.recording():
        assert log.place() is None
    shown = capsys.readouterr().err
    assert str(log.folder()) in shown
    assert shown.count("\n") == 1


def test_about_shows_where_the_log_is_and_opens_its_folder(file: Path, window: MainWindow) -> None:
    class Desktop(QObject):
        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            urls.append(url)

    urls: list[QUrl] = []
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")
    dialog = help_pages.show_about(window)
    assert any(str(file) in label.text() for label in dialog.findChildren(QLabel))
    (button,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "Open folder"]
    button.click()
    QDesktopServices.unsetUrlHandler("file")
    assert [Path(url.toLocalFile()) for url in urls] == [file.parent]
    dialog.close()


PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from label_irst import __main__
from label_irst.views.window.fault_dialog import FaultDialog
from label_irst.views.window.main_window import MainWindow

def fail():
    raise ValueError("no such luck")

def look():
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, FaultDialog) and dialog.isVisible():
            print(dialog.error.text(), flush=True)
            dialog.close()
            QApplication.closeAllWindows()

def start(window, event):
    timer.timeout.connect(look)
    timer.start(20)
    QTimer.singleShot(0, fail)

timer = QTimer()
MainWindow.showEvent = start
sys.exit(__main__.main([]))
"""


def test_the_program_shows_and_logs_a_fault_and_ends_in_order(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "ValueError: no such luck\n"
    assert "Traceback" in done.stderr, "and on the terminal"
    assert "plugin does not support" not in done.stderr
    text = (log.folder() / "label-irst.log").read_text(encoding="utf-8")
    assert "no such luck" in text
    assert text.rstrip().endswith("Label-IRST ends")
