"""The tools at the left, one of them in hand; below them the size of the brush."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLabel, QToolBar, QToolButton

from label_irst.tools.toolbox import IGNORE, POLYGON, RULER, SEED, ToolBox
from label_irst.views.commands import Doings, set_icon
from label_irst.views.widgets.keyboard import reached_by_tab


class ToolBar(QToolBar):
    def __init__(self, toolbox: ToolBox, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._toolbox = toolbox
        self._actions = {name: actions[name] for name in toolbox.tools}
        self.setWindowTitle(self.tr("Tools"))
        self.setObjectName("tools")
        self.setMovable(False)
        self.setOrientation(Qt.Orientation.Vertical)
        group = QActionGroup(self)
        for name, action in self._actions.items():
            if name in (SEED, POLYGON):  # tools that find masks; tools that draw them
                self.addSeparator()
            set_icon(action)
            group.addAction(action)
            self.addAction(action)
        self._brush = QLabel()
        self._brush.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._brush.setProperty("faint", True)
        self._brush.setToolTip(self.tr("Brush diameter in pixels"))
        self.addWidget(self._brush)
        self.addSeparator()
        self.addAction(self._actions[IGNORE])
        self.addAction(self._actions[RULER])
        for button in self.findChildren(QToolButton):
            reached_by_tab(button)
        toolbox.changed.connect(self.refresh)
        self.refresh()

    def commands(self) -> Doings:
        return {
            **{name: partial(self._toolbox.take, name) for name in self._toolbox.tools},
            "brush-smaller": partial(self._toolbox.resize_brush, -1),
            "brush-larger": partial(self._toolbox.resize_brush, +1),
        }

    def refresh(self) -> None:
        self._actions[self._toolbox.name].setChecked(True)
        self._brush.setText(f"{self._toolbox.diameter} px")
