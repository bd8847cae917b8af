"""The start page: buttons to open something, and the recent projects."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.views.commands import plain
from label_irst.views.widgets.elided import MIDDLE, Elided

COLUMN = 620  # pixels: the width of the texts
ROW = 46
_Do = Callable[[], object]


class StartPage(QWidget):
    def __init__(
        self,
        buttons: list[QAction],
        open_project: Callable[[Path], object],
        forget: Callable[[Path], object],
    ) -> None:
        """`buttons` repeat actions of the menus, the first one standing out."""
        super().__init__()
        self.setObjectName("start")
        self._open, self._forget = open_project, forget
        self.rows: dict[Path, RecentRow] = {}
        title = QLabel("Label-IRST")
        title.setProperty("title", True)
        what = QLabel(self.tr("One click grows the pixel mask of an infrared small target."))
        what.setProperty("faint", True)
        line = QHBoxLayout()
        line.setSpacing(10)
        for i, action in enumerate(buttons):
            line.addWidget(_button(action, primary=i == 0))
        line.addStretch(1)
        self.hint = QLabel(self.tr("or drop a folder, a video, a stack or a project here"))
        self.hint.setProperty("faint", True)
        self.heading = QLabel(self.tr("Recent projects"))
        self.heading.setProperty("heading", True)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        words = QVBoxLayout()
        words.setContentsMargins(10, 0, 10, 0)
        words.setSpacing(8)
        words.addWidget(title)
        words.addWidget(what)
        words.addSpacing(14)
        words.addLayout(line)
        words.addWidget(self.hint)
        words.addSpacing(22)
        words.addWidget(self.heading)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(words)
        column.addLayout(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.addStretch(2)
        layout.addWidget(self._column, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._column.setFixedWidth(min(COLUMN, self.width() - 64))

    def show_recent(self, projects: list[Path]) -> None:
        """List these projects, in this order."""
        for row in self.rows.values():
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        for path in projects:
            row = RecentRow(path, partial(self._open, path), partial(self._forget, path))
            self.rows[path] = row
            self._list.addWidget(row)
        self.heading.setVisible(bool(projects))

    def mark_missing(self, missing: set[Path]) -> None:
        for path, row in self.rows.items():
            row.mark_missing(path in missing)


class RecentRow(QWidget):
    """A project's name and place; a click opens it, the cross takes it off the list."""

    def __init__(self, path: Path, open: _Do, forget: _Do) -> None:
        super().__init__()
        self.button = QPushButton()
        self.button.setObjectName("recent")
        self.button.setFixedHeight(ROW)
        self.button.setToolTip(str(path))
        self.button.setAccessibleName(path.name)
        self.button.clicked.connect(open)
        self._name = QLabel(path.stem)
        self._place = Elided(str(path.parent), MIDDLE)
        self._place.setProperty("faint", True)
        self.missing = QLabel(self.tr("not found"))
        self.missing.setProperty("doubt", True)
        self.missing.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._place)
        inside = QHBoxLayout(self.button)
        inside.setContentsMargins(10, 3, 10, 3)
        inside.addLayout(words, 1)
        inside.addWidget(self.missing)
        self.remove = QToolButton()
        self.remove.setText("✕")
        self.remove.setProperty("faint", True)
        self.remove.setToolTip(self.tr("Remove from the list; the project stays where it is"))
        self.remove.clicked.connect(forget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.remove)

    def mark_missing(self, missing: bool) -> None:
        self.missing.setVisible(missing)
        theme.mark(self._name, "faint", missing)


def _button(action: QAction, primary: bool) -> QPushButton:
    button = QPushButton(plain(action.text()) + "…")
    button.setProperty("primary", primary)
    button.clicked.connect(action.trigger)

    def refresh() -> None:
        button.setToolTip(action.toolTip())

    action.changed.connect(refresh)
    refresh()
    return button
