"""The start page: what to do first, buttons to open something, and the recent projects."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from label_irst.views.commands import plain
from label_irst.views.window.first_steps import StepList
from label_irst.views.window.recent_row import ROW, RecentRow

WIDE, NARROW = 560, 400  # pixels: the widths of the two columns
GAP = 56
DROP_HEIGHT = 84


class StartPage(QWidget):
    def __init__(
        self,
        actions: dict[str, QAction],
        open_project: Callable[[Path], object],
        forget: Callable[[Path], object],
    ) -> None:
        super().__init__()
        self.setObjectName("start")
        self._open, self._forget = open_project, forget
        self.rows: dict[Path, RecentRow] = {}
        self._start, self._steps = self._start_column(actions), self._steps_column(actions)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(GAP)
        top = Qt.AlignmentFlag.AlignTop
        self._columns.addWidget(self._start)
        self._columns.addWidget(self._steps, 0, top)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(self._columns)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 40, 32, 32)
        layout.addStretch(1)
        layout.addLayout(across, 8)
        layout.addStretch(1)

    def _start_column(self, actions: dict[str, QAction]) -> QWidget:
        title = QLabel("Label-IRST")
        title.setProperty("title", True)
        what = QLabel(self.tr("One click grows the pixel mask of an infrared small target."))
        what.setProperty("faint", True)
        line = QHBoxLayout()
        line.setSpacing(10)
        for name in ("open", "open-folder", "import", "new-project"):
            line.addWidget(_button(actions[name], primary=name == "open"))
        line.addStretch(1)
        self.hint = QLabel(self.tr("or drop folders, videos, stacks or a project here"))
        self.hint.setObjectName("drop")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setFixedHeight(DROP_HEIGHT)
        self.heading = QLabel(self.tr("Recent projects"))
        self.heading.setProperty("heading", True)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        inner = QWidget()
        inner.setLayout(self._list)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("list")
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its rows have the keyboard
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(what)
        layout.addSpacing(12)
        layout.addLayout(line)
        layout.addSpacing(4)
        layout.addWidget(self.hint)
        layout.addSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self._scroll, 1)
        layout.addStretch(0)
        return column

    def _steps_column(self, actions: dict[str, QAction]) -> QWidget:
        column = QFrame()
        column.setObjectName("steps")
        heading = QLabel(self.tr("First steps"))
        heading.setProperty("heading", True)
        self.steps = StepList(actions)
        none = QLabel(self.tr("No images at hand?"))
        none.setProperty("faint", True)
        self.sample = _button(actions["sample"], primary=False)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(22, 18, 22, 20)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addSpacing(4)
        layout.addWidget(self.steps)
        layout.addSpacing(14)
        layout.addWidget(none)
        layout.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def minimumSizeHint(self) -> QSize:
        """Small: the columns take the room that there is."""
        return QSize(NARROW + 64, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns beside each other where there is room, else below each other."""
        room = self.width() - 64
        beside = room >= WIDE + GAP + NARROW
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._columns.setSpacing(GAP if beside else 24)
        self._start.setFixedWidth(min(WIDE, room))
        self._steps.setFixedWidth(NARROW if beside else min(WIDE, room))

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
        self._scroll.setMaximumHeight(len(projects) * (ROW + self._list.spacing()))
        self._scroll.setVisible(bool(projects))

    def show_found(self, found: Mapping[Path, float | None]) -> None:
        """Show when each project was last changed; None marks a missing one."""
        for path in self.rows.keys() & found.keys():
            self.rows[path].show_found(found[path])


def _button(action: QAction, primary: bool) -> QPushButton:
    button = QPushButton()
    button.setProperty("primary", primary)
    button.clicked.connect(action.trigger)

    def refresh() -> None:
        asks = "…" if action.text().endswith("…") else ""
        button.setText(plain(action.text()) + asks)
        button.setToolTip(action.toolTip())

    action.changed.connect(refresh)
    refresh()
    return button
