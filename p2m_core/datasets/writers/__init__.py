"""Exporters, one file a format or family of formats; one call for all of them: `export`.

To add a format, write a module with a function that writes the files of a `Job`, and a `Format`
that describes it; put that into `FORMATS`.
"""

from pathlib import Path

from p2m_core.datasets.selection import ExportSummary
from p2m_core.datasets.splits import Drawn
from p2m_core.datasets.writers import (
    anti_uav,
    coco,
    cvat,
    labelme,
    lists,
    mot,
    points,
    sirstd_pixel,
    voc,
    yolo,
)
from p2m_core.datasets.writers.exporting import Format, Split
from p2m_core.datasets.writers.format import Option, checked
from p2m_core.progress import Progress, no_progress
from p2m_core.project import Project
from p2m_core.registry import entry_named, registry_of

__all__ = ["FORMATS", "Drawn", "ExportSummary", "Format", "Option", "Split", "checked", "export"]

FORMATS = registry_of(
    sirstd_pixel.FORMAT,
    lists.FLAT,
    lists.BASICIRSTD,
    lists.DNANET,
    lists.MSHNET,
    coco.FORMAT,
    yolo.FORMAT,
    voc.FORMAT,
    labelme.FORMAT,
    cvat.FORMAT,
    mot.FORMAT,
    anti_uav.FORMAT,
    points.FORMAT,
)
"""Every format by name."""


def export(
    project: Project | str | Path,
    format: str,
    out: str | Path,
    name: str | None = None,
    split: Split = (),
    unreviewed: bool = False,
    progress: Progress = no_progress,
    *,
    licence: str = "",
    **options: bool | str,
) -> ExportSummary:
    """Write a project's reviewed frames as a data set.

    Frames that are accepted or verified empty are written; suggested targets never are. The
    project is read through a connection of its own, in the state it has at the start, so another
    thread may go on editing.

    Parameters
    ----------
    project : Project or path
        An open project, or its file.
    format : str
        A name in `FORMATS`.
    out : path
        The folder to make; its parents are made too.
    name : str, optional
        The data set's name; the project's by default.
    split : iterable of str, Drawn or "roles"
        Which sequences are for testing: those of these names (none by default), some drawn by
        chance, or those that the project keeps for it. By roles, sequences that are out are left
        out.
    unreviewed : bool
        Also write the frames that were edited but not accepted.
    progress : callable
        Called after each frame; may raise `Cancelled`.
    licence : str
        The licence of the data set, for its README.
    **options
        Of the format: see `Format.options`.

    Returns
    -------
    ExportSummary

    Raises
    ------
    InputError
        If `out` exists and is not empty, there is nothing to export, a sequence, option or format
        is unknown, a sequence's images are missing, changed or unreadable, or the format cannot
        hold them.
    P2MError
        If the disk fails, or what was written is not what the project holds.
    Cancelled
        If `progress` requests it. On every error `out` stays as it was.
    """
    return entry_named(FORMATS, "format", format).export(
        project, out, name, split, unreviewed, progress, licence=licence, **options
    )
