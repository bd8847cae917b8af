"""What can go wrong with the file itself: damage, other versions, other programs, no permission."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from p2m_core.errors import InputError, P2MError, ProjectLockedError
from p2m_core.project import (
    _migrations,
    create_project,
    get_frame_states,
    get_meta,
    iter_targets,
    list_targets,
    open_project,
    relink_sequence,
    set_meta,
)
from tests.core.project.sample import add, change, make_project, target


def folder_content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """Make a closed project of some pages."""
    project, _ = make_project(tmp_path)
    with project:
        for track in range(1, 41):
            add(project, target(track=track, mask=np.ones((16, 24), bool)))
    return project.path


def test_a_closed_project_is_one_file(closed: Path) -> None:
    assert list(folder_content(closed.parent)) == [closed.name]
    with open_project(closed, readonly=True) as reader:
        assert len(list_targets(reader, 1, 0)) == 40
    assert list(folder_content(closed.parent)) == [closed.name]


def test_the_file_is_in_the_promised_mode(tmp_path: Path) -> None:
    with create_project(tmp_path / "a.lirst") as project:
        db = project._file.db
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert not project.readonly
        assert project.notice == ""


def test_create_overwrites_nothing(closed: Path, tmp_path: Path) -> None:
    before = closed.read_bytes()
    with pytest.raises(InputError, match="exists already"):
        create_project(closed)
    assert closed.read_bytes() == before
    with pytest.raises(InputError, match="no folder"):
        create_project(tmp_path / "nowhere" / "a.lirst")
    with pytest.raises(InputError, match="no such file"):
        open_project(tmp_path / "missing.lirst")
    with pytest.raises(InputError, match="is a folder"):
        open_project(tmp_path)


def test_names_with_special_characters_of_addresses_are_opened(tmp_path: Path) -> None:
    for name in ("a?mode=ro&x#y%20.lirst", "ünïcode 目标.lirst"):
        with create_project(tmp_path / name) as project:
            set_meta(project, "key", name)
        with open_project(tmp_path / name) as project:
            assert get_meta(project, "key") == name


def test_a_file_that_is_not_a_project_is_refused_and_unchanged(tmp_path: Path) -> None:
    """An ordinary database, text, nothing, and a project cut short are refused, and unchanged."""
    files = {
        "empty.lirst": b"",
        "text.lirst": b"these are not the labels you are looking for\n" * 100,
        "noise.lirst": np.random.default_rng(0).bytes(20_000),
        "magic.lirst": b"SQLite format 3\0" + np.random.default_rng(1).bytes(8000),
        "short.lirst": b"SQLite format 3\0",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    db = sqlite3.connect(tmp_path / "shop.lirst")
    db.execute("CREATE TABLE customers (name)")
    db.execute("PRAGMA user_version = 1")
    db.close()
    before = folder_content(tmp_path)
    for name in before:
        for readonly in (False, True):
            with pytest.raises(InputError, match=r"^\S+ is not a Label-IRST project$") as caught:
                open_project(tmp_path / name, readonly=readonly)
            assert "\n" not in str(caught.value)
    assert folder_content(tmp_path) == before


def test_a_truncated_project_is_refused_and_left_alone(closed: Path) -> None:
    whole = closed.read_bytes()
    for size in (len(whole) // 2, len(whole) - 4096, 4096, 5000):
        closed.write_bytes(whole[:size])
        with pytest.raises(InputError, match=r"is (damaged|not a Label-IRST project)"):
            open_project(closed)
        assert folder_content(closed.parent) == {closed.name: whole[:size]}


def test_random_damage_never_ends_in_a_traceback(closed: Path) -> None:
    whole = closed.read_bytes()
    rng = np.random.default_rng(5)
    refused = 0
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(20):
            at = int(rng.integers(100, len(content) - 40))
            content[at : at + 40] = rng.bytes(40)
        closed.write_bytes(content)
        try:
            with open_project(closed) as project:
                list(iter_targets(project, 1))
                get_frame_states(project, 1)
                project.undo()
                add(project, target(5, track=99))
        except P2MError:
            refused += 1
        for suffix in ("-wal", "-shm"):
            closed.with_name(closed.name + suffix).unlink(missing_ok=True)
    assert refused > 30


def test_a_second_writer_is_refused_and_a_reader_does_not_block(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    with project:
        with pytest.raises(ProjectLockedError) as caught:
            open_project(project.path)
        assert str(project.path) in str(caught.value)
        assert "\n" not in str(caught.value)
        with open_project(project.path, readonly=True) as reader:
            assert reader.readonly
            stored = add(project, target())
            assert list_targets(reader, 1, 0) == [stored]
            for refused in (
                lambda: add(reader, target()),
                reader.undo,
                reader.redo,
                lambda: set_meta(reader, "a", 1),
                lambda: relink_sequence(reader, 1, tmp_path / "clip"),
                lambda: reader.read("DELETE FROM targets"),  # SQLite itself refuses
            ):
                with pytest.raises(P2MError, match=r"read-?only"):
                    refused()
            assert reader.undo_label is None
    with open_project(project.path) as again:
        assert not again.readonly


def test_the_lock_is_one_through_links(closed: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "link.lirst").symlink_to(closed)
    with open_project(closed), pytest.raises(ProjectLockedError):
        open_project(tmp_path / "elsewhere" / "link.lirst")


HOLDER = """
import sys, time
from p2m_core.project import open_project
project = open_project(sys.argv[1])
print("open", flush=True)
time.sleep(60)
"""


def test_another_process_holds_the_lock_until_it_is_killed(closed: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, closed], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(ProjectLockedError):
            open_project(closed)
        with open_project(closed, readonly=True) as reader:
            assert len(list_targets(reader, 1, 0)) == 40
        holder.send_signal(signal.SIGKILL)
    with open_project(closed) as project:
        assert not project.readonly


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="needs /proc/locks")
def test_a_reader_in_the_same_process_leaves_the_writers_locks(closed: Path) -> None:
    """On POSIX, closing any handle of a file drops the process's locks on it."""

    def locks() -> int:
        inode = f":{closed.stat().st_ino} "
        return sum(inode in line for line in Path("/proc/locks").read_text().splitlines())

    with open_project(closed) as project:
        add(project, target(track=90))
        held = locks()
        assert held > 0
        with open_project(closed, readonly=True) as reader:
            list_targets(reader, 1, 0)
        with pytest.raises(ProjectLockedError):
            open_project(closed)
        assert locks() == held


def test_the_last_to_close_leaves_the_edits_in_the_file(closed: Path) -> None:
    writer = open_project(closed)
    reader = open_project(closed, readonly=True)
    add(writer, target(3))
    writer.close()
    reader.close()
    assert list(folder_content(closed.parent)) == [closed.name]
    with open_project(closed, readonly=True) as again:
        assert len(list_targets(again, 1, 3)) == 1


def add_notes(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE remarks (target INTEGER, note TEXT)")
    db.execute("INSERT INTO remarks SELECT id, 'old' FROM targets")


def test_an_older_file_is_brought_up_to_date(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_migrations, "MIGRATIONS", [*_migrations.MIGRATIONS, add_notes])
    with pytest.raises(InputError, match="older version"):
        open_project(closed, readonly=True)
    with open_project(closed) as project:
        assert project.read("SELECT COUNT(*) FROM remarks") == [(40,)]
        assert len(list_targets(project, 1, 0)) == 40
        assert project.undo() is not None
    with open_project(closed, readonly=True) as project:
        assert project.read("PRAGMA user_version") == [(_migrations.newest_version(),)]


def test_a_failed_migration_changes_nothing(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(db: sqlite3.Connection) -> None:
        add_notes(db)
        db.execute("DROP TABLE targets")
        db.execute("SELECT nonsense")

    with monkeypatch.context() as patch:
        patch.setattr(_migrations, "MIGRATIONS", [*_migrations.MIGRATIONS, half])
        with pytest.raises(P2MError, match="nonsense"):
            open_project(closed)
    with open_project(closed) as project:
        assert len(list_targets(project, 1, 0)) == 40
        assert project.read("PRAGMA user_version") == [(_migrations.newest_version(),)]


def test_a_newer_file_opens_read_only_with_a_notice(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(_migrations, "MIGRATIONS", [*_migrations.MIGRATIONS, add_notes])
        open_project(closed).close()
    before = folder_content(closed.parent)
    with open_project(closed) as project:
        assert project.readonly
        assert "newer Label-IRST" in project.notice
        assert f"version {_migrations.newest_version() + 1}" in project.notice
        assert len(list_targets(project, 1, 0)) == 40
        with pytest.raises(P2MError, match="newer Label-IRST"):
            add(project, target())
    assert folder_content(closed.parent) == before


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Give up the rights of root, which include writing anywhere."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def public(closed: Path) -> Iterator[Path]:
    """Copy the project to where an ordinary user can read it."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    path = folder / "sky.lirst"
    shutil.copy(closed, path)
    path.chmod(0o644)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_opens_read_only(public: Path) -> None:
    public.chmod(0o666)
    public.parent.chmod(0o555)
    with ordinary_user():
        before = folder_content(public.parent)
        with open_project(public) as project:
            assert project.readonly
            assert "may not write to the folder" in project.notice
            assert len(list_targets(project, 1, 0)) == 40
        assert folder_content(public.parent) == before


def test_a_read_only_file_opens_read_only(public: Path) -> None:
    public.chmod(0o444)
    public.parent.chmod(0o777)
    with ordinary_user(), open_project(public) as project:
        assert project.readonly
        assert "may not write to the file" in project.notice
        assert len(list_targets(project, 1, 0)) == 40


def test_edits_beside_a_file_that_cannot_be_folded_in_are_not_lost_silently(public: Path) -> None:
    writer = open_project(public)
    newest = add(writer, target(5))
    crashed = public.parent / "crashed"
    crashed.mkdir()
    for name in ("sky.lirst", "sky.lirst-wal"):
        shutil.copy(public.parent / name, crashed / name)
    writer.close()
    crashed.chmod(0o555)
    with ordinary_user(), pytest.raises(InputError, match="copy both"):
        open_project(crashed / "sky.lirst")
    crashed.chmod(0o755)
    with open_project(crashed / "sky.lirst") as project:
        assert list_targets(project, 1, 5) == [newest]


def test_a_file_without_permission_to_read_is_named(public: Path) -> None:
    public.chmod(0)
    with ordinary_user(), pytest.raises(InputError, match="may not read it"):
        open_project(public)


def test_closing_twice_does_no_harm(closed: Path) -> None:
    first = open_project(closed)
    first.close()
    with open_project(closed) as second:
        first.close()
        stored = add(second, target(2))
        change(second, stored, None)
        with pytest.raises(ProjectLockedError):
            open_project(closed)
