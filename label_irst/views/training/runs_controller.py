"""Training runs in the main window: their own window, the status bar, and the closing."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox

from label_irst import theme
from label_irst.jobs.runs.queue import Runs
from label_irst.views.training.run_texts import run_name, status_word, time_left, trouble
from label_irst.views.training.runs_window import RunsWindow
from label_irst.views.widgets.banner import Banner
from label_irst.views.widgets.job_bar import JobBar
from p2m_core.project import Run, RunStatus


class RunBar(JobBar):
    """The run that works; a click on it opens the window of the runs."""

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


class RunViews(QObject):
    def __init__(
        self, window: QMainWindow, runs: Runs, banner: Banner, say: Callable[[str], object]
    ) -> None:
        super().__init__(window)
        self._window, self._runs, self._banner, self._say = window, runs, banner, say
        self._may_close = False
        self.runs_window = RunsWindow(runs, window)
        self.progress = RunBar(self.tr("Stop in order: what it has learnt stays"))
        self.progress.setToolTip(self.tr("Show the training runs"))
        self.progress.setCursor(Qt.CursorShape.PointingHandCursor)
        self.progress.pressed.connect(lambda: self.show_runs())
        self.progress.stop.clicked.connect(self._stop)
        window.statusBar().addPermanentWidget(self.progress)
        window.installEventFilter(self)
        runs.changed.connect(self._refresh)
        runs.advanced.connect(self._refresh)
        runs.ended.connect(self._tell_end)

    def commands(self) -> dict[str, Callable[[], object]]:
        return {"runs": self.show_runs}

    def offer_results(self, show: Callable[[int], object]) -> None:
        """From now on there is a button that calls `show` with a run that has weights."""
        self.runs_window.page.result_wanted.connect(show)
        self.runs_window.results = True
        self.runs_window.refresh()

    def show_runs(self, id: int | None = None) -> None:
        """Open the window of the runs: at this one, or the one that works, or the newest."""
        self.runs_window.show()
        self.runs_window.look_at(id)
        self.runs_window.activateWindow()

    def _refresh(self) -> None:
        run = self._runs.running
        if run is None:
            self.progress.hide()
            return
        history = self._runs.history(run.id)
        self.progress.show_run(run, history.step, history.total, time_left(history))

    def _tell_end(self, id: int) -> None:
        """Say how a run ended; that it failed, where it cannot be missed."""
        run = self._runs.run(id)
        if run is None:
            return
        if run.status is RunStatus.FAILED:
            text = self.tr("{run} has failed. {why}").format(run=run_name(run), why=trouble(run)[0])
            self._banner.say(text, self.tr("Show"), partial(self.show_runs, id))
            return
        text = self.tr("{run}: {status}").format(run=run_name(run), status=status_word(run))
        pd = run.record.get("pd")
        self._say(f"{text}, Pd {pd:.3f}" if isinstance(pd, float) else text)

    def _stop(self) -> None:
        if (run := self._runs.running) is not None:
            self._runs.stop(run.id)

    # Closing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Close or watched is not self._window:
            return False
        run = self._runs.running
        if run is not None and not self._runs.why_not and not self._may_close:
            event.ignore()
            self._ask(run)
            return True
        self.runs_window.close()
        return False

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
        told = self.tr("It works on without the window; the project finds it when it is opened.")
        waiting = self.tr("Runs that wait begin then: {count}.")
        count = len(self._runs.queued)
        box.setInformativeText(f"{told} {waiting.format(count=count)}" if count else told)
        go_on = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(self.tr("Stop it"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Do not close"), QMessageBox.ButtonRole.RejectRole)
        theme.mark(go_on, "primary", True)
        box.setDefaultButton(go_on)
        go_on.clicked.connect(self._close)
        stop.clicked.connect(partial(self._runs.stop, run.id))
        stop.clicked.connect(self._close)
        box.open()

    def _close(self) -> None:
        self._may_close = True
        self._window.close()
        self._may_close = False
