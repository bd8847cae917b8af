"""The models of a project: trained ones and imported ones, and which of them is in use.

The project file stores the path of a model's file, a fingerprint of its content, and where it came
from, which stays known when the file is gone. If the file is missing or has changed, the error
reports it, and no other model takes its place.
"""

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from p2m_core.errors import InputError
from p2m_core.files import staged_file
from p2m_core.project.project import Project
from p2m_core.project.sequences import stored_path
from p2m_core.provenance import Provenance, file_fingerprint, provenance_of
from p2m_core.resources import shipped_weights
from p2m_core.sequence.place import readable

_COLUMNS = "id, name, path, fingerprint, run, in_use, provenance"


@dataclass(frozen=True)
class Model:
    """One model of a project.

    Attributes
    ----------
    id : int
        Number in the project.
    name : str
        Unique in the project.
    path : Path
        Of its file, absolute; the project stores it relative to itself where possible.
    fingerprint : str
        Of the file's content when it was added.
    run : int or None
        The number of the run that it came out of, where that is one of the project's.
    in_use : bool
        Whether suggestions come from it.
    provenance : Provenance
        As in the file when it was added.
    """

    id: int
    name: str
    path: Path
    fingerprint: str
    run: int | None
    in_use: bool
    provenance: Provenance


def list_models(project: Project) -> list[Model]:
    """Return the models in the order they were added; the one that ships is not among them."""
    rows = project.read(f"SELECT {_COLUMNS} FROM models ORDER BY id")
    return [_from_row(project.path, row) for row in rows]


def get_model(project: Project, id: int) -> Model:
    """Return one model.

    Raises
    ------
    InputError
        If the project has no such model.
    """
    rows = project.read(f"SELECT {_COLUMNS} FROM models WHERE id = ?", id)
    if not rows:
        raise InputError(f"{project.path} has no model {id}")
    return _from_row(project.path, rows[0])


def model_in_use(project: Project) -> Model | None:
    """Return the model that suggestions come from; None for the one that ships with the program.

    Its file may be missing or changed: `check_model` raises then.
    """
    rows = project.read(f"SELECT {_COLUMNS} FROM models WHERE in_use ORDER BY id LIMIT 1")
    return _from_row(project.path, rows[0]) if rows else None


def check_model(model: Model) -> Path:
    """Return the path of a model's file, if it is the one that was added.

    Raises
    ------
    InputError
        If it is missing, cannot be read, or has another content.
    """
    try:
        found = file_fingerprint(model.path)
    except InputError as error:
        raise InputError(
            f"the model {model.name} cannot be used: {error}; put the file back, or use another "
            "model"
        ) from None
    if found != model.fingerprint:
        raise InputError(
            f"the model {model.name} cannot be used: {model.path} has changed since it was added; "
            "put the old file back, or add it again as it is now"
        )
    return model.path


def add_model(
    project: Project,
    path: Path,
    name: str = "",
    run: int | None = None,
    provenance: Provenance | None = None,
) -> Model:
    """Add the model at `path`, or take its file as it is now if it is one of the project's.

    Parameters
    ----------
    project : Project
    path : path
        A checkpoint of RPR-Net, used where it lies; `copy_model` brings one here first.
    name : str
        The file's by default; a number is appended where another model has it.
    run : int, optional
        The number of the run that it came out of.
    provenance : Provenance, optional
        Where it came from, if more is known than the file holds.

    Raises
    ------
    InputError
        If the file is not a whole checkpoint of RPR-Net.
    P2MError
        If the project cannot be written.
    """
    path = path.resolve()
    source = provenance or provenance_of(path)
    fingerprint = file_fingerprint(path)
    own = list_models(project)
    known = next((m for m in own if m.path.resolve() == path), None)
    stored = (stored_path(project.path, path), fingerprint, json.dumps(source.as_dict()))
    with project.transaction() as db:
        if known is not None:
            db.execute(
                "UPDATE models SET path = ?, fingerprint = ?, provenance = ? WHERE id = ?",
                (*stored, known.id),
            )
            id = known.id
        else:
            name = _unique(name.strip() or readable(path.stem), [m.name for m in own])
            cursor = db.execute(
                "INSERT INTO models (path, fingerprint, provenance, name, run) "
                "VALUES (?, ?, ?, ?, ?)",
                (*stored, name, run),
            )
            assert cursor.lastrowid is not None
            id = cursor.lastrowid
    return get_model(project, id)


def use_model(project: Project, id: int | None) -> None:
    """Use this model for suggestions; None means the one that ships.

    Raises
    ------
    InputError
        If the project has no such model, or its file is not the one that was added.
    P2MError
        If the project cannot be written.
    """
    if id is not None:
        check_model(get_model(project, id))
    with project.transaction() as db:
        db.execute("UPDATE models SET in_use = (id = ?)", (id or 0,))


def remove_model(project: Project, id: int) -> None:
    """Take a model out of the project; a file that was copied beside it is deleted.

    Where it was in use, the one that ships is from now on. The files of runs stay.

    Raises
    ------
    InputError
        If the project has no such model.
    P2MError
        If the project cannot be written.
    """
    gone = get_model(project, id)
    with project.transaction() as db:
        db.execute("DELETE FROM models WHERE id = ?", (id,))
    if gone.path.parent == models_folder(project.path):
        with suppress(OSError):  # a file left behind does no harm
            gone.path.unlink()
            gone.path.parent.rmdir()


def models_folder(project: Path) -> Path:
    """Return where imported models lie: ``NAME.models`` beside ``NAME.lirst``."""
    return project.with_suffix(".models")


def copy_model(source: Path, project: Path) -> tuple[Path, Provenance]:
    """Copy a model from elsewhere to the project at `project`; for `add_model`.

    Needs no open project, so that it may be done by another thread.

    Returns
    -------
    path
        Of the copy; a file beside the project stays where it is.
    Provenance
        As in the file, with `source`.

    Raises
    ------
    InputError
        If `source` is not a whole checkpoint of RPR-Net.
    P2MError
        If it cannot be copied.
    """
    provenance = replace(provenance_of(source), source=str(source.resolve()))
    folder = models_folder(project)
    if source.resolve().parent == folder.resolve():
        return source.resolve(), provenance
    digest = file_fingerprint(source)
    goal, number = folder / source.name, 1
    while goal.exists() and file_fingerprint(goal) != digest:
        number += 1
        goal = folder / f"{source.stem}-{number}{source.suffix}"
    if not goal.exists():
        _copy(source, goal)
    return goal, provenance


def export_model(model: Model | None, goal: Path) -> None:
    """Copy a model's file to `goal`, whole or not at all; None is the one that ships.

    Raises
    ------
    InputError
        As `check_model`.
    P2MError
        If it cannot be written.
    """
    _copy(shipped_weights() if model is None else check_model(model), goal)


def _copy(source: Path, goal: Path) -> None:
    with staged_file(goal) as part:
        part.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)


def _unique(name: str, taken: Sequence[str]) -> str:
    unique, number = name, 1
    while unique in taken:
        number += 1
        unique = f"{name} ({number})"
    return unique


def _from_row(project: Path, row: tuple[Any, ...]) -> Model:
    id, name, stored, fingerprint, run, in_use, text = row
    path = Path(os.path.normpath(project.parent / os.fsdecode(stored)))
    try:
        provenance = Provenance.from_dict(json.loads(text))
    except (AttributeError, TypeError, ValueError, RecursionError):
        provenance = Provenance()  # damaged facts about a model are not worth an error
    return Model(int(id), str(name), path, str(fingerprint), run, bool(in_use), provenance)
