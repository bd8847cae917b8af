"""Two annotators: the menu entry, and the comparison behind it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget

from label_irst.document import Document
from label_irst.views.commands import Doings
from label_irst.views.picture.canvas import Canvas

if TYPE_CHECKING:
    from label_irst.views.comparison.beside import Beside
    from label_irst.views.comparison.deciding import Deciding


class ComparisonController(QObject):
    """`comparing` is made when it is first asked for: what compares takes a second to load."""

    def __init__(
        self, window: QWidget, document: Document, show_sequence: Callable[[int], bool],
        views: Sequence[Canvas], panes: Mapping[QSplitter, Canvas], actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        """`show_sequence` shows a sequence, and returns False if it cannot be opened.

        `panes` are the columns of the views.
        """
        super().__init__(window)
        self._parent, self._document, self._show_sequence = window, document, show_sequence
        self._views, self._actions = views, actions
        self._panes = panes
        self.comparing: Deciding | None = None
        self.beside: Beside | None = None
        document.sequence_changed.connect(self._allow)
        self._allow()

    def commands(self) -> Doings:
        return {
            "compare": self.show_window,
            "beside": partial(self._switch, "beside"),
            "overlay": partial(self._switch, "overlay"),
            "choose-beside": lambda: self._made().choose_another(),
        }

    def _made(self) -> "Beside":
        if self.beside is None:
            from label_irst.views.comparison.beside import Beside

            below, over = self._actions["beside"], self._actions["overlay"]
            self.beside = Beside(self._parent, self._document, self._panes, below, over)
        return self.beside

    def _switch(self, name: str) -> None:
        action = self._actions[name]
        self._made().switch(action, action.isChecked())

    def show_window(self) -> None:
        if self.comparing is None:
            from label_irst.views.comparison.deciding import Deciding

            self.comparing = Deciding(
                self._parent, self._document, self._show_sequence, self._views,
                [self._actions["undo"], self._actions["redo"]],
            )  # fmt: skip
        self.comparing.show_window()

    def _allow(self) -> None:
        for name in ("compare", "beside", "overlay", "choose-beside"):
            self._actions[name].setEnabled(self._document.project is not None)

    def close(self) -> None:
        for one in (self.comparing, self.beside):
            if one is not None:
                one.close()
