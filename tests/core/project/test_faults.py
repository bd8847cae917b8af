"""What SQLite reports comes to the user as one line: what failed, its code, and what to do."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from p2m_core.errors import InputError, P2MError
from p2m_core.project import Project, get_meta, list_targets, open_project, set_meta
from tests.core.project.sample import add, make_project, target


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("p2m_core.project.opening.BUSY_SECONDS", 0.05)


def failed_write(project: Project, value: object = "x") -> str:
    with pytest.raises(P2MError) as caught:
        set_meta(project, "key", value)
    text = str(caught.value)
    assert text.startswith(f"cannot write to {project.path}: ")
    assert "\n" not in text
    assert get_meta(project, "key") is None
    return text


def test_a_write_while_another_program_writes_is_refused(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    with project:
        other = sqlite3.connect(project.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        text = failed_write(project)
        other.close()
        assert "(SQLITE_BUSY); nothing was changed: another program keeps the file busy" in text
        set_meta(project, "key", "x")
        assert get_meta(project, "key") == "x"


def test_a_write_without_permission_is_refused(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    with project:
        project.read("PRAGMA query_only = ON")
        text = failed_write(project)
        assert "(SQLITE_READONLY); nothing was changed: check that the file is in" in text


def test_a_write_to_a_full_disk_is_refused(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    with project:
        project.read("PRAGMA max_page_count = 1")  # SQLite takes the pages that there are
        text = failed_write(project, "x" * 1_000_000)
        assert "(SQLITE_FULL); nothing was changed: free some space on the disk" in text


def test_a_read_of_a_damaged_page_names_the_file(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    with project:
        for track in range(1, 41):
            add(project, target(track=track, mask=np.ones((16, 24), bool)))
    with open_project(project.path, readonly=True) as reader:
        # Not by this process: closing the file would drop its locks.
        spoil = "import sys; f = open(sys.argv[1], 'r+b'); f.seek(4096); f.write(b'x' * 10**6)"
        subprocess.run([sys.executable, "-c", spoil, project.path], check=True)
        with pytest.raises(P2MError) as caught:
            list_targets(reader, 1, 0)
    text = str(caught.value)
    assert text.startswith(f"cannot read {project.path}: ")
    assert text.endswith("(SQLITE_CORRUPT); the file is damaged: restore it from a copy")


def test_a_file_that_another_program_has_to_itself_is_not_called_damaged(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    project.close()
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    for readonly in (True, False):
        with pytest.raises(P2MError, match=r"\(SQLITE_BUSY\); .*another program") as caught:
            open_project(project.path, readonly)
        assert not isinstance(caught.value, InputError)
    other.close()
    open_project(project.path).close()


def test_a_project_without_one_of_its_tables_is_damaged(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    project.close()
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("DROP TABLE predictions")
    other.close()
    with pytest.raises(InputError, match=r"is damaged .*predictions.*: restore it from a copy"):
        open_project(project.path)
