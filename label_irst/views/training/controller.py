"""Training from the main window: T opens the dialog, whose Start makes a run."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.jobs.runs.queue import Runs
from label_irst.jobs.training_preview import TrainingPreview
from label_irst.views.commands import Doings
from label_irst.views.training.dialog import TrainDialog
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.placing import bring_up
from p2m_core.extras import INSTALL_TORCH, has_torch


class TrainingController(QObject):
    def __init__(self, window: QWidget, document: Document, runs: Runs, banner: Banner) -> None:
        super().__init__(window)
        self._window, self._document, self._runs = window, document, runs
        self._banner = banner
        self._preview = TrainingPreview(self)
        self.dialog: TrainDialog | None = None  # while it is open

    def commands(self) -> Doings:
        return {"train": self.train}

    def train(self) -> None:
        """Open the dialog."""
        project = self._document.project
        if project is None or self.dialog is not None:
            return
        if not has_torch():
            text = self.tr("Training needs torch, which is not installed: {command}")
            self._banner.show_text(text.format(command=INSTALL_TORCH))
            return
        self.dialog = TrainDialog(project, self._preview, self._runs, self._window)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document.message.connect(self.dialog.show_message)  # the dialog hides the status bar
        self.dialog.finished.connect(self._forget)
        bring_up(self.dialog)

    def _forget(self) -> None:
        self.dialog = None

    def close(self) -> None:
        """Close the dialog: it must not outlive the project, which closes with the window."""
        if self.dialog is not None:
            self.dialog.reject()
        self._preview.end()
