"""Below the timeline: PAMG's support radius, levels, colour map, and buttons for the next step."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from label_irst.document import Document
from label_irst.views.glossary import explain
from label_irst.views.picture.display_controls import colour_map_box
from label_irst.views.picture.levels_strip import LevelsStrip
from label_irst.views.picture.polarity_button import PolarityButton
from label_irst.views.widgets.keyboard import reached_by_tab
from label_irst.views.widgets.numbers import short

CONTROL_HEIGHT = 28
SUPPORT_EMS = 9


class ControlBar(QWidget):
    def __init__(
        self,
        document: Document,
        panel: QAction,
        polarity: QAction,
        buttons: list[tuple[QAction, bool]],
    ) -> None:
        """`panel` opens the other display controls, `polarity` chooses the next polarity.

        `buttons` repeat actions of the menus; True makes one stand out.
        """
        super().__init__()
        self._document = document
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._support_label, self._support = _slider(2, 60)
        self._support.setToolTip(
            self.tr("How far a click may grow: R_s of the paper, for the next click")
        )
        self._support.setAccessibleName(self.tr("Support radius"))
        self._support.valueChanged.connect(self._support_moved)
        self._levels_label = QLabel()
        explain(self._support_label, self.tr("Support"))
        explain(self._levels_label, self.tr("levels"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 10)
        layout.setSpacing(12)
        heads = []
        colours = colour_map_box(document)
        colours.setAccessibleName(self.tr("Colour map"))
        for label, control, ems in (
            (
                self._support_label,
                _pair(self._support, PolarityButton(document, polarity)),
                SUPPORT_EMS,
            ),
            (self._levels_label, LevelsStrip(document, CONTROL_HEIGHT), 13),
            (QLabel(self.tr("Colour map")), _beside(colours, panel), 10),
        ):
            column, head = _labelled(label, control, ems)
            layout.addLayout(column)
            heads.append(head)
        self._support_head = heads[0]
        self._beside_support: QWidget | None = None
        self._support_is_short = False
        layout.addStretch(1)
        for action, primary in buttons:
            layout.addWidget(action_button(action, primary), 0, Qt.AlignmentFlag.AlignBottom)
        document.display_changed.connect(self.refresh)
        document.sequence_changed.connect(self.refresh)
        document.params_changed.connect(self.refresh)
        self.refresh()

    def add_beside_support(self, widget: QWidget) -> None:
        """Put a small widget after the support's label."""
        self._beside_support = widget
        self._support_head.addWidget(widget)
        self.show_beside_support(False)

    def show_beside_support(self, shown: bool) -> None:
        """Show or hide that widget; a shorter label makes room, not a wider window."""
        assert self._beside_support is not None
        if not shown:
            self._beside_support.hide()
        self._support_is_short = shown
        self._set_labels()
        if shown:
            self._beside_support.show()

    def refresh(self) -> None:
        with QSignalBlocker(self._support):
            self._support.setValue(round(self._document.params.support_radius))
        self._set_labels()

    def _set_labels(self) -> None:
        document = self._document
        radius = document.params.support_radius
        brief = self._support_is_short
        text = f"R_s  {radius:.0f}" if brief else self.tr("Support") + f"  {radius:.0f} px"
        self._support_label.setText(text)
        _make_room(self._support_label, 4 if brief else SUPPORT_EMS)
        levels = document.display.levels
        self._levels_label.setText(
            self.tr("Levels {low} to {high}").format(low=short(levels.low), high=short(levels.high))
        )

    def _support_moved(self, value: int) -> None:
        params = replace(self._document.params, support_radius=float(value))
        self._document.set_params(params)
        self._set_labels()


def _slider(low: int, high: int) -> tuple[QLabel, QSlider]:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(low, high)
    slider.setMinimumWidth(64)
    slider.setMaximumWidth(170)
    reached_by_tab(slider)
    return QLabel(), slider


def _labelled(label: QLabel, control: QWidget, ems: int) -> tuple[QVBoxLayout, QHBoxLayout]:
    """A control below its label, which gets room for `ems` letters; and the label's line."""
    label.setProperty("heading", True)
    if not label.toolTip():
        explain(label)
    _make_room(label, ems)
    control.setFixedHeight(CONTROL_HEIGHT)
    column = QVBoxLayout()
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(6)
    head.addWidget(label, 1)
    column.addLayout(head)
    column.addWidget(control)
    return column, head


def _make_room(label: QLabel, ems: int) -> None:
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance("M" * ems))


def _beside(control: QWidget, action: QAction) -> QWidget:
    """A control and a small button after it."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    reached_by_tab(button)
    return _pair(control, button)


def _pair(control: QWidget, button: QWidget) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(control)
    row.addWidget(button)
    return pair


def action_button(action: QAction, primary: bool) -> QPushButton:
    """A button that triggers the action and shows its key."""
    button = QPushButton()
    button.setProperty("primary", primary)
    reached_by_tab(button)
    # Never narrower than its text: the window's smallest width follows from it.
    button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def refresh() -> None:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setText(f"{action.iconText()}   {key}" if key else action.iconText())
        button.setToolTip(action.toolTip())

    action.changed.connect(refresh)  # its keys may change
    refresh()
    button.clicked.connect(action.trigger)
    return button
