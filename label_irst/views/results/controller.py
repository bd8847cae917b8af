"""The models: their list, and the results of training runs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from label_irst.document import Document
from label_irst.jobs.models import Models
from label_irst.jobs.runs.queue import Runs
from label_irst.jobs.task import Job
from label_irst.review.queue import target_over
from label_irst.views.commands import Doings
from label_irst.views.results.models_window import ModelsWindow
from label_irst.views.results.window import ResultWindow
from label_irst.views.training.run_texts import run_name
from label_irst.views.widgets import plot
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.placing import bring_up
from p2m_core.project import RunStatus


class ResultsController(QObject):
    def __init__(
        self, window: QWidget, document: Document, models: Models, runs: Runs, banner: Banner,
        show_sequence: Callable[[int], bool],
    ) -> None:  # fmt: skip
        """`show_sequence` shows a sequence, and returns False if it cannot be opened."""
        super().__init__(window)
        self._window, self._document, self._models = window, document, models
        self._runs, self._banner, self._show_sequence = runs, banner, show_sequence
        self._project = document.project
        self.models_window = ModelsWindow(models, window)
        self.models_window.result_wanted.connect(self.show_result)
        self.results: dict[int, ResultWindow] = {}  # by the number of the run
        runs.ended.connect(self._offer)
        runs.changed.connect(self._close_removed)
        document.sequence_changed.connect(self._adopt)

    def commands(self) -> Doings:
        return {"models": self.show_models}

    def show_models(self) -> None:
        """Open the list at the model in use."""
        bring_up(self.models_window)

    def show_result(self, id: int) -> None:
        """Open the result of a run."""
        plot.load()
        run = self._runs.run(id)
        if run is None:
            self._document.message.emit(self.tr("The run no longer exists."))
            return
        if id not in self.results:
            result = ResultWindow(run, self._document, self._models, self._window)
            result.place_wanted.connect(self._go_to)
            self._runs.changed.connect(result.refresh_use)
            self.results[id] = result
        bring_up(self.results[id])

    def _offer(self, id: int) -> None:
        """Offer the result of a run that ended."""
        run = self._runs.run(id)
        if run is not None and run.status is RunStatus.FINISHED:
            text = self.tr("{run} has finished.").format(run=run_name(run))
            self._banner.show_text(text, self.tr("Result…"), partial(self.show_result, id))

    def _go_to(self, sequence: int, frame: int, x: float, y: float) -> None:
        document = self._document
        here = document.info is not None and document.info.id == sequence
        if not here and not self._show_sequence(sequence):
            return
        document.go_to(frame)
        document.select(target_over(document.targets, x, y))
        document.focus_requested.emit(x, y)

    def _adopt(self) -> None:
        """Close the results of another project's runs."""
        if self._document.project is not self._project:
            self._project = self._document.project
            self._close_results()

    def _close_removed(self) -> None:
        for id in [id for id in self.results if self._runs.run(id) is None]:
            _close(self.results.pop(id))

    def _close_results(self) -> None:
        for result in self.results.values():
            _close(result)
        self.results = {}

    def close(self) -> None:
        self.models_window.close()
        self._close_results()


def _close(result: ResultWindow) -> None:
    result.close()
    for job in result.findChildren(Job):  # a thread must not outlive its parent
        job.cancel()
        job.wait()
    result.deleteLater()
