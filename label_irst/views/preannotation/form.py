"""The options of `p2m preannotate` as a form."""

import os
from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from label_irst.jobs.preannotation import Options
from label_irst.views.widgets.path_line import PathLine
from p2m_core.classical import METHODS
from p2m_core.files import is_there
from p2m_core.sequence import sequence_name, source_exists
from p2m_core.suggest import RPRNET

BESIDE, BOXES, POINTS, SUGGEST = "beside", "boxes", "points", "suggest"
SUPPORT = 20.0
MARGIN = 9  # aligns numbers with words
LABELS = "JSON, CSV, TXT (*.json *.csv *.txt);;* (*)"


class PreannotateForm(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.source = PathLine(_choose_folder, self.tr("a folder of sequences and images"))
        self.labels = QComboBox()
        for word, text in (
            (BESIDE, self.tr("Boxes or points that lie beside the images")),
            (BOXES, self.tr("Boxes from a file or folder")),
            (POINTS, self.tr("Points from a file")),
            (SUGGEST, self.tr("None: a detector suggests")),
        ):
            self.labels.addItem(text, word)
        self.boxes = PathLine(_choose_labels, self.tr("COCO .json, MOT .txt, or a folder of them"))
        self.points = PathLine(_choose_labels, self.tr("CSV: frame,x,y, frames from 1"))
        self.out = PathLine(_choose_goal, self.tr("a new project"))
        self.detector = QComboBox()
        self.detector.addItem(self.tr("The best at hand"), "")
        self.detector.addItem("RPR-Net", RPRNET)
        for method in METHODS.values():
            self.detector.addItem(method.title, method.name)
        self.weights = PathLine(_choose_weights, self.tr("those that come with the program"))
        self.device = _words(("", self.tr("Automatic")), ("cpu", self.tr("Processor")),
                             ("cuda", self.tr("GPU")))  # fmt: skip
        self.support = QDoubleSpinBox()
        self.support.setLocale(QLocale.c())
        self.support.setRange(1.0, 200.0)
        self.support.setDecimals(1)
        self.support.setValue(SUPPORT)
        self.support.setSuffix(" px")
        self.support.setToolTip(self.tr("R_s: masks grow within it; a box bounds them further"))
        self.voc_max = _words(("last", self.tr("the last pixel")), ("past", self.tr("one past it")))
        self.voc_origin = _words((1, self.tr("1")), (0, self.tr("0")))
        self.mot_origin = _words((0, self.tr("0")), (1, self.tr("1")))
        self.workers = QSpinBox()
        self.workers.setRange(1, 1024)
        self.workers.setValue(os.cpu_count() or 1)
        self.scheduler = QLineEdit()
        self.scheduler.setPlaceholderText(self.tr("none: on this machine"))
        self.scheduler.setToolTip(self.tr("A Dask scheduler, like tcp://10.0.0.1:8786"))
        self.advanced = QPushButton(self.tr("Advanced"))
        self.advanced.setCheckable(True)
        self.advanced.setAutoDefault(False)
        self.advanced.setStyleSheet(
            "background: transparent; border: none; padding: 4px 0; text-align: left;"
        )
        self._guessed = ""  # the goal derived from the source
        self._lay_out()
        self.source.changed.connect(self._guess_goal)
        self.labels.currentIndexChanged.connect(self._refresh)
        self.detector.currentIndexChanged.connect(self._refresh)
        self.advanced.toggled.connect(self._refresh)
        for line in (self.source, self.boxes, self.points, self.out, self.weights):
            line.changed.connect(self.changed)
        self._refresh()

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setVerticalSpacing(10)
        for box in (self.support, self.workers):
            box.lineEdit().setTextMargins(MARGIN, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, field in (
            (self.tr("Images"), self.source),
            (self.tr("What is known"), self.labels),
            (self.tr("Boxes"), self.boxes),
            (self.tr("Points"), self.points),
            (self.tr("Detector"), self.detector),
            (self.tr("Weights"), self.weights),
            (self.tr("New project"), self.out),
            ("", self.advanced),
            (self.tr("Support radius"), self.support),
            (self.tr("VOC: xmax, ymax are"), self.voc_max),
            (self.tr("VOC: first column and row"), self.voc_origin),
            (self.tr("MOT: first column and row"), self.mot_origin),
            (self.tr("Device"), self.device),
            (self.tr("Processes"), self.workers),
            (self.tr("Dask scheduler"), self.scheduler),
        ):
            self.form.addRow(text, field)
            if isinstance(field, PathLine):
                field.give_name(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.form)

    @property
    def kind(self) -> str:
        return str(self.labels.currentData())

    @property
    def options(self) -> Options:
        """The command's parameters by name; None where the kind of run does not use one."""
        kind, detecting = self.kind, self.kind == SUGGEST
        network = detecting and self.detector.currentData() in ("", RPRNET)
        return {
            "source": self.source.text,
            "out": self.out.text,
            "boxes": self.boxes.text if kind == BOXES else None,
            "points": self.points.text if kind == POINTS else None,
            "suggest": detecting,
            "voc_max": None if detecting else self.voc_max.currentData(),
            "voc_origin": None if detecting else self.voc_origin.currentData(),
            "mot_origin": None if detecting else self.mot_origin.currentData(),
            "support": None if detecting else round(self.support.value(), 1),
            "detector": (self.detector.currentData() or None) if detecting else None,
            "weights": (self.weights.text or None) if network else None,
            "device": (self.device.currentData() or None) if network else None,
            "workers": None if self.scheduler.text().strip() else self.workers.value(),
            "scheduler": self.scheduler.text().strip() or None,
        }

    def put(self, options: Options) -> None:
        """Show these options, in the form that `options` returns."""
        kinds = (BOXES, POINTS, SUGGEST)
        kind = next((kind for kind in kinds if options.get(kind)), BESIDE)
        self.labels.setCurrentIndex(self.labels.findData(kind))
        for name in ("source", "boxes", "points", "weights", "out"):
            getattr(self, name).put(str(options.get(name) or ""))
        for name in ("detector", "device", "voc_max", "voc_origin", "mot_origin"):
            box: QComboBox = getattr(self, name)
            box.setCurrentIndex(max(0, box.findData(options.get(name))))
        self.support.setValue(float(options.get("support") or SUPPORT))
        self.workers.setValue(int(options.get("workers") or os.cpu_count() or 1))
        self.scheduler.setText(str(options.get("scheduler") or ""))
        self._guessed = ""
        self._refresh()

    @property
    def fault(self) -> str:
        """The first missing or wrong entry, in one line; empty if the run can start."""
        options = self.options
        if not options["source"]:
            return self.tr("Choose the folder with the images.")
        if not source_exists(Path(options["source"])):
            return self.tr("{path} is not there.").format(path=options["source"])
        for name in (BOXES, POINTS):
            if self.kind == name and not options[name]:
                return self.tr("Choose where the labels are.")
        if not options["out"]:
            return self.tr("Choose where to save the new project.")
        goal = Path(options["out"])
        if goal.suffix != ".lirst":
            return self.tr("The name of a project ends in .lirst.")
        if is_there(goal):
            return self.tr("{path} exists already: choose another name.").format(path=goal)
        return ""

    def _guess_goal(self) -> None:
        source = Path(self.source.text)
        if self.source.text and self.out.text in ("", self._guessed):
            name = sequence_name(source)
            self._guessed = str(source.parent / f"{name}.lirst") if name else ""
            self.out.put(self._guessed)

    def _refresh(self) -> None:
        detecting, more = self.kind == SUGGEST, self.advanced.isChecked()
        network = detecting and self.detector.currentData() in ("", RPRNET)
        for field, wanted in (
            (self.boxes, self.kind == BOXES),
            (self.points, self.kind == POINTS),
            (self.detector, detecting),
            (self.weights, network),
            (self.support, more and not detecting),
            (self.voc_max, more and self.kind in (BESIDE, BOXES)),
            (self.voc_origin, more and self.kind in (BESIDE, BOXES)),
            (self.mot_origin, more and self.kind in (BESIDE, BOXES)),
            (self.device, more and network),
            (self.workers, more),
            (self.scheduler, more),
        ):
            self.form.setRowVisible(field, wanted)
        arrow = "▾" if more else "▸"
        self.advanced.setText(f"{arrow}  {self.tr('Advanced')}")
        self.changed.emit()


def _words(*entries: tuple[object, str]) -> QComboBox:
    box = QComboBox()
    for word, text in entries:
        box.addItem(text, word)
    return box


def _choose_folder(parent: QWidget, now: str) -> str:
    return QFileDialog.getExistingDirectory(parent, "", now)


def _choose_labels(parent: QWidget, now: str) -> str:
    return QFileDialog.getOpenFileName(parent, "", now, LABELS)[0]


def _choose_weights(parent: QWidget, now: str) -> str:
    return QFileDialog.getOpenFileName(parent, "", now, "*.safetensors")[0]


def _choose_goal(parent: QWidget, now: str) -> str:
    chosen = QFileDialog.getSaveFileName(parent, "", now, "*.lirst")[0]
    return chosen if not chosen or Path(chosen).suffix else f"{chosen}.lirst"
