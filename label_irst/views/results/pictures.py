"""The pictures of a result by kind: misses, false alarms, hits."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from label_irst.document.model_errors import ModelError
from label_irst.views.results.cells import Legend
from label_irst.views.results.crops import ResultCrops
from p2m_core.eval.comparison import Case, Kind, of_kind

UNKNOWN_RADIUS = 2.0


class ResultPictures(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.cases: list[Case] = []
        self.kinds = QComboBox()
        self.kinds.setMinimumContentsLength(30)
        self.kinds.activated.connect(self._show)
        self.crops = ResultCrops()
        filters = QHBoxLayout()
        filters.setContentsMargins(12, 0, 0, 0)
        filters.setSpacing(10)
        filters.addWidget(self.kinds)
        filters.addStretch(1)
        filters.addWidget(Legend())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(filters)
        layout.addWidget(self.crops, 1)

    def show_cases(self, cases: list[Case]) -> None:
        """Take these cases, and show those of the chosen kind."""
        self.cases = cases
        chosen = self.kinds.currentData() or Kind.MISSED
        self.kinds.clear()
        for kind, text in self._texts().items():
            count = sum(case.is_of(kind) for case in cases)
            self.kinds.addItem(f"{text} ({count})", kind)
        self.kinds.setCurrentIndex(self.kinds.findData(chosen))
        self._show()

    def _show(self) -> None:
        kind = self.kinds.currentData()
        self.crops.show_cases(of_kind(self.cases, kind), self.tr("There is none of these."))

    def _texts(self) -> dict[Kind, str]:
        return {
            Kind.MISSED: self.tr("Missed by the new model"),
            Kind.LOST: self.tr("Missed by the new model only"),
            Kind.GAINED: self.tr("Found by the new model only"),
            Kind.FALSE: self.tr("False alarms of the new model"),
            Kind.FALSE_NEW: self.tr("False alarms of the new model only"),
            Kind.FALSE_GONE: self.tr("False alarms of the other model only"),
            Kind.HIT: self.tr("Found by the new model"),
        }

    def errors(self) -> dict[int, list[ModelError]]:
        """Misses and false alarms of the new model, by the number of the project's sequence."""
        errors: dict[int, list[ModelError]] = {}
        for case in self.cases:
            info = self.crops.info(case)
            if info is None or not (case.is_of(Kind.MISSED) or case.is_of(Kind.FALSE)):
                continue
            new = case.found[1]
            radius = case.radius if case.radius > 0.0 else UNKNOWN_RADIUS
            score = 0.0 if new is None else new.score
            error = ModelError(0, case.frame, case.target, case.x, case.y, radius, score)
            errors.setdefault(info.id, []).append(error)
        return errors
