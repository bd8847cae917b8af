"""Two annotators: the menu entry, and the comparison behind it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.views.commands import Doings
from label_irst.views.picture.canvas import Canvas

if TYPE_CHECKING:
    from label_irst.views.comparison.deciding import Deciding


class ComparisonController(QObject):
    """`comparing` is made when it is first asked for: what compares takes a second to load."""

    def __init__(
        self, window: QWidget, document: Document, show_sequence: Callable[[int], bool],
        views: Sequence[Canvas], actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        """`show_sequence` shows a sequence, and returns False if it cannot be opened."""
        super().__init__(window)
        self._parent, self._document, self._show_sequence = window, document, show_sequence
        self._views, self._actions = views, actions
        self.comparing: Deciding | None = None
        document.sequence_changed.connect(self._allow)
        self._allow()

    def commands(self) -> Doings:
        return {"compare": self.show_window}

    def show_window(self) -> None:
        if self.comparing is None:
            from label_irst.views.comparison.deciding import Deciding

            self.comparing = Deciding(
                self._parent, self._document, self._show_sequence, self._views,
                [self._actions["undo"], self._actions["redo"]],
            )  # fmt: skip
        self.comparing.show_window()

    def _allow(self) -> None:
        self._actions["compare"].setEnabled(self._document.project is not None)

    def close(self) -> None:
        if self.comparing is not None:
            self.comparing.close()
