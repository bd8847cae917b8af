"""Raw grey levels through the selected target, or along the ruler, in a panel over the views."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from label_irst import theme
from label_irst.document import Document
from label_irst.document.profile import Profile, along, through
from label_irst.document.ruler import Ruler
from label_irst.views.widgets import plot
from label_irst.views.widgets.curve import Curve, Span
from label_irst.views.widgets.keyboard import reached_by_tab
from label_irst.views.widgets.numbers import short

MARGIN = 12  # distance to the corner of the views
WIDTH, HEIGHT = 350, 212
LEAST_MS = 80  # from one refresh to the next: a plot takes longer than a frame
HEADROOM = 0.06  # of the values' range, above and below the curves


class ProfilePanel(QWidget):
    """Its plot is made when it is first shown: see `plot.load`."""

    def __init__(
        self, document: Document, ruler: Ruler, views: QWidget, view: QWidget, close: QAction
    ) -> None:
        """Lie in the lower right corner of `view`, beside `views`, which hold it."""
        super().__init__(views.parentWidget())
        self._document, self._ruler, self._view, self._close = document, ruler, view, close
        self.plot: plot.Plot | None = None
        self.setAccessibleName(self.tr("Grey-level profile"))
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        # Opaque: otherwise it would be painted with every change of the view below it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._soon = QTimer(self, singleShot=True)
        self._refreshed = QElapsedTimer()
        self._soon.timeout.connect(self._refresh)
        for signal in (
            document.frame_changed,
            document.selection_changed,
            document.targets_changed,
            ruler.changed,
        ):
            signal.connect(self._refresh_soon)
        for watched in (view, views):
            watched.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        if not self.isHidden():
            self.hide()
            return
        if self.plot is None:
            self._make_plot()
        self._refresh()
        self._place()
        self.show()
        self.raise_()

    def _make_plot(self) -> None:
        plot.load()
        self.plot = plot.Plot(self.tr("pixels"), whole=True)
        button = QToolButton()
        button.setText("✕")
        button.setToolTip(self.tr("Close"))
        button.setAccessibleName(self.tr("Close"))
        button.setProperty("small", True)
        button.setFixedSize(22, 22)
        reached_by_tab(button)
        button.clicked.connect(self._close.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(2)
        row.addWidget(self.plot, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    # Content

    def _refresh_soon(self) -> None:
        """Once for all signals of one change, and not for each frame while they fly past."""
        if not self.isHidden() and not self._soon.isActive():
            since = self._refreshed.elapsed() if self._refreshed.isValid() else LEAST_MS
            self._soon.start(max(0, LEAST_MS - since))

    def _refresh(self) -> None:
        image, target, line = self._document.image, self._document.selected, self._ruler.line
        if self.plot is None:
            return
        self._refreshed.start()
        if image is None or (target is None and line is None):
            why = self.tr("Select a target, or lay the ruler over the picture.")
            self.plot.show_nothing(self.tr("Profile"), why)
        elif line is not None:
            title = self.tr("Profile along the ruler")
            self._show(title, [along(image, line, self._document.targets)], None, None)
        else:
            assert target is not None
            row, column = through(image, target)
            title = self.tr("Row {y}, column {x}").format(y=row.ys[0], x=column.xs[0])
            numbers = self._document.numbers(target)
            self._show(title, [row, column], numbers.background if numbers else None, 0.0)

    def _show(
        self, title: str, profiles: list[Profile], background: float | None, mark: float | None
    ) -> None:
        assert self.plot is not None
        x = Span(min(p.at.min() for p in profiles), max(p.at.max() for p in profiles))
        values = np.concatenate([p.values for p in profiles] + [np.array([background or np.nan])])
        values = values[np.isfinite(values)]
        if not values.size:
            self.plot.show_nothing(title, self.tr("These pixels hold no data."))
            return
        room = HEADROOM * (values.max() - values.min()) or 1.0
        y = Span(float(values.min() - room), float(values.max() + room))
        lines = [(self.tr("ruler"), "accent", False)]
        if len(profiles) > 1:
            lines = [(self.tr("row"), "accent", False), (self.tr("column"), "doubt", True)]
        curves = [_in_mask(self.tr("mask"), profiles)]
        for (name, colour, dashed), p in list(zip(lines, profiles, strict=True))[::-1]:
            curves.append(Curve(name, p.at, p.values, colour, _words(p), dashed=dashed))
        if background is not None:
            curves.append(_level(self.tr("background {value}"), background, x))
        self.plot.show_curves(title, [c for c in curves if c.x.size], x, y, mark)
        for box in self.plot.legend:  # there is no room for more than the profiles and the mask
            box.setVisible(background is None or box.objectName() != curves[-1].name)

    # Place

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().floating)
        painter.setPen(QPen(theme.colours().line, 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        area = self._view.rect().translated(self._view.mapTo(parent, self._view.rect().topLeft()))
        width = min(WIDTH, area.width() - 2 * MARGIN)
        height = min(HEIGHT, area.height() * 3 // 5)
        left, top = area.right() - width - MARGIN, area.bottom() - height - MARGIN
        self.setGeometry(left, top, width, height)


def _level(name: str, value: float, x: Span) -> Curve:
    """A value across the plot; as the last curve it is what the plot says without a pointer."""
    text = name.format(value=short(value))
    ends, level = np.array([x.low, x.high]), np.array([value, value])
    return Curve(text, ends, level, "faint_text", lambda _: text, dashed=True, faint=True)


def _in_mask(name: str, profiles: list[Profile]) -> Curve:
    """The pixels of all profiles that lie in a mask, as rings."""
    parts = [(p.at[p.inside], p.values[p.inside], p.xs[p.inside], p.ys[p.inside]) for p in profiles]
    at, values, xs, ys = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.argsort(at, kind="stable")
    inside = np.ones(at.size, bool)
    merged = Profile(xs[order], ys[order], at[order], values[order], inside)
    return Curve(
        name, merged.at, merged.values, "handle", _words(merged), line=False, symbol="o", size=7.0
    )


def _words(profile: Profile) -> Callable[[int], str]:
    """What a point of a profile says: its pixel and its raw value."""
    return lambda i: f"x {profile.xs[i]}, y {profile.ys[i]}: {short(profile.values[i])}"
