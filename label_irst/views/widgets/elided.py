"""A line of text that is elided where there is no room; the tooltip then has all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

MIDDLE = Qt.TextElideMode.ElideMiddle
END = Qt.TextElideMode.ElideRight


class Elided(QLabel):
    """`whole` is the text; `text()` is what there is room for: of parts `between`, whole ones."""

    def __init__(
        self, text: str = "", mode: Qt.TextElideMode = END, between: str | None = None
    ) -> None:
        super().__init__()
        self.whole = text
        self._mode = mode
        self._between = between
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fit()

    def setText(self, text: str) -> None:
        self.whole = text
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        margins = self.contentsMargins()
        room = max(0, self.width() - margins.left() - margins.right())
        metrics, shown = self.fontMetrics(), self.whole
        if self._between is not None:
            while metrics.horizontalAdvance(shown) > room and self._between in shown:
                shown = shown.rpartition(self._between)[0]
        shown = metrics.elidedText(shown, self._mode, room)
        super().setText(shown)
        self.setToolTip("" if shown == self.whole else self.whole)
        self.setAccessibleName(self.whole)
