"""Places where a model and the labels differ, until a person has reviewed them.

The project stores them, outside of the undo history, and drops them when their frame is reviewed
again: accepted, verified empty, or marked as uncertain.
"""

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from p2m_core.errors import P2MError
from p2m_core.project import Project, get_meta, sequence_at_step, set_meta

KEY = "model-errors"


@dataclass(frozen=True)
class ModelError:
    """A target that was missed, or a false alarm with its score; `id` is below 0."""

    id: int
    frame: int
    missed: bool
    x: float
    y: float
    radius: float
    score: float


class ModelErrors(QObject):
    """`entries` are those of the open sequence."""

    changed = Signal()
    message = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[ModelError] = []
        self.version = 0  # another number where those of any sequence may be others
        self._project: Project | None = None
        self._sequence: int | None = None

    def open(self, project: Project | None, sequence: int | None) -> None:
        """Show those of a sequence of `project`; both may be None."""
        self._project, self._sequence = project, sequence
        self.entries = [] if sequence is None else _entries(self._stored().get(str(sequence)))
        self.version += 1
        self.changed.emit()

    def _stored(self) -> dict[str, Any]:
        stored = None
        if self._project is not None:
            with suppress(P2MError):  # reported where the project is really needed
                stored = get_meta(self._project, KEY)
        return stored if isinstance(stored, dict) else {}

    def in_frame(self, frame: int) -> list[ModelError]:
        return [entry for entry in self.entries if entry.frame == frame]

    def everywhere(self) -> dict[int, list[ModelError]]:
        """Those of all sequences, by their number."""
        stored = self._stored()
        return {
            int(id): _entries(rows)
            for id, rows in stored.items()
            if id.isdecimal() and rows and self._known(int(id))
        }

    def elsewhere(self) -> int | None:
        """The number of another sequence with model errors, None if there is none."""
        others = (int(id) for id, rows in self._stored().items() if id.isdecimal() and rows)
        return next((id for id in sorted(others) if id != self._sequence and self._known(id)), None)

    def _known(self, id: int) -> bool:
        """Whether the sequence was not removed meanwhile."""
        return self._project is not None and sequence_at_step(self._project, id - 1, 1) == id

    def put(self, found: Mapping[int, Iterable[ModelError]]) -> None:
        """Store these, by the number of the sequence, in the place of all earlier ones.

        Their `id` is given here.

        Raises
        ------
        P2MError
            If the project cannot be written.
        """
        assert self._project is not None
        number = 0
        stored = {}
        for sequence, errors in found.items():
            rows = []
            for error in errors:
                number -= 1
                rows.append([number, *astuple(error)[1:]])
            stored[str(sequence)] = rows
        set_meta(self._project, KEY, stored)
        self.open(self._project, self._sequence)

    def reviewed(self, first: int, last: int | None = None) -> None:
        """Drop those of frames of the open sequence that were reviewed: of one, or up to `last`."""
        project, last = self._project, first if last is None else last
        left = [entry for entry in self.entries if not first <= entry.frame <= last]
        if project is None or len(left) == len(self.entries):
            return
        stored = self._stored() | {str(self._sequence): [list(astuple(entry)) for entry in left]}
        try:
            set_meta(project, KEY, {id: rows for id, rows in stored.items() if rows})
        except P2MError as error:
            self.message.emit(str(error))
            return
        self.entries = left
        self.version += 1
        self.changed.emit()


def _entries(rows: object) -> list[ModelError]:
    entries = []
    for row in rows if isinstance(rows, list) else []:
        with suppress(TypeError, ValueError, OverflowError):  # another program may have written it
            id, frame, missed, *numbers = row
            x, y, radius, score = (float(number) for number in numbers)
            if all(map(math.isfinite, (x, y, radius, score))):
                entries.append(ModelError(int(id), int(frame), bool(missed), x, y, radius, score))
    return entries
