"""The regions of the sequence that are ignored: switch one off and on, remove it, see it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from label_irst.document import Document
from label_irst.document.actions import ignored_actions
from label_irst.document.ranges import frames_text
from p2m_core.project import IgnoredKind, IgnoredRegion

_ID = Qt.ItemDataRole.UserRole


class IgnoredWindow(QWidget):
    """A window of its own: the picture beside it shows the region that is chosen."""

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._document = document
        self.setWindowTitle(self.tr("Ignored regions"))
        hint = QLabel(
            self.tr(
                "No seed, suggestion, training sample or false alarm lies in a ticked region. "
                "Draw one with the Ignore tool; while frames are chosen, it is for these alone."
            )
        )
        hint.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.windowTitle())
        self.list.itemChanged.connect(self._switch)
        self.list.itemSelectionChanged.connect(self._show)
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.clicked.connect(self._remove)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.resize(460, 320)
        document.ignored.changed.connect(self._refresh)
        self._refresh()

    @property
    def _chosen(self) -> list[IgnoredRegion]:
        numbers = {item.data(_ID) for item in self.list.selectedItems()}
        return [r for r in self._document.ignored.regions if r.id in numbers]

    def _refresh(self) -> None:
        chosen = {region.id for region in self._chosen}
        self.list.blockSignals(True)
        self.list.clear()
        for region in self._document.ignored.regions:
            item = QListWidgetItem(self._text(region))
            item.setData(_ID, region.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = Qt.CheckState.Checked if region.enabled else Qt.CheckState.Unchecked
            item.setCheckState(on)
            self.list.addItem(item)
            item.setSelected(region.id in chosen)
        self.list.blockSignals(False)
        self.remove.setEnabled(bool(self._chosen))

    def _text(self, region: IgnoredRegion) -> str:
        x0, y0, x1, y1 = region.box
        found = region.kind is IgnoredKind.FOUND
        who = self.tr("Found") if found else self.tr("Drawn")
        size = self.tr("{width} x {height} pixels at column {x}, row {y}").format(
            width=x1 - x0, height=y1 - y0, x=x0, y=y0
        )
        whole = (region.first, region.last) == (0, self._document.states.size - 1)
        frames = self.tr("all frames") if whole else frames_text(region.first, region.last)
        return f"{who}: {size}, {frames}"

    def _switch(self, item: QListWidgetItem) -> None:
        on = item.checkState() is Qt.CheckState.Checked
        region = next((r for r in self._document.ignored.regions if r.id == item.data(_ID)), None)
        if region is not None and region.enabled != on:
            ignored_actions.switch(self._document, region, on)
        self._refresh()

    def _show(self) -> None:
        self.remove.setEnabled(bool(self._chosen))
        for region in self._chosen[:1]:
            x0, y0, x1, y1 = region.box
            if not region.first <= self._document.frame <= region.last:
                self._document.go_to(region.first)
            self._document.focus_requested.emit((x0 + x1 - 1) / 2, (y0 + y1 - 1) / 2)

    def _remove(self) -> None:
        ignored_actions.stop_ignoring(self._document, self._chosen)
