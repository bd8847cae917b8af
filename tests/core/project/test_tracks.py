"""Tracks in the project file: names, colours, frames, and what older files make of them."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from p2m_core.errors import InputError, P2MError
from p2m_core.project import (
    Edit,
    Project,
    TargetChange,
    TargetState,
    TrackChange,
    TrackLook,
    _migrations,
    count_targets,
    create_project,
    get_track_frames,
    get_track_looks,
    list_targets,
    list_track_targets,
    list_tracks,
    next_track,
    open_project,
)
from tests.core.project.sample import add, change, make_project, target

PLAIN = TrackLook()
NAMED = TrackLook("drone", "#ff8800")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made, _ = make_project(tmp_path)
    yield made
    made.close()


def rename(project: Project, track: int, before: TrackLook, after: TrackLook) -> None:
    step = TrackChange(track, before, after)
    project.apply(Edit("rename", 1, 0, tracks=(step,)))


def test_names_and_colours_are_kept_undone_and_done_again(project: Project) -> None:
    add(project, target(track=3))
    assert get_track_looks(project, 1) == {}
    rename(project, 3, PLAIN, NAMED)
    assert get_track_looks(project, 1) == {3: NAMED}
    other = replace(NAMED, name="无人机 2")
    rename(project, 3, NAMED, other)
    with open_project(project.path, readonly=True) as reader:
        assert get_track_looks(reader, 1) == {3: other}
    project.undo()
    assert get_track_looks(project, 1) == {3: NAMED}
    project.undo()
    assert get_track_looks(project, 1) == {}
    assert project.undo_label == "add"
    for _ in range(2):
        project.redo()
    assert get_track_looks(project, 1) == {3: other}


def test_a_rename_from_another_name_is_refused(project: Project) -> None:
    rename(project, 1, PLAIN, NAMED)
    with pytest.raises(P2MError, match="read the tracks again"):
        rename(project, 1, PLAIN, TrackLook("bird"))
    assert get_track_looks(project, 1) == {1: NAMED}
    assert project.undo_label == "rename"


def test_the_same_name_again_leaves_no_undo_step(project: Project) -> None:
    rename(project, 1, PLAIN, PLAIN)
    assert project.undo_label is None


def test_a_rename_is_not_merged_into_a_drag(project: Project) -> None:
    stored = add(project, target())
    rename(project, 1, PLAIN, NAMED)
    step = TrackChange(1, NAMED, TrackLook("bird", "#ff8800"))
    project.apply(Edit("rename", 1, 0, tracks=(step,)), merge=True)
    project.undo()
    assert get_track_looks(project, 1) == {1: NAMED}
    project.undo()
    assert list_targets(project, 1, 0) == [stored]


@pytest.mark.parametrize(
    ("name", "colour"),
    [("a\nb", ""), ("a" * 61, ""), ("\x07", ""), ("", "red"), ("", "#12345"), ("", "#12345g")],
)
def test_an_invalid_look_is_refused(name: str, colour: str) -> None:
    with pytest.raises(InputError, match="the track"):
        TrackLook(name, colour)


def test_an_edit_that_changes_a_track_twice_is_refused() -> None:
    step = TrackChange(1, PLAIN, NAMED)
    with pytest.raises(InputError, match="twice"):
        Edit("rename", 1, 0, tracks=(step, step))


def test_a_new_track_does_not_inherit_a_name(project: Project) -> None:
    stored = add(project, target(track=4))
    rename(project, 4, PLAIN, NAMED)
    change(project, stored, None)
    assert next_track(project, 1) == 5


def test_a_track_counts_its_frames_targets_and_accepted_ones(project: Project) -> None:
    for frame, track in ((4, 2), (1, 2), (1, 1), (1, 2), (0, 2)):
        add(project, target(frame, track=track))
    add(project, target(3, track=2, state=TargetState.ACCEPTED))
    assert list_tracks(project, 1) == [(1, 1, 1, 1, 0), (2, 4, 0, 4, 1)]
    assert get_track_frames(project, 1, 2).tolist() == [0, 1, 3, 4]
    assert [t.frame for t in list_track_targets(project, 1, 2)] == [0, 1, 1, 3, 4]
    assert [t.frame for t in list_track_targets(project, 1, 2, 1, 3)] == [1, 1, 3]
    assert list_track_targets(project, 1, 9) == []
    assert count_targets(project, 1).tolist() == [1, 3, 0, 1, 1, 0]


def test_a_file_without_names_of_tracks_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        # Only the tables are old; this program cannot write edits into them any more.
        patch.setattr(_migrations, "MIGRATIONS", _migrations.MIGRATIONS[:1])
        create_project(tmp_path / "old.lirst").close()
    with open_project(tmp_path / "old.lirst") as project:
        assert project.read("PRAGMA user_version") == [(_migrations.newest_version(),)]
        db = project._file.db
        db.execute("INSERT INTO sequences VALUES (1, 'a', 'a.npy', '', 32, 24, 'uint8', 6, NULL)")
        add(project, target(track=2))
        rename(project, 2, PLAIN, NAMED)
        project.undo()
        project.undo()
        project.redo()
        project.redo()
        assert get_track_looks(project, 1) == {2: NAMED}


@pytest.mark.parametrize("damage", ["{", "[1]", json.dumps(["a", "blue"]), "null"])
def test_damaged_looks_are_reported_in_one_line(project: Project, damage: str) -> None:
    rename(project, 1, PLAIN, NAMED)
    db = project._file.db
    db.execute("UPDATE history_change SET before = ?", (damage,))
    with pytest.raises(P2MError, match="damaged") as caught:
        project.undo()
    assert "\n" not in str(caught.value)
    assert get_track_looks(project, 1) == {1: NAMED}
    db.execute("UPDATE tracks SET colour = 'blue'")
    with pytest.raises(P2MError, match="damaged"):
        get_track_looks(project, 1)


def test_a_track_relabelled_as_a_whole_is_undone_and_done_again(project: Project) -> None:
    stored = [add(project, target(frame)) for frame in range(6)]
    after = [t.relabelled(2, TargetState.ACCEPTED) for t in stored]
    assert after == [replace(t, track=2, state=TargetState.ACCEPTED) for t in stored]
    changes = tuple(TargetChange(a, b) for a, b in zip(stored, after, strict=True))
    project.apply(Edit("split", 1, 0, changes))
    for _ in range(2):
        assert list_track_targets(project, 1, 2) == after
        undone = project.undo()
        assert [c.after for c in undone.targets] == stored[::-1]
        assert list_track_targets(project, 1, 1) == stored
        redone = project.redo()
        assert [c.after for c in redone.targets] == after


@pytest.mark.parametrize(("track", "state"), [(0, "edited"), (2**63, "edited"), (1, "lost")])
def test_a_target_that_does_not_exist_is_not_relabelled(track: int, state: str) -> None:
    with pytest.raises((InputError, ValueError), match=r"cannot be|not a valid"):
        target().relabelled(track, state)


def test_an_edit_of_five_thousand_targets_is_undone_within_a_second(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    with project:
        project._file.db.execute("UPDATE sequences SET frame_count = 5000")
        new = tuple(TargetChange(None, target(frame)) for frame in range(5000))
        project.apply(Edit("propagate", 1, 0, new))
        before = list_track_targets(project, 1, 1)
        moved = tuple(TargetChange(t, t.relabelled(2, t.state)) for t in before)
        project.apply(Edit("split", 1, 0, moved))
        start = time.process_time()  # other programs may keep the machine busy
        project.undo()
        took = time.process_time() - start
        assert list_track_targets(project, 1, 1) == before
    assert took < 1.0, f"{took:.2f} s"
