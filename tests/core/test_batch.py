"""What is found below a folder: the sequences that are there, each once, and nothing else."""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.batch import sources_below
from p2m_core.datasets.readers.files import files_below, folders
from p2m_core.errors import InputError
from p2m_core.sequence import fingerprint, open_sequence
from p2m_core.sequence.folder import list_frames
from tests.core.sequence.media import drifting_frames, write_video


def write(folder: Path, *names: str, shape=(20, 30)) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(cv2.imencode(".png", np.zeros(shape, np.uint8))[1].tobytes())
    return folder


def below(path: Path) -> list[str]:
    return [found.relative_to(path).as_posix() for found in sources_below(path)]


JUNK = [
    "@eaDir", ".@__thumb", "@Recycle", "#recycle", "#snapshot", "$RECYCLE.BIN", "__MACOSX",
    ".thumbnails", ".Trash-1000", "lost+found", "System Volume Information", ".ipynb_checkpoints",
    ".AppleDouble", "__pycache__",
]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
def test_folders_that_a_system_makes_hold_no_images(tmp_path, junk):
    run = write(tmp_path / "run", "0.png", "1.png")
    write(run / junk / "0.png", "SYNOPHOTO_THUMB_M.jpg", shape=(5, 5))
    write(tmp_path / junk, "2.png")
    (tmp_path / junk / "2.xml").write_text("<annotation/>")
    write_video(tmp_path / junk / "old.mp4", drifting_frames(2))
    assert below(tmp_path) == ["run"]
    assert files_below(tmp_path, (".png", ".xml")).keys() == {"run/0", "run/1"}
    assert [folder.name for folder in folders(tmp_path, deep=True)] == ["run"]


def test_second_files_of_other_systems_are_no_images(tmp_path):
    run = write(tmp_path / "run", "0.png", "1.png")
    before = fingerprint(run)
    for name in ("._0.png", "._clip.mp4", "Thumbs.db", ".0.png.123.part", "desktop.ini"):
        (run / name).write_bytes(b"\0\5\x16\7")
    assert list_frames(run) == ["0.png", "1.png"]
    assert below(tmp_path) == ["run"]
    assert fingerprint(run) == before


def test_images_videos_and_folders_side_by_side_are_all_found(tmp_path):
    write(tmp_path, "0.png", "1.png")
    write(tmp_path / "deep" / "er", "0.png", "1.png")
    write_video(tmp_path / "a.ts", drifting_frames(2))
    np.save(tmp_path / "b.npy", np.zeros((2, 9, 9), np.uint8))
    assert below(tmp_path) == [".", "a.ts", "b.npy", "deep/er"]


@pytest.mark.parametrize("name", ["Masks", "gt", "thumbnails"])
def test_masks_and_previews_beside_images_are_left_out_and_said(tmp_path, name):
    write(tmp_path / "run", "0.png", "1.png")
    write(tmp_path / "run" / name, "0.png", "1.png")
    write(tmp_path / "masks", "0.png", "1.png")  # beside no images: perhaps what is meant
    notes: list[str] = []
    found = list(sources_below(tmp_path, notes.append))
    assert found == [tmp_path / "masks", tmp_path / "run"]
    assert len(notes) == 1
    assert f"{name}: left out" in notes[0]


@pytest.mark.parametrize(
    ("images", "masks", "found"),
    [
        ("IRSTD1k_Img", "IRSTD1k_Label", ["IRSTD1k_Img/a_1.png", "IRSTD1k_Img/b_2.png"]),
        ("seq3/img", "seq3/mask", ["seq3/img"]),
        ("images", "Masks", ["images/a_1.png", "images/b_2.png"]),
    ],
)
def test_the_masks_of_a_data_set_are_no_images_to_work_on(tmp_path, images, masks, found):
    for folder in (images, masks):
        write(tmp_path / folder, "a_1.png", "b_2.png")
    assert below(tmp_path) == found


def test_masks_among_the_images_are_left_out_and_said(tmp_path):
    write(tmp_path, "a.png", "a_pixels0.png", "b.png", "b_mask.png")
    write_video(tmp_path / "clip.mp4", drifting_frames(2))
    said: list[str] = []
    assert [path.name for path in sources_below(tmp_path, said.append)] == [
        "a.png", "b.png", "clip.mp4",
    ]  # fmt: skip
    assert "masks of others are left out" in said[0]


def test_single_images_are_found_one_by_one_and_said(tmp_path):
    for i in range(3):
        write(tmp_path / "set", f"sky{i}.png", shape=(20 + i, 9))
    notes: list[str] = []
    found = list(sources_below(tmp_path, notes.append))
    assert [path.name for path in found] == ["sky0.png", "sky1.png", "sky2.png"]
    assert "3 images of different sizes" in notes[0]


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_links_that_loop_or_meet_are_entered_once(tmp_path):
    write(tmp_path / "run", "0.png", "1.png")
    (tmp_path / "run" / "back").symlink_to(tmp_path)
    (tmp_path / "run" / "self").symlink_to(tmp_path / "run")
    # Two links in each folder to the next: 2 to the power of 20 ways to the last.
    for i in range(20):
        (tmp_path / f"d{i}").mkdir()
        for name in "ab":
            (tmp_path / f"d{i}" / name).symlink_to(tmp_path / f"d{i + 1}")
    write(tmp_path / "d20", "0.png", "1.png")
    places = {path.resolve() for path in sources_below(tmp_path)}
    assert places == {tmp_path / "run", tmp_path / "d20"}
    assert len(list(folders(tmp_path, deep=True))) < 100
    assert "d20/0" in files_below(tmp_path, (".png",))


@pytest.mark.skipif(os.name != "posix", reason="needs pipes and devices")
def test_pipes_and_devices_are_not_opened(tmp_path):
    run = write(tmp_path / "run", "0.png", "2.png")
    os.mkfifo(run / "1.png")
    (run / "3.png").symlink_to("/dev/zero")
    os.mkfifo(run / "clip.mp4")
    os.mkfifo(run / "list.xml")
    assert list_frames(run) == ["0.png", "2.png"]
    assert below(tmp_path) == ["run"]
    assert len(fingerprint(run)) == 32
    with open_sequence(run) as seq:
        assert len(seq) == 2
    assert list(files_below(run, (".xml", ".png"))) == ["0", "2"]
    for name in ("1.png", "3.png", "clip.mp4"):
        with pytest.raises(InputError, match="neither a file nor a folder"):
            open_sequence(run / name)
        with pytest.raises(InputError, match="neither a file nor a folder"):
            fingerprint(run / name)
