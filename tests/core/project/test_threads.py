"""A project used from two threads: a long edit in the one does not keep the other waiting."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from p2m_core.project import Edit, Project, TargetChange, get_meta, set_meta
from tests.core.project.sample import make_project, target


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project, _ = make_project(tmp_path, count=8)
    with project:
        yield project


def test_what_is_read_during_the_edit_of_another_thread_is_from_before_it(project: Project) -> None:
    set_meta(project, "colour", "red")
    written, read = Event(), Event()

    def edit() -> None:
        with project.transaction():
            set_meta(project, "colour", "blue")
            assert get_meta(project, "colour") == "blue", "the thread itself sees what it wrote"
            written.set()
            assert read.wait(30)

    with ThreadPoolExecutor() as pool:
        other = pool.submit(edit)
        assert written.wait(30)
        assert get_meta(project, "colour") == "red"
        read.set()
        other.result()
    assert get_meta(project, "colour") == "blue"


def test_edits_of_two_threads_wait_for_each_other(project: Project) -> None:
    def add(frame: int) -> None:
        new = TargetChange(None, target(frame))
        project.apply(Edit("add", 1, frame, (new,)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(8)))
    assert project.undo_size == 1
    undone = 0
    while project.undo() is not None:
        undone += 1
    assert undone == 8
    assert (project.undo_size, project.redo_size) == (0, 1)
