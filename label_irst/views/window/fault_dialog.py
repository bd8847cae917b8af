"""The dialog about an unexpected error; it is not modal, and the work goes on beside it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from label_irst.views.widgets.open_folder import open_folder
from label_irst.views.widgets.placing import close_by_keys, place

WIDTH = 460
_kept: list[QDialog] = []  # without a parent, a dialog lives only as long as a reference to it


class FaultDialog(QDialog):
    """While it is open, further errors are added to it; no second one opens."""

    def __init__(self, parent: QWidget | None, log: Path | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Unexpected error"))
        self.details = ""
        self._errors = 0
        self.error, self.more = QLabel(), QLabel()
        title = QLabel(self.tr("Something went wrong inside Label-IRST."))
        title.setProperty("heading", True)
        calm = QLabel(
            self.tr("Your work is stored: every edit is saved as you make it. You can go on.")
        )
        if log is None:
            where = self.tr("No log is written: its folder cannot be written to.")
        else:
            where = self.tr("The log holds the details: {path}").format(path=log)
        place = QLabel(where)
        self.more.setProperty("faint", True)
        self.more.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        for label in (title, self.error, self.more, calm, place):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        for label in (self.error, place):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox()
        self.copy = buttons.addButton(
            self.tr("Copy details"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy.clicked.connect(self._copy)
        if log is not None:
            folder = buttons.addButton(
                self.tr("Open folder"), QDialogButtonBox.ButtonRole.ActionRole
            )
            folder.clicked.connect(lambda: open_folder(log.parent))
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(6)
        layout.addWidget(buttons)
        self.setMinimumWidth(WIDTH)

    def add(self, error: str, details: str) -> None:
        """Add an error: the first is shown in full, further ones are counted."""
        self._errors += 1
        self.details += details + "\n"
        if self._errors == 1:
            self.error.setText(error)
        else:
            text = self.tr("Other errors since then: {count}")
            self.more.setText(text.format(count=self._errors - 1))
            self.more.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self.copy.setText(self.tr("Copied"))


def show_fault(error: str, details: str, log: Path | None) -> FaultDialog:
    """Show an error in the dialog that is open, or in a new one."""
    windows = QApplication.topLevelWidgets()
    dialog = next((w for w in windows if isinstance(w, FaultDialog) and w.isVisible()), None)
    if dialog is None:
        main = next((w for w in windows if isinstance(w, QMainWindow) and w.isVisible()), None)
        # A child of a modal window, if there is one: the user must reach its buttons.
        dialog = FaultDialog(QApplication.activeModalWidget() or main, log)
        _kept[:] = [dialog]
    dialog.add(error, details)
    close_by_keys(dialog)
    place(dialog)
    dialog.show()
    dialog.raise_()
    return dialog
