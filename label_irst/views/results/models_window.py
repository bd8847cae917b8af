"""The models of the project: their origin, which one is in use; import, export, removal."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.i18n import tr
from label_irst.jobs.models import CHANGED, MISSING, Models
from label_irst.views.glossary import explain
from label_irst.views.results.model_texts import facts, model_name, when
from label_irst.views.widgets.row_model import Row, RowModel
from label_irst.views.widgets.tables import row_table
from p2m_core.errors import InputError
from p2m_core.project import Model
from p2m_core.provenance import Provenance, provenance_of
from p2m_core.resources import shipped_weights

PATTERN = "*.safetensors"


class ModelsWindow(QWidget):
    """A window of its own, not modal."""

    result_wanted = Signal(int)  # of this run

    def __init__(self, models: Models, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Models"))
        self._models = models
        self._shown: list[Model | None] = [None]  # None is the shipped model
        self._chosen: int | None = None
        self._shipped = _shipped()
        self.rows = RowModel([self.tr("model"), self.tr("trained"), "Pd", self.tr("state")], self)
        self.table = row_table(self.rows, self.tr("Models"))
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.table.setMinimumWidth(400)
        header = self.table.horizontalHeader()
        for column, widest in ((1, "00/00/0000"), (2, "0.000"), (3, "M" * 8)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, header.fontMetrics().horizontalAdvance(widest) + 18)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.title, self.trouble, self.note = QLabel(), QLabel(), QLabel()
        self.title.setProperty("heading", True)
        self.trouble.setWordWrap(True)
        theme.mark(self.trouble, "doubt", True)
        self.note.setWordWrap(True)
        self.note.setProperty("faint", True)
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(7)
        self.facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._make_buttons()
        self._lay_out()
        self.resize(920, 480)
        models.changed.connect(self.refresh)
        models.message.connect(self.note.setText)
        models.added.connect(self.look_at)

    def _make_buttons(self) -> None:
        def button(text: str, tip: str, do: Callable[[], object]) -> QPushButton:
            made = QPushButton(text)
            made.setToolTip(tip)
            made.clicked.connect(lambda: do())
            return made

        self.take_in = button(
            self.tr("Import…"), self.tr("A file of weights, copied beside the project"),
            self._ask_import,
        )  # fmt: skip
        self.out = button(
            self.tr("Export…"), self.tr("A copy of its file, for another project or p2m"),
            self._ask_export,
        )  # fmt: skip
        self.remove = button(
            self.tr("Remove…"), self.tr("Take it out of the project"), self._ask_remove
        )
        self.result = button(
            self.tr("Result…"), self.tr("Compare it with another one on held-out frames"),
            self._want_result,
        )  # fmt: skip
        self.use = button(
            self.tr("Use"), self.tr("Suggestions come from it from now on"), self._use
        )
        self.use.setProperty("primary", True)

    def _lay_out(self) -> None:
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self.facts)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(page)
        row = QHBoxLayout()
        row.setSpacing(8)
        for one in (self.remove, self.out, self.result):
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(self.use)
        right = QVBoxLayout()
        right.setContentsMargins(16, 14, 16, 14)
        right.setSpacing(10)
        right.addWidget(self.title)
        right.addWidget(self.trouble)
        right.addWidget(scroll, 1)
        right.addWidget(self.note)
        right.addLayout(row)
        below = QHBoxLayout()
        below.setContentsMargins(12, 8, 12, 14)
        below.addWidget(self.take_in)
        below.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.table, 1)
        left.addLayout(below)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left)
        layout.addLayout(right, 1)

    # Showing

    def look_at(self, id: int | None) -> None:
        """Show a model; None for the shipped one."""
        self._chosen = id
        self.refresh()

    @property
    def chosen(self) -> Model | None:
        return next((m for m in self._shown if m is not None and m.id == self._chosen), None)

    def refresh(self) -> None:
        if not self.isVisible():
            return  # refreshed when shown
        self._shown = [None, *self._models.models]
        self.rows.show_rows([self._row(model) for model in self._shown])
        model = self.chosen
        self.table.selectRow(self._shown.index(model))
        self._show(model)

    def _row(self, model: Model | None) -> Row:
        provenance = self._shipped if model is None else model.provenance
        in_use = self._models.in_use == model
        problem = "" if model is None else self._models.problems.get(model.id, "")
        words = {MISSING: self.tr("file missing"), CHANGED: self.tr("file changed")}
        state = words.get(problem) or (self.tr("in use") if in_use else "")
        pd = "" if provenance.pd is None else f"{provenance.pd:.3f}"
        colour = "accepted" if in_use else "unseen"
        return Row((model_name(model), when(provenance), pd, state), colour, 3 if problem else -1)

    def _show(self, model: Model | None) -> None:
        provenance = self._shipped if model is None else model.provenance
        path = shipped_weights() if model is None else model.path
        problem = "" if model is None else self._models.problems.get(model.id, "")
        in_use = self._models.in_use == model
        self.title.setText(model_name(model))
        text = {
            MISSING: self.tr("Its file is missing. No other model replaces it."),
            CHANGED: self.tr("Its file is not the one that was added. Use takes it as it is now."),
        }.get(problem, "")
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for name, value in facts(provenance, path, self._source(model)):
            label, field = QLabel(name), QLabel(value)
            label.setProperty("faint", True)
            field.setWordWrap(True)
            explain(label)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            field.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.facts.addRow(label, field)
        why = self._models.why_not
        busy = self._models.busy
        self.use.setEnabled(not why and problem != MISSING and (not in_use or bool(problem)))
        self.remove.setEnabled(not why and model is not None)
        self.take_in.setEnabled(not why and not busy)
        self.out.setEnabled(not problem and not busy)
        self.result.setVisible(model is not None and model.run is not None)
        if why:
            self.note.setText(why)

    def _source(self, model: Model | None) -> str:
        if model is None:
            return "Label-IRST"
        number = model.path.parent.name  # the run's number is the name of its folder
        if model.run is None or not number.isdecimal():
            return ""
        return tr("Run {number}").format(number=int(number))

    def _choose(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._shown):
            model = self._shown[index.row()]
            self._chosen = None if model is None else model.id
            self.note.clear()
            self._show(model)

    def showEvent(self, event: object) -> None:
        used = self._models.in_use
        self._chosen = None if used is None else used.id
        self.note.clear()
        self._models.refresh()

    # Changes

    def _use(self) -> None:
        model = self.chosen
        if self._models.use(None if model is None else model.id):
            text = self.tr("Suggestions come from it from now on.")
            self.note.setText(text)

    def _want_result(self) -> None:
        model = self.chosen
        if model is not None and model.run is not None:
            self.result_wanted.emit(model.run)

    def _ask_import(self) -> None:
        title = self.tr("Import a model")
        chosen = QFileDialog.getOpenFileName(self, title, "", PATTERN)[0]
        if chosen:
            self.note.clear()
            self._models.take_in(Path(chosen))

    def _ask_export(self) -> None:
        model = self.chosen
        name = "rprnet" if model is None else model.name.replace("/", "-")
        title = self.tr("Export the model")
        chosen = QFileDialog.getSaveFileName(self, title, f"{name}.safetensors", PATTERN)[0]
        if chosen:
            self.note.clear()
            self._models.export(model, Path(chosen))

    def _ask_remove(self) -> None:
        model = self.chosen
        if model is None:
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Remove {name} from the project?").format(name=model.name))
        effects = [
            self.tr("Its copy beside the project is deleted.")
            if self._models.is_copy(model)
            else self.tr("Its file stays where it is.")
        ]
        if model.in_use:
            effects.append(self.tr("Suggestions come from the shipped model then."))
        box.setInformativeText(" ".join(effects))
        yes = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole))
        yes.clicked.connect(lambda: self._models.remove(model.id))
        box.open()


def _shipped() -> Provenance:
    try:
        return provenance_of(shipped_weights())
    except InputError:  # a build without weights
        return Provenance()
