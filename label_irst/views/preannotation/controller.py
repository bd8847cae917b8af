"""Pre-annotation: its window and its progress in the status bar."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from label_irst.jobs.preannotation import Preannotation
from label_irst.views.commands import Doings
from label_irst.views.preannotation.texts import summary
from label_irst.views.preannotation.window import PreannotateWindow
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.job_bar import JobBar
from label_irst.views.widgets.placing import bring_up


class PreannotationController(QObject):
    def __init__(
        self, window: QWidget, banner: Banner, open_project: Callable[[Path], object]
    ) -> None:
        super().__init__(window)
        self._main, self._banner, self._open = window, banner, open_project
        self.window: PreannotateWindow | None = None  # None until first opened
        self.work = Preannotation(self)
        self.progress = JobBar(self.tr("Stop: what is done stays"))
        self.progress.stop.clicked.connect(self.work.cancel)
        self.work.progressed.connect(self._progressed)
        self.work.succeeded.connect(self._succeeded)
        self.work.failed.connect(self._failed)
        self.work.cancelled.connect(self.progress.hide)

    def commands(self) -> Doings:
        return {"preannotate": self.show}

    def show(self) -> None:
        """Open the window, with the run that can continue, if there is one."""
        if self.window is None:
            self.window = PreannotateWindow(self.work, self._main)
            self.window.open_wanted.connect(self._open)
        bring_up(self.window)

    def _progressed(self, done: int, total: int) -> None:
        if not self.progress.isVisible():
            self.progress.begin(self.tr("Pre-annotating"))
        self.progress.show_progress(done, total)

    def _succeeded(self, results: dict[str, Any]) -> None:
        self.progress.hide()
        if self.window is None or not self.window.isVisible():
            goal = Path(results["out"])
            text = self.tr("{name} is pre-annotated.").format(name=goal.name)
            report = " ".join([text, *summary(results).splitlines()])
            self._banner.show_text(report, self.tr("Open the project"), partial(self._open, goal))

    def _failed(self, text: str) -> None:
        self.progress.hide()
        if self.window is None or not self.window.isVisible():
            self._banner.show_text(text)

    def close(self) -> None:
        """Stop the run; it can continue the next time."""
        self.work.quit()
        if self.window is not None:
            self.window.close()
