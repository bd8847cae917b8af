"""What all formats have in common: splits, losses, boxes, README, the check at the end, names."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.writers import FORMATS, Drawn, export, job, naming
from p2m_core.datasets.writers.shapes import not_apart, target_box
from p2m_core.errors import Cancelled, InputError, P2MError
from p2m_core.files import write_png, write_text
from p2m_core.importing import import_labels, preview
from p2m_core.project import (
    BOX,
    HAND_STEP,
    FrameState,
    Origin,
    Project,
    Target,
    TargetState,
    add_sequence,
    create_project,
    set_roles,
    target_from_frame_mask,
)
from tests.core.datasets.writers.drawn_project import (
    NIGHT,
    PIXEL,
    RING,
    ROW,
    draw,
    one_track,
    sky,
)
from tests.core.datasets.writers.drawn_project import (
    Drawn as DrawnTarget,
)
from tests.core.project.sample import HEIGHT, WIDTH, add, make_frames, set_state, target

KINDS = [(name, shapes) for name, format in FORMATS.items() for shapes in format.shapes]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with sky(tmp_path) as project:
        yield project


def options(shapes: str) -> dict[str, Any]:
    return {"shapes": shapes} if shapes else {}


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


masks = arrays(bool, (HEIGHT, WIDTH), elements=st.booleans(), fill=st.just(False))


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(masks.filter(np.any), min_size=2, max_size=5))
def test_any_masks_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[NDArray[np.bool_]]
) -> None:
    """The export itself compares what its reader finds with the project."""
    folder = tmp_path_factory.mktemp("any")
    with create_project(folder / "sky.lirst") as project:
        add_sequence(project, make_frames(folder / "clip", len(drawn), np.uint8))
        for frame, mask in enumerate(drawn):
            new = target_from_frame_mask(
                mask, sequence=1, frame=frame, track=3, origin=Origin.CLICK,
                state=TargetState.ACCEPTED, category="bird",
            )  # fmt: skip
            add(project, new)
            set_state(project, 1, frame, FrameState.ACCEPTED)
        for format, shapes in KINDS:
            out = folder / f"{format}{shapes}"
            assert export(project, format, out, **options(shapes)).targets == len(drawn)
            found = open_dataset(out, FORMATS[format].reader)
            assert sum(len(one.frames) for one in found) == len(drawn)


@pytest.mark.parametrize(("format", "shapes"), KINDS)
def test_sequences_images_and_empty_frames_are_read_back(
    drawn_sky: Project, drawn_track: Project, tmp_path: Path, format: str, shapes: str
) -> None:
    project = drawn_track if format == "anti-uav" else drawn_sky
    summary = export(project, format, tmp_path / "out", **options(shapes))
    carries = FORMATS[format].shapes[shapes]
    found = open_dataset(tmp_path / "out", FORMATS[format].reader)
    frames = [(one, frame) for one in found for frame in one.frames]
    empty = [(one, f) for one, f in frames if not any(True for _ in one.targets(f, (24, 32)))]
    kept = 0 if carries.empty == "lost" else 1
    assert len(frames) in (summary.frames, summary.frames - 1 + kept)
    assert len(empty) <= 1
    if carries.empty == "kept":
        assert len(empty) == 1
        assert not any(frame in one.implied_empty for one, frame in empty)
    if carries.tracks:
        longest = next(one for one in found if one.name.endswith(("night", "flight")))
        tracks = {t.track for f in longest.frames for t in longest.targets(f, (24, 32))}
        assert len(tracks - {None}) == (1 if format == "anti-uav" else 3)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_what_it_cannot_carry_and_how_it_is_read(
    drawn_track: Project, tmp_path: Path, format: str
) -> None:
    summary = export(drawn_track, format, tmp_path / "out", licence="CC BY 4.0")
    card = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    assert "Licence: CC BY 4.0." in card
    assert f"--format {FORMATS[format].reader}" in card
    for words in (*FORMATS[format].cannot, *summary.lost):
        assert f"- {words}" in card
    assert "| targets | 3 | 0 | 3 |" in card
    assert "| frames without a target | 1 | 0 | 1 |" in card
    assert "| click | 3 |" in card
    assert "A person accepted 3 of 3 targets." in card
    assert "| flight | flight | train | 1-3, 5 | 5 | as they were |" in card


def test_the_card_has_the_measures_of_the_targets(drawn_sky: Project, tmp_path: Path) -> None:
    export(drawn_sky, "voc", tmp_path / "out", split=["day"])
    card = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    areas = [
        one.mask.sum() for frames in (NIGHT, {0: []}) for own in frames.values() for one in own
    ]
    areas += [1, 11, 11, 3]
    wanted = " | ".join(f"{value:.3g}" for value in np.percentile(areas, (5, 25, 50, 75, 95)))
    assert f"| area, pixels | {wanted} |" in card
    assert "Licence: not stated." in card
    assert "| sequences | 2 | 1 | 3 |" in card
    assert "- Bits a pixel: 8 2, 16 1 (sequences)" in card
    assert "- Categories: none 8, drone 3" in card


def test_what_is_lost_is_counted(drawn_sky: Project, tmp_path: Path) -> None:
    assert export(drawn_sky, "coco", tmp_path / "coco").lost == ()
    assert export(drawn_sky, "voc", tmp_path / "voc").lost == (
        "11 masks became 11 boxes", "3 tracks left out",
        "1 verified-empty frame: a file without an entry",
    )  # fmt: skip
    assert export(drawn_sky, "mot", tmp_path / "mot").lost == (
        "11 masks became 11 boxes", "the category of 3 targets left out",
        "1 verified-empty frame: not told from unlabelled",
    )  # fmt: skip
    # A pixel in the hole of a ring touches it on all sides.
    lists = export(drawn_sky, "dnanet", tmp_path / "dnanet").lost
    assert lists[0] == "2 targets that touch not told apart"


def test_targets_that_overlap_stay_whole_where_the_format_can(tmp_path: Path) -> None:
    """The check of the export compares each mask; of maps of pixels, what is left of it."""
    with create_project(tmp_path / "sky.lirst") as project:
        add_sequence(project, make_frames(tmp_path / "clip", 1))
        add_sequence(project, make_frames(tmp_path / "more", 2, seed=1))
        square = np.ones((4, 4), bool)
        both = [DrawnTarget(square, 3, 3, 1), DrawnTarget(square, 5, 5, 2)]
        draw(project, 2, {0: both, 1: [DrawnTarget(ROW, 0, 4), DrawnTarget(square, 3, 3, 2)]})
        for format, shapes in KINDS:
            if format == "anti-uav":
                continue
            out = tmp_path / f"{format}{shapes}"
            lost = export(project, format, out, **options(shapes)).lost
            carries = FORMATS[format].shapes[shapes]
            overlaps = "4 targets that overlap not told apart"
            touch = "4 targets that touch not told apart"
            assert (overlaps in lost, touch in lost) == (
                carries.apart == "touching",
                carries.apart == "lost",
            )


@pytest.mark.parametrize(
    ("places", "overlapping", "touching"),
    [
        ([(0, 0), (5, 5)], 0, 0), ([(0, 0), (1, 1)], 0, 2), ([(0, 0), (2, 1)], 0, 0),
        ([(0, 0), (0, 0), (9, 9)], 2, 2), ([(3, 3), (3, 4), (4, 3)], 0, 3),
        ([(4, 3), (3, 4)], 0, 2), ([(0, 0)], 0, 0),
    ],
)  # fmt: skip
def test_targets_that_are_not_apart(
    places: list[tuple[int, int]], overlapping: int, touching: int
) -> None:
    pixels = [target(x0=x, y0=y, mask=PIXEL) for x, y in places]
    assert not_apart(pixels, touching=False) == overlapping
    assert not_apart(pixels, touching=True) == touching


def test_a_sequence_without_targets_is_left_out_where_its_file_would_be_empty(
    tmp_path: Path,
) -> None:
    with one_track(tmp_path) as project:
        add_sequence(project, make_frames(tmp_path / "calm", 2, seed=5))
        set_state(project, 2, 0, FrameState.VERIFIED_EMPTY)
        for format in ("mot", "points"):
            summary = export(project, format, tmp_path / format)
            assert "sequences without a target, left out: 1" in summary.lost
            assert not (tmp_path / format / "train/calm").exists()


def test_the_published_set_keeps_its_numbers(tmp_path: Path) -> None:
    """Frames 7, 12 and 300 of sequence 42, imported, corrected and exported, have these names."""
    names = [f"IR_42_{number:05d}" for number in (7, 12, 300)]
    for i, name in enumerate(names):
        pixels = np.full((HEIGHT, WIDTH), 40 + i, np.uint8)
        mask = np.zeros_like(pixels)
        mask[5:7, 4 + i : 6 + i] = 255
        for kind, image in (("images", pixels), ("masks", mask)):
            write_png(tmp_path / "set" / kind / f"{name}.png", image)
    write_text(tmp_path / "set/splits/test.txt", "".join(f"{name}\n" for name in names))
    import_labels(preview([tmp_path / "set"]), tmp_path / "own.lirst")
    export(tmp_path / "own.lirst", "sirstd-pixel-flat", tmp_path / "out", split="roles")
    for kind in ("images", "masks", "YOLO_labels"):
        assert sorted(f.stem for f in (tmp_path / "out" / kind).iterdir()) == names
    assert (tmp_path / "out/splits/test.txt").read_text().split() == names


# Splits


def split_of(out: Path) -> dict[str, str]:
    record = json.loads((out / "dataset.json").read_text())
    return {entry["source"]: entry["split"] for entry in record["sequences"]}


def test_a_drawn_split_needs_no_names(drawn_sky: Project, tmp_path: Path) -> None:
    summary = export(drawn_sky, "sirstd-pixel", tmp_path / "out", split=Drawn(0.4, seed=1))
    assert summary.test_sequences == list(split_of(tmp_path / "out").values()).count("test")
    assert 0 < summary.test_sequences < 3
    again = tmp_path / "again"
    export(drawn_sky, "sirstd-pixel", again, split=Drawn(0.4, seed=1))
    assert split_of(again) == split_of(tmp_path / "out")


def test_the_roles_of_the_project_are_the_split(project: Project, tmp_path: Path) -> None:
    set_roles(project, {1: "test", 2: "out", 3: "train"})
    summary = export(project, "sirstd-pixel", tmp_path / "out", split="roles")
    assert split_of(tmp_path / "out") == {"night": "test", "one": "train"}
    assert (summary.sequences, summary.sequences_out) == (2, 1)
    set_roles(project, {1: "out", 3: "out"})
    with pytest.raises(InputError, match="all sequences are left out"):
        export(project, "sirstd-pixel", tmp_path / "none", split="roles")


# Boxes


def imported(**changes: Any) -> Target:
    """As the import makes it: PAMG has grown it in a box of an annotation file."""
    parameters = {"step": 5, BOX: [2.25, 3.5, 6.5, 7.0], "support_radius": 6.0}
    return target(origin=Origin.IMPORTED, parameters=parameters, **changes)


@pytest.mark.parametrize(
    "touched",
    [
        {"algorithm": "brush"},
        {"mask": PIXEL},
        {"parameters": {"step": 5, HAND_STEP: 5, BOX: [2.25, 3.5, 6.5, 7.0]}},
        {"origin": Origin.PROPAGATED},
        {"parameters": {"step": 5, BOX: [2.25, 3.5, "six", 7.0]}},
        {"parameters": {"step": 5, BOX: [2.25, 3.5, 0, 7.0]}},
        {"parameters": {"step": 5, BOX: 3}},
    ],
)
def test_an_imported_box_stays_while_nobody_touches_its_mask(touched: dict[str, Any]) -> None:
    new = imported()
    assert target_box(new) == BoxLabel(2.25, 3.5, 6.5, 7.0)
    assert target_box(replace(new, state=TargetState.ACCEPTED)) == BoxLabel(2.25, 3.5, 6.5, 7.0)
    other = replace(new, **touched)
    height, width = other.mask.shape
    assert target_box(other) == BoxLabel(4.0, 5.0, float(width), float(height))


def test_a_rectangle_of_an_import_has_its_box() -> None:
    new = replace(imported(), algorithm="rectangle", mask=RING)
    assert target_box(new) == BoxLabel(2.25, 3.5, 6.5, 7.0)


@pytest.mark.parametrize("format", ["yolo", "voc", "mot", "labelme", "cvat-video", "anti-uav"])
@pytest.mark.parametrize("box", [[2.25, 3.5, 6.5, 7.0], [-3.5, 4.0, 9.0, 30.0], [4.2, 5.1, 0.4, 1]])
def test_imported_boxes_leave_as_they_came(tmp_path: Path, format: str, box: list[float]) -> None:
    with create_project(tmp_path / "sky.lirst") as project:
        add_sequence(project, make_frames(tmp_path / "clip", 2))
        parameters = {"step": 5, BOX: box}
        add(project, replace(imported(), state=TargetState.ACCEPTED, parameters=parameters))
        set_state(project, 1, 0, FrameState.ACCEPTED)
        shapes = "box" if "box" in FORMATS[format].shapes else ""
        export(project, format, tmp_path / "out", **options(shapes))
    (found,) = open_dataset(tmp_path / "out", FORMATS[format].reader)
    (label,) = found.labels[0]
    assert isinstance(label, BoxLabel)
    x, y, width, height = box
    sides = [x, y, x + width, y + height]
    if FORMATS[format].shapes[shapes].clipped:
        sides = [max(0, x), max(0, y), min(WIDTH, sides[2]), min(HEIGHT, sides[3])]
    assert [label.x, label.y, label.x + label.width, label.y + label.height] == pytest.approx(
        sides, abs=0.5
    )


# Refusals


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"shapes": "circle"}, "coco: shapes is 'circle': use one of rle, polygon"),
        ({"colour": "red"}, "coco has no option 'colour'; it has: shapes, keypoints, images"),
        ({"keypoints": "maybe"}, "coco: keypoints is 'maybe': use yes or no"),
    ],
)
def test_options_that_do_not_exist_are_refused(
    drawn_sky: Project, tmp_path: Path, values: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        export(drawn_sky, "coco", tmp_path / "out", **values)
    with pytest.raises(InputError, match="voc has no option 'shapes'; it has none"):
        export(drawn_sky, "voc", tmp_path / "out", shapes="box")


@pytest.mark.parametrize("format", ["mot", "coco", "labelme", "cvat-video", "points"])
def test_a_track_twice_in_a_frame_is_refused_where_readers_would_drop_it(
    project: Project, tmp_path: Path, format: str
) -> None:
    add(project, target(0, sequence=2, track=7, x0=20, state=TargetState.ACCEPTED))
    with pytest.raises(InputError, match="frame 1 of day has two targets of track 7"):
        export(project, format, tmp_path / "out")
    assert export(project, "yolo", tmp_path / "yolo").targets == 12


def test_frames_of_a_video_cannot_be_left_out(tmp_path: Path) -> None:
    np.save(tmp_path / "clip.npy", np.zeros((2, HEIGHT, WIDTH), np.uint8))
    with create_project(tmp_path / "sky.lirst") as project:
        add_sequence(project, tmp_path / "clip.npy")
        draw(project, 1, {0: [DrawnTarget(RING, 4, 5)]})
        with pytest.raises(InputError, match=r"the frames of clip are in one file, .*clip.npy"):
            export(project, "coco", tmp_path / "out", images=False)


# The check


@pytest.mark.parametrize("format", ["sirstd-pixel-flat", "coco", "voc", "mot", "points"])
def test_a_set_that_reads_otherwise_than_the_project_gets_no_name(
    drawn_sky: Project, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first target is written a pixel or more to the right of where it is."""
    before = files(tmp_path)
    frames = job.Job.frames

    def moved(self: job.Job, part: job.Part) -> Iterator[job.Frame]:
        for frame in frames(self, part):
            targets = [replace(t, x0=t.x0 + 2) if t.id == 1 else t for t in frame.targets]
            yield replace(frame, targets=targets)

    monkeypatch.setattr(job.Job, "frames", moved)
    with pytest.raises(P2MError, match="the export failed: read back, frame 1 of night"):
        export(drawn_sky, format, tmp_path / "out")
    assert files(tmp_path) == before


def test_a_frame_that_is_not_read_back_is_noticed(
    drawn_sky: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = FORMATS["coco"].read_back
    assert read is not None

    def less(own: job.Job) -> list[LabelledSequence]:
        return [one.only([f for f in one.frames if f != 2]) for one in read(own)]

    monkeypatch.setitem(FORMATS, "coco", replace(FORMATS["coco"], read_back=less))
    # The third frame of night is verified empty: it is lost, and would pass for unlabelled.
    with pytest.raises(P2MError, match="frame 3 of night is not read back"):
        export(drawn_sky, "coco", tmp_path / "out")


@pytest.mark.parametrize("format", ["yolo", "coco", "cvat-video"])
def test_cancel_leaves_nothing_behind(drawn_sky: Project, tmp_path: Path, format: str) -> None:
    before = files(tmp_path)

    def progress(done: int, total: int) -> None:
        if done == 3:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        export(drawn_sky, format, tmp_path / "out", progress=progress)
    assert files(tmp_path) == before


# Names


ODD = (
    "a", "A", "a_1", "con", "..", "x/y", "x_y", "一", "0", "test1", "night_test", "val", "images",
    "masks", "gt", "img1", "50_50", "annotations", "__MACOSX", ".hidden", "a*b", "x" * 200,
    "天" * 150, "é", "e\u0301", "y.png", "IR_3", "1(1)", "a_pixels0",
)  # fmt: skip


@pytest.fixture(scope="module")
def odd_names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("odd")
    singles = ("one", "train", "images-2", "0000")
    with create_project(folder / "sky.lirst") as project:
        for place, name in enumerate((*ODD, *singles), start=1):
            stem = "1_{}" if name == "a" else "{}"  # as flat names, a/1_0 and a_1/0 are one
            count = 1 if name in singles else 2
            frames = make_frames(folder / str(place), count, seed=place, names=stem)
            add_sequence(project, frames if count == 2 else frames / "0.png")
            project._file.db.execute("UPDATE sequences SET name = ? WHERE id = ?", (name, place))
            pixel, row = DrawnTarget(PIXEL, place % WIDTH, 5), DrawnTarget(ROW, 0, 7)
            draw(project, place, {0: [pixel], 1: [row]} if count == 2 else {0: [pixel]})
        yield project


@pytest.mark.parametrize("format", FORMATS)
def test_no_two_sequences_share_a_name_and_none_is_misread(
    odd_names: Project, tmp_path: Path, format: str
) -> None:
    summary = export(odd_names, format, tmp_path / "out", split=["val", "img1", "one"])
    assert (summary.sequences, summary.frames) == (33, 62)
    files = [
        path.relative_to(tmp_path / "out")
        for path in (tmp_path / "out").rglob("*.png")
        if path.is_file()
    ]
    pictures = [file for file in files if file.parts[0] not in ("masks", "instances")]
    assert len({str(picture).lower() for picture in pictures}) == 62
    found = open_dataset(tmp_path / "out", FORMATS[format].reader)
    if format in ("basicirstd", "dnanet", "mshnet"):
        assert sum(len(one.frames) for one in found) == 62
        assert sum(len(one.frames) for one in found if one.split == "test") == 5
    else:
        assert len(found) == 33
        assert sum(one.split == "test" for one in found) == 3


def test_long_names_and_many_frames_take_no_time(tmp_path: Path) -> None:
    names = [f"{'very ' * 30}long {i}" for i in range(30_000)]
    assert naming.frame_names(names)[-1] == "029999"
    taken: set[str] = set()
    flat = [naming.flat_name("s" * 110, name, i, taken) for i, name in enumerate(names)]
    assert len(set(flat)) == len(names)
