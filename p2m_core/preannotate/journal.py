"""The finished chunks of a run, in a folder beside its goal: a killed run continues from there.

::

    .GOAL.part/plan.json       the digest of the plan it belongs to
    .GOAL.part/000012.json     the results of a chunk, written beside and renamed
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from p2m_core.errors import InputError, P2MError, ProjectLockedError
from p2m_core.files import write_text

_PLAN, _LOCK = "plan.json", "lock"


@dataclass(frozen=True)
class Journal:
    """The folder of one run, locked by one process."""

    folder: Path

    def has(self, chunk: int) -> bool:
        """Return whether a chunk is finished: its file exists and is complete."""
        return self._load(chunk) is not None

    def store(self, chunk: int, results: list[dict[str, Any]]) -> None:
        """Store the results of a finished chunk.

        Raises
        ------
        P2MError
            If it cannot be written.
        """
        write_text(self._file(chunk), json.dumps(results))

    def results(self, chunks: int) -> Iterator[dict[str, Any]]:
        """Yield the results of all frames, in the order of the chunks."""
        for chunk in range(chunks):
            stored = self._load(chunk)
            if stored is None:
                raise P2MError(f"{self._file(chunk)} is damaged: run the same command again")
            yield from stored

    def _file(self, chunk: int) -> Path:
        return self.folder / f"{chunk:06d}.json"

    def _load(self, chunk: int) -> list[dict[str, Any]] | None:
        # After a power failure a file may be incomplete: then the chunk runs once more.
        try:
            found = json.loads(self._file(chunk).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, list) else None


@contextmanager
def opened(goal: Path, key: str) -> Iterator[Journal]:
    """Open and lock the journal of `goal`, new or of an earlier run with the same plan.

    Raises
    ------
    InputError
        If the journal has another plan.
    ProjectLockedError
        If another program works on it.
    P2MError
        If it cannot be written.
    """
    folder = goal.with_name(f".{goal.name}.part")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise P2MError(f"cannot create {folder}: {error.strerror or error}") from error
    lock = FileLock(folder / _LOCK, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise ProjectLockedError(f"{goal}: another program is at work on it: wait for it") from None
    try:
        plan = folder / _PLAN
        if not plan.exists():
            write_text(plan, json.dumps({"key": key}))
        elif _key(plan) != key:
            raise InputError(
                f"{folder} holds a run that was begun with other images, labels or options: give "
                "the same ones to go on, or remove the folder to begin again"
            )
        yield Journal(folder)
    finally:
        lock.release()


def remove(journal: Journal) -> None:
    """Remove the journal, after its goal is written."""
    shutil.rmtree(journal.folder, ignore_errors=True)


def _key(plan: Path) -> object:
    try:
        return json.loads(plan.read_text(encoding="utf-8"))["key"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
