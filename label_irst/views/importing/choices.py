"""The choices of an import: how numbers are meant, and what becomes of the labels.

Each is shown where it matters: the rules of VOC for VOC files, what becomes of boxes for boxes.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from p2m_core.datasets.readers.rules import Rules
from p2m_core.importing import ImportOptions, Preview


class Choices(QWidget):
    rules_changed = Signal()  # the labels have to be read again

    def __init__(self) -> None:
        super().__init__()
        self.voc = _box(
            ("1 last", self.tr("first column is 1, xmax the last one (VOC)")),
            ("1 past", self.tr("first column is 1, xmax one past the last (SIRST)")),
            ("0 last", self.tr("first column is 0, xmax the last one")),
            ("0 past", self.tr("first column is 0, xmax one past the last (CVAT, VoTT)")),
        )
        self.mot = _box(
            ("0", self.tr("first column is 0")),
            ("1", self.tr("first column is 1 (MOTChallenge)")),
        )
        self.state = _box(
            ("accepted", self.tr("count as reviewed")), ("edited", self.tr("are to be reviewed"))
        )
        self.boxes = _box(
            ("grow", self.tr("a mask grows in each")),
            ("rectangle", self.tr("become rectangles of pixels")),
        )
        self.empty = _box(
            ("unseen", self.tr("stay unseen: nobody says that they are empty")),
            ("verified", self.tr("are verified empty")),
        )
        self.present = _box(
            ("keep", self.tr("keep these")), ("replace", self.tr("get the imported ones"))
        )
        self.form = QFormLayout()
        self.form.setVerticalSpacing(6)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, box in (
            (self.tr("Numbers in VOC files"), self.voc),
            (self.tr("Numbers in MOT files"), self.mot),
            (self.tr("Masks"), self.state),
            (self.tr("Boxes and points"), self.boxes),
            (self.tr("Frames without an entry"), self.empty),
            (self.tr("Frames with targets already"), self.present),
        ):
            label = QLabel(text)
            label.setMinimumHeight(box.sizeHint().height())  # beside its middle
            self.form.addRow(label, box)
        self.voc.currentIndexChanged.connect(self.rules_changed)
        self.mot.currentIndexChanged.connect(self.rules_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.form)
        self.show_for(None, adding=False)

    @property
    def rules(self) -> Rules:
        origin, last = str(self.voc.currentData()).split()
        return Rules(
            mot_origin=1 if self.mot.currentData() == "1" else 0,
            voc_max="past" if last == "past" else "last",
            voc_origin=1 if origin == "1" else 0,
        )

    def options(self, only: frozenset[str]) -> ImportOptions:
        """The choices; those that are not shown are at their defaults, or do not matter."""
        return ImportOptions(
            state=self.state.currentData(),
            boxes=self.boxes.currentData(),
            implied_empty=self.empty.currentData(),
            present=self.present.currentData(),
            only=only,
        )

    def show_for(self, found: Preview | None, adding: bool) -> None:
        """Show the choices that matter for these labels."""
        formats = {name for _, name in found.sources} if found is not None else set()

        def has(*counts: str) -> bool:
            sequences = found.sequences if found is not None else ()
            return any(getattr(one, count) for count in counts for one in sequences)

        for box, wanted in (
            (self.voc, "voc" in formats),
            (self.mot, "mot" in formats),
            (self.state, has("masks", "empty")),
            (self.boxes, has("boxes", "points")),
            (self.empty, has("implied_empty")),
            (self.present, adding and found is not None),
        ):
            self.form.setRowVisible(box, wanted)


def _box(*entries: tuple[str, str]) -> QComboBox:
    box = QComboBox()
    for word, text in entries:
        box.addItem(text, word)
    return box
