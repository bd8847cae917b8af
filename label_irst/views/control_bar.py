"""Below the timeline: PAMG's support radius, window and level, colour map, and what comes next."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from label_irst.display.levels import Levels
from label_irst.display.picture import COLOUR_MAPS
from label_irst.document import Document
from label_irst.views.target_panel import short

STEPS = 1000  # of the level sliders


class ControlBar(QWidget):
    def __init__(self, document: Document, buttons: list[tuple[QAction, bool]]) -> None:
        """`buttons` repeat actions of the menus; True makes one stand out."""
        super().__init__()
        self._document = document
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._support_label, self._support = _slider(2, 60)
        self._window_label, self._window = _slider(1, STEPS)
        self._level_label, self._level = _slider(0, STEPS)
        self._support.setToolTip(
            self.tr("How far a click may grow: R_s of the paper, for the next click")
        )
        self._support.valueChanged.connect(self._support_moved)
        self._window.valueChanged.connect(self._window_moved)
        self._level.valueChanged.connect(self._level_moved)
        self._maps = QComboBox()
        self._maps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._maps.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        words = {"white-hot": self.tr("White-hot"), "black-hot": self.tr("Black-hot")}
        for name in COLOUR_MAPS:
            self._maps.addItem(words[name], name)
        self._maps.currentIndexChanged.connect(
            lambda: document.set_colour_map(self._maps.currentData())
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 10)
        layout.setSpacing(16)
        for label, control in (
            (self._support_label, self._support),
            (self._window_label, self._window),
            (self._level_label, self._level),
            (QLabel(self.tr("Colour map")), self._maps),
        ):
            layout.addLayout(_labelled(label, control))
        layout.addStretch(1)
        for action, primary in buttons:
            layout.addWidget(_button(action, primary), 0, Qt.AlignmentFlag.AlignBottom)
        document.display_changed.connect(self.refresh)
        document.sequence_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        document = self._document
        with (
            QSignalBlocker(self._support),
            QSignalBlocker(self._window),
            QSignalBlocker(self._level),
            QSignalBlocker(self._maps),
        ):
            self._support.setValue(round(document.params.support_radius))
            low, high = document.range
            span = high - low
            levels = document.levels
            self._window.setValue(round(levels.window / span * STEPS))
            self._level.setValue(round((levels.level - low) / span * STEPS))
            self._maps.setCurrentIndex(COLOUR_MAPS.index(document.colour_map))
        self._set_labels()

    def _set_labels(self) -> None:
        document = self._document
        radius = document.params.support_radius
        self._support_label.setText(self.tr("Support") + f"  {radius:.0f} px")
        self._window_label.setText(self.tr("Window") + f"  {short(document.levels.window)}")
        self._level_label.setText(self.tr("Level") + f"  {short(document.levels.level)}")

    def _support_moved(self, value: int) -> None:
        params = replace(self._document.params, support_radius=float(value))
        self._document.set_params(params)
        self._set_labels()

    def _window_moved(self, value: int) -> None:
        low, high = self._document.range
        window = value / STEPS * (high - low)
        self._document.set_levels(Levels.around(window, self._document.levels.level))

    def _level_moved(self, value: int) -> None:
        low, high = self._document.range
        level = low + value / STEPS * (high - low)
        self._document.set_levels(Levels.around(self._document.levels.window, level))


def _slider(low: int, high: int) -> tuple[QLabel, QSlider]:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(low, high)
    slider.setMinimumWidth(64)
    slider.setMaximumWidth(170)
    slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows belong to the frames
    return QLabel(), slider


def _labelled(label: QLabel, control: QWidget) -> QVBoxLayout:
    label.setProperty("heading", True)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance("M" * 10))
    control.setFixedHeight(28)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label)
    column.addWidget(control)
    return column


def _button(action: QAction, primary: bool) -> QPushButton:
    button = QPushButton()
    button.setProperty("primary", primary)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # Never narrower than its text: the window's smallest width follows from it.
    button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def refresh() -> None:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setText(f"{action.iconText()}   {key}" if key else action.iconText())
        button.setToolTip(action.toolTip())

    action.changed.connect(refresh)  # its keys may become others
    refresh()
    button.clicked.connect(action.trigger)
    return button
