"""A project file: its reviewed frames, with the images where they are.

What is read is what would be exported (`p2m_core.datasets.selection`): frames that are accepted or
verified empty, without mere suggestions. The split is by the roles of the sequences
(`p2m_core.project.split`); those that are out are left out.
"""

from pathlib import Path

from p2m_core import geometry
from p2m_core.datasets.labelled import LabelledSequence, MaskLabel
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.datasets.selection import Selection, reviewed, reviewed_masks
from p2m_core.datasets.sources import check_source
from p2m_core.errors import InputError
from p2m_core.project import (
    IgnoredRegion,
    MaskPiece,
    get_roles,
    is_ignored,
    list_ignored,
    open_project,
)

LAYOUT = "NAME.lirst"


def recognises(path: Path) -> bool:
    """Say whether it is called as project files are."""
    return path.suffix.lower() == ".lirst" and path.is_file()


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences that have reviewed frames, in the project's order.

    Raises
    ------
    InputError
        If it is not a project, no frame is reviewed, or images are missing or changed.
    """
    return read_labels(path)


def read_labels(path: Path, unreviewed: bool = False) -> list[LabelledSequence]:
    """Return the sequences that have reviewed frames, in the project's order.

    Parameters
    ----------
    path : path
    unreviewed : bool
        Take also frames that are edited but not accepted, and sequences that are left out of
        training and tests; their split is None.

    Raises
    ------
    InputError
        As `read`.
    """
    found = []
    with open_project(path, readonly=True) as project, project.read_transaction():
        split = get_roles(project)
        selections = reviewed(project, unreviewed)
        for selection in selections:
            info = selection.sequence
            role = split[info.id]
            if not selection.frames or (role == "out" and not unreviewed):
                continue
            check_source(project, info)
            ignored = tuple(r for r in list_ignored(project, info.id) if r.enabled)
            pieces = _outside(reviewed_masks(project, selection), ignored)
            found.append(
                LabelledSequence(
                    info.name,
                    info.path,
                    {f: tuple(MaskLabel(p.x0, p.y0, p.mask) for p in pieces[f]) for f in pieces},
                    split=None if role == "out" else role,
                    tracks={f: tuple(p.track for p in pieces[f]) for f in pieces},
                    categories={f: tuple(p.category for p in pieces[f]) for f in pieces},
                    attributes={f: tuple(p.attributes for p in pieces[f]) for f in pieces},
                    notes={f: tuple(p.note for p in pieces[f]) for f in pieces},
                    ignored=ignored,
                )
            )
    if not found:
        raise InputError(f"{path}: {_why_nothing(selections, unreviewed)}")
    return found


def _outside(
    pieces: dict[int, tuple[MaskPiece, ...]], ignored: tuple[IgnoredRegion, ...]
) -> dict[int, list[MaskPiece]]:
    """Return the targets whose middle is not in a region that is ignored."""
    return {
        frame: [p for p in own if not is_ignored(ignored, frame, *_middle(p))]
        for frame, own in pieces.items()
    }


def _middle(piece: MaskPiece) -> tuple[float, float]:
    x, y = geometry.centroid(piece.mask)
    return x + piece.x0, y + piece.y0


def _why_nothing(selections: list[Selection], unreviewed: bool) -> str:
    if unreviewed:
        return "no frame is labelled yet: mark targets, or verify frames as empty"
    left_out = sum(bool(selection.frames) for selection in selections)
    if left_out:
        return f"all {left_out} reviewed sequences are left out: give one another role"
    edited = sum(selection.edited_left_out for selection in selections)
    return (
        f"no frame is accepted or verified empty ({edited} edited but not accepted): "
        "accept frames first"
    )
