"""A control for each option of a training run, made from its entry in the table of options.

The user may type any value; a forbidden one is reported, not silently corrected.
"""

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QWidget,
)

from label_irst import theme
from label_irst.i18n import tr
from p2m_core.train.schema import Option

WIDTH = 222
MARGIN = 9  # aligns numbers with words
MOST = 2**31 - 1
DECIMALS = 8


class WholeBox(QSpinBox):
    """Steps lead to allowed values, whatever was typed."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        self._option = option
        self.setRange(-MOST, MOST)
        self.setLocale(QLocale.c())
        self.lineEdit().setTextMargins(MARGIN, 0, 0, 0)
        self.valueChanged.connect(self._show_unit)
        self._show_unit(0)

    def stepBy(self, steps: int) -> None:
        option, step = self._option, self._option.multiple
        value = (self.value() // step + steps) * step
        self.setValue(max(int(option.low), min(value, int(option.high))))

    def _show_unit(self, value: int) -> None:
        self.setSuffix(_unit(self._option, value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        _scroll_or(super().wheelEvent, self, event)


class NumberBox(QDoubleSpinBox):
    """Shows no trailing zeros; a step is a tenth of the default's order of magnitude."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        self._option = option
        self.setRange(-MOST, MOST)
        self.setDecimals(DECIMALS)
        self.setLocale(QLocale.c())  # a decimal point, as in the command and in the run's folder
        self.lineEdit().setTextMargins(MARGIN, 0, 0, 0)
        self._step = 10.0 ** (math.floor(math.log10(option.default or option.high)) - 1)
        self.valueChanged.connect(self._show_unit)
        self._show_unit(0.0)

    def textFromValue(self, value: float) -> str:
        return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")

    def stepBy(self, steps: int) -> None:
        option = self._option
        value = max(option.low, min(self.value() + steps * self._step, option.high))
        if option.allows(value):
            self.setValue(value)

    def _show_unit(self, value: float) -> None:
        self.setSuffix(_unit(self._option, value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        _scroll_or(super().wheelEvent, self, event)


class ChoiceBox(QComboBox):
    """Editable if the option allows other words besides its choices."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        self.setEditable(bool(option.also))
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for word, text in option.choices.items():
            self.addItem(tr(text), word)

    def word(self) -> str:
        if not self.isEditable():
            return str(self.currentData())
        index = self.findText(self.currentText().strip())
        return str(self.itemData(index)) if index >= 0 else self.currentText().strip()

    def show_word(self, word: str) -> None:
        index = self.findData(word)
        if index >= 0:
            self.setCurrentIndex(index)
        elif self.isEditable():
            self.setEditText(word)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _scroll_or(super().wheelEvent, self, event)


class OptionField(QWidget):
    """A control, and a button that resets it to the default."""

    changed = Signal()

    def __init__(self, option: Option) -> None:
        super().__init__()
        self.option = option
        self.default = default = option.default
        self.title = QLabel(tr(option.title))
        self.control = _control(option)
        self.control.setFixedWidth(WIDTH)
        self.control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reset = QToolButton()
        self.reset.setText("↺")
        self.reset.setProperty("faint", True)
        self.reset.setFixedSize(24, 24)
        self.reset.setProperty("small", True)
        shown = tr(option.choices[default]) if option.kind == "choice" else f"{default:g}"
        self.reset.setToolTip(tr("Back to {default}").format(default=shown))
        self.reset.clicked.connect(lambda: self.put(self.default))
        keep = self.reset.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(keep)
        tip = f"{tr(option.help)}\n{rule_text(option)}\n{option.path}"
        for widget in (self.title, self.control):
            widget.setToolTip(tip)
        self.title.setBuddy(self.control)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.title, 1)
        layout.addWidget(self.control)
        layout.addWidget(self.reset)
        self.put(default)
        if isinstance(self.control, ChoiceBox):
            self.control.currentTextChanged.connect(self._refresh)
        else:
            self.control.valueChanged.connect(self._refresh)
        self._refresh()

    @property
    def value(self) -> Any:
        if isinstance(self.control, ChoiceBox):
            return self.control.word()
        value = self.control.value()
        return round(value, DECIMALS) if isinstance(value, float) else value

    @property
    def differs(self) -> bool:
        return bool(self.value != self.default)

    @property
    def fault(self) -> str:
        """What is wrong with the value, in one line; empty if it is allowed."""
        if self.option.allows(self.value):
            return ""
        if self.option.kind == "choice":
            value = f"“{self.value}”"
        else:
            value = f"{self.value:.{DECIMALS}f}".rstrip("0").rstrip(".")
        return tr("{title}: {value} is not allowed ({rule})").format(
            title=tr(self.option.title), value=value, rule=rule_text(self.option)
        )

    def put(self, value: Any) -> None:
        if isinstance(self.control, ChoiceBox):
            self.control.show_word(str(value))
        else:
            self.control.setValue(value)

    def _refresh(self) -> None:
        self.reset.setVisible(self.differs)
        theme.mark(self.title, "doubt", bool(self.fault))
        self.changed.emit()


def rule_text(option: Option) -> str:
    """The allowed values, in the user's language."""
    if option.kind == "choice":
        words = [tr(text) for text in option.choices.values()]
        return ", ".join([*words, "cuda:1"] if option.also else words)
    if option.below:
        text = tr("{low} to less than {high}")
    elif option.multiple > 1:
        text = tr("{low} to {high}, a multiple of {multiple}")
    else:
        text = tr("{low} to {high}")
    high = f"{option.high:.0f}"
    return text.format(low=f"{option.low:g}", high=high, multiple=option.multiple)


def _control(option: Option) -> WholeBox | NumberBox | ChoiceBox:
    if option.kind == "whole":
        return WholeBox(option)
    return NumberBox(option) if option.kind == "number" else ChoiceBox(option)


def _scroll_or(change: Callable[[QWheelEvent], None], control: QWidget, event: QWheelEvent) -> None:
    """Scroll the page with the wheel, unless the control has the focus."""
    if control.hasFocus():
        change(event)
    else:
        event.ignore()


def _unit(option: Option, value: float) -> str:
    """The unit of the number, or the meaning of 0."""
    if value == 0 and option.nothing:
        return f" · {tr(option.nothing)}"
    return f" {tr(option.unit)}" if option.unit else ""
