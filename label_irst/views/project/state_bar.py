"""The share of each state of a sequence's frames, told apart by more than colour."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from label_irst import theme
from label_irst.i18n import tr
from p2m_core.project import FrameState

ORDER = (
    FrameState.ACCEPTED, FrameState.VERIFIED_EMPTY, FrameState.EDITED, FrameState.SUGGESTED,
    FrameState.UNCERTAIN, FrameState.UNSEEN,
)  # fmt: skip
LEAST = 3.0  # pixels of a state that is there at all

# Done is solid; what is open has a texture of its own.
_TEXTURES = {
    FrameState.EDITED: Qt.BrushStyle.BDiagPattern,
    FrameState.SUGGESTED: Qt.BrushStyle.VerPattern,
    FrameState.UNCERTAIN: Qt.BrushStyle.DiagCrossPattern,
}


def state_name(state: FrameState) -> str:
    """The state as a word."""
    return {
        FrameState.UNSEEN: tr("unseen"),
        FrameState.SUGGESTED: tr("suggested"),
        FrameState.EDITED: tr("edited"),
        FrameState.ACCEPTED: tr("accepted"),
        FrameState.VERIFIED_EMPTY: tr("verified empty"),
        FrameState.UNCERTAIN: tr("uncertain"),
    }[state]


def shares(states: Mapping[FrameState, int], width: float) -> list[tuple[FrameState, float]]:
    """The width of each state that is there; a single frame among thousands can be seen too."""
    total = sum(states.values())
    present = [state for state in ORDER if states.get(state, 0) > 0]
    free = width - LEAST * len(present)
    return [(state, LEAST + free * states[state] / total) for state in present]


def paint_state_bar(painter: QPainter, bar: QRectF, states: Mapping[FrameState, int]) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    left = bar.left()
    for state, width in shares(states, bar.width()):
        part = QRectF(left, bar.top(), max(1.0, width - 1.0), bar.height())
        colour = theme.state_colour(state)
        painter.fillRect(part, colour)
        if texture := _TEXTURES.get(state):
            painter.fillRect(part, QBrush(QColor(0, 0, 0, 110), texture))
        elif state is FrameState.VERIFIED_EMPTY:  # hollow: nothing is in these frames
            painter.fillRect(part.adjusted(1, 1, -1, -1), theme.colours().panel)
        left += width
    painter.restore()
