"""The warnings on a data set as a tree: what was found, and below it the places, to go there."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.views.datasets.finding_texts import finding_text
from label_irst.views.widgets.tables import heading
from p2m_core.datasets.statistics.examination import Examination
from p2m_core.datasets.statistics.findings import Finding

PLACE = Qt.ItemDataRole.UserRole
LINE = 22  # pixels


class WarningList(QWidget):
    chosen = Signal(object)  # a Place

    def __init__(self) -> None:
        super().__init__()
        self.title, self.advice = heading(""), QLabel()
        self.advice.setProperty("faint", True)
        self.advice.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("Warnings"))
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.currentItemChanged.connect(self._describe)
        self.tree.itemClicked.connect(self._choose)
        self.tree.itemActivated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.advice)

    def show_findings(self, examined: Examination) -> None:
        self.tree.clear()
        count = len(examined.findings)
        self.title.setText(
            self.tr("Warnings: {count}").format(count=count) if count else self.tr("No warnings")
        )
        self.advice.clear()
        for finding in examined.findings:
            self.tree.addTopLevelItem(self._item(examined, finding))
        if count == 1:
            self.tree.expandAll()

    def _item(self, examined: Examination, finding: Finding) -> QTreeWidgetItem:
        text, advice = finding_text(finding)
        item = QTreeWidgetItem([text])
        item.setForeground(0, theme.colours().doubt)
        item.setToolTip(0, advice)
        item.setSizeHint(0, QSize(0, LINE))
        details = finding.details or ("",) * len(finding.places)
        for place, detail in zip(finding.places, details, strict=True):
            where = examined.where(place)
            row = QTreeWidgetItem([f"{where} ≈ {detail}" if finding.same_as else where])
            row.setToolTip(0, detail or where)
            row.setSizeHint(0, QSize(0, LINE))
            row.setData(0, PLACE, place)
            item.addChild(row)
        if (left := finding.count - len(finding.places)) > 0 and finding.places:
            more = QTreeWidgetItem(
                [self.tr("and {count} more: save the report").format(count=left)]
            )
            more.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.addChild(more)
        return item

    def _describe(self, item: QTreeWidgetItem | None) -> None:
        """Show what to do about the warning that a row is of."""
        if item is not None:
            self.advice.setText((item.parent() or item).toolTip(0))

    def _choose(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, PLACE)
        if place is not None:
            self.chosen.emit(place)
        elif item.childCount():
            item.setExpanded(not item.isExpanded())
