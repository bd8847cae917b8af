"""The trainings and other long runs of a project: what was started, and how it ended.

The files of a run are in its own folder beside the project; the project stores where. Runs are
outside of the undo history.
"""

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from p2m_core.errors import InputError, P2MError
from p2m_core.project.project import Project
from p2m_core.project.sequences import stored_path

_COLUMNS = "id, kind, folder, status, started, record"


class RunStatus(StrEnum):
    """The state of a run."""

    QUEUED = "queued"
    RUNNING = "running"
    STOPPED = "stopped"
    """Ended in order before its end; it can go on."""
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """Ended for good; its folder is gone."""

    @property
    def open(self) -> bool:
        """Whether it waits or works."""
        return self in (RunStatus.QUEUED, RunStatus.RUNNING)


@dataclass(frozen=True)
class Run:
    """One run of a project.

    Attributes
    ----------
    id : int
        Number in the project file.
    kind : str
        What it does: ``train``.
    folder : Path
        Absolute; the file stores it relative to itself where possible.
    status : RunStatus
    started : str
        When it was requested: ISO 8601, with the offset from UTC.
    record : dict
        Other facts about it, a JSON object.
    """

    id: int
    kind: str
    folder: Path
    status: RunStatus
    started: str
    record: dict[str, Any]


def list_runs(project: Project, kind: str | None = None) -> list[Run]:
    """Return the runs (of one kind) in the order they were requested.

    Raises
    ------
    P2MError
        If a row does not hold a run: the file is damaged.
    """
    rows = project.read(f"SELECT {_COLUMNS} FROM runs ORDER BY id")
    return [run for run in (_from_row(project, row) for row in rows) if kind in (None, run.kind)]


def get_run(project: Project, id: int) -> Run:
    """Return one run.

    Raises
    ------
    InputError
        If the project has no such run.
    """
    rows = project.read(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", id)
    if not rows:
        raise InputError(f"{project.path} has no run {id}")
    return _from_row(project, rows[0])


def add_run(
    project: Project,
    kind: str,
    folder: Path,
    started: str,
    record: dict[str, Any],
    status: RunStatus = RunStatus.QUEUED,
) -> Run:
    """Store a new run; return it with its number."""
    place = stored_path(project.path, folder)
    with project.transaction() as db:
        cursor = db.execute(
            "INSERT INTO runs (kind, folder, status, started, record) VALUES (?, ?, ?, ?, ?)",
            (kind, place, str(status), started, _to_json(record)),
        )
        assert cursor.lastrowid is not None
    return get_run(project, cursor.lastrowid)


def update_run(
    project: Project,
    id: int,
    status: RunStatus | None = None,
    record: dict[str, Any] | None = None,
) -> Run:
    """Store another status of a run; the keys of `record` are added to its record, or replaced.

    Raises
    ------
    InputError
        If the project has no such run.
    """
    run = get_run(project, id)
    with project.transaction() as db:
        db.execute(
            "UPDATE runs SET status = ?, record = ? WHERE id = ?",
            (str(status or run.status), _to_json({**run.record, **(record or {})}), id),
        )
    return get_run(project, id)


def remove_run(project: Project, id: int) -> None:
    """Forget a run; its models stay. The caller removes its folder."""
    with project.transaction() as db:
        db.execute("UPDATE models SET run = NULL WHERE run = ?", (id,))
        db.execute("DELETE FROM runs WHERE id = ?", (id,))


def _to_json(record: dict[str, Any]) -> str:
    try:
        return json.dumps(record, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"the record of a run is not a JSON object: {error}") from None


def _from_row(project: Project, row: tuple[Any, ...]) -> Run:
    id, kind, folder, status, started, text = row
    try:
        record = json.loads(text)
        if not isinstance(record, dict):
            raise ValueError(f"its record is {text[:40]!r}")
        place = Path(os.path.normpath(project.path.parent / os.fsdecode(folder)))
        return Run(id, str(kind), place, RunStatus(status), str(started), record)
    except (TypeError, ValueError, RecursionError) as error:
        raise P2MError(f"run {id} is damaged in the project file: {error}") from None
