"""The training dialog: training set, preview of crops, options, estimated time, and Start."""

from functools import partial
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.jobs.runs.queue import Runs
from label_irst.jobs.runs.training_set import TrainingSet, count
from label_irst.jobs.task import Job
from label_irst.jobs.training_preview import TrainingPreview
from label_irst.views.training import texts
from label_irst.views.training.crops import CropPicture, TrainCrops, coloured
from label_irst.views.training.options import TrainOptions
from label_irst.views.training.sequences import SequencesTable
from label_irst.views.widgets.tables import heading
from p2m_core.errors import InputError
from p2m_core.project import Project, get_meta, set_meta, set_roles
from p2m_core.train.config import OPTIONS
from p2m_core.train.schema import nested

META = "training options"
"""The key of the changed options in the project's meta: ``{"<path>": value}``."""

UNSEEN = {
    "epochs", "learning_rate", "final_learning_rate", "warm_up", "weight_decay", "average",
    "validate_every", "false_per_frame",
}  # fmt: skip
"""Options that change neither the crops nor the pace."""

OPTIONS_WIDTH = 402


class TrainDialog(QDialog):
    def __init__(
        self,
        project: Project,
        preview: TrainingPreview,
        runs: Runs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Train a model"))
        self.setMinimumSize(860, 520)
        self.resize(1120, 720)
        self._project = project
        self._preview = preview
        self._runs = runs
        self._found: TrainingSet | None = None
        self._device = ""
        self._pace: dict[str, Any] = {}
        self._question: dict[str, Any] = {}  # the options that the preview was asked for
        self._failure = ""  # of the preview
        self._refused = False  # a training would fail in the same way
        self.options = TrainOptions()
        self.table = SequencesTable()
        self.table.setAccessibleName(self.tr("What it learns from"))
        self.crops = TrainCrops()
        self.totals, self.warnings, self.doing, self.line = (QLabel() for _ in range(4))
        self.heat = QCheckBox(self.tr("Heat map"))
        self._lay_out()
        self.options.put(_kept(project))
        self.options.changed.connect(self._changed)
        self.table.roles_chosen.connect(self._set_roles)
        self.heat.toggled.connect(self.crops.show_heat)
        preview.begun.connect(self._refresh)
        preview.reported.connect(self._take_report)
        preview.ended.connect(self._ended)
        self.finished.connect(self._close)
        self._counting: Job | None = Job(partial(count, project.path), self)
        self._counting.succeeded.connect(self._counted)
        self._counting.failed.connect(self._failed)
        self._counting.finished.connect(self._count_ended)
        self._counting.start()
        self._refresh()

    def _lay_out(self) -> None:
        self.totals.setProperty("faint", True)
        self.doing.setProperty("faint", True)
        for label in (self.totals, self.warnings, self.line):
            label.setWordWrap(True)
        theme.mark(self.warnings, "doubt", True)
        self.heat.setChecked(True)
        self.heat.setToolTip(self.tr("The targets to find; hover to see the picture alone"))
        title = QHBoxLayout()
        title.addWidget(heading(self.tr("What it will see")))
        title.addWidget(self.doing)
        title.addStretch(1)
        title.addWidget(self.heat)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(heading(self.tr("What it learns from")))
        left.addWidget(self.table, 2)
        left.addWidget(self.totals)
        left.addWidget(self.warnings)
        left.addSpacing(6)
        left.addLayout(title)
        left.addWidget(self.crops, 3)
        rule = QFrame()
        rule.setFixedWidth(1)
        rule.setObjectName("rule")
        self.options.setFixedWidth(OPTIONS_WIDTH)
        upper = QHBoxLayout()
        upper.setSpacing(18)
        upper.addLayout(left, 1)
        upper.addWidget(rule)
        upper.addWidget(self.options)
        buttons = QDialogButtonBox()
        self.start = buttons.addButton(self.tr("Start"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setProperty("primary", True)
        self.shut = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.start, self.shut):
            button.setAutoDefault(False)  # Enter confirms a typed number, no more
        buttons.accepted.connect(self._train)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self.line, 1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(upper, 1)
        layout.addLayout(below)

    # Training set

    def _counted(self, found: TrainingSet) -> None:
        self._found = found
        self.table.rows.show_offers(list(found.offers))
        self._ask()

    def _failed(self, text: str) -> None:
        self._failure = text
        self._refresh()

    def _set_roles(self) -> None:
        # All of them: the default of one depends on the others, and must not change any more.
        set_roles(self._project, {offer.id: offer.role for offer in self.table.rows.offers})
        self._ask()

    @property
    def _obstacle(self) -> str:
        if self._runs.why_not or self._found is None:
            return self._runs.why_not
        return texts.obstacle(self.table.rows.offers)

    # Preview

    def _changed(self) -> None:
        question = {p: v for p, v in self.options.changes.items() if p not in UNSEEN}
        if question != self._question or self.options.fault:
            self._ask()
        self._refresh()

    def _ask(self) -> None:
        """Start the preview anew; its crops stay until the new ones arrive."""
        self._failure, self._refused, self._pace = "", False, {}
        self._question = {p: v for p, v in self.options.changes.items() if p not in UNSEEN}
        if self._found is None or self._obstacle or self.options.fault:
            self._preview.quit()
        else:
            self._preview.ask(self._project.path, {**self._question, "epochs": 1})
        self._refresh()

    def _take_report(self, event: dict[str, Any]) -> None:
        if event["event"] == "device":
            self._device = event["name"]
            text = texts.memory(event["name"], event["memory_free"], event["memory_total"])
            self.options.device.setText(text)
        elif event["event"] == "crop":
            self._show_crop(event)
        elif event["event"] == "estimate":
            self._pace = event
        self._refresh()

    def _show_crop(self, event: dict[str, Any]) -> None:
        folder = self._preview.folder
        picture, heat = QImage(str(folder / event["file"])), QImage(str(folder / event["heat"]))
        text = event["name"]
        self.crops.show_crop(event["number"], CropPicture(picture, coloured(heat), text))

    def _count_ended(self) -> None:
        self._counting = None

    def _ended(self, line: str, code: str) -> None:
        self._failure, self._refused = line, code == InputError.code
        self._refresh()

    # Showing

    def _refresh(self) -> None:
        found, offers = self._found, self.table.rows.offers
        obstacle, fault = self._obstacle, self.options.fault
        counts = [texts.totals(offers), texts.left_out(found)] if found else []
        self.totals.setText("\n".join(filter(None, counts)))
        network = self.options.fields["variant"].value
        thin = texts.warnings(offers, network) if found and not obstacle else []
        self.warnings.setText("\n".join(thin))
        self.warnings.setHidden(not self.warnings.text())
        self.doing.setText(self.tr("looking…") if self._preview.busy else "")
        wrong = fault or obstacle or self._failure
        self.line.setText(wrong or self._estimate())
        theme.mark(self.line, "doubt", bool(wrong))
        self.start.setEnabled(bool(found) and not (fault or obstacle or self._refused))

    def _estimate(self) -> str:
        if not self._pace:
            return self.tr("Measuring how long it takes…") if self._preview.busy else ""
        epochs, every = (self.options.fields[p].value for p in ("epochs", "validate_every"))
        steps = self._pace["steps"] * self._pace["seconds_per_step"]  # of one epoch
        validation = max(0.0, self._pace["seconds"] - steps)
        seconds = epochs * steps + -(-epochs // every) * validation
        return texts.estimate(seconds, self._device, int(epochs * texts.HOUR / seconds))

    # The end

    def _train(self) -> None:
        if self._runs.start(nested(self.options.values)) is not None:
            self.accept()

    def show_message(self, text: str) -> None:
        """Show why the training could not start."""
        self.line.setText(text)
        theme.mark(self.line, "doubt", True)

    def _close(self) -> None:
        self._preview.quit()
        if self._counting is not None:
            self._counting.cancel()
            self._counting.wait()  # moments
        if not self._project.readonly:
            set_meta(self._project, META, self.options.changes)


def _kept(project: Project) -> dict[str, Any]:
    """The options of the last time, as far as they are still valid."""
    kept = get_meta(project, META, {})
    if not isinstance(kept, dict):
        return {}
    return {p: v for p, v in kept.items() if p in OPTIONS and OPTIONS[p].allows(v)}
