"""Pictures of drawn sequences: what is outlined, and what other programs read of the files."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from p2m_core.cli import main
from p2m_core.datasets.labelled import BoxLabel, MaskLabel, PointLabel
from p2m_core.pictures.drawing import COLOURS, Crop, Outlined, Style, draw
from p2m_core.pictures.sheet import sheet
from p2m_core.sequence import open_sequence
from tests.core.project.sample import PIXEL, add, make_project, target

ORANGE = COLOURS[0]


def coloured(picture: np.ndarray) -> np.ndarray:
    return (picture == ORANGE).all(axis=2)


@pytest.mark.parametrize("zoom", [1, 2, 8])
def test_the_outline_of_one_pixel_runs_around_it(zoom: int) -> None:
    image = np.zeros((9, 9))
    image[4, 5] = 100.0
    label = MaskLabel(5, 4, PIXEL)
    picture = draw(image, [Outlined(label, ORANGE)], Style(0.0, 100.0, zoom))
    own = np.s_[4 * zoom : 5 * zoom, 5 * zoom : 6 * zoom]
    assert (picture[own] == 255).all(), "the target stays to be seen"
    line = coloured(picture)
    around = np.zeros_like(line)
    around[4 * zoom - 1 : 5 * zoom + 1, 5 * zoom - 1 : 6 * zoom + 1] = True
    around[own] = False
    np.testing.assert_array_equal(line, around)


def test_boxes_and_points_are_marked_and_the_border_cuts_them() -> None:
    image = np.zeros((12, 12))
    marks = [
        Outlined(BoxLabel(2.0, 3.0, 4.0, 2.0), ORANGE),
        Outlined(PointLabel(11.0, 11.0), ORANGE),
        Outlined(MaskLabel(0, 10, np.ones((2, 3), np.bool_)), ORANGE),
    ]
    line = coloured(draw(image, marks, Style(0.0, 1.0, 4)))
    assert line[3 * 4 - 1, 8:24].all()
    assert line[5 * 4, 8:24].all()
    assert not line[12:20, 8:24].any()
    assert line[36:, 36:].any()


def test_a_crop_beyond_the_frame_is_black_and_levels_are_fixed() -> None:
    image = np.array([[10.0, 20.0], [np.nan, 40.0]])
    picture = draw(image, [], Style(10.0, 20.0, 1), Crop(-1, -1, 3, 3))
    assert picture.shape == (4, 4, 3)
    np.testing.assert_array_equal(
        picture[:, :, 0], [[0, 0, 0, 0], [0, 0, 255, 0], [0, 0, 255, 0], [0, 0, 0, 0]]
    )


def test_a_sheet_holds_all_pictures_and_reduces_the_largest() -> None:
    small, large = np.full((10, 12, 3), 7, np.uint8), np.full((100, 120, 3), 9, np.uint8)
    paper = sheet([small, small, large], columns=3)
    assert paper.shape[0] < 30
    assert (paper == 7).sum() == 2 * small.size
    assert (paper == 9).any()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of six frames, a target of one track in the first four."""
    made, _ = make_project(tmp_path)
    for frame in range(4):
        add(made, target(frame, x0=4 + frame))
    made.close()
    return made.path


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_animations_have_all_frames_and_are_read_by_others(project: Path, tmp_path: Path) -> None:
    gif, mp4 = tmp_path / "a.gif", tmp_path / "new" / "a.mp4"
    assert run("view", project, "--out", gif, "--frames", "2-5", "--zoom", 2) == 0
    with Image.open(gif) as image:
        assert (image.n_frames, image.size) == (4, (64, 48))
    assert run("view", project, "--out", mp4, "--track", 1) == 0
    with open_sequence(mp4) as frames:
        assert len(frames) == 4
        assert frames.shape[0] == frames.shape[1] == 8 * 2 * (2 + 16)


def test_the_mask_of_an_unreviewed_target_is_shown(project: Path, tmp_path: Path) -> None:
    for number, masks in enumerate(("--masks", "--no-masks")):
        out = tmp_path / f"{number}.png"
        assert run("view", project, "--out", out, "--frames", "1", masks, "--no-captions") == 0
        picture = np.asarray(Image.open(out))
        assert coloured(picture).any() == (masks == "--masks")


def test_a_contact_sheet_of_a_track(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    assert run("contact-sheet", project, "--track", 1, "--out", out, "--zoom", 2) == 0
    with Image.open(out) as image:
        assert image.size[0] > 2 * 2 * 2 * 18


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--out", "a.txt"], "its suffix must be one of .png, .gif, .mp4"),
        (["--out", "a.png", "--frames", "1-2"], "a PNG holds one frame, not 2"),
        (["--out", "a.gif", "--frames", "5-9"], "there are frames 1 to 6"),
        (["--out", "a.gif", "--track", "3"], "no track 3; there are: 1"),
        (["--out", "a.gif", "--sequence", "x"], "no sequence 'x'; there are: clip"),
    ],
)
def test_what_cannot_be_shown_is_one_line(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("view", project, *arguments) == 2
    error = capsys.readouterr().err
    assert named in error
    assert len(error.splitlines()) == 1


def test_no_file_is_replaced_unasked(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.png"
    out.write_text("mine")
    assert run("view", project, "--out", out) == 1
    assert "--overwrite" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert run("view", project, "--out", out, "--overwrite") == 0


def test_images_without_labels_are_shown_too(tmp_path: Path, project: Path) -> None:
    out = tmp_path / "b.gif"
    assert run("view", tmp_path / "clip", "--out", out) == 0
    with Image.open(out) as image:
        assert image.n_frames == 6
