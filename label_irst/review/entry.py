"""An entry of the review list."""

from dataclasses import dataclass

from label_irst.document.standing import Standing

FLAGGED = -1
"""Stands for a reason where the list shows flags alone."""


@dataclass(frozen=True)
class Entry:
    """A target to look at; with an `id` below 0, a frame or a place `at` which a model was wrong.

    `sequence` is its number; 0 for the row on show. `reason` is one of `p2m_core.doubt.Reason`, or
    `FLAGGED`.
    """

    id: int
    frame: int
    track: int
    doubt: float
    reason: int
    at: tuple[float, float] | None = None
    standing: Standing | None = None  # of a target
    sequence: int = 0
    note: str = ""
