"""The three steps of the main job: on the start page, and as hints on the sample sequence."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from label_irst import sample, theme
from label_irst.document import Document
from label_irst.i18n import tr
from label_irst.settings.storage import storage
from label_irst.views.commands import key_text
from label_irst.views.widgets.keyboard import reached_by_tab
from p2m_core.project import FrameState

DONE = "first-steps-done"  # in the settings
MARGIN = 12
ALL = 3  # steps


class Step(NamedTuple):
    what: str
    effect: str


def steps(actions: dict[str, QAction]) -> list[Step]:
    """The steps, with the keys that the user has set."""

    def key(name: str) -> str:
        return key_text(actions[name].shortcut().toString()) or actions[name].iconText()

    return [
        Step(tr("Click a target"), tr("Its mask grows; the pointer shows it before the click.")),
        Step(
            tr("{key} follows it").format(key=key("propagate")),
            tr("Through the frames, as long as it is sure."),
        ),
        Step(
            tr("{key} accepts").format(key=key("accept")),
            tr("The frame is done, and the next one comes."),
        ),
    ]


class StepList(QWidget):
    """The steps one below the other; those before the current one have a tick."""

    def __init__(self, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._lines: list[tuple[QLabel, QLabel, QLabel]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, step in enumerate(steps(actions)):
            mark, what, effect = QLabel(str(row + 1)), QLabel(step.what), QLabel(step.effect)
            mark.setObjectName("step")
            mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
            effect.setProperty("faint", True)
            grid.addWidget(mark, 3 * row, 0)
            grid.addWidget(what, 3 * row, 1)
            grid.addWidget(effect, 3 * row + 1, 1)
            if row:
                grid.setRowMinimumHeight(3 * row - 1, 8)
            self._lines.append((mark, what, effect))

    def show_step(self, current: int) -> None:
        for number, (mark, what, _) in enumerate(self._lines):
            mark.setText("✓" if number < current else str(number + 1))
            theme.mark(mark, "current", number == current)
            theme.mark(what, "heading", number == current)
            theme.mark(what, "faint", number < current)


class FirstSteps(QFrame):
    """Over the sample sequence, until its user has done the three steps, or dismisses it."""

    def __init__(self, document: Document, view: QWidget, actions: dict[str, QAction]) -> None:
        super().__init__(view)
        self._document, self._view = document, view
        self._done = storage().value(DONE) is not None
        self.setProperty("floating", True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.list = StepList(actions)
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        self.close_button.setProperty("faint", True)
        self.close_button.setProperty("small", True)
        self.close_button.setFixedSize(22, 22)
        self.close_button.setToolTip(self.tr("Dismiss for good"))
        self.close_button.setAccessibleName(self.tr("Dismiss for good"))
        self.close_button.clicked.connect(self._finish)
        reached_by_tab(self.close_button)
        heading = QLabel(self.tr("First steps"))
        heading.setProperty("heading", True)
        head = QGridLayout()
        head.addWidget(heading, 0, 0)
        head.addWidget(self.close_button, 0, 1)
        head.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.list)
        view.installEventFilter(self)
        self.hide()
        if not self._done:
            document.sequence_changed.connect(self._refresh)
            document.targets_changed.connect(self._refresh)

    def _refresh(self) -> None:
        info = self._document.info
        if self._done or info is None or info.path.resolve() != sample.place().resolve():
            self.hide()
            return
        step = self._step()
        if step == ALL:
            self._finish()
            return
        self.list.show_step(step)
        self._place()
        self.show()
        self.raise_()

    def _step(self) -> int:
        """The number of steps that are done."""
        states = self._document.states
        labelled = int(np.count_nonzero(states != FrameState.UNSEEN))
        if np.any(states == FrameState.ACCEPTED):
            return ALL
        return min(labelled, ALL - 1)

    def _finish(self) -> None:
        self._done = True
        storage().setValue(DONE, 1)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        self.move(MARGIN, self._view.height() - self.height() - MARGIN)
