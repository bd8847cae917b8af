"""The button that shows, in the desktop's file manager, the folder that was just written."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton


def open_folder(folder: Path) -> None:
    """Show a folder in the file manager of the desktop."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class OpenFolder(QPushButton):
    """Hidden until something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.setText(self.tr("Open folder"))
        self.setAutoDefault(False)
        self._folder: Path | None = None
        self.clicked.connect(self._open)
        self.hide()

    def show_for(self, folder: Path) -> None:
        """Appear, for this folder."""
        self._folder = folder
        self.setToolTip(str(folder))
        self.show()

    def _open(self) -> None:
        if self._folder is not None:
            open_folder(self._folder)
