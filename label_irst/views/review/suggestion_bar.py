"""Below the picture, while there are suggestions: their threshold, and Accept for all of them."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from label_irst.document import Document
from label_irst.i18n import percent
from label_irst.views.picture.control_bar import action_button
from label_irst.views.widgets.elided import Elided
from label_irst.views.widgets.keyboard import reached_by_tab
from p2m_core.suggest import FLOOR

STEPS = 100


class SuggestionBar(QWidget):
    def __init__(self, document: Document, accept: QAction) -> None:
        super().__init__()
        self._document = document
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._count, self._least = Elided(), QLabel()
        self._count.setProperty("heading", True)
        self._least.setProperty("heading", True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(FLOOR * STEPS), STEPS)
        self.slider.setFixedWidth(110)
        reached_by_tab(self.slider)
        self.slider.setToolTip(self.tr("Minimum score of the suggestions that are shown"))
        self.slider.valueChanged.connect(
            lambda value: document.suggestions.set_threshold(value / STEPS)
        )
        self._accept = action_button(accept, primary=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 2)
        layout.setSpacing(12)
        layout.addWidget(self._count, 1)
        layout.addWidget(self._least)
        layout.addWidget(self.slider)
        layout.addWidget(self._accept)
        document.suggestions.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        suggestions = self._document.suggestions
        text = self.tr("Suggestions: {here} here, frames: {frames}")
        parts = [text.format(here=len(suggestions.shown), frames=suggestions.frames)]
        if suggestions.detector:
            parts.append(self.tr("by {model}").format(model=suggestions.detector))
        self._count.setText("   ·   ".join(parts))
        self._least.setText(self.tr("score from") + f"  {percent(suggestions.threshold)}")
        self._accept.setEnabled(bool(suggestions.shown))
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(suggestions.threshold * STEPS))
