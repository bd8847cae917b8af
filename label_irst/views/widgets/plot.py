"""A plot: curves with a title, the values under the pointer, a legend that hides, and export."""

import csv
import io
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import (
    QEvent,
    QIODevice,
    QPoint,
    QRect,
    QRectF,
    QSaveFile,
    QSize,
    QStandardPaths,
    Qt,
)
from PySide6.QtGui import QFont, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.document.background import result_of
from label_irst.views.glossary import explain
from label_irst.views.widgets.curve import Curve, Span

_CANVAS = "label_irst.views.widgets.plot_canvas"
SWATCH = QSize(26, 12)
NAME_WIDTH = 190  # pixels of a name in the legend
PICTURE_SCALE = 2  # pixels of a saved picture a pixel of the screen
SUFFIXES = (".png", ".svg", ".csv")
GAP = 8


def load() -> None:
    """Import pyqtgraph, which takes a moment, while the window stays alive."""
    if _CANVAS not in sys.modules:
        _make_classes()
        result_of(_import_canvas)


def _make_classes() -> None:
    """Make all classes of Qt, here in the window's thread.

    pyqtgraph asks for each of them. PySide makes a class when it is first asked for, and crashes
    if the window paints while another thread has it make one.
    """
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)


def _import_canvas() -> None:
    # The warm-up's thread may be in the middle of importing colorama, for numba. Python waits for
    # the end of that for the package, but not for its parts, which pyqtgraph asks for.
    with suppress(ImportError):
        import_module("colorama")
    import_module(_CANVAS)


class Plot(QWidget):
    """The wheel zooms, dragging moves, a double click or Fit shows everything again.

    With the keyboard: + and - zoom, 0 fits, the arrow keys walk along the curves.
    """

    def __init__(self, unit: str, whole: bool = False) -> None:
        """`unit` is that of the x axis; `whole`: its values are counts."""
        from label_irst.views.widgets.plot_canvas import PlotCanvas  # see `load`

        super().__init__()
        self._unit = unit
        self._curves: Sequence[Curve] = ()
        self._hidden: set[str] = set()
        self.title, self.readout, self._empty = QLabel(), QLabel(), QLabel()
        self.title.setProperty("heading", True)
        for label in (self.readout, self._empty):
            label.setProperty("faint", True)
        # A long text is cut, instead of widening the window.
        for label in (self.title, self.readout):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self.canvas = PlotCanvas(unit, whole)
        self.canvas.pointed.connect(self._show_point)
        self.canvas.menu_wanted.connect(self._pop_up)
        self.legend: list[QCheckBox] = []
        self._make_menu()
        self._lay_out()

    def _make_menu(self) -> None:
        self.fit = QToolButton()
        self.fit.setText(self.tr("Fit"))
        self.fit.setToolTip(self.tr("Show everything again (double click, or 0)"))
        self.fit.clicked.connect(self.canvas.fit)
        self.menu = QMenu(self)
        self.menu.addAction(self.tr("Fit"), self.canvas.fit)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Save picture…"), self._ask_picture)
        self.menu.addAction(self.tr("Save values…"), self._ask_values)
        self.save_button = QToolButton()
        self.save_button.setText(self.tr("Save…"))
        self.save_button.setToolTip(self.tr("Save as a picture, or the values as CSV"))
        self.save_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save_button.setMenu(self.menu)
        for button in (self.fit, self.save_button):
            button.setProperty("faint", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        head.addWidget(self.fit)
        head.addWidget(self.save_button)
        self._row = QHBoxLayout()
        self._row.setSpacing(14)
        below = QHBoxLayout()
        below.addLayout(self._row)
        below.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._empty)
        self.stack.addWidget(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.readout)
        layout.addWidget(self.stack, 1)
        layout.addLayout(below)

    # Showing

    def show_curves(
        self, title: str, curves: Sequence[Curve], x: Span, y: Span, mark: float | None = None
    ) -> None:
        """Show curves, the main one last; a dashed upright stands at `mark`."""
        self._curves = curves
        self.title.setText(title)
        explain(self.title)
        self.canvas.setAccessibleName(title)
        self.stack.setCurrentWidget(self.canvas)
        self._refresh_legend()
        self.canvas.show_curves(curves, x, y, mark, frozenset(self._hidden))
        self._enable(True)
        self._show_point()

    def show_nothing(self, title: str, why: str) -> None:
        self._curves = ()
        self.title.setText(title)
        self._empty.setText(why)
        self.readout.clear()
        self.stack.setCurrentWidget(self._empty)
        self._refresh_legend()
        self._enable(False)

    def _enable(self, on: bool) -> None:
        self.fit.setEnabled(on)
        self.save_button.setEnabled(on)

    def _refresh_legend(self) -> None:
        """Make a check box for each curve, if there are several."""
        names = [curve.name for curve in self._curves] if len(self._curves) > 1 else []
        if [box.objectName() for box in self.legend] != names:
            for old in self.legend:
                self._row.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.legend = [self._legend_box(name) for name in names]
            self._hidden &= set(names)
        self._paint_swatches()

    def _legend_box(self, name: str) -> QCheckBox:
        box = QCheckBox()
        box.setObjectName(name)
        letters = box.fontMetrics()
        box.setText(letters.elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH))
        box.setAccessibleName(name)
        box.setToolTip(self.tr("Show or hide {curve}").format(curve=name))
        box.setIconSize(SWATCH)
        box.setChecked(name not in self._hidden)
        box.toggled.connect(lambda on: self._set_shown(name, on))
        self._row.addWidget(box)
        return box

    def _set_shown(self, name: str, on: bool) -> None:
        self._hidden = self._hidden - {name} if on else self._hidden | {name}
        self.canvas.hide_curves(frozenset(self._hidden))
        self._show_point()

    def _paint_swatches(self) -> None:
        from label_irst.views.widgets.plot_canvas import draw_swatch

        for box, curve in zip(self.legend, self._curves, strict=False):
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap(SWATCH * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            draw_swatch(painter, QRectF(QRect(QPoint(0, 0), SWATCH)), curve, ratio)
            painter.end()
            box.setIcon(QIcon(pixmap))

    def _show_point(self) -> None:
        """Describe the selected point; without one, the last point of the main curve."""
        point = self.canvas.point
        if point is None:
            shown = [curve for curve in self._curves if curve.name not in self._hidden]
            curve = shown[-1] if shown else None
            text = curve.describe(curve.x.size - 1) if curve is not None and curve.x.size else ""
        else:
            text = self._curves[point[0]].describe(point[1])
        self.readout.setText(text)
        self.readout.setToolTip(text)
        self.canvas.setAccessibleDescription(text)

    def _pop_up(self, place: QPoint) -> None:
        self.menu.popup(place)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:  # of the theme
            self.canvas.restyle()
            self._paint_swatches()
        super().changeEvent(event)

    # Saving

    def _ask_picture(self) -> None:
        self._ask(self.tr("Save picture"), "png", "PNG (*.png);;SVG (*.svg)")

    def _ask_values(self) -> None:
        self._ask(self.tr("Save values"), "csv", "CSV (*.csv)")

    def _ask(self, title: str, suffix: str, kinds: str) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        stem = re.sub(r"[^\w., -]", "", self.title.text())
        name, kind = QFileDialog.getSaveFileName(self, title, f"{folder}/{stem}.{suffix}", kinds)
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() not in SUFFIXES:
            path = path.with_name(f"{path.name}.{'svg' if 'SVG' in kind else suffix}")
            if path.exists():  # the dialog asked about replacing a file of another name
                self.readout.setText(self.tr("{path} is there already").format(path=path))
                return
        try:
            self.save(path)
        except OSError as error:
            text = self.tr("{path} was not saved: {why}")
            self.readout.setText(text.format(path=path, why=error.strerror or error))
        else:
            self.readout.setText(self.tr("Saved {path}").format(path=path))

    def save(self, path: Path) -> None:
        """Write the plot as shown (PNG, SVG), or the values of all its curves (CSV).

        Raises
        ------
        OSError
            If the file cannot be written; an older one of that name stays.
        """
        file = QSaveFile(str(path))
        kind = path.suffix.lower()
        if file.open(QIODevice.OpenModeFlag.WriteOnly):
            if kind == ".csv":
                file.write(self._values().encode())
            elif kind == ".svg":
                self._write_svg(file)
            else:
                self._picture().save(file, "PNG")  # type: ignore[call-overload]  # its stubs are wrong
            if file.commit():
                return
        raise OSError(0, file.errorString(), str(path))

    def _values(self) -> str:
        """One point a line, hidden curves included."""
        out = io.StringIO()
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["curve", self._unit, self.title.text()])
        for curve in self._curves:
            for x, y in zip(curve.x.tolist(), curve.y.tolist(), strict=True):
                rows.writerow([curve.name, x, y])
        return out.getvalue()

    def _picture(self) -> QImage:
        size = self._picture_size()
        image = QImage(size * PICTURE_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(PICTURE_SCALE)
        painter = QPainter(image)
        self._paint(painter, size, PICTURE_SCALE)
        painter.end()
        return image

    def _write_svg(self, file: QSaveFile) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(file)
        size = self._picture_size()
        generator.setSize(size)
        generator.setViewBox(QRect(QPoint(0, 0), size))
        generator.setResolution(self.logicalDpiX())
        generator.setTitle(self.title.text())
        painter = QPainter(generator)
        painter.setFont(self.font())
        self._paint(painter, size, 1.0)
        painter.end()

    def _picture_size(self) -> QSize:
        row = self.fontMetrics().height() + GAP
        rows = 2 if self.legend else 1
        return QSize(self.canvas.width() + 2 * GAP, self.canvas.height() + rows * row + GAP)

    def _paint(self, painter: QPainter, size: QSize, ratio: float) -> None:
        """Title, curves and legend, without buttons."""
        from label_irst.views.widgets.plot_canvas import draw_swatch

        painter.fillRect(QRect(QPoint(0, 0), size), theme.colours().window)
        bold = QFont(self.font())
        bold.setBold(True)
        row = self.fontMetrics().height() + GAP
        painter.setFont(bold)
        painter.setPen(theme.colours().text)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(GAP, 0, size.width() - 2 * GAP, row), middle, self.title.text())
        painter.setFont(self.font())
        box = QRectF(GAP, row, self.canvas.width(), self.canvas.height())
        self.canvas.paint_into(painter, box, ratio)
        left = float(GAP)
        for curve in self._curves if self.legend else ():
            if curve.name in self._hidden:
                continue
            swatch = QRectF(left, box.bottom() + (row - SWATCH.height()) / 2, SWATCH.width(), 12.0)
            draw_swatch(painter, swatch, curve, ratio)
            wide = self.fontMetrics().horizontalAdvance(curve.name) + 4
            painter.setPen(theme.colours().text)
            painter.drawText(
                QRectF(swatch.right() + GAP, box.bottom(), wide, row), middle, curve.name
            )
            left = swatch.right() + 3 * GAP + wide
