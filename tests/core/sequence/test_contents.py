"""What a folder of images is: one sequence, several, or single images."""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile

from p2m_core.errors import InputError
from p2m_core.sequence import (
    contents,
    names_of,
    only_sequence,
    open_sequence,
    openable_at,
    sequences_at,
)
from tests.real_data import real


def write(folder: Path, names, shape=(20, 30), dtype=np.uint8) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    for name in names:
        data = cv2.imencode(Path(name).suffix, np.full(shape, 9, dtype))[1]
        (folder / name).write_bytes(data.tobytes())
    return folder


def names(found) -> list[str]:
    return [path.name for path in found.paths]


def test_images_of_one_size_are_one_sequence(tmp_path):
    folder = write(tmp_path / "run", [f"f{i}.png" for i in range(12)])
    assert sequences_at(folder) == ([folder], "")
    assert only_sequence(folder) == folder


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".bmp", ".pgm"])
def test_images_of_different_sizes_are_single_images(tmp_path, suffix):
    for i in range(5):
        write(tmp_path / "set", [f"Misc_{i}{suffix}"], (20 + i, 30))
    found = sequences_at(tmp_path / "set")
    assert names(found) == [f"Misc_{i}{suffix}" for i in range(5)]
    assert found.note.endswith("set: 5 images of different sizes: each is a sequence of one frame")
    with pytest.raises(InputError, match=r"5 images of different sizes.* such as .*Misc_0.*/\*"):
        only_sequence(tmp_path / "set")
    # Who asks for all images as one gets them.
    assert sequences_at(tmp_path / "set" / "*").paths == [tmp_path / "set" / "*"]


def test_images_of_different_depths_are_single_images(tmp_path):
    write(tmp_path, [f"{i}.png" for i in range(3)])
    write(tmp_path, [f"{i}.png" for i in range(3, 6)], dtype=np.uint16)
    found = sequences_at(tmp_path)
    assert len(found.paths) == 6
    assert "6 images of different depths" in found.note


def test_a_few_odd_images_do_not_make_a_sequence_single_images(tmp_path):
    write(tmp_path, [f"{i}.png" for i in range(60)])
    write(tmp_path, ["60.png"], (5, 5))
    (tmp_path / "61.png").write_bytes(b"damaged")
    assert sequences_at(tmp_path) == ([tmp_path], "")


def test_names_with_nothing_in_common_are_single_images(tmp_path):
    folder = write(tmp_path / "a", ["airport.png", "Boat 2.png", "sky.png", "two_cars.png"])
    found = sequences_at(folder)
    assert len(found.paths) == 4
    assert "4 images of different names" in found.note
    for alike in (
        ["a.png", "b.png", "c.png"],
        ["left_eye.png", "left_nose.png"],
        ["frame.png", "frame1.png", "frame2.png"],
        ["2024-01-02T03.png", "2024-01-02T04.png"],
        ["background.png", *[f"frame{i}.png" for i in range(9)]],
    ):
        folder = write(tmp_path / alike[0], alike)
        assert sequences_at(folder).paths == [folder], alike


def test_names_with_two_numbers_are_a_sequence_for_each_first_one(tmp_path):
    folder = write(tmp_path, [f"IR_{s}_{i:05}.png" for s in (1, 2, 10) for i in range(3)])
    found = sequences_at(folder)
    assert names(found) == ["IR_1_*", "IR_2_*", "IR_10_*"]
    assert "3 sequences, by the names of 9 images" in found.note
    for path in found.paths:
        with open_sequence(path) as seq:
            assert len(seq) == 3
            assert {seq.frame_name(i).rpartition("_")[0] for i in range(3)} == {seq.name}
    with pytest.raises(InputError, match=r"3 sequences, by the names .* such as .*IR_1_\*"):
        only_sequence(folder)


@pytest.mark.parametrize(
    "files",
    [
        ["a_1_1", "a_1_2", "a_1_3"],  # one sequence
        ["a_1_1", "a_1_2", "a_2_3", "a_2_4"],  # the number runs on
        ["a_1_1", "a_2_1", "a_3_1"],  # no two images belong together
        ["a_1_1", "a_1_2", "a_2_1", "a_2_2", "notes"],  # not all are named so
        ["1_1", "1_2", "1_1_1", "1_1_2"],  # a pattern of the one takes the other too
    ],
)
def test_other_numbers_in_names_make_one_sequence(tmp_path, files):
    folder = write(tmp_path, [f"{file}.png" for file in files])
    assert sequences_at(folder).paths == [folder]


def test_tiff_files_with_pages_are_sequences(tmp_path):
    for name in ("a", "b"):
        tifffile.imwrite(tmp_path / f"{name}.tif", np.zeros((5, 8, 9), np.uint16))
    found = sequences_at(tmp_path)
    assert names(found) == ["a.tif", "b.tif"]
    assert "several pages" in found.note
    (tmp_path / "b.tif").unlink()
    assert names(sequences_at(tmp_path)) == ["a.tif"]
    # A second page of another size is a preview.
    with tifffile.TiffWriter(tmp_path / "a.tif") as out:
        out.write(np.zeros((8, 9), np.uint16))
        out.write(np.zeros((4, 4), np.uint16))
    assert sequences_at(tmp_path).paths == [tmp_path]


def test_a_file_is_a_sequence_and_an_empty_folder_is_none(tmp_path):
    (file,) = write(tmp_path / "x", ["a.png"]).iterdir()
    assert sequences_at(file) == ([file], "")
    assert sequences_at(file.parent) == ([file.parent], "")
    (tmp_path / "empty").mkdir()
    assert sequences_at(tmp_path / "empty").paths == []
    assert only_sequence(tmp_path / "empty") == tmp_path / "empty"
    assert only_sequence(tmp_path / "missing") == tmp_path / "missing"


def test_of_very_many_images_some_are_looked_at(tmp_path, monkeypatch):
    write(tmp_path, ["00000.png"])
    for i in range(1, 5000):
        os.link(tmp_path / "00000.png", tmp_path / f"{i:05}.png")
    seen = []
    original = contents.read_header
    monkeypatch.setattr(contents, "read_header", lambda p: seen.append(p.name) or original(p))
    assert sequences_at(tmp_path).paths == [tmp_path]
    assert len(seen) <= 513
    assert {seen[0], seen[-1]} == {"00000.png", "04999.png"}
    assert "02500.png" < seen[260] < "02700.png"


def test_a_real_set_of_single_images_is_one_and_a_real_sequence_too():
    found = sequences_at(real("sirst/images"))
    assert len(found.paths) == 308
    assert "308 images of different sizes" in found.note
    for sequence in ("istd/seq3", "cgrca/datasetA"):
        assert sequences_at(real(sequence)).paths == [real(sequence)]


def test_names_of_sequences_are_all_different(tmp_path):
    write(tmp_path / "s", ["a.png", "a.bmp", "b.png"])
    paths = sorted((tmp_path / "s").iterdir())
    assert names_of(paths) == ["a", "a.png", "b"]
    assert names_of([tmp_path / "s", tmp_path / "s"]) == ["s", "s-2"]


def test_a_folder_of_videos_opens_as_these(tmp_path):
    for name in ("clip10.mp4", "clip2.MP4", "._clip2.mp4"):
        (tmp_path / name).write_bytes(b"")
    np.save(tmp_path / "clip3.npy", np.zeros((2, 4, 4), np.uint8))
    found = openable_at(tmp_path)
    assert names(found) == ["clip2.MP4", "clip3.npy", "clip10.mp4"]
    assert "3 videos or arrays: each is a sequence" in found.note
    assert sequences_at(tmp_path).paths == []
    (tmp_path / "clip3.npy").unlink()
    (tmp_path / "clip10.mp4").unlink()
    assert openable_at(tmp_path) == ([tmp_path / "clip2.MP4"], "")


def test_a_video_beside_images_is_named(tmp_path):
    folder = write(tmp_path / "run", ["1.png", "2.png"])
    assert openable_at(folder) == ([folder], "")
    (folder / "preview.avi").write_bytes(b"")
    found = openable_at(folder)
    assert found.paths == [folder]
    assert found.note == f"{folder / 'preview.avi'}: beside images, left out: open it by itself"
    assert only_sequence(folder) == folder


def test_raw_values_and_previews_of_them_are_two_sequences(tmp_path):
    folder = tmp_path / "flight"
    for i in range(4):
        write(folder, [f"{i}.tiff"], dtype=np.uint16)
        write(folder, [f"{i}.jpg"])
    write(folder, ["4.jpg"])
    found = sequences_at(folder)
    assert names(found) == ["*.jpg", "*.tiff"]
    assert "2 sequences, images twice as .jpg, .tiff" in found.note
    for path, name, count, dtype in zip(
        found.paths, ("flight jpg", "flight tiff"), (5, 4), (np.uint8, np.uint16), strict=True
    ):
        with open_sequence(path) as seq:
            assert (seq.name, len(seq), seq.dtype) == (name, count, dtype)


@pytest.mark.parametrize(
    "files", [["0.png", "0.bmp"], ["0.png", "1.png", "1.bmp", "2.bmp", "3.bmp"]]
)
def test_other_suffixes_side_by_side_are_one_sequence(tmp_path, files):
    assert sequences_at(write(tmp_path, files)).paths == [tmp_path]
