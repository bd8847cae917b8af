"""Below the picture, always as high: what the tool in hand does or suggestions, and playback.

The banner lies over it. So nothing that comes and goes moves the picture under the pointer.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from label_irst.document import Document
from label_irst.i18n import tr
from label_irst.tools.toolbox import (
    BOX_SEED,
    BRUSH,
    ERASER,
    FLOOD,
    IGNORE,
    POLYGON,
    RULER,
    SEED,
    SELECT,
    ToolBox,
)
from label_irst.views.commands import key_text
from label_irst.views.picture.key_cursor import KeyCursor
from label_irst.views.picture.transport import Transport
from label_irst.views.review.suggestion_bar import SuggestionBar
from label_irst.views.widgets.elided import Elided
from label_irst.views.widgets.offer import Offer

ROOM = 12  # view pixels beside what stands in the row
BETWEEN = "   ·   "  # the parts of a hint


class NoticeRow(QWidget):
    def __init__(
        self, document: Document, toolbox: ToolBox, cursor: KeyCursor, bar: SuggestionBar,
        transport: Transport, actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        super().__init__()
        self._document, self._toolbox, self._bar = document, toolbox, bar
        self._cursor, self._transport = cursor, transport
        self._actions = actions
        self._offers: list[Offer] = []
        self.hint = Elided(between=BETWEEN)
        self.hint.setObjectName("hint")
        self.hint.setContentsMargins(ROOM, 0, ROOM, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._stack = QStackedLayout()
        row.addLayout(self._stack, 1)
        row.addWidget(transport)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(bar)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(bar.sizeHint().height())
        toolbox.changed.connect(self._refresh_hint)
        cursor.changed.connect(self._refresh_hint)
        for action in (actions[name] for name in _KEYED):
            action.changed.connect(self._refresh_hint)
        document.suggestions.changed.connect(self.refresh)
        document.range_changed.connect(self._refresh_hint)
        document.frame_changed.connect(self._refresh_hint)
        self._refresh_hint()
        self.refresh()

    def add_offer(self, offer: Offer) -> None:
        """Give an offer room at the end of the hint, whenever it is made."""
        offer.setParent(self)
        offer.installEventFilter(self)
        self._offers.append(offer)

    def refresh(self) -> None:
        self._stack.setCurrentIndex(1 if self._document.suggestions.any else 0)
        self._place_offers()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize):
            self._place_offers()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_offers()

    def _place_offers(self) -> None:
        """From the right, over the hint, which is cut there: a layout could widen the window."""
        end = self._transport.x() - ROOM
        for offer in self._offers:
            if offer.isHidden():
                continue
            if self._document.suggestions.any:  # they come first
                offer.hide()
                continue
            end -= offer.width()
            offer.move(end, (self.height() - offer.height()) // 2)
            offer.raise_()
        covered = self._transport.x() - ROOM - end
        self.hint.setContentsMargins(ROOM, 0, ROOM + covered, 0)
        self.hint.setText(self.hint.whole)

    def _refresh_hint(self) -> None:
        keys = {name.replace("-", "_"): _key(self._actions[name]) for name in _KEYED}
        parts = _hints()[self._toolbox.name]
        if self._cursor.on:
            parts = _cursor_hints()
        elif self._document.range_here is not None:
            parts = _range_hints()
        self.hint.setText(BETWEEN.join(parts).format(**keys))


_KEYED = (
    "shrink",
    "grow",
    "propagate",
    "accept",
    "brush-smaller",
    "brush-larger",
    "next",
    "delete",
    "profile",
    "empty",
    "uncertain",
    "carry",
    "fill-gaps",
    "interpolate",
    "masks",
    "deselect",
)


def _key(action: QAction) -> str:
    """The first key of a command, as its user has set it."""
    return key_text(action.shortcut().toString()) or "–"


def _hints() -> dict[str, list[str]]:
    """What the mouse does with each tool in hand, and the next keys."""
    scrub = tr("{shrink} {grow}: smaller, larger")
    brush = tr("{brush_smaller} {brush_larger}: brush size")
    accept = tr("{accept}: accept the frame")
    follow = tr("{propagate}: follow it")
    return {
        SELECT: [tr("Click: select a target"), tr("drag: move the picture"), follow, accept],
        SEED: [
            tr("Click: grow a mask"), tr("Shift+click: this too"), tr("right click: not this part"),
            scrub, follow, accept,
        ],
        BOX_SEED: [tr("Drag a rough box around a target: its mask grows"), scrub, follow, accept],
        FLOOD: [tr("Drag a box: its brightest part fills"), tr("wheel: level"), scrub, accept],
        POLYGON: [
            tr("Click the corners"), tr("double click or Enter: close"),
            tr("Backspace: one corner back"), tr("Esc: drop it"),
        ],
        BRUSH: [tr("Drag: add pixels"), brush, tr("Esc before it: a new target"), accept],
        ERASER: [tr("Drag: take pixels away"), brush, accept],
        IGNORE: [
            tr("Drag: ignore a box, in the chosen frames or in all"),
            tr("click a region: let it go"), tr("Esc: drop the box"),
        ],
        RULER: [
            tr("Drag: measure"), tr("with Shift: straight"),
            tr("{profile}: the grey levels along it"), tr("Esc: take it away"),
        ],
    }  # fmt: skip


def _range_hints() -> list[str]:
    """What keys do with the chosen frames."""
    return [
        tr("Chosen frames"), tr("{deselect}: let go"), tr("{delete}: delete"),
        tr("{accept}: accept"), tr("{fill_gaps}: fill anew"), tr("{carry}: copy over"),
        tr("{empty}: empty"), tr("{uncertain}: uncertain"), tr("{masks}: hide"),
        tr("{interpolate}: interpolate"),
    ]  # fmt: skip


def _cursor_hints() -> list[str]:
    """What the keys do while they move a cursor."""
    return [
        tr("Arrows: move, with Shift by ten"), tr("Space: click"), tr("Shift+Space: this too"),
        tr("Backspace: right click"), tr("{accept}: accept the frame"), tr("Esc: end"),
    ]  # fmt: skip
