"""The copy of a project to train on, and the roles of its sequences."""

import shutil

import pytest

from p2m_core.errors import InputError
from p2m_core.project import FrameState, create_project, open_project
from p2m_core.project.snapshot import relocate, snapshot
from p2m_core.project.split import roles, set_roles
from tests.core.project.sample import add, change, make_frames, make_project, set_state, target


def test_the_copy_holds_what_is_labelled_and_lies_anywhere(tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    project, info = make_project(tmp_path / "here")
    with project:
        first = add(project, target(1))
        set_state(project, info.id, 1, FrameState.ACCEPTED)
        project.set_meta("of the user", 7)
        copy = tmp_path / "there" / "labels.lirst"
        snapshot(project.path, copy)  # while the project is open
        change(project, first, None)
        with open_project(copy, readonly=True) as held:
            assert list(held.all_targets(info.id)) == [first]
            assert held.frame_states(info.id)[1] == FrameState.ACCEPTED
            assert held.get_meta("of the user") == 7
            assert held.sequences()[0].path == info.path
            assert held.undo_label is None
        assert list(copy.parent.iterdir()) == [copy]
        shutil.move(copy, tmp_path / "else.lirst")
        with open_project(tmp_path / "else.lirst") as held:
            assert held.sequences()[0].path == info.path


def test_a_copy_finds_the_images_after_the_project_was_moved(tmp_path):
    (tmp_path / "here").mkdir()
    project, info = make_project(tmp_path / "here")
    with project:
        first = add(project, target(1))
        copy = tmp_path / "labels.lirst"
        snapshot(project.path, copy)
    shutil.move(tmp_path / "here", tmp_path / "there")
    with open_project(tmp_path / "there" / "sky.lirst") as moved:  # also while it is open
        relocate(copy, moved.path)
        with open_project(copy, readonly=True) as held:
            assert held.sequences()[0].path == tmp_path / "there" / "clip"
            assert list(held.all_targets(info.id)) == [first]
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [copy.name]
    with pytest.raises(InputError, match="no such file"):
        relocate(tmp_path / "none.lirst", tmp_path / "there" / "sky.lirst")


def test_a_copy_never_replaces_a_file(tmp_path):
    project, _ = make_project(tmp_path)
    with project:
        (tmp_path / "labels.lirst").write_text("mine")
        with pytest.raises(InputError, match=r"labels\.lirst exists already"):
            snapshot(project.path, tmp_path / "labels.lirst")
    assert (tmp_path / "labels.lirst").read_text() == "mine"


def test_no_copy_of_what_is_no_project(tmp_path):
    (tmp_path / "no.lirst").write_text("nothing of the kind")
    with pytest.raises(InputError, match=r"no\.lirst"):
        snapshot(tmp_path / "no.lirst", tmp_path / "labels.lirst")
    assert [path.name for path in tmp_path.iterdir()] == ["no.lirst"]


def many(folder, count):
    project = create_project(folder / "sky.lirst")
    for i in range(count):
        info = project.add_sequence(make_frames(folder / f"clip{i}", 2, seed=i))
        set_state(project, info.id, 0, FrameState.ACCEPTED)
    return project


def test_about_one_sequence_in_five_is_for_testing(tmp_path):
    with many(tmp_path, 1) as project:
        assert roles(project) == {1: "train"}, "with one there is nothing to hold out"
        before = roles(project)
        for i in range(1, 12):
            info = project.add_sequence(make_frames(tmp_path / f"more{i}", 2, seed=20 + i))
            assert roles(project)[info.id] == "train", "nothing is accepted in it yet"
            set_state(project, info.id, 0, FrameState.ACCEPTED)
            after = roles(project)
            assert before.items() <= after.items(), "what was decided before stays"
            before = after
        assert list(before.values()).count("test") == 3


def test_what_was_chosen_stays_and_counts(tmp_path):
    with many(tmp_path, 4) as project:
        set_roles(project, {4: "test"})
        set_roles(project, {1: "out"})
        assert roles(project) == {1: "out", 2: "train", 3: "train", 4: "test"}
        snapshot(project.path, tmp_path / "labels.lirst")
        with open_project(tmp_path / "labels.lirst", readonly=True) as held:
            assert roles(held) == roles(project)
        with pytest.raises(InputError, match="no sequence 9"):
            set_roles(project, {9: "test"})
        with pytest.raises(InputError, match="'exam'"):
            set_roles(project, {1: "exam"})
        project.set_meta("training roles", ["broken"])
        assert set(roles(project).values()) == {"train", "test"}
