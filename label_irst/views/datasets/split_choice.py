"""Which sequences an export keeps for testing."""

from collections import Counter

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from label_irst.views.widgets.tables import ROW_HEIGHT
from p2m_core.datasets.writers import Drawn, Split
from p2m_core.project import Project, get_roles, list_sequence_names

MARGIN = 9  # aligns numbers with words
NAMES, ROLES, DRAWN = "names", "roles", "drawn"


class SplitChoice(QWidget):
    changed = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.how = QComboBox()
        for text, how in (
            (self.tr("Sequences chosen here"), NAMES),
            (self.tr("As the project keeps them for testing"), ROLES),
            (self.tr("Drawn, alike in size and SCR of targets"), DRAWN),
        ):
            self.how.addItem(text, how)
        self.test = QListWidget()
        self.test.setAccessibleName(self.tr("Sequences for testing"))
        self.test.setFixedHeight(96)
        for sequence in list_sequence_names(project):
            item = QListWidgetItem(sequence.name)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, ROW_HEIGHT))  # the box is higher than a line of text
            self.test.addItem(item)
        counts = Counter(get_roles(project).values())
        roles = {role: counts[role] for role in ("train", "test", "out")}
        self.roles = QLabel(
            self.tr("{train} for training, {test} for testing, {out} for neither").format(**roles)
        )
        self.roles.setProperty("faint", True)
        self.share = QDoubleSpinBox()
        self.share.setLocale(QLocale.c())
        self.share.setDecimals(0)
        self.share.setRange(1.0, 99.0)
        self.share.setValue(30.0)
        self.share.setSuffix(" %")
        self.seed = QSpinBox()
        self.seed.setRange(0, 2**31 - 1)
        for box in (self.share, self.seed):
            box.lineEdit().setTextMargins(MARGIN, 0, 0, 0)
            box.setMinimumWidth(96)
        self._drawn = QWidget()
        line = QHBoxLayout(self._drawn)
        line.setContentsMargins(0, 0, 0, 0)
        for widget in (QLabel(self.tr("share")), self.share, QLabel(self.tr("seed")), self.seed):
            line.addWidget(widget)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.how, self.test, self.roles, self._drawn):
            layout.addWidget(part)
        self.how.currentIndexChanged.connect(self._refresh)
        self._refresh()

    @property
    def split(self) -> Split:
        how = self.how.currentData()
        if how == ROLES:
            return "roles"
        if how == DRAWN:
            return Drawn(self.share.value() / 100.0, self.seed.value())
        items = [self.test.item(i) for i in range(self.test.count())]
        return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]

    def take(self, how: str) -> None:
        self.how.setCurrentIndex(self.how.findData(how))

    def _refresh(self) -> None:
        how = self.how.currentData()
        self.test.setVisible(how == NAMES)
        self.roles.setVisible(how == ROLES)
        self._drawn.setVisible(how == DRAWN)
        self.changed.emit()
