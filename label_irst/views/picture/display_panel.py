"""The display controls, in a small panel over the views, shown on demand."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from label_irst.document import Document
from label_irst.views.glossary import explain
from label_irst.views.picture import display_controls as controls
from label_irst.views.picture.control_bar import action_button
from label_irst.views.picture.levels_strip import LevelsStrip
from label_irst.views.widgets.keyboard import reached_by_tab
from label_irst.views.widgets.numbers import short

MARGIN = 12  # distance to the corner of the views
WIDTH = 320
STRIP_HEIGHT = 60


class DisplayPanel(QFrame):
    def __init__(self, document: Document, views: QWidget, auto: QAction, close: QAction) -> None:
        """Lie in the lower left corner of `views`, beside them among their parent's children."""
        super().__init__(views.parentWidget())
        self._document = document
        self._views = views
        self.setProperty("floating", True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setMinimumWidth(WIDTH)
        self._black, self._both, self._white = QLabel(), QLabel(), QLabel()
        self._gamma, self._contrast, self._opacity = QLabel(), QLabel(), QLabel()
        self._opacity_slider = controls.opacity_slider(document)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(6)
        layout.addLayout(self._title(close))
        layout.addWidget(LevelsStrip(document, STRIP_HEIGHT))
        layout.addLayout(self._numbers())
        layout.addLayout(self._grid())
        layout.addSpacing(4)
        layout.addLayout(self._buttons(auto))
        views.installEventFilter(self)
        document.display_changed.connect(self._refresh)
        document.sequence_changed.connect(self._refresh)
        self._refresh()
        self.hide()

    def _title(self, close: QAction) -> QHBoxLayout:
        heading = QLabel(self.tr("Display"))
        heading.setProperty("heading", True)
        button = QToolButton()
        button.setText("✕")
        button.setFixedSize(22, 22)
        button.setStyleSheet("padding: 0;")
        button.setToolTip(self.tr("Close"))
        reached_by_tab(button)
        button.clicked.connect(close.trigger)
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        row.addWidget(button)
        return row

    def _numbers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter)
        for label, side in zip(
            (self._black, self._both, self._white), (*sides, Qt.AlignmentFlag.AlignRight),
            strict=True,
        ):  # fmt: skip
            label.setProperty("faint", True)
            label.setAlignment(side)
            row.addWidget(label, 1)
        return row

    def _grid(self) -> QGridLayout:
        document = self._document
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)  # in the lowest window all of it lies over the views
        grid.setColumnStretch(1, 1)
        # As wide as its widest text: the sliders must not change their length as they move.
        grid.setColumnMinimumWidth(2, self.fontMetrics().horizontalAdvance("100 %"))
        lines: list[tuple[str, QWidget, QLabel | None]] = [
            (self.tr("Gamma"), controls.gamma_slider(document), self._gamma),
            (self.tr("Local contrast"), controls.contrast_slider(document), self._contrast),
            (self.tr("Colour map"), controls.colour_map_box(document), None),
            ("", controls.inverted_box(document), None),
            (self.tr("Frames"), controls.filter_box(document), None),
            (self.tr("Masks"), controls.mask_box(document), None),
            (self.tr("Fill"), self._opacity_slider, self._opacity),
        ]
        for row, (text, control, value) in enumerate(lines):
            name = QLabel(text)
            name.setProperty("faint", True)
            explain(name)
            grid.addWidget(name, row, 0)
            grid.addWidget(control, row, 1, 1, 1 if value else 2)
            if value is not None:
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(value, row, 2)
        return grid

    def _buttons(self, auto: QAction) -> QHBoxLayout:
        row = QHBoxLayout()
        reset = QPushButton(self.tr("Reset"))
        reset.setToolTip(self.tr("The frames as they are, with automatic levels"))
        reset.clicked.connect(self._document.display.reset)
        reached_by_tab(reset)
        row.addWidget(action_button(auto, primary=False))
        row.addWidget(reset)
        row.addStretch(1)
        return row

    def _refresh(self) -> None:
        display = self._document.display
        levels = display.levels
        self._black.setText(short(levels.low))
        self._both.setText(
            self.tr("window {window} · level {level}").format(
                window=short(levels.window), level=short(levels.level)
            )
        )
        self._white.setText(short(levels.high))
        self._gamma.setText(f"{levels.gamma:.2f}")
        contrast = display.look.contrast
        self._opacity_slider.setEnabled(display.mask_style.fill)
        self._opacity.setText(f"{100 * display.mask_style.opacity:.0f} %")
        self._contrast.setText(f"{100 * contrast:.0f} %" if contrast else self.tr("off"))

    # Place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def toggle(self) -> None:
        self.setVisible(self.isHidden())
        self._place()
        self.raise_()

    def _place(self) -> None:
        self.adjustSize()
        area = self._views.geometry()
        self.move(area.left() + MARGIN, max(area.top(), area.bottom() - self.height() - MARGIN))
