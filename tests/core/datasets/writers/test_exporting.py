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

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.writers import FORMATS, Drawn, export, job
from p2m_core.errors import Cancelled, InputError, P2MError
from p2m_core.project import (
    FrameState,
    Origin,
    Project,
    TargetState,
    add_sequence,
    create_project,
    set_roles,
    target_from_frame_mask,
)
from tests.core.datasets.writers.drawn_project import (
    NIGHT,
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
    words_lost = "the attributes of 2 targets left out", "the notes on 1 target left out"
    assert export(drawn_sky, "voc", tmp_path / "voc").lost == (
        "11 masks became 11 boxes", "3 tracks left out",
        "1 verified-empty frame: a file without an entry",
    )  # fmt: skip
    assert export(drawn_sky, "mot", tmp_path / "mot").lost == (
        "11 masks became 11 boxes", "the category of 3 targets left out", *words_lost,
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
