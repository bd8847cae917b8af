"""Training runs: their window, the status bar, and the question when the main window closes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMessageBox, QWidget

from label_irst import theme
from label_irst.jobs.runs.queue import Runs
from label_irst.views.commands import Doings
from label_irst.views.training.run_texts import run_name, status_word, time_left, trouble
from label_irst.views.training.runs_window import RunsWindow
from label_irst.views.widgets import plot
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.job_bar import JobBar
from label_irst.views.widgets.placing import bring_up
from p2m_core.project import Run, RunStatus


class RunBar(JobBar):
    """The progress of the running run; a click opens the window of runs."""

    pressed = Signal()

    def show_run(self, run: Run, done: int, total: int, left: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        percent = f"{100 * done // total} %" if total else ""
        self._text.setText("  ".join(part for part in (run_name(run), percent, left) if part))
        self.stop.setEnabled(not run.record.get("stopping"))
        self.show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class RunsController(QObject):
    def __init__(
        self, window: QWidget, runs: Runs, banner: Banner, show_status: Callable[[str], object],
        show_result: Callable[[int], object],
    ) -> None:  # fmt: skip
        """`show_status` shows a line in the status bar, `show_result` the result of a run."""
        super().__init__(window)
        self._window, self._runs, self._banner = window, runs, banner
        self._show_status = show_status
        self._may_close = False
        self.runs_window = RunsWindow(runs, window)
        self.runs_window.page.result_wanted.connect(show_result)
        self.progress = RunBar(self.tr("Stop in order: the checkpoint stays"))
        self.progress.setToolTip(self.tr("Show the training runs"))
        self.progress.setCursor(Qt.CursorShape.PointingHandCursor)
        self.progress.pressed.connect(lambda: self.show_runs())
        self.progress.stop.clicked.connect(self._stop)
        runs.changed.connect(self._refresh)
        runs.advanced.connect(self._refresh)
        runs.ended.connect(self._report_end)

    def commands(self) -> Doings:
        return {"runs": self.show_runs}

    def show_runs(self, id: int | None = None) -> None:
        """Open the window of runs, at run `id`, the running one, or the newest."""
        plot.load()
        bring_up(self.runs_window)
        self.runs_window.look_at(id)

    def _refresh(self) -> None:
        run = self._runs.running
        if run is None:
            self.progress.hide()
            return
        history = self._runs.history(run.id)
        self.progress.show_run(run, history.step, history.total, time_left(history))

    def _report_end(self, id: int) -> None:
        """Report the end of a run: in the status bar, or in the banner if it failed."""
        run = self._runs.run(id)
        if run is None:
            return
        if run.status is RunStatus.FAILED:
            text = self.tr("{run} has failed. {why}").format(run=run_name(run), why=trouble(run)[0])
            self._banner.show_text(text, self.tr("Show"), partial(self.show_runs, id))
            return
        text = self.tr("{run}: {status}").format(run=run_name(run), status=status_word(run))
        pd = run.record.get("pd")
        self._show_status(f"{text}, Pd {pd:.3f}" if isinstance(pd, float) else text)

    def _stop(self) -> None:
        if (run := self._runs.running) is not None:
            self._runs.stop(run.id)

    # Closing

    def may_close(self) -> bool:
        """Whether the main window may close now; if a run works, ask first."""
        run = self._runs.running
        if run is None or self._runs.why_not or self._may_close:
            return True
        self._ask(run)
        return False

    def close(self) -> None:
        self.runs_window.close()

    def _ask(self, run: Run) -> None:
        """Ask whether the run may go on without the window."""
        asked = self._window.findChildren(QMessageBox, "closing")
        if any(box.isVisible() for box in asked):
            return
        box = QMessageBox(self._window)
        box.setObjectName("closing")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        left = time_left(self._runs.history(run.id))
        known = self.tr("{run} is training, {left}. May it go on?")
        text = known if left else self.tr("{run} is training. May it go on?")
        box.setText(text.format(run=run_name(run), left=left))
        effect = self.tr(
            "It continues without the window; you find it again when you open the project."
        )
        waiting = self.tr("Waiting runs start then: {count}.")
        count = len(self._runs.queued)
        box.setInformativeText(f"{effect} {waiting.format(count=count)}" if count else effect)
        go_on = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(self.tr("Stop it"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Do not close"), QMessageBox.ButtonRole.RejectRole)
        theme.mark(go_on, "primary", True)
        box.setDefaultButton(go_on)
        go_on.clicked.connect(self._close_window)
        stop.clicked.connect(partial(self._runs.stop, run.id))
        stop.clicked.connect(self._close_window)
        box.open()

    def _close_window(self) -> None:
        self._may_close = True
        self._window.close()
        self._may_close = False
