"""The models in the main window: their list, and the results of training runs."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from label_irst.jobs.models import Models
from label_irst.jobs.task import Job
from label_irst.review.queue import target_over
from label_irst.views.results.models_window import ModelsWindow
from label_irst.views.results.window import ResultWindow
from label_irst.views.training.run_texts import run_name
from p2m_core.project import RunStatus

if TYPE_CHECKING:
    from label_irst.views.window.main_window import MainWindow


class ModelViews(QObject):
    def __init__(self, window: "MainWindow", models: Models) -> None:
        super().__init__(window)
        self._window, self._models = window, models
        self._project = window.document.project
        self.models_window = ModelsWindow(models, window)
        self.models_window.result_wanted.connect(self.show_result)
        self.results: dict[int, ResultWindow] = {}  # by the number of the run
        window.run_views.offer_results(self.show_result)
        window.runs.ended.connect(self._offer)
        window.runs.changed.connect(self._close_removed)
        window.document.sequence_changed.connect(self._adopt)
        window.installEventFilter(self)

    def commands(self) -> dict[str, Callable[[], object]]:
        return {"models": self.show_models}

    def show_models(self) -> None:
        """Open the list, at the one in use."""
        self.models_window.show()
        self.models_window.raise_()
        self.models_window.activateWindow()

    def show_result(self, id: int) -> None:
        """Open the result of a run."""
        run = self._window.runs.run(id)
        if run is None:
            self._window.document.message.emit(self.tr("The run is not there any more."))
            return
        if id not in self.results:
            result = ResultWindow(run, self._window.document, self._models, self._window)
            result.place_wanted.connect(self._go_to)
            self._window.runs.changed.connect(result.refresh_use)
            self.results[id] = result
        self.results[id].show()
        self.results[id].raise_()
        self.results[id].activateWindow()

    def _offer(self, id: int) -> None:
        """A run is over: its result is one press away, and in nobody's way."""
        run = self._window.runs.run(id)
        if run is not None and run.status is RunStatus.FINISHED:
            text = self.tr("{run} has finished.").format(run=run_name(run))
            self._window.banner.say(text, self.tr("Result…"), partial(self.show_result, id))

    def _go_to(self, sequence: int, frame: int, x: float, y: float) -> None:
        document = self._window.document
        here = document.info is not None and document.info.id == sequence
        if not here and not self._window.files.show_sequence(sequence):
            return
        document.go_to(frame)
        document.select(target_over(document.targets, x, y))
        document.focus_requested.emit(x, y)

    def _adopt(self) -> None:
        """Results of another project's runs are closed."""
        if self._window.document.project is not self._project:
            self._project = self._window.document.project
            self._close_results()

    def _close_removed(self) -> None:
        for id in [id for id in self.results if self._window.runs.run(id) is None]:
            _close(self.results.pop(id))

    def _close_results(self) -> None:
        for result in self.results.values():
            _close(result)
        self.results = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        gone = event.type() == QEvent.Type.Hide and not event.spontaneous()
        if gone and watched is self._window:  # closed, after all that could be asked
            self.models_window.close()
            self._close_results()
        return False


def _close(result: ResultWindow) -> None:
    result.close()
    for job in result.findChildren(Job):  # a thread must not outlive its parent
        job.cancel()
        job.wait()
    result.deleteLater()
