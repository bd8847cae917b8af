"""How the standings are drawn and named: each has a shape of its own, not only a colour.

The shape is one of rows, so that it is the same in a column of one pixel and in a wide cell.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from label_irst import theme
from label_irst.document.standing import Standing
from label_irst.i18n import tr

SIDE = 10  # view pixels of a mark in a list


def words() -> dict[Standing, str]:
    """The standings in the order of the legend."""
    return {
        Standing.ACCEPTED: tr("accepted"),
        Standing.BY_HAND: tr("by hand"),
        Standing.AUTOMATIC: tr("automatic"),
        Standing.SUGGESTED: tr("suggested"),
        Standing.VERIFIED_EMPTY: tr("verified empty"),
        Standing.UNCERTAIN: tr("uncertain"),
        Standing.UNSEEN: tr("unseen"),
    }


def meanings() -> dict[Standing, str]:
    """What each standing says, in the order of the legend."""
    return {
        Standing.ACCEPTED: tr("A person has accepted it"),
        Standing.BY_HAND: tr("A person drew or corrected it; not accepted yet"),
        Standing.AUTOMATIC: tr("Grown, propagated or imported; nobody has changed it"),
        Standing.SUGGESTED: tr("Only a detector's suggestions"),
        Standing.VERIFIED_EMPTY: tr("A person says that there is no target"),
        Standing.UNCERTAIN: tr("Put off: come back to it later"),
        Standing.UNSEEN: tr("Nobody has looked, and there is no target"),
    }


def legend() -> str:
    """All standings with their meanings, a line each."""
    said = meanings()
    return "\n".join(f"{word}: {said[standing]}" for standing, word in words().items())


def filled_rows(standing: Standing, height: int) -> NDArray[np.bool_]:
    """Which of `height` rows of pixels, from the top, are in the standing's colour.

    The more a person has looked, the higher: a line for unseen, half for automatic, a bar with a
    slit for by hand, all for accepted. Open questions are striped; verified empty is hollow.
    """
    up = (np.arange(height)[::-1] + 0.5) / height  # from the bottom, of 1
    stripes = np.arange(height)[::-1] // max(1, round(height / 10)) % 2 == 0
    rows: NDArray[np.bool_] = {
        Standing.UNSEEN: up < 0.2,
        Standing.SUGGESTED: (up < 0.55) & stripes,
        Standing.AUTOMATIC: up < 0.5,
        Standing.BY_HAND: (up < 0.8) & ((up < 0.4) | (up > 0.5)),
        Standing.ACCEPTED: up < 1.0,
        Standing.VERIFIED_EMPTY: (up < 0.2) | (up > 0.8),
        Standing.UNCERTAIN: stripes,
    }[standing]
    return rows


def paint(painter: QPainter, place: QRectF, standing: Standing) -> None:
    """Paint the mark of a standing."""
    colour, height = theme.state_colour(standing), round(place.height())
    for row in np.flatnonzero(filled_rows(standing, height)).tolist():
        painter.fillRect(QRectF(place.left(), place.top() + row, place.width(), 1), colour)
    if standing is Standing.VERIFIED_EMPTY:
        for x in (place.left(), place.right() - 1):
            painter.fillRect(QRectF(x, place.top(), 1, height), colour)


def pixmap(standing: Standing, ratio: float = 2.0) -> QPixmap:
    """The mark of a standing as a picture."""
    picture = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, QRectF(0, 0, SIDE, SIDE), standing)
    painter.end()
    return picture


def icon(standing: Standing) -> QIcon:
    """The mark of a standing, the same in selected rows."""
    picture = pixmap(standing)
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made
