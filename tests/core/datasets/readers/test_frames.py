"""Tables by frame number, MOT and points: what the numbers mean, tracks, and where frames lie."""

import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel, PointLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from tests.core.datasets.drawn import image, write_image, write_text


def frames(folder, names):
    for name in names:
        write_image(folder / f"{name}.png", image())
    return folder


def mot(numbers):
    return "".join(f"{n},1,{n},20,3,3,1,-1,-1\n" for n in numbers)


@pytest.mark.parametrize(
    ("names", "numbers", "at", "told"),
    [
        (["1", "2", "3"], [1, 3], [0, 2], ""),
        (["000002", "000004", "000006"], [2, 6], [0, 2], "called by: 2 is 000002.png"),
        (["000002", "000004", "000006", "000008"], [2, 4], [0, 1], "called by"),
        (["IR_100", "IR_101", "IR_102"], [100, 102], [0, 2], "called by: 100 is IR_100.png"),
        (["101", "102", "103"], [1, 3], [0, 2], ""),
        (["0", "1", "2", "3"], [1, 3], [0, 2], "taken as 1 for the first image"),
        (["0", "1", "2", "3"], [0, 3], [0, 3], "called by: 0 is 0.png"),
        (["a", "b", "c"], [1, 3], [0, 2], ""),
        (["a1", "b1", "c1"], [1, 3], [0, 2], ""),
    ],
)
def test_numbers_are_the_kth_frame_or_those_of_the_files(tmp_path, names, numbers, at, told):
    frames(tmp_path / "clip", names)
    write_text(tmp_path / "clip.gt.txt", mot(numbers))
    notes = []
    (clip,) = open_dataset(tmp_path, note=notes.append)
    assert {f: clip.labels[f][0].x for f in clip.frames} == dict(zip(at, numbers, strict=True))
    assert told in "".join(notes)
    assert bool(told) == bool(notes)


def test_a_point_table_names_frames_as_mot_does(tmp_path):
    frames(tmp_path, ["10", "20", "30"])
    write_text(tmp_path / "points.csv", "frame,x,y\n20,5,6\n30,6,6\n")
    (found,) = open_dataset(tmp_path)
    assert found.labels == {1: (PointLabel(5, 6),), 2: (PointLabel(6, 6),)}


def test_a_point_table_may_be_for_several_sequences_with_tracks(tmp_path):
    frames(tmp_path / "images" / "a", "123")
    np.save(tmp_path / "b.npy", np.zeros((3, 48, 64), np.uint8))
    rows = ["a,1,5,6,4,drone", "a,1,9,6,5,", "b,3,7,8,1,bird"]
    head = "sequence,frame,x,y,track,category\n"
    write_text(tmp_path / "points.csv", head + "\n".join(rows))
    a, b = open_dataset(tmp_path)
    assert (a.path, b.path) == (tmp_path / "images" / "a", tmp_path / "b.npy")
    assert a.labels == {0: (PointLabel(5, 6), PointLabel(9, 6))}
    assert (a.tracks, a.categories) == ({0: (4, 5)}, {0: ("drone", "")})
    assert b.labels == {2: (PointLabel(7, 8),)}
    for name in ("gone", "../a", "/etc", "b.npy", "x" * 5000, "a\0"):
        write_text(tmp_path / "points.csv", f"{head}{name},1,5,6,4,drone\n")
        with pytest.raises(InputError, match="no folder of frames and no video '"):
            open_dataset(tmp_path)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_may_come_from_a_spreadsheet(tmp_path, separator):
    frames(tmp_path, "12")
    rows = ['"Frame"', "X", " y "], ["1", '"5.5"', "6"], ["", "", ""], ["2", "6", "6"]
    text = "\r\n".join(separator.join(row) for row in rows)
    (tmp_path / "points.csv").write_bytes(text.encode("utf-16"))
    (found,) = open_dataset(tmp_path)
    assert found.labels == {0: (PointLabel(5.5, 6),), 1: (PointLabel(6, 6),)}


@pytest.mark.parametrize("line", ['1,"5,6', "1," + "5" * 200_000 + ",6", '1,"5"x,6'])
def test_a_line_that_is_no_csv_is_one_line_and_swallows_none(tmp_path, line):
    frames(tmp_path, "12")
    write_text(tmp_path / "points.csv", f"frame,x,y\n{line}\n2,6,6\n")
    with pytest.raises(InputError, match=r"points.csv, line 2: ") as caught:
        open_dataset(tmp_path)
    assert len(str(caught.value)) < 400


def test_a_point_outside_of_the_image_is_refused(tmp_path):
    frames(tmp_path, "123")
    write_text(tmp_path / "points.csv", "frame,x,y\n2,64,6\n")
    with pytest.raises(InputError, match=r"points.csv, line 2: a target at x 64..65"):
        open_dataset(tmp_path)


def test_columns_may_be_set_apart_by_spaces(tmp_path):
    frames(tmp_path / "clip", "12")
    write_text(tmp_path / "clip.gt.txt", "1 1 10 20 3 3 1\n2\t1\t11\t20\t3\t3\t1\n")
    (clip,) = open_dataset(tmp_path)
    assert clip.labels == {0: (BoxLabel(10, 20, 3, 3),), 1: (BoxLabel(11, 20, 3, 3),)}


def test_seqinfo_says_where_the_frames_are(tmp_path):
    frames(tmp_path / "seq" / "thermal", "12")
    frames(tmp_path / "seq", "12")
    write_text(tmp_path / "seq" / "gt" / "gt.txt", mot([1, 2]))
    about = "[Sequence]\nname=seq\nimDir={}\nframeRate=30\nseqLength=2\n"
    for text, folder in (
        (about.format("thermal"), "thermal"),
        (about.format("../../etc"), ""),
        (about.format("gone"), ""),
        (about.format("x" * 5000), ""),
        (about.format("x\0y"), ""),
    ):
        write_text(tmp_path / "seq" / "seqinfo.ini", text)
        (found,) = open_dataset(tmp_path)
        assert found.path == tmp_path / "seq" / folder
    write_text(tmp_path / "seq" / "seqinfo.ini", "imDir\n=")
    with pytest.raises(InputError, match=r"seqinfo.ini: cannot be read") as caught:
        open_dataset(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("ids", "tracks"),
    [
        (("4", "9"), {0: (4,), 1: (9,)}),
        (("0", "1.0"), {0: (1,), 1: (2,)}),
        (("-1", "-1"), {}),
        (("1.5", "2"), {}),
        (("100000", "7"), {0: (1,), 1: (2,)}),
    ],
)
def test_ids_are_numbers_of_tracks_where_they_can_be(tmp_path, ids, tracks):
    frames(tmp_path / "clip", "12")
    write_text(
        tmp_path / "clip.gt.txt", "".join(f"{i + 1},{d},1,1,3,3\n" for i, d in enumerate(ids))
    )
    (clip,) = open_dataset(tmp_path)
    assert clip.tracks == tracks


def test_an_id_twice_in_a_frame_is_no_track_and_conf_0_no_label(tmp_path):
    frames(tmp_path / "clip", "123")
    lines = "1,7,1,1,3,3,1,1,0.5\n1,7,9,9,3,3,1,2,1\n2,7,1,1,3,3,0,1,1\n3,8,1,1,3,3,1,1,1\n"
    write_text(tmp_path / "clip.gt.txt", lines.replace("\n", "\r\n"))
    notes = []
    (clip,) = open_dataset(tmp_path, note=notes.append)
    assert clip.frames == [0, 2]
    assert clip.tracks == {}
    assert clip.categories == {0: ("1", "2"), 2: ("1",)}
    assert clip.labels[2] == (BoxLabel(1, 1, 3, 3),)
    assert "frame 2: a line of conf 0 (1, the first here)" in notes[0]
    assert "a track is twice in frame 1" in notes[1]
