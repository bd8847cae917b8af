"""CVAT: images and video, tracks between key frames, masks by rows, points, turned boxes."""

import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel, PointLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from tests.core.datasets.drawn import image, write_frames, write_image, write_text

BOX = '<box label="drone" xtl="10" ytl="20" xbr="13" ybr="24.5"/>'


def images(root, inside, name="a.png", more='width="64" height="48"'):
    write_image(root / "images" / name, image())
    text = f'<annotations><image id="0" name="{name}" {more}>{inside}</image></annotations>'
    return write_text(root / "annotations.xml", text)


def video(root, inside, frames=9, meta=""):
    write_frames(root / "clip", frames)
    return write_text(root / "annotations.xml", f"<annotations>{meta}{inside}</annotations>")


def box(frame, x, outside=0, keyframe=1):
    return (
        f'<box frame="{frame}" outside="{outside}" keyframe="{keyframe}" occluded="0" '
        f'xtl="{x}" ytl="20" xbr="{x + 4}" ybr="23"/>'
    )


def meta(size, start=None, stop=None, source="", step=""):
    frames = f"<start_frame>{start}</start_frame><stop_frame>{stop}</stop_frame>" if stop else ""
    step = f"<frame_filter>step={step}</frame_filter>" if step else ""
    return f"<meta><task><size>{size}</size>{frames}{step}<source>{source}</source></task></meta>"


def test_shapes_of_images_are_read(tmp_path):
    images(
        tmp_path,
        BOX + '<polygon label="bird" points="10,20;13,20;13,24;10,24"/>'
        '<mask label="bird" rle="1, 1, 1, 3" left="5" top="6" width="3" height="2"/>'
        '<points label="drone" points="7.5,8.5;9.25,8.5"/>'
        '<ellipse label="drone" cx="20.5" cy="20.5" rx="2.5" ry="2.5"/>'
        '<polyline label="x" points="1,1;2,2"/>',
    )
    notes = []
    (found,) = open_dataset(tmp_path, note=notes.append)
    first, polygon, mask, one, two, ellipse = found.labels[0]
    assert first == BoxLabel(10, 20, 3, 4.5)
    assert (polygon.box, polygon.area) == ((10, 20, 13, 24), 12)
    assert (mask.x0, mask.y0) == (5, 6)
    np.testing.assert_array_equal(mask.mask, [[False, True, False], [True, True, True]])
    assert (one, two) == (PointLabel(7, 8), PointLabel(8.75, 8))
    assert (ellipse.area, ellipse.centroid) == (21, (20, 20))
    assert found.categories[0] == ("drone", "bird", "bird", "drone", "drone", "drone")
    assert "polyline 6: a line" in notes[0]


def test_a_turned_box_is_the_upright_one_around_it(tmp_path):
    images(tmp_path, '<box label="t" xtl="10" ytl="20" xbr="14" ybr="22" rotation="90"/>')
    notes = []
    (found,) = open_dataset(tmp_path, note=notes.append)
    np.testing.assert_allclose(found.labels[0], [BoxLabel(11, 19, 2, 4)])
    assert "a turned box (1, the" in notes[0]


def test_an_image_without_shapes_says_nothing(tmp_path):
    images(tmp_path, "")
    (found,) = open_dataset(tmp_path)
    assert (found.labels, found.implied_empty) == ({0: ()}, {0})


def test_shapes_between_key_frames_move_in_straight_lines(tmp_path):
    first = box(1, 10) + box(5, 18) + box(6, 20, outside=1)
    second = box(2, 30) + box(3, 31, keyframe=0) + box(4, 40, outside=1) + box(7, 33)
    tracks = f'<track id="0" label="drone">{first}</track><track id="4" label="b">{second}</track>'
    video(tmp_path, tracks, meta=meta(9))
    (clip,) = open_dataset(tmp_path)
    assert clip.path == tmp_path / "clip"
    by_frame = {f: [label.x for label in clip.labels[f]] for f in clip.frames}
    assert by_frame == {
        0: [], 1: [10], 2: [12, 30], 3: [14, 31], 4: [16], 5: [18], 6: [], 7: [33], 8: [],
    }  # fmt: skip
    assert clip.tracks[2] == (1, 5), "ids from 0 become numbers from 1"
    assert clip.categories[2] == ("drone", "b")
    assert clip.implied_empty == {0, 6, 8}


def test_polygons_of_a_track_move_corner_by_corner(tmp_path):
    def polygon(frame, points):
        return f'<polygon frame="{frame}" keyframe="1" outside="0" points="{points}"/>'

    moved = polygon(0, "10,20;12,20;12,22;10,22") + polygon(2, "14,20;16,20;16,22;14,22")
    other = polygon(4, "14,20;16,20;15,24")
    video(tmp_path, f'<track id="1" label="t">{moved}{other}</track>')
    notes = []
    (clip,) = open_dataset(tmp_path, note=notes.append)
    assert [clip.labels[f][0].box for f in (0, 1, 2)] == [
        (10, 20, 12, 22), (12, 20, 14, 22), (14, 20, 16, 22),
    ]  # fmt: skip
    assert clip.frames == [0, 1, 2, 4], "without the task's range, only what the file has"
    assert "corners (1) are left unlabelled" in notes[0]


def test_frames_outside_of_the_task_are_unlabelled(tmp_path):
    video(tmp_path, f'<track id="3">{box(4, 10)}</track>', meta=meta(3, 2, 6, step=2))
    (clip,) = open_dataset(tmp_path)
    assert clip.frames == [2, 4, 6]
    assert (clip.tracks[4], clip.implied_empty) == ((3,), {2, 6})


def test_the_video_is_the_one_of_the_source_or_of_the_file(tmp_path):
    for name in ("one", "two"):
        np.save(tmp_path / f"{name}.npy", np.zeros((3, 48, 64), np.uint8))
    track = f'<track id="1">{box(0, 10)}</track>'
    text = f"<annotations>{meta(3, source='C:/clips/two.npy')}{track}</annotations>"
    write_text(tmp_path / "annotations.xml", text)
    assert open_dataset(tmp_path)[0].path == tmp_path / "two.npy"
    write_text(tmp_path / "annotations.xml", text.replace("two", "three"))
    with pytest.raises(InputError, match=r"its source is 'C:/clips/three.npy', and below .* are 2"):
        open_dataset(tmp_path)
    (tmp_path / "annotations.xml").rename(tmp_path / "one.xml")
    assert open_dataset(tmp_path)[0].path == tmp_path / "one.npy"


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        (BOX.replace("13", "9"), "the box from .* is empty"),
        (BOX.replace('"10"', '"nan"'), "xtl is 'nan', not a number"),
        (BOX.replace('xtl="10"', ""), "xtl is None, not a number"),
        (BOX.replace("10", "100").replace("13", "120"), "lies outside of the 64x48 image"),
        ('<polygon points="1,2;3"/>', "points has '3': give x,y"),
        ('<mask rle="1,2" left="1" top="1" width="2" height="2"/>', "do not fill 2x2"),
        ('<mask rle="0,4" left="63" top="1" width="2" height="2"/>', "does not fit into the 64x48"),
        ('<mask rle="4" left="1" top="1" width="2" height="2"/>', "its mask has no pixel"),
        ('<ellipse cx="9" cy="9" rx="0" ry="1"/>', "the radii of the ellipse"),
        ('<target x="9" y="9"/>', "not a shape of CVAT"),
    ],
)
def test_a_fault_of_a_shape_is_one_line(tmp_path, inside, message):
    images(tmp_path, inside)
    with pytest.raises(InputError, match=message) as caught:
        open_dataset(tmp_path)
    assert "annotations.xml, image 1" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_frames_and_images_that_do_not_fit_are_refused(tmp_path):
    video(tmp_path / "a", f'<track id="1">{box(50, 10)}</track>')
    with pytest.raises(InputError, match=r"track 1: it has frame 50, but .*clip has 9"):
        open_dataset(tmp_path / "a")
    images(tmp_path / "b", BOX, more='width="640" height="512"')
    with pytest.raises(InputError, match=r"image 1: it is 640x512, but .*a.png is 64x48"):
        open_dataset(tmp_path / "b")
    video(tmp_path / "c", f'<track id="1">{box(3, 10)}{box(3, 11)}</track>')
    with pytest.raises(InputError, match="frame 3 is there twice in this track"):
        open_dataset(tmp_path / "c")


def test_key_frames_far_apart_make_no_frames_that_are_not_there(tmp_path):
    track = f'<track id="0">{box(0, 10)}{box(9_999_999, 10, outside=1)}</track>'
    video(tmp_path, track, 3, meta(9_999_999_999))
    notes = []
    (clip,) = open_dataset(tmp_path, note=notes.append)
    assert {f: len(clip.labels[f]) for f in clip.frames} == {0: 1, 1: 1, 2: 1}
    assert "but" in notes[0]
    assert "has 3, from 0" in notes[0]


def test_an_image_of_nothing_but_lines_is_unlabelled_and_one_with_a_tag_implied_empty(tmp_path):
    write_image(tmp_path / "images" / "b.png", image())
    images(
        tmp_path,
        '<polyline label="x" points="1,1;2,2"/></image>'
        '<image id="1" name="b.png" width="64" height="48"><tag label="blurred"/>',
    )
    (found,) = open_dataset(tmp_path)
    assert (found.name, found.labels, found.implied_empty) == ("b", {0: ()}, {0})
