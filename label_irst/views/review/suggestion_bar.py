"""Above the timeline, where there are suggestions: how sure they must be, and accept them all."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from label_irst.document import Document
from label_irst.tools import suggestion
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.control_bar import action_button
from p2m_core.suggest import FLOOR

if TYPE_CHECKING:
    from label_irst.views.window.main_window import MainWindow

STEPS = 100


def wire_suggestions(window: "MainWindow") -> None:
    """Put the suggestions into the window: bar, progress, right click."""
    document, suggesting = window.document, window.suggesting
    middle = window.centralWidget()
    layout = middle.layout() if middle is not None else None
    assert isinstance(layout, QVBoxLayout)
    bar = SuggestionBar(document, window.actions_by_name["take-suggestions"])
    layout.insertWidget(layout.indexOf(window.timeline), bar)
    suggesting.failed.connect(window.banner.say)
    suggesting.noted.connect(window.banner.say)
    window.statusBar().insertPermanentWidget(1, suggesting.progress)
    suggesting.answered.connect(partial(_show_surest, document, window.detail_view))
    document.frame_changed.connect(partial(_show_surest, document, window.detail_view))
    window.toolbox.second_clicks.insert(0, partial(suggestion.reject, document))


def _show_surest(document: Document, detail: Canvas) -> None:
    """Bring the surest ghost into the detail view, where there is nothing else to be seen."""
    if document.targets or not document.suggestions.shown:
        return
    ghost = document.suggestions.shown[0]
    if not detail.view.visible().contains(ghost.x, ghost.y):
        document.focus_requested.emit(ghost.x, ghost.y)


class SuggestionBar(QWidget):
    def __init__(self, document: Document, accept: QAction) -> None:
        super().__init__()
        self._document = document
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._count, self._least = QLabel(), QLabel()
        self._count.setProperty("heading", True)
        self._least.setProperty("heading", True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(FLOOR * STEPS), STEPS)
        self.slider.setFixedWidth(150)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows belong to the frames
        self.slider.setToolTip(self.tr("Show the suggestions that are at least so sure"))
        self.slider.valueChanged.connect(
            lambda value: document.suggestions.set_threshold(value / STEPS)
        )
        self._accept = action_button(accept, primary=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(self._count)
        layout.addStretch(1)
        layout.addWidget(self._least)
        layout.addWidget(self.slider)
        layout.addWidget(self._accept)
        document.suggestions.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        suggestions = self._document.suggestions
        self.setVisible(suggestions.any)
        text = self.tr("Suggestions here: {here}   ·   suggested frames: {frames}")
        parts = [text.format(here=len(suggestions.shown), frames=suggestions.frames)]
        if suggestions.detector:
            parts.append(self.tr("by {model}").format(model=suggestions.detector))
        self._count.setText("   ·   ".join(parts))
        self._least.setText(self.tr("sure from") + f"  {suggestions.threshold:.2f}")
        self._accept.setEnabled(bool(suggestions.shown))
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(suggestions.threshold * STEPS))
