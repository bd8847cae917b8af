"""Predictions in the project file: a type of their own, not targets.

See `p2m_core.project.predictions` for what they are for.
"""

import json
import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from p2m_core.detector import Detection
from p2m_core.errors import InputError, P2MError

COLUMNS = "id, sequence, frame, x, y, radius, score, detector, rejected"
LEAST_REACH = 2.0
"""Pixels within which two predictions are of one object, however small it is."""


@dataclass(frozen=True)
class Prediction:
    """One detection in one frame, stored.

    Attributes
    ----------
    id : int
        Number in the project, never used twice.
    sequence, frame : int
        The sequence's number in the project, and the frame's index in it.
    x, y, radius, score : float
        As in `p2m_core.detector.Detection`; the score in 0..1.
    detector : str
        Which one found it, as in `p2m_core.suggest`.
    rejected : bool
        Whether a person rejected it.
    """

    id: int
    sequence: int
    frame: int
    x: float
    y: float
    radius: float
    score: float
    detector: str
    rejected: bool = False

    @property
    def detection(self) -> Detection:
        """Position, radius and score."""
        return Detection(self.x, self.y, self.radius, self.score)


def replace_pending(
    db: sqlite3.Connection,
    sequence: int,
    frame: int,
    detections: Iterable[Detection],
    detector: str,
) -> float:
    """Replace a frame's predictions by `detections`, within the caller's transaction.

    Rejected predictions stay, and a detection of the same object is left out. Returns the best
    score of the others; 0 without any.
    """
    key = (sequence, frame)
    db.execute("DELETE FROM predictions WHERE sequence = ? AND frame = ? AND NOT rejected", key)
    rejected = db.execute(
        "SELECT x, y, radius FROM predictions WHERE sequence = ? AND frame = ?", key
    ).fetchall()
    kept = [_checked(d) for d in detections if not _is_one_of(d, rejected)]
    db.executemany(
        "INSERT INTO predictions (sequence, frame, x, y, radius, score, detector) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*key, *d, detector) for d in kept],
    )
    return max((d.score for d in kept), default=0.0)


def _checked(d: Detection) -> Detection:
    if not all(map(math.isfinite, d)) or d.radius <= 0.0 or not 0.0 <= d.score <= 1.0:
        raise InputError(
            f"{d} is not a prediction: give finite numbers, radius above 0, score in 0..1"
        )
    return d


def _is_one_of(d: Detection, others: Sequence[tuple[float, float, float]]) -> bool:
    return any(
        math.dist((d.x, d.y), (x, y)) <= max(d.radius, radius, LEAST_REACH)
        for x, y, radius in others
    )


def write(db: sqlite3.Connection, prediction: Prediction) -> None:
    """Store a prediction as it is, within the caller's transaction.

    It replaces what the file holds under its number: a detector may have run again since an undo
    step was made.
    """
    db.execute(
        f"INSERT OR REPLACE INTO predictions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _row(prediction),
    )


def _row(p: Prediction) -> tuple[Any, ...]:
    return (
        p.id, p.sequence, p.frame, p.x, p.y, p.radius, p.score, p.detector, int(p.rejected),
    )  # fmt: skip


def to_text(prediction: Prediction) -> str:
    """Return the prediction as JSON, for the undo history."""
    return json.dumps(_row(prediction))


def from_text(text: str) -> Prediction:
    """Return the prediction that `to_text` wrote.

    Raises
    ------
    P2MError
        If the text does not hold a prediction: the file is damaged.
    """
    try:
        return from_row(json.loads(text))
    except (TypeError, ValueError, RecursionError) as error:
        raise P2MError(f"the undo history is damaged in the project file: {error}") from error


def from_row(row: Sequence[Any]) -> Prediction:
    try:
        id, sequence, frame, x, y, radius, score, detector, rejected = row
        where = Detection(*_checked(Detection(float(x), float(y), float(radius), float(score))))
        return Prediction(int(id), int(sequence), int(frame), *where, str(detector), bool(rejected))
    except (TypeError, ValueError, OverflowError) as error:
        raise P2MError(f"prediction {row[0]!r} is damaged in the project file: {error}") from error
