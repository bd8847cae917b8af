"""Files and folders appear whole or not at all."""

from pathlib import Path

import numpy as np
import pytest

from p2m_core import files
from p2m_core.errors import InputError, P2MError


def half_of_a_file(goal: Path, error: Exception) -> None:
    with files.staged_file(goal, failures=(RuntimeError,)) as part:
        part.write_text("half")
        raise error


def half_of_a_folder(goal: Path, error: Exception) -> None:
    with files.staged_folder(goal) as stage:
        (stage / "a.txt").write_text("half")
        raise error


def test_a_file_appears_with_all_its_content_and_replaces_the_old_one(tmp_path: Path) -> None:
    goal = tmp_path / "new" / "a.txt"
    files.write_text(goal, "first")
    with files.staged_file(goal) as part:
        part.write_text("second")
        assert goal.read_text() == "first"
    assert goal.read_text() == "second"
    assert list(goal.parent.iterdir()) == [goal]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    goal = tmp_path / "a.txt"
    files.write_text(goal, "old")
    with pytest.raises(ZeroDivisionError):
        half_of_a_file(goal, ZeroDivisionError())
    assert goal.read_text() == "old"
    assert list(tmp_path.iterdir()) == [goal]


def test_a_failure_names_the_file_the_reason_and_the_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    goal = tmp_path / "file" / "a.txt"
    with pytest.raises(P2MError, match=r"cannot write .*a\.txt: .+; make room$"):
        files.write_text(goal, "text", "make room")
    with pytest.raises(P2MError, match=r"cannot write .*b\.txt: disk full"):
        half_of_a_file(tmp_path / "b.txt", RuntimeError("disk full"))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    goal = tmp_path / "set"
    with pytest.raises(ZeroDivisionError):
        half_of_a_folder(goal, ZeroDivisionError())
    assert list(tmp_path.iterdir()) == []
    with files.staged_folder(goal) as stage:
        (stage / "a.txt").write_text("whole")
    assert (goal / "a.txt").read_text() == "whole"
    with pytest.raises(InputError, match="not empty"), files.staged_folder(goal):
        pass


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_png_keeps_every_grey_level(tmp_path: Path, dtype: type) -> None:
    image = np.random.default_rng(0).integers(0, np.iinfo(dtype).max, (7, 9)).astype(dtype)
    files.write_png(tmp_path / "Bild ü.png", image)
    read = files.read_png(tmp_path / "Bild ü.png")
    assert read.dtype == dtype
    assert np.array_equal(read, image)


def test_an_image_that_png_cannot_hold_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(P2MError, match="cannot be a PNG image"):
        files.write_png(tmp_path / "a.png", np.zeros((0, 4), np.uint8))
    (tmp_path / "b.png").write_bytes(b"no image")
    with pytest.raises(InputError, match="not a grey PNG image"):
        files.read_png(tmp_path / "b.png")
