"""The format of an export: what it is, what it cannot carry, and its options."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from label_irst.views.datasets.texts import listed, word
from label_irst.views.widgets.wrapped import Wrapped
from p2m_core.datasets.writers import FORMATS, Format, Option


class FormatChoice(QWidget):
    """Built from the registry: a new format or option needs nothing here."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = QComboBox()
        for name, format in FORMATS.items():
            self.box.addItem(word(format.title).partition(": ")[0].partition("：")[0], name)
        self.what, self.cannot = Wrapped(), Wrapped()
        self.what.setProperty("faint", True)
        self.fields: dict[str, QCheckBox | QComboBox] = {}
        self._form = QFormLayout()
        self._form.setVerticalSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.box, self.what, self.cannot):
            layout.addWidget(widget)
        layout.addLayout(self._form)
        self.box.currentIndexChanged.connect(self._change)
        self._change()

    @property
    def format(self) -> Format:
        return FORMATS[str(self.box.currentData())]

    @property
    def options(self) -> dict[str, bool | str]:
        """The values of the format's options by name."""
        return {
            name: field.isChecked() if isinstance(field, QCheckBox) else str(field.currentData())
            for name, field in self.fields.items()
        }

    def take(self, name: str) -> None:
        """Choose a format by its name; the first one where it is not known."""
        self.box.setCurrentIndex(max(0, self.box.findData(name)))

    def _change(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {option.name: self._field(option) for option in self.format.options}
        self.what.setText(word(self.format.title))
        self._refresh()

    def _field(self, option: Option) -> QCheckBox | QComboBox:
        if isinstance(option.default, bool):
            switch = QCheckBox(_sentence(word(option.title)))
            switch.setChecked(option.default)
            switch.toggled.connect(self._refresh)
            self._form.addRow(switch)
            return switch
        box = QComboBox()
        box.addItems(list(option.choices))
        for i, choice in enumerate(option.choices):
            box.setItemData(i, choice)
        box.setCurrentText(option.default)
        box.currentIndexChanged.connect(self._refresh)
        name = QLabel(_sentence(word(option.name)))
        name.setMinimumHeight(box.sizeHint().height())
        self._form.addRow(name, box)
        title = Wrapped(_sentence(word(option.title)))
        title.setProperty("faint", True)
        self._form.addRow(title)
        return box

    def _refresh(self) -> None:
        lost = self.format.cannot_with(self.options)
        text = self.tr("Not in this format: {lost}.").format(lost=listed(lost))
        self.cannot.setText(text if lost else self.tr("It carries all that the project holds."))
        self.changed.emit()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
