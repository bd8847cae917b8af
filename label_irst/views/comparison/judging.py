"""The chosen disagreement, large, with what can become of it and of all that are listed."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from label_irst.views.commands import key_text
from label_irst.views.comparison.crop import Legend, PairView
from label_irst.views.comparison.decisions import KEEP
from label_irst.views.comparison.texts import details, rule_texts
from label_irst.views.widgets.tables import heading
from label_irst.views.widgets.wrapped import Wrapped
from p2m_core.agreement import Pair, Rule


class Judging(QWidget):
    decided = Signal(object)  # a Rule for the chosen pair; None: mine stays
    next_wanted = Signal()
    rule_wanted = Signal(object)  # a Rule for all that are listed

    def __init__(self) -> None:
        super().__init__()
        self.view, self.numbers = PairView(), Wrapped()
        self.keep = self._button(self.tr("Keep mine"), "K", self.tr("Nothing changes; go on"))
        self.take = self._button(
            self.tr("Take theirs"), "T", self.tr("It becomes as theirs, or is removed; go on")
        )
        self.union = self._button(self.tr("Union"), "U", self.tr("The pixels of both; go on"))
        self.common = self._button(
            self.tr("Intersection"), "I", self.tr("The pixels that both have; go on")
        )
        for button, rule in (
            (self.keep, KEEP), (self.take, Rule.THEIRS), (self.union, Rule.UNION),
            (self.common, Rule.INTERSECTION),
        ):  # fmt: skip
            button.clicked.connect(lambda checked=False, rule=rule: self.decided.emit(rule))
        self.next = QPushButton(self.tr("Next") + f" ({key_text('Space')})")
        self.next.setToolTip(self.tr("The next one to decide; also Enter"))
        self.next.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.next.clicked.connect(self.next_wanted)
        self.rules, self.meaning = QComboBox(), Wrapped()
        for rule, (name, sentence) in rule_texts().items():
            self.rules.addItem(name, rule)
            self.rules.setItemData(self.rules.count() - 1, sentence, Qt.ItemDataRole.ToolTipRole)
        self.rules.currentIndexChanged.connect(self._explain)
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.apply.setToolTip(
            self.tr("To all that are listed and not decided; one Undo takes it back")
        )
        self.apply.clicked.connect(lambda: self.rule_wanted.emit(self.rule))
        self.meaning.setProperty("faint", True)
        self.numbers.setProperty("faint", True)
        self.numbers.setText(" ")  # as high as a line, so that the buttons stay where they are
        self._explain()
        self._lay_out()

    def _button(self, text: str, key: str, tip: str) -> QPushButton:
        """A button with its key; a click leaves the keyboard with the list."""
        button = QPushButton(f"{text} ({key})")
        # Not the button's own: that one clicks a tenth of a second later.
        shortcut = QShortcut(QKeySequence(key), self, button.click)
        shortcut.setAutoRepeat(False)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addStretch(1)
        above.addWidget(Legend())
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.keep, self.take, self.union, self.common):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.next)
        every = QHBoxLayout()
        every.setSpacing(8)
        every.addWidget(heading(self.tr("All that are listed")))
        every.addWidget(self.rules, 1)
        every.addWidget(self.apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.numbers)
        layout.addLayout(buttons)
        layout.addSpacing(6)
        layout.addLayout(every)
        layout.addWidget(self.meaning)

    def _explain(self) -> None:
        self.meaning.setText(rule_texts()[self.rule][1])

    @property
    def rule(self) -> Rule:
        """The chosen rule for all."""
        return Rule(self.rules.currentData())  # Qt gives back the text alone

    def show_pair(self, pair: Pair | None, source: Path) -> None:
        self.view.show_pair(pair, source)
        self.numbers.setText(" " if pair is None else details(pair))

    def allow(self, one: bool, every: bool, go_on: bool) -> None:
        """Enable what can be done with the chosen pair, with all of them, and Next."""
        for button in (self.keep, self.take, self.union, self.common):
            button.setEnabled(one)
        for widget in (self.rules, self.apply):
            widget.setEnabled(every)
        self.next.setEnabled(go_on)
