"""All options of a training run as a form: the basic ones, and the others under Advanced."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from label_irst.i18n import tr
from label_irst.views.training.option_fields import OptionField
from label_irst.views.widgets.tables import heading
from p2m_core.train.config import GROUPS, OPTIONS

SPACING = 8
BAR = 14  # the width of the scroll bar


class TrainOptions(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = {path: OptionField(option) for path, option in OPTIONS.items()}
        self.device = QLabel()
        self.device.setProperty("faint", True)
        self.device.setWordWrap(True)
        self.advanced = QPushButton()
        self.advanced.setCheckable(True)
        self.advanced.setStyleSheet(
            "background: transparent; border: none; padding: 4px 0; text-align: left;"
        )
        self.advanced.setToolTip(self.tr("The other options of p2m train"))
        self.advanced.toggled.connect(self._unfold)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find an option"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.reset_all = QPushButton(self.tr("Reset all"))
        self.reset_all.setToolTip(self.tr("Every option, those above too"))
        self.reset_all.clicked.connect(lambda: self.put({}))
        self._groups: list[tuple[QWidget, list[OptionField]]] = []
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._finder = QWidget()
        line = QHBoxLayout(self._finder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.search, 1)
        line.addWidget(self.reset_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(heading(self.tr("How it learns")))
        basic = QVBoxLayout()
        basic.setContentsMargins(0, 0, BAR, 0)  # aligned with the fields in the scroll area
        basic.setSpacing(SPACING - 2)
        for field in self.fields.values():
            if field.option.basic:
                basic.addWidget(field)
        basic.addWidget(self.device)
        layout.addLayout(basic)
        layout.addWidget(self.advanced)
        layout.addWidget(self._finder)
        layout.addWidget(self.area, 1)
        self._rest = QWidget()  # takes the space of the folded fields
        layout.addWidget(self._rest, 1)
        for field in self.fields.values():
            field.changed.connect(self._changed)
        self._unfold(False)
        self._count()

    def _page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, BAR - 10, 0)  # the style leaves 10 to the bar itself
        layout.setSpacing(14)
        for group in GROUPS:
            fields = [self.fields[o.path] for o in group.options if not o.basic]
            if not fields:
                continue
            box = QWidget()
            inner = QVBoxLayout(box)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(SPACING - 2)
            inner.addWidget(heading(tr(group.title)))
            for field in fields:
                inner.addWidget(field)
            layout.addWidget(box)
            self._groups.append((box, fields))
        layout.addStretch(1)
        return page

    @property
    def values(self) -> dict[str, Any]:
        """All values by their paths."""
        return {path: field.value for path, field in self.fields.items()}

    @property
    def changes(self) -> dict[str, Any]:
        """The values that are not the defaults."""
        return {path: field.value for path, field in self.fields.items() if field.differs}

    @property
    def fault(self) -> str:
        """What is wrong with the first forbidden value, in one line; empty if all are allowed."""
        return next((field.fault for field in self.fields.values() if field.fault), "")

    def put(self, changes: dict[str, Any]) -> None:
        """Show these values, and the default of every other option."""
        for path, field in self.fields.items():
            value = changes.get(path, field.default)
            field.put(value if field.option.allows(value) else field.default)

    def _changed(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        count = sum(f.differs for f in self.fields.values() if not f.option.basic)
        text = self.tr("Advanced")
        if count:
            text += " · " + self.tr("{count} changed").format(count=count)
        self.advanced.setText(("▾  " if self.advanced.isChecked() else "▸  ") + text)
        self.reset_all.setEnabled(bool(self.changes))

    def _unfold(self, on: bool) -> None:
        if on and self.area.widget() is None:
            self.area.setWidget(self._page())  # only now: it takes a moment, and few need it
        self._finder.setVisible(on)
        self.area.setVisible(on)
        self._rest.setVisible(not on)
        self._count()

    def _filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        for box, fields in self._groups:
            for field in fields:
                option = field.option
                words = f"{tr(option.title)}\n{tr(option.help)}\n{option.path}".casefold()
                field.setVisible(wanted in words)
            box.setVisible(any(not field.isHidden() for field in fields))
