"""What is wrong with any window: names for screen readers, Tab, closing, place, and clipped texts.

``python -m tests.looked_over FOLDER`` opens all of them on a screen of 1280x720 points and prints a
line for each fault.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QRadioButton,
    QScrollBar,
    QTableView,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from label_irst.views.picture.canvas import Canvas
from label_irst.views.timeline.film_strip import FilmStrip
from label_irst.views.timeline.timeline import Timeline
from label_irst.views.widgets.elided import Elided
from label_irst.views.window.main_window import MainWindow

NAMED = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractSlider, QAbstractItemView,
    Canvas, FilmStrip, Timeline,
)  # fmt: skip
ICON = Qt.ToolButtonStyle.ToolButtonIconOnly
TIP = Qt.ItemDataRole.ToolTipRole
SLACK = 1  # px
STEPS = 200  # of Tab, more than any window has controls


def faults(window: QWidget) -> Iterator[str]:
    """A line for each fault of an open window."""
    shown = [
        w for w in window.findChildren(QWidget)
        if w.isVisible() and w.window() is window and w.width() and w.height()
    ]  # fmt: skip
    for widget in shown:
        if isinstance(widget, NAMED) and _is_own(widget) and not _name(widget):
            yield f"no name for screen readers: {_what(widget)}"
        if (fault := _clipped(window, widget)) is not None:
            yield f"{fault}: {_what(widget)}"
    screen = window.screen().availableGeometry()
    if not isinstance(window, QMainWindow) and not screen.contains(window.frameGeometry()):
        yield f"outside of the screen: {window.frameGeometry()}"
    yield from _by_tab(window, [w for w in shown if isinstance(w, NAMED) and _is_own(w)])


def _what(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    above = type(widget.parentWidget()).__name__
    return f"{type(widget).__name__} {text!r} {widget.objectName()!r} in {above}, {widget.size()}"


def _is_own(widget: QWidget) -> bool:
    """Whether it is no part of another control, such as the buttons of a spin box."""
    above = widget.parentWidget()
    if isinstance(widget, (QHeaderView, QScrollBar)):
        return False
    return not isinstance(above, (QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView))


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _clipped(window: QWidget, widget: QWidget) -> str | None:
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea):
            return None  # it can be scrolled to
        above = above.parentWidget()
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    if not window.rect().contains(place) and widget.size().isValid():
        return f"outside of its window at {place.topLeft()}"
    icon = isinstance(widget, QToolButton) and widget.toolButtonStyle() is ICON
    texts = (QLabel, QAbstractButton, QComboBox)
    if isinstance(widget, texts) and not icon and not isinstance(widget, Elided):
        wanted = widget.sizeHint()
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        if wraps:
            wanted.setHeight(widget.heightForWidth(widget.width()))
        elif isinstance(widget, QLabel) and widget.width() < wanted.width() - SLACK:
            return f"cut to {widget.width()} of {wanted.width()} px"
        least = widget.minimumSizeHint() if isinstance(widget, QComboBox) else wanted
        if not wraps and widget.width() < least.width() - SLACK:
            return f"cut to {widget.width()} of {least.width()} px"
        if widget.height() < wanted.height() - SLACK - 3 * isinstance(widget, QCheckBox):
            return f"cut to a height of {widget.height()} of {wanted.height()} px"
    if isinstance(widget, QTableView) and not widget.horizontalHeader().isHidden():
        header = widget.horizontalHeader()
        for column in range(header.count()):
            text = str(widget.model().headerData(column, Qt.Orientation.Horizontal) or "")
            tip = widget.model().headerData(column, Qt.Orientation.Horizontal, TIP)
            if text and not tip:
                return f"heading {text!r} without an explanation"
            shown = not header.isSectionHidden(column)
            if shown and header.sectionSize(column) < header.fontMetrics().horizontalAdvance(text):
                return f"heading {text!r} cut"
    return None


def _by_tab(window: QWidget, controls: list[QWidget]) -> Iterator[str]:
    """Walk through by Tab: each enabled control is reached, and none twice before all were."""
    handle = window.windowHandle()
    window.activateWindow()
    QApplication.processEvents()
    reached: list[QWidget] = []
    for _ in range(STEPS):
        QTest.keyClick(handle, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or (reached and now is reached[0]):
            break
        if now in reached:
            yield f"Tab goes round among {len(reached)} controls: back at {_what(now)}"
            break
        reached.append(now)
    everything = {id(w) for w in reached} | {
        id(c) for w in reached for c in w.findChildren(QWidget)
    }
    for control in controls:
        one_of_several = isinstance(control, QRadioButton)  # the arrows go on to the others
        if control.isEnabled() and not one_of_several and id(control) not in everything:
            yield f"not reached by Tab: {_what(control)}"


def stays_open(window: QWidget) -> Iterator[str]:
    """A line for each key that should have closed the window and did not."""
    keys = [("Ctrl+W", Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)]
    if not isinstance(window, QDialog):  # one that is deleted with its closing is not shown again
        keys.append(("Escape", Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))
    for name, key, modifiers in keys:
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        QTest.keyClick(window.windowHandle(), key, modifiers)
        if isValid(window) and window.isVisible():
            yield f"{name} does not close it"


def main(folder: Path) -> None:
    from label_irst.app import make_application
    from tests.every_window import settle, visit_all, write_project

    application = make_application("en")
    main_window = MainWindow()
    main_window.resize(application.primaryScreen().availableSize())
    main_window.show()
    settle()
    names: list[str] = []

    def look_over(name: str, window: QWidget) -> None:
        names.append(name)
        found = list(faults(window))
        beside = not isinstance(window, (QMainWindow, QInputDialog))
        if beside and window.windowType() is not Qt.WindowType.Popup:
            found += stays_open(window)
        for line in found:
            print(f"{name}: {line}", flush=True)

    look_over("start", main_window)
    assert main_window.open(write_project(folder)), main_window.banner.text
    main_window.document.select(main_window.document.targets[0])
    settle()
    visit_all(main_window, look_over)
    main_window.close()
    print("looked over", *names)


if __name__ == "__main__":
    from tests.bench.screenshots import use_screen

    use_screen(Path(sys.argv[1]), "1280x720")
    main(Path(sys.argv[1]))
