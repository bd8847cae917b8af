"""From a path to a project: the same images always find the same project."""

import os
from pathlib import Path

import numpy as np
import pytest

from label_irst.document.opening import open_path, project_for
from p2m_core.errors import InputError, P2MError, ProjectLockedError
from p2m_core.files import write_png
from p2m_core.project import add_sequence, create_project, list_sequences
from tests.gui import scenes


def files(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


@pytest.mark.parametrize("kind", ["folder", "array"])
def test_images_get_a_project_beside_them_that_later_starts_find_again(
    tmp_path: Path, kind: str
) -> None:
    place = tmp_path / "data"
    place.mkdir()
    source = (
        scenes.write_folder(place / "sky", scenes.frames(3))
        if kind == "folder"
        else scenes.write_stack(place / "sky.npy", scenes.frames(3))
    )
    project, info = open_path(source)
    assert project.path == place / "sky.lirst"
    assert info is not None
    assert info.frame_count == 3
    project.close()
    project, again = open_path(source)
    assert again == info
    assert len(list_sequences(project)) == 1
    project.close()
    project, none = open_path(project.path)
    assert none is None
    assert list_sequences(project) == [info]
    project.close()


def test_a_path_that_cannot_be_opened_leaves_no_project_file(tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_text("no picture")
    (tmp_path / "empty").mkdir()
    before = files(tmp_path)
    for name in ("missing", "notes.png", "empty"):
        with pytest.raises(InputError, match=name):
            open_path(tmp_path / name)
    assert files(tmp_path) == before


def test_the_source_of_a_project_in_use_is_locked(tmp_path: Path) -> None:
    source = scenes.write_stack(tmp_path / "sky.npy", scenes.frames(2))
    project, info = open_path(source)
    with pytest.raises(ProjectLockedError):
        open_path(source)
    reader, seen = open_path(source, readonly=True)
    assert seen == info
    assert reader.readonly
    reader.close()
    project.close()


def test_a_link_to_images_finds_their_project(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    scenes.write_folder(tmp_path / "disk" / "sky", scenes.frames(2))
    (tmp_path / "mine").symlink_to(tmp_path / "disk")
    project, info = open_path(tmp_path / "mine" / "sky")
    project.close()
    again, same = open_path(tmp_path / "mine" / "sky")
    assert same == info
    assert len(list_sequences(again)) == 1
    again.close()


def test_images_on_a_read_only_medium_get_a_project_at_home(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = scenes.write_stack(tmp_path / "sky.npy", scenes.frames(2))
    # Tests may run as root, who may write anywhere.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    place = home / "Label-IRST" / "sky.lirst"
    assert project_for(source) == place
    assert not place.parent.exists(), "asking makes nothing"
    project, info = open_path(source)
    monkeypatch.undo()
    assert project.path == place.resolve()
    assert info is not None
    assert info.path == source
    project.close()
    assert files(tmp_path) == {"sky.npy"}


def test_a_file_that_calls_itself_a_project_is_refused(tmp_path: Path) -> None:
    fake = tmp_path / "fake.lirst"
    fake.write_text("not a project")
    with pytest.raises(P2MError, match=r"fake\.lirst"):
        open_path(fake)
    assert fake.read_text() == "not a project"


def write_pictures(folder: Path, **sizes: tuple[int, int]) -> Path:
    folder.mkdir()
    for name, shape in sizes.items():
        write_png(folder / f"{name}.png", np.full(shape, 7, np.uint8))
    return folder


def test_images_of_different_sizes_are_a_sequence_each(tmp_path: Path) -> None:
    source = write_pictures(tmp_path / "set", a=(20, 30), b=(40, 30), c=(25, 50))
    (source / "d.png").write_bytes(b"no picture")
    lines: list[str] = []
    project, info = open_path(source, say=lines.append)
    assert project.path == tmp_path / "set.lirst"
    assert info is not None
    found = [(s.name, s.frame_count, (s.height, s.width)) for s in list_sequences(project)]
    assert found == [("a", 1, (20, 30)), ("b", 1, (40, 30)), ("c", 1, (25, 50))]
    assert info.name == "a"
    assert "set: 4 images of different sizes: each is a sequence of one frame" in lines[0]
    assert "d.png" in lines[1]
    project.close()
    # An image that came since is added; the others are the sequences that they were.
    write_png(source / "d.png", np.zeros((9, 9), np.uint8))
    project, again = open_path(source)
    assert again == info
    assert [s.name for s in list_sequences(project)] == ["a", "b", "c", "d"]
    project.close()


def test_a_pattern_has_a_project_of_its_own(tmp_path: Path) -> None:
    source = write_pictures(tmp_path / "flat", IR_1_1=(20, 30), IR_1_2=(20, 30), IR_2_1=(20, 30))
    project, info = open_path(source / "IR_1_*")
    assert project.path == source / "IR_1.lirst"
    assert info is not None
    assert (info.name, info.frame_count) == ("IR_1", 2)
    project.close()


def test_images_opened_as_one_sequence_before_stay_one(tmp_path: Path) -> None:
    source = write_pictures(tmp_path / "set", a=(20, 30), b=(40, 30))
    with create_project(tmp_path / "set.lirst") as project:
        whole = add_sequence(project, source)
    project, info = open_path(source)
    assert info == whole
    assert list_sequences(project) == [whole]
    project.close()


def test_a_folder_of_stacks_opens_as_these(tmp_path: Path) -> None:
    (tmp_path / "flights").mkdir()
    for name in ("b", "a"):
        scenes.write_stack(tmp_path / "flights" / f"{name}.npy", scenes.frames(2))
    lines: list[str] = []
    project, info = open_path(tmp_path / "flights", say=lines.append)
    assert project.path == tmp_path / "flights.lirst"
    assert [s.name for s in list_sequences(project)] == ["a", "b"]
    assert info is not None
    assert info.name == "a"
    assert "2 videos or arrays" in lines[0]
    project.close()
