"""The application around the window: theme, language, and the warm-up of the kernel."""

import signal
import sys
import threading
from collections.abc import Sequence
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
    """The one QApplication, in the chosen theme and in `language` (by default the chosen one)."""
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


def in_chosen_language(old: MainWindow) -> MainWindow:
    """Open the same project and frame in a new window, in the language chosen now."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    _translate(application, preferences.load().language)
    project = old.document.project
    new = MainWindow()
    new.resize(old.size())
    application.setQuitOnLastWindowClosed(False)
    old.runs.leave()  # they go on; the new window finds them
    old.close()  # stores all that the new window restores
    new.session.restore()
    new.session.keeps = True
    if project is not None:
        new.open(project.path, project.readonly)
    new.show()
    application.setQuitOnLastWindowClosed(True)
    old.deleteLater()
    return new


def _follow_the_language(windows: list[MainWindow]) -> None:
    """Replace the one window when the user chooses another language."""

    def replace() -> None:
        windows[0] = in_chosen_language(windows[0])
        _follow_the_language(windows)
        windows[0].show_settings()  # where the user made the choice

    # Not at once: the window is in the middle of the choice.
    windows[0].language_chosen.connect(lambda: QTimer.singleShot(0, replace))


def run(paths: Sequence[Path], demo: Path | None, language: str | None) -> int:
    """Show the window until it is closed.

    Raises
    ------
    P2MError
        If the only one of `paths` cannot be opened.
    """
    with log.recording():
        application = make_application(language)
        faults = Faults(lambda error, details: show_fault(error, details, log.place()), application)
        with watching(faults):
            return _run(application, list(paths), demo)


def _run(application: QApplication, paths: list[Path], demo: Path | None) -> int:
    window = MainWindow()
    # At the first start most of the screen; later, as the user left it.
    window.resize(application.primaryScreen().availableSize() * 0.9)
    window.session.restore()
    window.session.keeps = demo is None
    _follow_the_language([window])
    if demo is not None:
        from label_irst.demo import start_demo

        window.show()
        start_demo(window, demo)
    else:
        labelled, others = window.importing.sorted_out(paths)
        if labelled or len(others) > 1:
            window.show()
            window.importing.show(labelled, others)
        elif others:
            path = others[0]
            notes: list[str] = []
            try:
                project, info = open_path(path, say=notes.append)
            except ProjectLockedError:
                window.open(path)  # shows the banner that offers to open it read-only
            else:
                window.files.show_project(project, info.id if info else None, notes)
        elif preferences.load().reopen:
            window.session.reopen()
        window.show()
    warming = threading.Thread(target=pamg.warm_up, name="warm-up")
    # After the first paint: loading numba keeps the interpreter busy for moments.
    QTimer.singleShot(0, warming.start)
    _let_ctrl_c_through(application)
    collect_in_window_thread(application)
    status = application.exec()
    if warming.is_alive():
        warming.join()
    return status


def _let_ctrl_c_through(application: QApplication) -> None:
    """Python handles signals only while its own code runs: a slow timer makes it run."""
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    heartbeat = QTimer(application)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start(500)
