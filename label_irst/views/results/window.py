"""The result of a training run: its model beside another one, in numbers and pictures."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.document import Document
from label_irst.i18n import counted
from label_irst.jobs.measurable import Measurable, reviewed
from label_irst.jobs.models import Models
from label_irst.jobs.runs.measuring import Measuring
from label_irst.jobs.runs.run_folder import LABELS
from label_irst.views.results.bar import ResultBar
from label_irst.views.results.curves import ResultCurves
from label_irst.views.results.head import ResultHead
from label_irst.views.results.model_texts import model_name, trained_on
from label_irst.views.results.pictures import ResultPictures
from label_irst.views.training.run_texts import run_name
from p2m_core.errors import InputError, P2MError
from p2m_core.eval.comparison import Case, Comparison
from p2m_core.project import Model, Run, check_model, get_run, list_sequences
from p2m_core.provenance import provenance_of


class ResultWindow(QWidget):
    """A window of its own; it reads the run when shown."""

    place_wanted = Signal(int, int, float, float)  # sequence, frame, x, y

    def __init__(self, run: Run, document: Document, models: Models, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Result of {run}").format(run=run_name(run)))
        self.run, self._document, self._models = run, document, models
        self._measurable: Measurable | None = None
        self._old: list[Model | None] = []  # the models offered for comparison
        self._names = "", ""  # of the two compared models
        self.comparison: Comparison | None = None
        self.measuring = Measuring(run.folder, self)
        self.about, self.status, self._nothing = QLabel(), QLabel(), QLabel()
        self.bar, self.head, self.curves = ResultBar(), ResultHead(), ResultCurves()
        self.pictures = ResultPictures()
        self._lay_out()
        self.resize(1080, 720)
        self.bar.asked.connect(self.compare)
        self.bar.stopped.connect(self.measuring.cancel)
        self.measuring.found.connect(self._take_measurable)
        self.measuring.progressed.connect(self.bar.show_progress)
        self.measuring.compared.connect(self._take)
        self.measuring.failed.connect(self._fail)
        self.measuring.cancelled.connect(self._stopped)
        self.head.rate_chosen.connect(self._refresh)
        self.pictures.crops.chosen.connect(self._go_to)
        models.changed.connect(self.refresh_use)
        models.message.connect(self._show_message)

    @property
    def weights(self) -> Path:
        """The weights file of the run."""
        return self.measuring.weights

    def _lay_out(self) -> None:
        for label in (self.about, self._nothing):
            label.setProperty("faint", True)
        for label in (self.about, self._nothing, self.status):
            label.setWordWrap(True)
        self.status.hide()
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.curves)
        split.addWidget(self.pictures)
        split.setStretchFactor(1, 1)
        split.setSizes([360, 680])
        found = QWidget()
        inside = QVBoxLayout(found)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.head)
        inside.addWidget(split, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._nothing)
        self.stack.addWidget(found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self.about)
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.status)
        layout.addLayout(self._make_buttons())

    def _make_buttons(self) -> QHBoxLayout:
        self.to_review = QPushButton(self.tr("Misses and false alarms into the review queue"))
        self.to_review.setToolTip(
            self.tr("Those of the new model; Space then leads from one to the next")
        )
        self.to_review.clicked.connect(self._put_into_review)
        self.use = QPushButton()
        self.use.setProperty("primary", True)
        self.use.clicked.connect(self._use)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.to_review)
        row.addStretch(1)
        row.addWidget(self.use)
        return row

    # Choices

    def showEvent(self, event: object) -> None:
        if self.comparison is not None or self.measuring.busy:
            return
        try:
            provenance = provenance_of(self.weights)
        except InputError as error:
            self._fail(str(error))
            return
        parts = (run_name(self.run), trained_on(provenance), provenance.variant)
        self.about.setText(" · ".join(part for part in parts if part))
        self._wait(self.tr("Finding frames to evaluate on…"))
        self.bar.go.setEnabled(False)
        self._models.refresh()
        self.measuring.find()

    def _wait(self, text: str) -> None:
        self._nothing.setText(text)
        self.stack.setCurrentIndex(0)
        self.to_review.setEnabled(False)

    def _take_measurable(self, found: Measurable) -> None:
        self._measurable = found
        self._offer(found)
        if found.stored is not None and self._is_about(found.stored):
            self._take(found.stored)
        elif found.held_out:
            self.compare()
        elif self.bar.where.count():
            self._wait(
                self.tr(
                    "The run held out no sequence to measure on. Compare on a reviewed one that "
                    "it was not trained on: choose it above."
                )
            )
        else:
            self._wait(
                self.tr(
                    "The run held out no sequence, and was trained on all that are reviewed: "
                    "nothing shows how good it is. Review another sequence and compare on "
                    "that, or keep one for testing in the next run."
                )
            )

    def _offer(self, found: Measurable) -> None:
        """Offer the other models, the one in use first, and the sequences to compare on."""
        others = [m for m in self._models.models if m.fingerprint != found.fingerprint]
        used = [m for m in others if m.in_use]
        self._old = [*used, None, *(m for m in others if not m.in_use)]
        self._names = model_name(self._old[0]), run_name(self.run)
        known = found.trained | set(found.held_out)
        free: list[str] = []
        if (project := self._document.project) is not None:
            there = reviewed(project)
            free = [
                s.name for s in list_sequences(project) if s.id in there and s.name not in known
            ]
        self.bar.offer(self._old_names(), len(found.held_out), free)

    def _old_names(self) -> list[str]:
        used, text = self._models.in_use, self.tr("{name}, in use")
        id = used and used.id
        names = [(m and m.id, model_name(m)) for m in self._old]
        return [text.format(name=name) if own == id else name for own, name in names]

    def _is_about(self, stored: Comparison) -> bool:
        """Whether a stored comparison is of the two models that would be compared now."""
        assert self._measurable is not None
        old, new = (model.fingerprint for model in stored.models)
        model = self._old[0]
        wanted = self._measurable.shipped if model is None else model.fingerprint
        return (old, new) == (wanted, self._measurable.fingerprint)

    # Comparing

    def compare(self) -> None:
        """Run the chosen comparison in a child process."""
        project, found = self._document.project, self._measurable
        if project is None or found is None or self.measuring.busy:
            return
        model = self._old[self.bar.old.currentIndex()]
        try:
            old = None if model is None else check_model(model)
        except InputError as error:
            self._fail(str(error))
            return
        self._names = model_name(model), run_name(self.run)
        self._show_status("")
        self.bar.show_busy(True)
        self._wait(self.tr("Running both models on the same frames…"))
        name = self.bar.where.currentData()
        source, names = (
            (project.path, [name]) if name else (self.run.folder / LABELS, found.held_out)
        )
        images = {info.name: info.path for info in list_sequences(project)}
        self.measuring.compare(old, source, names, images, self.bar.frames.currentData())

    def _fail(self, text: str) -> None:
        self.bar.show_busy(False)
        self._wait("")
        self._show_status(text, failed=True)

    def _stopped(self) -> None:
        self.bar.show_busy(False)
        self._wait(self.tr("Stopped: nothing was compared."))

    # Showing

    def _take(self, comparison: Comparison) -> None:
        self.bar.show_busy(False)
        self.comparison = comparison
        self.pictures.crops.open(self._document.project, comparison.sequences)
        self.stack.setCurrentIndex(1)
        self._refresh()

    def _refresh(self) -> None:
        """Show everything at the chosen rate."""
        if self.comparison is None:
            return
        self.head.show_comparison(self.comparison, self._names)
        old, new = (model.at[self.head.rate].pd for model in self.comparison.models)
        theme.mark(self.use, "primary", not new < old)  # a worse one is offered, not urged
        theme.mark(self.to_review, "primary", new < old)
        self.curves.show_comparison(self.comparison, self._names, self.head.rate)
        self.pictures.show_cases(self.comparison.cases(self.head.rate))
        self.to_review.setEnabled(bool(self.pictures.errors()) and not self._models.why_not)

    def _show_status(self, text: str, failed: bool = False) -> None:
        self.status.setText(text)
        self.status.setVisible(bool(text))
        theme.mark(self.status, "doubt", failed)

    def _show_message(self, text: str) -> None:
        """Show a message about models, if it answers an action in this window."""
        if self.isActiveWindow():
            self._show_status(text, failed=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.measuring.quit()
        self.bar.show_busy(False)
        self.comparison = None
        self.pictures.crops.close_images()
        super().closeEvent(event)

    # Actions

    def _go_to(self, case: Case) -> None:
        info = self.pictures.crops.info(case)
        if info is None:
            self._show_status(self.tr("The project has no sequence of this name any more."))
        else:
            self.place_wanted.emit(info.id, case.frame, case.x, case.y)

    def _put_into_review(self) -> None:
        found = self.pictures.errors()
        try:
            self._document.model_errors.put(found)
        except P2MError as error:
            self._show_status(str(error), failed=True)
            return
        one, some = (
            self.tr("1 place waits for review: Space leads to it."),
            self.tr("{count} places wait for review: Space leads from one to the next."),
        )
        self._show_status(counted(sum(map(len, found.values())), one, some))

    def _use(self) -> None:
        if self._models.use_run(self.run.id, self.weights, run_name(self.run)):
            self._show_status(self.tr("Suggestions come from it from now on."))

    def refresh_use(self) -> None:
        """Enable Use this model, unless it is in use or the run still writes its file."""
        used = self._models.in_use
        ours = used is not None and used.path == self.weights
        changed = used is not None and used.id in self._models.problems
        for i, name in enumerate(self._old_names()):
            self.bar.old.setItemText(i, name)
        status, project = self.run.status, self._document.project
        with suppress(P2MError):
            status = get_run(project, self.run.id).status if project is not None else status
        why = self._models.why_not
        if status.open:
            why = self.tr("The run still uses it: wait until it ends, or stop it.")
        self.use.setEnabled(not why and (not ours or changed))
        self.use.setText(self.tr("In use") if ours and not changed else self.tr("Use this model"))
        self.use.setToolTip(why or self.tr("Suggestions come from it from now on"))
