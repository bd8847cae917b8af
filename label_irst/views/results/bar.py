"""Above a result: the choice of the other model and of frames, the progress, and Stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from label_irst.views.widgets.thin_bar import thin_bar

FRAMES = (50, 100, 300, 1000)
USUAL = 100


class ResultBar(QWidget):
    asked = Signal()  # compare with the model chosen
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.old, self.where, self.frames = QComboBox(), QComboBox(), QComboBox()
        for box, least in ((self.old, 18), (self.where, 26)):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(least)
        for count in FRAMES:
            self.frames.addItem(self.tr("{count} frames").format(count=count), count)
        self.frames.setCurrentIndex(self.frames.findData(USUAL))
        self.frames.setToolTip(
            self.tr("The most reviewed frames to compare on, evenly spread; more take longer")
        )
        self.go = QPushButton(self.tr("Compare"))
        self.go.clicked.connect(lambda: self.asked.emit())
        self.bar = thin_bar(90)
        self.progress = QLabel()
        self.progress.setProperty("faint", True)
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.clicked.connect(lambda: self.stopped.emit())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for text, box in (
            (self.tr("Compare with"), self.old), (self.tr("on"), self.where), ("", self.frames),
        ):  # fmt: skip
            if text:
                layout.addWidget(QLabel(text))
            layout.addWidget(box)
        layout.addWidget(self.go)
        layout.addStretch(1)
        layout.addWidget(self.progress)
        layout.addWidget(self.bar)
        layout.addWidget(self.stop)
        self.show_busy(False)

    def offer(self, models: list[str], held_out: int, sequences: list[str]) -> None:
        """Offer models and sequences.

        The run's `held_out` sequences are one entry; the data of every other entry is its name.
        """
        self.old.clear()
        self.old.addItems(models)
        self.where.clear()
        if held_out:
            text = self.tr("held-out sequences of the run ({count})")
            self.where.addItem(text.format(count=held_out), "")
        for name in sequences:
            self.where.addItem(name, name)
        self.where.setEnabled(self.where.count() > 0)
        self.go.setEnabled(self.where.count() > 0)

    def show_busy(self, busy: bool) -> None:
        """Show the progress, and disable the choices while it runs."""
        for box in (self.old, self.where, self.frames):
            box.setEnabled(not busy and box.count() > 0)
        self.go.setVisible(not busy)
        for one in (self.bar, self.stop, self.progress):
            one.setVisible(busy)
        self.bar.setRange(0, 0)
        self.progress.setText(self.tr("starting…"))

    def show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.progress.setText(self.tr("frame {done} of {total}").format(done=done, total=total))
