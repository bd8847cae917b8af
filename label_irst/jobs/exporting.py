"""An export in a job, also in the place of an older one."""

import dataclasses
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from p2m_core.datasets.writers import ExportSummary, Split, export
from p2m_core.errors import P2MError
from p2m_core.files import is_there
from p2m_core.progress import Progress

_MARK = "Written by label-irst"  # in the README of every export


def is_export(folder: Path) -> bool:
    """Whether this program wrote a folder: nothing else may be replaced."""
    try:
        with (folder / "README.md").open(encoding="utf-8") as file:
            return _MARK in file.read(2000)
    except (OSError, ValueError):
        return False


def free_name(folder: Path) -> Path:
    """The folder itself, or the next one with a number that is not there."""
    free, number = folder, 1
    while is_there(free):
        number += 1
        free = folder.parent / f"{folder.name}-{number}"
    return free


def write(
    project: Path, format: str, out: Path, name: str, split: Split, unreviewed: bool, licence: str,
    options: Mapping[str, bool | str], progress: Progress,
) -> ExportSummary:  # fmt: skip
    """Export to a new folder."""
    return export(
        project, format, out, name or None, split, unreviewed, progress, licence=licence, **options
    )


def replace(
    project: Path, format: str, out: Path, name: str, split: Split, unreviewed: bool, licence: str,
    options: Mapping[str, bool | str], progress: Progress,
) -> ExportSummary:  # fmt: skip
    """Export in the place of an older export, which is there until the new one is whole."""
    new = out.with_name(f".{out.name}.{os.getpid()}.new")
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    done = write(project, format, new, name, split, unreviewed, licence, options, progress)
    try:
        out.rename(old)
        try:
            new.rename(out)
        except OSError:
            old.rename(out)
            raise
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise P2MError(f"{out} cannot be replaced: {error.strerror or error}") from error
    shutil.rmtree(old, ignore_errors=True)
    return dataclasses.replace(done, out=out)
