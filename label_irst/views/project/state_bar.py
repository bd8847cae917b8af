"""The share of each standing among a sequence's frames, in the shapes that the timeline has."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from label_irst.document.standing import Standing
from label_irst.views.widgets import standings
from p2m_core.project import Card, FrameState

LEAST = 3.0  # pixels of what is there at all


def counts(card: Card) -> dict[Standing, int]:
    """How many frames have each standing, in the order of the legend; without those of none."""
    found = {Standing(int(state)): count for state, count in card.states.items()}
    found[Standing.AUTOMATIC] = card.states.get(FrameState.EDITED, 0) - card.by_hand
    found[Standing.BY_HAND] = card.by_hand
    return {one: found[one] for one in standings.words() if found.get(one, 0) > 0}


def paint_state_bar(painter: QPainter, bar: QRectF, card: Card) -> None:
    """Paint them side by side; a single frame among thousands can be seen too."""
    shares = counts(card)
    free = bar.width() - LEAST * len(shares)
    left = bar.left()
    for standing, count in shares.items():
        width = LEAST + free * count / sum(shares.values())
        part = QRectF(left, bar.top(), max(1.0, width - 1.0), bar.height())
        standings.paint(painter, part, standing)
        left += width
