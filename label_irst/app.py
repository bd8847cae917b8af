"""The application object around the window: theme, language, and the kernel warmed behind it."""

import signal
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from label_irst import log, resources, theme
from label_irst.document.opening import open_path
from label_irst.faults import Faults, watching
from label_irst.garbage import collect_in_window_thread
from label_irst.settings import preferences
from label_irst.views.window.fault_dialog import show_fault
from label_irst.views.window.main_window import MainWindow
from p2m_core import pamg
from p2m_core.errors import ProjectLockedError


def make_application(language: str | None = None) -> QApplication:
    """The one QApplication, dressed, in `language` (by default the system's)."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    QCoreApplication.setOrganizationName("Label-IRST")
    QCoreApplication.setApplicationName("Label-IRST")
    application.setDesktopFileName("label-irst")  # under Wayland the icon comes from its entry
    application.setWindowIcon(resources.application_icon())
    chosen = preferences.load()
    theme.apply(application, chosen.theme)
    application.styleHints().colorSchemeChanged.connect(_follow_the_system)
    _translate(application, language or chosen.language)
    return application


def _follow_the_system(scheme: Qt.ColorScheme) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication) and preferences.load().theme == "system":
        theme.apply(application, "system", scheme)


def _translate(application: QApplication, language: str) -> None:
    """Load our texts, and Qt's own (the buttons of dialogs), instead of the previous ones."""
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    name = preferences.language_name(language)
    ours = str(resources.translation(name))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for file in (f"{folder}/qtbase_{name}.qm", ours):
        translator = QTranslator(application)
        if translator.load(file):
            application.installTranslator(translator)


def speak_anew(old: MainWindow) -> MainWindow:
    """The same work in another window, which speaks the language that is chosen now."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    _translate(application, preferences.load().language)
    project = old.document.project
    new = MainWindow()
    new.resize(old.size())
    application.setQuitOnLastWindowClosed(False)
    old.runs.leave()  # they go on; the new one finds them
    old.close()  # it keeps all that the new one is to bring back
    new.session.restore()
    new.session.keeps = True
    if project is not None:
        new.open(project.path, project.readonly)
    new.show()
    application.setQuitOnLastWindowClosed(True)
    old.deleteLater()
    return new


def _follow_the_language(windows: list[MainWindow]) -> None:
    """Replace the one window when its user chooses another language."""

    def replace() -> None:
        windows[0] = speak_anew(windows[0])
        _follow_the_language(windows)
        windows[0].show_settings()  # where the choice was made

    # Not at once: the window is in the middle of the choice.
    windows[0].language_chosen.connect(lambda: QTimer.singleShot(0, replace))


def run(path: Path | None, demo: Path | None, language: str | None) -> int:
    """Show the window until it is closed.

    Raises
    ------
    P2MError
        If what the command line names cannot be opened.
    """
    with log.recording():
        application = make_application(language)
        faults = Faults(lambda error, details: show_fault(error, details, log.place()), application)
        with watching(faults):
            return _run(application, path, demo)


def _run(application: QApplication, path: Path | None, demo: Path | None) -> int:
    window = MainWindow()
    # The first time: most of the screen, whatever its size; later, as it was left.
    window.resize(application.primaryScreen().availableSize() * 0.9)
    window.session.restore()
    window.session.keeps = demo is None
    _follow_the_language([window])
    if demo is not None:
        from label_irst.demo import start_demo

        window.show()
        start_demo(window, demo)
    else:
        if path is not None:
            try:
                project, info = open_path(path)
            except ProjectLockedError:
                window.open(path)  # again, for the banner: it offers to open read-only
            else:
                window.files.show_project(project, info.id if info else None)
        elif preferences.load().reopen:
            window.session.reopen()
        window.show()
    warming = threading.Thread(target=pamg.warm_up, name="warm-up")
    # Loading numba keeps the interpreter busy for moments: only after the first paint.
    QTimer.singleShot(0, warming.start)
    _let_ctrl_c_through(application)
    collect_in_window_thread(application)
    status = application.exec()
    if warming.is_alive():
        warming.join()
    return status


def _let_ctrl_c_through(application: QApplication) -> None:
    """Python sees a signal only when its own code runs; a slow timer lets it."""
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    heartbeat = QTimer(application)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start(500)
