"""The headline of a result: Pd of both models side by side, and the counts behind it."""

import html
import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from label_irst import theme
from label_irst.i18n import targets, tr
from label_irst.views.glossary import explain
from p2m_core.eval.comparison import Comparison

FEW = 30  # targets: with fewer, the interval is not reliable
RATE = 0.05


class ResultHead(QWidget):
    rate_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rates = QComboBox()
        self.rates.setToolTip(
            self.tr(
                "Each model at the threshold that gives this many false targets on these frames"
            )
        )
        self.rates.activated.connect(lambda: self.rate_chosen.emit())
        self.old, self.new, self.difference = _Card(), _Card(), _Card()
        self.basis, self.doubts = QLabel(), QLabel()
        self.basis.setProperty("faint", True)
        self.basis.setWordWrap(True)
        self.doubts.setWordWrap(True)
        theme.mark(self.doubts, "doubt", True)
        line = QHBoxLayout()
        line.setSpacing(8)
        before = QLabel(self.tr("Targets found (Pd) at up to"))
        before.setProperty("heading", True)
        after = QLabel(self.tr("false targets a frame"))
        after.setProperty("heading", True)
        for label in (before, after):
            explain(label, f"{before.text()} {after.text()}")
        for one in (before, self.rates, after):
            line.addWidget(one)
        line.addStretch(1)
        cards = QGridLayout()
        cards.setSpacing(10)
        for column, card in enumerate((self.old, self.new, self.difference)):
            cards.addWidget(card, 0, column)
            cards.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addLayout(cards)
        layout.addWidget(self.basis)
        layout.addWidget(self.doubts)

    @property
    def rate(self) -> float:
        """The false targets a frame at which Pd is shown."""
        return float(self.rates.currentData())

    def show_comparison(self, comparison: Comparison, names: tuple[str, str]) -> None:
        """Show the headline; `names` are those of the old and of the new model."""
        wanted = self.rates.currentData() or RATE
        self.rates.clear()
        for rate in comparison.rates:
            self.rates.addItem(f"{rate:g}", rate)
        self.rates.setCurrentIndex(max(0, self.rates.findData(wanted)))
        self._show(comparison, names)
        text = self.tr("{targets} in {frames} of {labelled} reviewed frames, {sequences}")
        sequences = ", ".join(name for name, _ in comparison.sequences[:3])
        if len(comparison.sequences) > 3:
            count = len(comparison.sequences) - 3
            sequences += tr(" and {count} more").format(count=count)
        self.basis.setText(
            text.format(
                targets=targets(len(comparison.truth)), frames=comparison.frames,
                labelled=comparison.labelled, sequences=sequences,
            )
        )  # fmt: skip
        self._show_doubts(comparison)

    def _show(self, comparison: Comparison, names: tuple[str, str]) -> None:
        colours = (theme.colours().doubt, theme.colours().accent)  # of the curves
        for card, name, colour, model in zip(
            (self.old, self.new), names, colours, comparison.models, strict=True
        ):
            at = model.at[self.rate]
            text = self.tr("{detected} of {targets}, {false} false")
            card.show_texts(
                f'<span style="color: {colour.name()}">■</span> {html.escape(name)}',
                _number(at.pd), _interval(at.interval),
                text.format(
                    detected=at.detected, targets=len(comparison.truth), false=at.false
                ),
            )  # fmt: skip
        at = comparison.models[1].at[self.rate]
        interval = at.difference_interval
        verdict = self.tr("no clear difference")
        if interval and interval[0] > 0.0:
            verdict = self.tr("finds more")
        elif interval and interval[1] < 0.0:
            verdict = self.tr("finds less")
        title = self.tr("Difference")
        self.difference.show_texts(
            title, _number(at.difference, "+"), _interval(interval, "+"), verdict
        )

    def _show_doubts(self, comparison: Comparison) -> None:
        doubts = []
        if len(comparison.truth) < FEW:
            doubts.append(self.tr("Too few targets to decide: the difference may be chance."))
        names = {name for name, _ in comparison.sequences}
        known = names & set(comparison.models[0].provenance.sequences)
        if known:
            text = self.tr(
                "The other model was trained on {names}, by name: its figures may be too good."
            )
            doubts.append(text.format(names=", ".join(sorted(known)[:3])))
        self.doubts.setText(" ".join(doubts))
        self.doubts.setVisible(bool(doubts))


class _Card(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("floating", True)
        self.title, self.number, self.interval, self.words = (QLabel() for _ in range(4))
        self.title.setProperty("heading", True)
        self.number.setProperty("title", True)
        for label in (self.interval, self.words):
            label.setProperty("faint", True)
        self.interval.setToolTip(tr("95 % interval, by bootstrap over stretches of the sequences"))
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.number)
        line.addWidget(self.interval, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addLayout(line)
        layout.addWidget(self.words)

    def show_texts(self, title: str, number: str, interval: str, words: str) -> None:
        for label, text in (
            (self.title, title), (self.number, number), (self.interval, interval),
            (self.words, words),
        ):  # fmt: skip
            label.setText(text)


def _number(value: float, sign: str = "") -> str:
    return "–" if math.isnan(value) else f"{value:{sign}.3f}".replace("-", "−")


def _interval(ends: tuple[float, ...], sign: str = "") -> str:
    return f"{_number(ends[0], sign)} … {_number(ends[1], sign)}" if ends else ""
