"""What pictures are made of: the images of one sequence and the targets of its frames."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from p2m_core.datasets.labelled import LabelledSequence, LabelledTarget, MaskLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from p2m_core.project import TargetState, iter_targets, list_sequences, open_project
from p2m_core.sequence import only_sequence, open_sequence

Note = Callable[[str], None]


@dataclass(frozen=True)
class Shown:
    """One sequence of a source.

    Attributes
    ----------
    name : str
    labelled : LabelledSequence
        Its images; also its labels, unless `targets` has them.
    targets : mapping of int to list of LabelledTarget, or None
        By frame, of a project: all that are no mere suggestions, reviewed or not.
    """

    name: str
    labelled: LabelledSequence
    targets: Mapping[int, list[LabelledTarget]] | None = None

    def targets_of(self, frame: int, shape: tuple[int, int]) -> list[LabelledTarget]:
        """Return the targets of a frame; none where it is not labelled."""
        if self.targets is not None:
            return self.targets.get(frame, [])
        if frame not in self.labelled.masks and frame not in self.labelled.labels:
            return []
        return self.labelled.targets(frame, shape)

    def frames(self) -> list[int]:
        """Return the frames with labels, ascending."""
        return self.labelled.frames if self.targets is None else sorted(self.targets)


def sequences_of(source: Path, note: Note) -> list[Shown]:
    """Return the sequences of a project, a data set, or of images alone.

    Raises
    ------
    InputError
        If there is nothing of the kind, or it has a fault.
    """
    if source.suffix.lower() == ".lirst" and source.is_file():
        return _of_project(source)
    try:
        return [Shown(s.name, s) for s in open_dataset(source, note=note)]
    except InputError as no_labels:
        try:
            path = only_sequence(source)
            with open_sequence(path) as images:
                name = images.name
        except InputError:
            raise no_labels from None
    note(f"{source}: no labels: its images alone are shown")
    return [Shown(name, LabelledSequence(name, path))]


def chosen(sequences: list[Shown], name: str | None, source: Path) -> Shown:
    """Return the sequence called `name`; the only one by default.

    Raises
    ------
    InputError
        If there is none of that name, or several and none is named.
    """
    names = ", ".join(s.name for s in sequences[:8]) + (" ..." if len(sequences) > 8 else "")
    if name is None and len(sequences) != 1:
        raise InputError(f"{source}: {len(sequences)} sequences: name one of {names}")
    found = [s for s in sequences if name in (None, s.name)]
    if not found:
        raise InputError(f"{source}: no sequence {name!r}; there are: {names}")
    return found[0]


def _of_project(path: Path) -> list[Shown]:
    found = []
    with open_project(path, readonly=True) as project, project.read_transaction():
        for info in list_sequences(project):
            targets: dict[int, list[LabelledTarget]] = {}
            for target in iter_targets(project, info.id):
                if target.state is not TargetState.SUGGESTED:
                    label = MaskLabel(target.x0, target.y0, target.mask)
                    own = LabelledTarget(label, target.track, target.category)
                    targets.setdefault(target.frame, []).append(own)
            found.append(Shown(info.name, LabelledSequence(info.name, info.path), targets))
    if not found:
        raise InputError(f"{path}: it has no sequence: add one first")
    return found
