"""A new project is written whole or not at all, also where the disk is full at the very end."""

import subprocess
import sys

import pytest

from p2m_core.errors import InputError
from p2m_core.project import get_meta, open_project, set_meta, staged_project

# The log is written, and then there is no room to move it into the file.
FULL = """
import resource, sys
from pathlib import Path
from p2m_core.project import set_meta, staged_project
with staged_project(Path(sys.argv[1])) as project:
    set_meta(project, "key", "x" * 200_000)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
"""


def test_a_project_that_is_done_is_one_file(tmp_path):
    goal = tmp_path / f"{'n' * 240}.lirst"
    with staged_project(goal) as project:
        set_meta(project, "key", "x")
    assert [path.name for path in tmp_path.iterdir()] == [goal.name]
    with open_project(goal, readonly=True) as project:
        assert get_meta(project, "key") == "x"


def test_a_failure_leaves_nothing(tmp_path):
    with (
        pytest.raises(InputError, match="not a JSON value"),
        staged_project(tmp_path / "p.lirst") as project,
    ):
        set_meta(project, "key", object())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a size limit of POSIX stands for a full disk")
def test_a_disk_that_is_full_at_the_end_leaves_nothing(tmp_path):
    goal = tmp_path / "p.lirst"
    done = subprocess.run(
        [sys.executable, "-c", FULL, goal], capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines()[-1].startswith(
        f"p2m_core.errors.P2MError: cannot write to {goal}"
    )
    assert list(tmp_path.iterdir()) == []
