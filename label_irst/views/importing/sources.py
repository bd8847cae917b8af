"""The folders and files of an import: a list with its buttons."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from label_irst.views.widgets.tables import ROW_HEIGHT

LABELS = "JSON, XML, CSV, TXT (*.json *.xml *.csv *.txt);;* (*)"


class SourceList(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Sources of the labels"))
        self.list.setFixedHeight(3 * ROW_HEIGHT + 16)  # as high as the buttons
        self.add_folder = QPushButton(self.tr("Add folder…"))
        self.add_file = QPushButton(self.tr("Add file…"))
        self.remove = QPushButton(self.tr("Remove"))
        self.add_folder.clicked.connect(self._ask_folder)
        self.add_file.clicked.connect(self._ask_files)
        self.remove.clicked.connect(self._remove)
        self.list.itemSelectionChanged.connect(self._refresh)
        buttons = QVBoxLayout()
        for button in (self.add_folder, self.add_file, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self._refresh()

    @property
    def paths(self) -> list[Path]:
        return [Path(self.list.item(i).text()) for i in range(self.list.count())]

    def add(self, paths: list[Path]) -> None:
        """Add paths, each once."""
        new = [path for path in dict.fromkeys(paths) if path not in self.paths]
        self.list.addItems([str(path) for path in new])
        if new:
            self.changed.emit()

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self.add_folder.text(), self._near()):
            self.add([Path(chosen)])

    def _ask_files(self) -> None:
        chosen = QFileDialog.getOpenFileNames(self, self.add_file.text(), self._near(), LABELS)[0]
        self.add([Path(path) for path in chosen])

    def _near(self) -> str:
        return str(self.paths[-1].parent) if self.paths else ""

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self.changed.emit()

    def _refresh(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))
