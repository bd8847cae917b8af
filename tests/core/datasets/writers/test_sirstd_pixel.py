"""The exported set, read as a toolbox of the field would: plain cv2, csv and lists."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.datasets import layout
from p2m_core.datasets.writers import FORMATS, sirstd_pixel
from p2m_core.errors import Cancelled, FrameError, InputError, P2MError
from p2m_core.geometry import measure
from p2m_core.project import (
    FrameState,
    Origin,
    Project,
    SequenceInfo,
    TargetState,
    add_sequence,
    create_project,
    get_target,
    list_targets,
    open_project,
    paint,
    relink_sequence,
)
from p2m_core.registry import entry_named
from tests.core.project.sample import (
    HEIGHT,
    PIXEL,
    WIDTH,
    add,
    change,
    make_frames,
    set_state,
    target,
)

ACCEPTED = TargetState.ACCEPTED
HEADER = "sequence,frame,track,x,y,radius,area,scr,seed_x,seed_y,origin,state"  # of older files
WITH_WORDS = f"{HEADER},category,attributes,note"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Make a project of two sequences: 16 and 8 bits deep."""
    with create_project(tmp_path / "sky.lirst") as project:
        add_sequence(project, make_frames(tmp_path / "night", 5, np.uint16))
        add_sequence(project, make_frames(tmp_path / "day", 3, np.uint8, seed=1, names="f-{}"))
        yield project


@pytest.fixture
def labelled(project: Project) -> Project:
    """Label night 0 (two targets, one a pixel), night 2 (empty), night 3 (edited), day 1."""
    add(project, target(0, state=ACCEPTED))
    add(project, target(0, track=2, x0=WIDTH - 1, y0=HEIGHT - 1, mask=PIXEL, state=ACCEPTED))
    set_state(project, 1, 0, FrameState.ACCEPTED)
    set_state(project, 1, 2, FrameState.VERIFIED_EMPTY)
    add(project, target(3, origin=Origin.PROPAGATED, seeds=()))
    set_state(project, 1, 3, FrameState.EDITED)
    add(project, target(4, state=TargetState.SUGGESTED))
    set_state(project, 1, 4, FrameState.SUGGESTED)
    add(project, target(1, sequence=2, track=300, seeds=(), origin=Origin.MODEL, state=ACCEPTED))
    set_state(project, 2, 1, FrameState.ACCEPTED)
    return project


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read(path: Path) -> np.ndarray:
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert image is not None
    return image


def table(root: Path) -> list[dict[str, str]]:
    with (root / "targets.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_toolbox_reads_the_set(labelled: Project, tmp_path: Path) -> None:
    out = tmp_path / "sets" / "sky"
    summary = sirstd_pixel.export(labelled, out, name="SKY", test=["day"])
    frames = ["night/0000", "night/0002", "day/f-1"]
    assert files(out) == {
        "README.md", "dataset.json", "targets.csv", "img_idx/train_SKY.txt", "img_idx/test_SKY.txt",
        *(f"{kind}/{name}.png" for kind in ("images", "masks", "instances") for name in frames),
    }  # fmt: skip
    assert (out / "img_idx/train_SKY.txt").read_text().split() == frames[:2]
    assert (out / "img_idx/test_SKY.txt").read_text().split() == frames[2:]

    for split in ("train", "test"):
        for name in (out / f"img_idx/{split}_SKY.txt").read_text().split():
            image, source = read(out / f"images/{name}.png"), read(tmp_path / f"{name}.png")
            assert image.dtype == source.dtype
            np.testing.assert_array_equal(image, source)
            mask, instances = read(out / f"masks/{name}.png"), read(out / f"instances/{name}.png")
            assert (mask.dtype, instances.dtype) == (np.uint8, np.uint16)
            assert mask.shape == instances.shape == image.shape
            assert set(np.unique(mask)) <= {0, 255}
            np.testing.assert_array_equal(mask == 255, instances > 0)
            rows = [row for row in table(out) if f"{row['sequence']}/{row['frame']}" == name]
            assert sum(int(row["area"]) for row in rows) == np.count_nonzero(mask)
            for row in rows:
                ys, xs = np.nonzero(instances == int(row["track"]))
                assert xs.size == int(row["area"])
                assert (xs.mean(), ys.mean()) == (float(row["x"]), float(row["y"]))

    assert (summary.frames, summary.targets, summary.empty_frames, summary.sequences) == (
        3,
        3,
        1,
        2,
    )
    assert (summary.frames_edited, summary.targets_suggested) == (1, 0)
    assert (summary.out, summary.name) == (out, "SKY")


def test_exported_masks_equal_the_projects(labelled: Project, tmp_path: Path) -> None:
    sirstd_pixel.export(labelled, tmp_path / "out")
    shape = (HEIGHT, WIDTH)
    cross, pixel = (paint(t, shape) for t in list_targets(labelled, 1, 0))
    expected = np.where(cross, 1, 0) + np.where(pixel, 2, 0)
    np.testing.assert_array_equal(read(tmp_path / "out/instances/night/0000.png"), expected)
    assert not read(tmp_path / "out/masks/night/0002.png").any()
    (day,) = list_targets(labelled, 2, 1)
    np.testing.assert_array_equal(
        read(tmp_path / "out/instances/day/f-1.png"), paint(day, shape) * 300
    )


def test_the_table_has_the_position_of_each_target(labelled: Project, tmp_path: Path) -> None:
    sirstd_pixel.export(labelled, tmp_path / "out")
    assert (tmp_path / "out/targets.csv").read_text().splitlines()[0] == WITH_WORDS
    cross, pixel, day = table(tmp_path / "out")
    scr = measure(
        read(tmp_path / "night/0000.png"), get_target(labelled, 1).mask, origin=(4, 5)
    ).scr
    assert cross == {
        "sequence": "night", "frame": "0000", "track": "1", "x": "5.0", "y": "6.0",
        "radius": "1.262", "area": "5", "scr": str(round(scr, 3)), "seed_x": "5.25",
        "seed_y": "6.0", "origin": "click", "state": "accepted", "category": "",
        "attributes": "", "note": "",
    }  # fmt: skip
    assert (pixel["x"], pixel["y"], pixel["area"], pixel["radius"]) == (
        "31.0",
        "23.0",
        "1",
        "0.564",
    )
    assert (day["sequence"], day["frame"], day["track"]) == ("day", "f-1", "300")
    assert (day["seed_x"], day["seed_y"], day["origin"]) == ("", "", "model")


def test_the_record_describes_the_content_of_the_set(labelled: Project, tmp_path: Path) -> None:
    sirstd_pixel.export(labelled, tmp_path / "out", test=["night"])
    record = json.loads((tmp_path / "out/dataset.json").read_text())
    assert (record["format"], record["format_version"], record["name"]) == (
        "SIRSTD-Pixel",
        1,
        "sky",
    )
    assert record["tool"].startswith("label-irst ")
    assert record["frame_size"] == [WIDTH, HEIGHT]
    assert record["bit_depth"] is None  # 16 and 8
    assert record["counts"] == {
        "sequences": 2, "frames": 3, "empty_frames": 1, "targets": 3, "tracks": 3,
    }  # fmt: skip
    night, day = record["sequences"]
    assert (night["name"], night["bit_depth"], night["split"]) == ("night", 16, "test")
    assert (day["name"], day["bit_depth"], day["split"]) == ("day", 8, "train")


def test_unreviewed_frames_are_exported_only_on_request(labelled: Project, tmp_path: Path) -> None:
    summary = sirstd_pixel.export(labelled, tmp_path / "out", unreviewed=True)
    assert (summary.frames, summary.targets, summary.frames_edited) == (4, 4, 0)
    assert {row["frame"] for row in table(tmp_path / "out")} == {"0000", "0003", "f-1"}
    assert [row["state"] for row in table(tmp_path / "out") if row["frame"] == "0003"] == ["edited"]


def test_suggested_targets_are_never_exported(labelled: Project, tmp_path: Path) -> None:
    add(labelled, target(0, track=9, x0=20, state=TargetState.SUGGESTED))
    add(labelled, target(3, track=9, x0=20, state=TargetState.SUGGESTED))
    summary = sirstd_pixel.export(labelled, tmp_path / "out", unreviewed=True)
    assert summary.targets_suggested == 2
    assert "9" not in {row["track"] for row in table(tmp_path / "out")}
    assert not (read(tmp_path / "out/instances/night/0000.png") == 9).any()
    assert not read(tmp_path / "out/masks/night/0003.png")[:, 20:].any()
    assert not (tmp_path / "out/images/night/0004.png").exists()


def test_where_targets_overlap_the_later_one_shows(project: Project, tmp_path: Path) -> None:
    square = np.ones((4, 4), bool)
    first = add(project, target(0, track=7, x0=2, y0=2, mask=square, state=ACCEPTED))
    later = add(project, target(0, track=3, x0=4, y0=4, mask=square, state=ACCEPTED))
    hidden = add(project, target(0, track=7, x0=5, y0=5, mask=PIXEL, state=ACCEPTED))
    change(project, hidden, replace(hidden, track=1))
    set_state(project, 1, 0, FrameState.ACCEPTED)
    sirstd_pixel.export(project, tmp_path / "out")
    expected = np.zeros((HEIGHT, WIDTH), int)
    expected[paint(first, expected.shape)] = 7
    expected[paint(later, expected.shape)] = 3
    expected[5, 5] = 1
    np.testing.assert_array_equal(read(tmp_path / "out/instances/night/0000.png"), expected)
    mask = read(tmp_path / "out/masks/night/0000.png")
    np.testing.assert_array_equal(mask == 255, expected > 0)
    assert [row["area"] for row in table(tmp_path / "out")] == ["16", "16", "1"]


def one_target(folder: Path, frames: np.ndarray) -> tuple[Project, SequenceInfo]:
    folder.mkdir(exist_ok=True)
    np.save(folder / "clip.npy", frames)
    project = create_project(folder / "sky.lirst")
    info = add_sequence(project, folder / "clip.npy")
    for frame in range(len(frames)):
        add(project, target(frame, state=ACCEPTED))
        set_state(project, 1, frame, FrameState.ACCEPTED)
    return project, info


@pytest.mark.parametrize(
    ("frames", "scale", "offset"),
    [
        (np.arange(2 * 24 * 32, dtype=np.int32), 1.0, 0.0),  # whole and in range: as they are
        (np.arange(2 * 24 * 32, dtype=np.int16) - 500, 1.0, -500.0),  # shifted, nothing lost
        (np.arange(2 * 24 * 32, dtype=np.float32) * 42, 1.0, 0.0),
        (np.linspace(-1.0, 1.0, 2 * 24 * 32), 2 / 65535, -1.0),
        (np.full(2 * 24 * 32, 0.5, np.float32), 1.0, 0.5),
    ],
)
def test_other_depths_are_mapped_and_the_mapping_is_recorded(
    tmp_path: Path, frames: np.ndarray, scale: float, offset: float
) -> None:
    frames = frames.reshape(2, 24, 32)
    with one_target(tmp_path / "p", frames)[0] as project:
        sirstd_pixel.export(project, tmp_path / "out")
    entry = json.loads((tmp_path / "out/dataset.json").read_text())["sequences"][0]
    assert (entry["bit_depth"], entry["offset"]) == (16, offset)
    assert entry["scale"] == pytest.approx(scale)
    for i in range(2):
        stored = read(tmp_path / f"out/images/clip/{i:06d}.png")
        assert stored.dtype == np.uint16
        error = np.abs(stored * entry["scale"] + entry["offset"] - frames[i]).max()
        assert error <= (0 if scale == 1.0 else scale / 2 * 1.0001)


def test_levels_of_nan_or_infinity_are_refused(tmp_path: Path) -> None:
    frames = np.zeros((2, 24, 32), np.float32)
    frames[1, 3, 3] = np.nan
    with (
        one_target(tmp_path / "p", frames)[0] as project,
        pytest.raises(InputError, match="clip has grey levels that are not finite"),
    ):
        sirstd_pixel.export(project, tmp_path / "out")


def test_a_flat_background_has_no_finite_scr(tmp_path: Path) -> None:
    frames = np.zeros((1, 24, 32), np.uint8)
    frames[0, 5:8, 4:7] = 200
    with one_target(tmp_path / "p", frames)[0] as project:
        sirstd_pixel.export(project, tmp_path / "out")
    assert table(tmp_path / "out")[0]["scr"] == "inf"


def test_an_empty_folder_is_used_and_a_full_one_is_refused(
    labelled: Project, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    sirstd_pixel.export(labelled, tmp_path / "empty")
    before = files(tmp_path / "empty")
    with pytest.raises(InputError, match="exists and is not empty"):
        sirstd_pixel.export(labelled, tmp_path / "empty", unreviewed=True)
    assert files(tmp_path / "empty") == before
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="exists and is not empty"):
        sirstd_pixel.export(labelled, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_project_without_reviewed_frames_is_refused_with_its_counts(
    project: Project, tmp_path: Path
) -> None:
    for frame in (0, 1):
        add(project, target(frame))
        set_state(project, 1, frame, FrameState.EDITED)
    with pytest.raises(InputError, match="2 edited but not accepted"):
        sirstd_pixel.export(project, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_test_sequence_is_refused(labelled: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no sequence 'dusk' .* day, night"):
        sirstd_pixel.export(labelled, tmp_path / "out", test=["day", "dusk"])


def test_missing_images_are_named(labelled: Project, tmp_path: Path) -> None:
    (tmp_path / "day").rename(tmp_path / "gone")
    with pytest.raises(InputError, match=f"{tmp_path / 'day'} is not there; relink"):
        sirstd_pixel.export(labelled, tmp_path / "out")
    make_frames(tmp_path / "day", 3, np.uint8, seed=2, names="f-{}")
    with pytest.raises(InputError, match="the images of day changed"):
        sirstd_pixel.export(labelled, tmp_path / "out")
    relink_sequence(labelled, 2, tmp_path / "gone")
    sirstd_pixel.export(labelled, tmp_path / "out")


def test_an_unreadable_frame_is_named_and_nothing_is_kept(
    labelled: Project, tmp_path: Path
) -> None:
    broken = tmp_path / "night" / "0002.png"
    broken.write_bytes(broken.read_bytes()[:200])
    relink_sequence(labelled, 1, tmp_path / "night", force=True)
    before = names(tmp_path)
    with pytest.raises(FrameError, match="0002"):
        sirstd_pixel.export(labelled, tmp_path / "out")
    assert names(tmp_path) == before


def test_a_verified_empty_frame_with_targets_is_refused(labelled: Project, tmp_path: Path) -> None:
    set_state(labelled, 1, 0, FrameState.VERIFIED_EMPTY)
    with pytest.raises(InputError, match="frame 1 of night is verified empty and yet has 2"):
        sirstd_pixel.export(labelled, tmp_path / "out")


def test_cancel_leaves_nothing_behind(labelled: Project, tmp_path: Path) -> None:
    calls = []

    def progress(done: int, total: int) -> None:
        calls.append((done, total))
        if done == 2:
            assert any(name.endswith(".part") for name in names(tmp_path))
            raise Cancelled("stopped")

    before = names(tmp_path)
    with pytest.raises(Cancelled):
        sirstd_pixel.export(labelled, tmp_path / "out", progress=progress)
    assert calls[-1] == (2, 3)
    assert names(tmp_path) == before


def test_files_that_differ_on_disk_are_noticed(
    labelled: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One bit of one file differs from what was to be written."""
    write = layout.write_png
    before = names(tmp_path)
    for kind in ("images", "masks", "instances"):

        def flip(path: Path, image: np.ndarray, kind: str = kind) -> None:
            if f"/{kind}/night/0000" in path.as_posix():
                image = image.copy()
                image[23, 31] ^= 1
            write(path, image)

        monkeypatch.setattr(layout, "write_png", flip)
        with pytest.raises(P2MError, match="the export of night/0000 failed"):
            sirstd_pixel.export(labelled, tmp_path / "out")
        assert names(tmp_path) == before


def test_names_cannot_leave_the_folder_or_clash(tmp_path: Path) -> None:
    with create_project(tmp_path / "sky.lirst") as project:
        for place, name in enumerate(("a b", "A B", "con", "x,y", "x;y", "..."), start=1):
            add_sequence(project, make_frames(tmp_path / str(place) / name, 1, seed=place))
            add(project, target(0, sequence=place, state=ACCEPTED))
            set_state(project, place, 0, FrameState.ACCEPTED)
        project._file.db.execute("UPDATE sequences SET name = '../../evil/..' WHERE id = 6")
        sirstd_pixel.export(project, tmp_path / "out", name="../my set")
    folders = names(tmp_path / "out" / "images")
    assert folders == ["A B-2", "_con", "a b", "unnamed", "x_y", "x_y-2"]
    assert names(tmp_path / "out") == [
        "README.md", "dataset.json", "images", "img_idx", "instances", "masks", "targets.csv",
    ]  # fmt: skip
    lines = (tmp_path / "out/img_idx/train_my set.txt").read_text().splitlines()
    assert len(lines) == 6
    assert all((tmp_path / "out/images" / f"{line}.png").exists() for line in lines)
    sources = json.loads((tmp_path / "out/dataset.json").read_text())["sequences"]
    assert [entry["source"] for entry in sources][:4] == ["a b", "A B", "con", "x,y"]


def test_a_track_number_beyond_16_bits_is_refused(project: Project, tmp_path: Path) -> None:
    add(project, target(0, track=65536, state=ACCEPTED))
    set_state(project, 1, 0, FrameState.ACCEPTED)
    with pytest.raises(InputError, match="track 65536"):
        sirstd_pixel.export(project, tmp_path / "out")


def test_the_window_goes_on_editing_meanwhile(labelled: Project, tmp_path: Path) -> None:
    """The set is the project as it was when the export began."""

    def progress(done: int, total: int) -> None:
        if done == 0:
            for t in list_targets(labelled, 2, 1):
                change(labelled, t, None)
            set_state(labelled, 2, 2, FrameState.VERIFIED_EMPTY)

    summary = sirstd_pixel.export(labelled, tmp_path / "out", progress=progress)
    assert (summary.frames, summary.targets) == (3, 3)
    assert read(tmp_path / "out/masks/day/f-1.png").any()
    assert list_targets(labelled, 2, 1) == []


def test_a_project_can_be_given_by_its_path(labelled: Project, tmp_path: Path) -> None:
    by_path = sirstd_pixel.export(labelled.path, tmp_path / "a")
    with open_project(labelled.path, readonly=True) as reader:
        by_reader = sirstd_pixel.export(reader, tmp_path / "b")
    assert replace(by_path, out=by_reader.out) == by_reader


def test_the_registry_knows_the_format(labelled: Project, tmp_path: Path) -> None:
    assert (
        entry_named(FORMATS, "format", "sirstd-pixel").export(labelled, tmp_path / "out").targets
        == 3
    )
    with pytest.raises(InputError, match="no format 'nitf'; there are: sirstd-pixel,"):
        entry_named(FORMATS, "format", "nitf")


def test_the_lists_read_back_as_they_were_written(labelled: Project, tmp_path: Path) -> None:
    sirstd_pixel.export(labelled, tmp_path / "out", test=["day"])
    assert layout.read_split(tmp_path / "out", "sky", "test") == [("day", "f-1")]
    rows = layout.read_targets(tmp_path / "out")
    assert [(row.track, row.seed_x) for row in rows] == [(1, 5.25), (2, 5.25), (300, None)]
    (tmp_path / "out/targets.csv").write_text(f"{HEADER}\nnight,0000,one\n")
    with pytest.raises(InputError, match=r"targets.csv, line 2"):
        layout.read_targets(tmp_path / "out")
