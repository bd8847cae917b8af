"""Suggestions in the window: their commands, progress and messages."""

from functools import partial

from PySide6.QtCore import QObject

from label_irst.document import Document
from label_irst.document.actions import suggestion_actions
from label_irst.jobs.suggesting import Suggesting
from label_irst.tools import suggestion
from label_irst.tools.toolbox import ToolBox
from label_irst.views.commands import Doings
from label_irst.views.picture.canvas import Canvas
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.job_bar import JobBar


class SuggestionsController(QObject):
    def __init__(
        self, document: Document, suggesting: Suggesting, toolbox: ToolBox, detail: Canvas,
        banner: Banner,
    ) -> None:  # fmt: skip
        super().__init__(document)
        self._document, self._suggesting, self._detail = document, suggesting, detail
        self.progress = JobBar(self.tr("Stop: what is done stays"))
        self.progress.stop.clicked.connect(suggesting.cancel)
        suggesting.began.connect(self._begin)
        suggesting.progressed.connect(self.progress.show_progress)
        suggesting.ended.connect(self.progress.hide)
        suggesting.failed.connect(banner.show_text)
        suggesting.noted.connect(banner.show_text)
        suggesting.answered.connect(self._show_surest)
        document.frame_changed.connect(self._show_surest)
        toolbox.second_clicks.insert(0, partial(suggestion.reject, document))

    def commands(self) -> Doings:
        return {
            "suggest-frame": self._suggesting.ask_frame,
            "suggest-sequence": self._suggesting.ask_sequence,
            "suggest-all": self._suggesting.ask_all,
            "take-suggestions": partial(suggestion_actions.accept_all, self._document),
        }

    def _begin(self, on_all: bool) -> None:
        all_words = self.tr("Suggesting on all")
        self.progress.begin(all_words if on_all else self.tr("Suggesting"))

    def _show_surest(self) -> None:
        """Centre the detail view on the surest suggestion, if no target is selected."""
        document = self._document
        if document.targets or not document.suggestions.shown:
            return
        surest = document.suggestions.shown[0]
        if not self._detail.view.visible().contains(surest.x, surest.y):
            document.focus_requested.emit(surest.x, surest.y)
