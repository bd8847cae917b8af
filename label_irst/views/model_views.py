"""The models in the main window: their list."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMainWindow

from label_irst.jobs.models import Models
from label_irst.views.models_window import ModelsWindow


class ModelViews(QObject):
    def __init__(self, window: QMainWindow, models: Models) -> None:
        super().__init__(window)
        self._window = window
        self.models_window = ModelsWindow(models, window)
        window.installEventFilter(self)

    def commands(self) -> dict[str, Callable[[], object]]:
        return {"models": self.show_models}

    def show_models(self) -> None:
        """Open the list, at the one in use."""
        self.models_window.show()
        self.models_window.raise_()
        self.models_window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        gone = event.type() == QEvent.Type.Hide and not event.spontaneous()
        if gone and watched is self._window:  # closed, after all that could be asked
            self.models_window.close()
        return False
