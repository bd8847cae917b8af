"""What is said of targets and frames of the open project, besides masks and states."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from label_irst.document.looks import class_colours
from p2m_core.project import (
    Edit,
    Project,
    Remark,
    TargetClass,
    Vocabulary,
    get_flagged_frames,
    get_noted_frames,
    get_notes,
    get_sequence_notes,
    get_track_categories,
    get_vocabulary,
    known_attributes,
    known_classes,
)

NO_CLASS = "#a8b0b8"  # where targets are coloured by class, and nobody has said what one is
NO_FRAMES = np.zeros(0, np.int64)


class Descriptions(QObject):
    """Classes, attributes, notes and flags: read when a project or sequence opens, then kept."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.vocabulary = Vocabulary()
        self.classes: tuple[TargetClass, ...] = ()  # to choose from: also those of an import
        self.attributes: tuple[str, ...] = ()
        self.notes: dict[int, Remark] = {}  # of frames
        self.sequence_note = Remark()
        self.flagged: NDArray[np.int64] = NO_FRAMES  # frames with a flag, on them or a target
        self.noted: NDArray[np.int64] = NO_FRAMES
        self.of_tracks: dict[int, str] = {}  # the class of each track that has one
        self._colours: dict[str, str] = {}
        self._project: Project | None = None
        self._sequence = 0

    def open_project(self, project: Project | None) -> None:
        """Read the classes of a project; None closes it."""
        self._project = project
        self.close_sequence()
        self._read_vocabulary()
        self.changed.emit()

    def open_sequence(self, sequence: int) -> None:
        """Read the notes of a sequence."""
        self._sequence = sequence
        self._read_notes()
        self._read_tracks()
        self.changed.emit()

    def close_sequence(self) -> None:
        """Drop the notes."""
        self._sequence = 0
        self.notes, self.sequence_note, self.of_tracks = {}, Remark(), {}
        self.flagged = self.noted = NO_FRAMES

    def update(self, edit: Edit) -> None:
        """Follow a stored edit of the open sequence."""
        targets = [t for c in edit.targets for t in (c.before, c.after) if t is not None]
        names = {t.category for t in targets}
        attributes = {name for t in targets for name in t.attributes}
        for change in edit.words:
            if isinstance(change.after, str):
                names.add(change.after)
            else:
                attributes.update(change.after)
        new_word = not names <= {"", *(c.name for c in self.classes)}
        new_word |= not attributes <= set(self.attributes)
        marked = bool(edit.notes) or any(t.flagged or t.note for t in targets)
        if new_word or edit.vocabulary is not None:
            self._read_vocabulary()
        if marked:
            self._read_notes()
        before = self.of_tracks
        if targets or edit.words:
            self._read_tracks()
        if self.of_tracks != before or marked or new_word or edit.vocabulary is not None:
            self.changed.emit()

    def read_words(self) -> None:
        """Read the classes again: an edit of several sequences may have changed them."""
        before = self.vocabulary, self.classes, self.attributes, self.of_tracks
        self._read_vocabulary()
        self._read_tracks()
        if before != (self.vocabulary, self.classes, self.attributes, self.of_tracks):
            self.changed.emit()

    def remark(self, frame: int) -> Remark:
        """The note and flag of a frame."""
        return self.notes.get(frame, Remark())

    def colour(self, name: str) -> str:
        """The colour of a class; grey for none."""
        return self._colours.get(name, NO_CLASS)

    def _read_vocabulary(self) -> None:
        project = self._project
        if project is None:
            self.vocabulary, self.classes, self.attributes = Vocabulary(), (), ()
            self._colours = {}
            return
        self.vocabulary = get_vocabulary(project)
        self.classes, self.attributes = known_classes(project), known_attributes(project)
        self._colours = class_colours(self.classes)

    def _read_notes(self) -> None:
        if self._project is None or not self._sequence:
            return
        self.notes = get_notes(self._project, self._sequence)
        self.sequence_note = get_sequence_notes(self._project).get(self._sequence, Remark())
        self.flagged = get_flagged_frames(self._project, self._sequence)
        self.noted = get_noted_frames(self._project, self._sequence)

    def _read_tracks(self) -> None:
        self.of_tracks = {}
        if self.classes and self._project is not None and self._sequence:
            self.of_tracks = get_track_categories(self._project, self._sequence)
