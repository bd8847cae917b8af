"""The button that goes from one polarity of the next clicks to the next, and shows it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from label_irst import resources, theme
from label_irst.document import Document
from label_irst.views.widgets.keyboard import reached_by_tab

ICONS = {0: "polarity-auto", 1: "polarity-bright", -1: "polarity-dark"}


class PolarityButton(QToolButton):
    def __init__(self, document: Document, next_one: QAction) -> None:
        super().__init__()
        self._document, self._next_one = document, next_one
        reached_by_tab(self)
        self.clicked.connect(next_one.trigger)
        next_one.changed.connect(self.refresh)  # its keys may change
        document.params_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        polarity = self._document.params.polarity
        words = {
            0: self.tr("Bright or dark: as the clicked pixel is"),
            1: self.tr("Bright targets only"),
            -1: self.tr("Dark targets only"),
        }
        self.setAccessibleName(words[polarity])
        self.setToolTip(f"{words[polarity]}\n{self._next_one.toolTip()}")
        self._draw()

    def _draw(self) -> None:
        name, colours = ICONS[self._document.params.polarity], theme.colours()
        forced = self._document.params.polarity != 0
        self.setIcon(resources.icon(name, colours.accent if forced else colours.text))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:  # of the theme
            self._draw()
        super().changeEvent(event)
