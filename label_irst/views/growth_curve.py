"""The energy along the growth path of the selected target, with a handle to walk it."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from label_irst import theme
from label_irst.document import Document, commands

MARGIN = 12


class GrowthCurve(QFrame):
    """A small panel over the detail view; hidden while there is nothing grown to show."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._view = parent
        self.wanted = True
        self.setObjectName("growth")
        self.setStyleSheet(
            f"#growth {{ background: {theme.CHIP.name()}; border: 1px solid {theme.LINE.name()};"
            " border-radius: 6px; }"
        )
        self._heading = QLabel()
        self._heading.setProperty("heading", True)
        self._plot = pg.PlotWidget(background=None)
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.hideButtons()
        self._plot.hideAxis("left")
        axis = self._plot.getAxis("bottom")
        axis.setPen(theme.LINE)
        axis.setTextPen(theme.FAINT_TEXT)
        dense = self.devicePixelRatioF()  # the plot's pens are in device pixels
        self._curve = self._plot.plot(pen=pg.mkPen(theme.ACCENT, width=2 * dense))
        # Where the energy alone would stop, for comparison with where the user did.
        self._best = pg.InfiniteLine(pen=pg.mkPen(theme.FAINT_TEXT, style=Qt.PenStyle.DashLine))
        self._handle = pg.InfiniteLine(movable=True, pen=pg.mkPen("#ff5a5f", width=2 * dense))
        self._handle.setHoverPen(pg.mkPen("#ff8a8d", width=4 * dense))
        self._plot.addItem(self._best)
        self._plot.addItem(self._handle)
        self._handle.sigDragged.connect(self._dragged)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 2)
        layout.setSpacing(2)
        layout.addWidget(self._heading)
        layout.addWidget(self._plot)
        self.setToolTip(
            self.tr("Drag the red line, Shift+wheel, or , and . to walk the growth path")
        )
        parent.installEventFilter(self)
        document.selection_changed.connect(self.refresh)
        document.frame_changed.connect(self.refresh)
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        """Keep to the lower right corner of the view."""
        view = self._view
        width, height = min(320, view.width() - 2 * MARGIN), 128
        left, top = view.width() - width - MARGIN, view.height() - height - MARGIN
        self.setGeometry(left, top, width, height)

    def refresh(self) -> None:
        growth, target = self._document.growth, self._document.selected
        self.setVisible(self.wanted and growth is not None)
        if growth is None or target is None:
            return
        step = commands.growth_step(target, growth)
        self._heading.setText(
            self.tr("Growth energy · step {step} of {steps}").format(
                step=step, steps=len(growth.path)
            )
        )
        finite = np.flatnonzero(np.isfinite(growth.energy))
        self._curve.setData(finite + 1, growth.energy[finite])
        # The interesting part is around the choice; the tail of a long path is flat.
        end = min(len(growth.path), max(60, 4 * max(step, growth.step)))
        self._plot.setXRange(1, end, padding=0.02)
        shown = growth.energy[finite][finite < end]
        if shown.size:
            self._plot.setYRange(float(shown.min()), float(shown.max()), padding=0.08)
        self._best.setValue(growth.step)
        self._handle.blockSignals(True)
        self._handle.setValue(step)
        self._handle.blockSignals(False)

    def _dragged(self) -> None:
        commands.scrub_to(self._document, round(float(self._handle.value())))
