"""Data sets: the statistics of the open project, and the way from a warning to its frame."""

import math
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.review.queue import target_over
from label_irst.views.commands import Doings
from label_irst.views.datasets.statistics_window import StatisticsWindow
from label_irst.views.widgets import plot
from label_irst.views.widgets.placing import bring_up


class StatisticsController(QObject):
    def __init__(
        self, window: QWidget, document: Document, show_sequence: Callable[[int], bool],
        action: QAction,
    ) -> None:  # fmt: skip
        """`show_sequence` shows a sequence, and returns False if it cannot be opened."""
        super().__init__(window)
        self._document, self._show_sequence, self._action = document, show_sequence, action
        self._project = document.project
        self.window = StatisticsWindow(window)
        self.window.place_wanted.connect(self._go_to)
        document.sequence_changed.connect(self._adopt)
        document.targets_changed.connect(self.window.set_changed)
        self._action.setEnabled(self._project is not None)

    def commands(self) -> Doings:
        return {"statistics": self.show_statistics}

    def show_statistics(self) -> None:
        """Open the window, and count what is not counted yet."""
        if self._document.project is not None:
            plot.load()
            bring_up(self.window)
            self.window.open(self._document.project.path)

    def _go_to(self, sequence: int, frame: int, x: float, y: float) -> None:
        document = self._document
        here = document.info is not None and document.info.id == sequence
        if not here and not self._show_sequence(sequence):
            return
        document.go_to(frame)
        if not math.isnan(x):
            document.select(target_over(document.targets, x, y))
            document.focus_requested.emit(x, y)

    def _adopt(self) -> None:
        if self._document.project is not self._project:
            self._project = self._document.project
            self.window.close()
            self.window.forget()
            self._action.setEnabled(self._project is not None)

    def close(self) -> None:
        self.window.close()
