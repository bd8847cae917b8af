"""The copy of a project to train on, and the roles of its sequences."""

import shutil

import pytest

from p2m_core.errors import InputError
from p2m_core.project import (
    FrameState,
    add_sequence,
    create_project,
    get_frame_states,
    get_meta,
    get_roles,
    iter_targets,
    list_sequences,
    open_project,
    relocate_snapshot,
    set_meta,
    set_roles,
    take_snapshot,
)
from tests.core.project.sample import add, change, make_frames, make_project, set_state, target


def test_the_copy_holds_the_labels_and_may_lie_anywhere(tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    project, info = make_project(tmp_path / "here")
    with project:
        first = add(project, target(1))
        set_state(project, info.id, 1, FrameState.ACCEPTED)
        set_meta(project, "of the user", 7)
        copy = tmp_path / "there" / "labels.lirst"
        take_snapshot(project.path, copy)  # while the project is open
        change(project, first, None)
        with open_project(copy, readonly=True) as held:
            assert list(iter_targets(held, info.id)) == [first]
            assert get_frame_states(held, info.id)[1] == FrameState.ACCEPTED
            assert get_meta(held, "of the user") == 7
            assert list_sequences(held)[0].path == info.path
            assert held.undo_label is None
        assert list(copy.parent.iterdir()) == [copy]
        shutil.move(copy, tmp_path / "else.lirst")
        with open_project(tmp_path / "else.lirst") as held:
            assert list_sequences(held)[0].path == info.path


def test_a_copy_finds_the_images_after_the_project_was_moved(tmp_path):
    (tmp_path / "here").mkdir()
    project, info = make_project(tmp_path / "here")
    with project:
        first = add(project, target(1))
        copy = tmp_path / "labels.lirst"
        take_snapshot(project.path, copy)
    shutil.move(tmp_path / "here", tmp_path / "there")
    with open_project(tmp_path / "there" / "sky.lirst") as moved:  # also while it is open
        relocate_snapshot(copy, moved.path)
        with open_project(copy, readonly=True) as held:
            assert list_sequences(held)[0].path == tmp_path / "there" / "clip"
            assert list(iter_targets(held, info.id)) == [first]
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [copy.name]
    with pytest.raises(InputError, match="no such file"):
        relocate_snapshot(tmp_path / "none.lirst", tmp_path / "there" / "sky.lirst")


def test_a_copy_never_replaces_a_file(tmp_path):
    project, _ = make_project(tmp_path)
    with project:
        (tmp_path / "labels.lirst").write_text("mine")
        with pytest.raises(InputError, match=r"labels\.lirst exists already"):
            take_snapshot(project.path, tmp_path / "labels.lirst")
    assert (tmp_path / "labels.lirst").read_text() == "mine"


def test_a_file_that_is_not_a_project_is_not_copied(tmp_path):
    (tmp_path / "no.lirst").write_text("nothing of the kind")
    with pytest.raises(InputError, match=r"no\.lirst"):
        take_snapshot(tmp_path / "no.lirst", tmp_path / "labels.lirst")
    assert [path.name for path in tmp_path.iterdir()] == ["no.lirst"]


def many(folder, count):
    project = create_project(folder / "sky.lirst")
    for i in range(count):
        info = add_sequence(project, make_frames(folder / f"clip{i}", 2, seed=i))
        set_state(project, info.id, 0, FrameState.ACCEPTED)
    return project


def test_about_one_sequence_in_five_is_for_testing(tmp_path):
    with many(tmp_path, 1) as project:
        assert get_roles(project) == {1: "train"}, "with one there is nothing to hold out"
        before = get_roles(project)
        for i in range(1, 12):
            info = add_sequence(project, make_frames(tmp_path / f"more{i}", 2, seed=20 + i))
            assert get_roles(project)[info.id] == "train", "nothing is accepted in it yet"
            set_state(project, info.id, 0, FrameState.ACCEPTED)
            after = get_roles(project)
            assert before.items() <= after.items(), "what was decided before stays"
            before = after
        assert list(before.values()).count("test") == 3


def test_a_chosen_split_stays_and_counts(tmp_path):
    with many(tmp_path, 4) as project:
        set_roles(project, {4: "test"})
        set_roles(project, {1: "out"})
        assert get_roles(project) == {1: "out", 2: "train", 3: "train", 4: "test"}
        take_snapshot(project.path, tmp_path / "labels.lirst")
        with open_project(tmp_path / "labels.lirst", readonly=True) as held:
            assert get_roles(held) == get_roles(project)
        with pytest.raises(InputError, match="no sequence 9"):
            set_roles(project, {9: "test"})
        with pytest.raises(InputError, match="'exam'"):
            set_roles(project, {1: "exam"})
        set_meta(project, "training roles", ["broken"])
        assert set(get_roles(project).values()) == {"train", "test"}
