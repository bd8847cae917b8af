"""Numbers of drawn targets and tracks are those that were drawn."""

import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, PointLabel
from p2m_core.datasets.statistics import measure_targets
from p2m_core.datasets.statistics.classes import (
    GRID,
    classes,
    positions,
    saliency_classes,
    saliency_density,
    scale_classes,
    scale_density,
)
from p2m_core.datasets.statistics.numbers import TARGET, steps_of, track_lengths
from p2m_core.errors import Cancelled
from tests.core.datasets.statistics.faulty import SHAPE, flight, label, moved, picture, sequence

BOX = (10, 20, 13, 24)


def test_areas_places_and_radii_are_those_drawn(tmp_path: Path) -> None:
    other = (40, 30, 41, 31)
    frames = [picture(1, [BOX, other]), picture(2)]
    one = sequence(tmp_path, "s", frames, {0: (label(BOX), label(other)), 1: ()})
    words = {0: (("dim", "far"), ("dim",)), 1: ()}
    got = measure_targets([replace(one, categories={0: ("drone", ""), 1: ()}, attributes=words)])
    assert got.targets["area"].tolist() == [12, 1]
    assert got.targets["x"].tolist() == [11.0, 40.0]
    assert got.targets["y"].tolist() == [21.5, 30.0]
    assert got.targets["radius"] == pytest.approx([math.sqrt(12 / math.pi), math.sqrt(1 / math.pi)])
    assert [got.targets[name].tolist() for name in ("width", "height")] == [[3, 1], [4, 1]]
    assert got.targets["bright"].all()
    assert (got.targets["scr"] > 3.0).all()
    assert [got.categories[number] for number in got.targets["category"]] == ["drone", ""]
    (row,) = got.sequences
    assert (row.frames, row.labelled, row.empty, row.targets, row.tracks) == (2, 2, 1, 2, 0)
    assert row.categories == {"": 1, "drone": 1}
    assert row.attributes == {"dim": 2, "far": 1}
    assert (row.height, row.width) == SHAPE
    assert not got.grown


def test_instances_that_touch_are_counted_one_by_one(tmp_path: Path) -> None:
    """By the map where there is one, by components where there is not, and it says which."""
    image = picture(1, [BOX, moved(BOX, 3)])
    one = sequence(tmp_path, "s", [image, image], {})
    numbers = np.zeros(SHAPE, np.uint8)
    numbers[20:24, 10:13], numbers[20:24, 13:16] = 4, 9
    files = {
        "mask": (numbers > 0) * np.uint8(255),
        "map": numbers,
        "other": numbers * (numbers < 9),
    }
    paths = {name: tmp_path / f"{name}.png" for name in files}
    for name, drawn in files.items():
        cv2.imwrite(str(paths[name]), drawn)
    masks = {0: paths["mask"], 1: paths["mask"]}
    for instances, areas, by_components, unused in (
        ({0: paths["map"], 1: paths["map"]}, [12, 12, 12, 12], 0, 0),
        ({0: paths["map"]}, [12, 12, 24], 1, 0),
        ({}, [24, 24], 2, 0),
        ({0: paths["map"], 1: paths["other"]}, [12, 12, 24], 1, 1),
    ):
        got = measure_targets([replace(one, labels={}, masks=masks, instances=instances)])
        assert got.targets["area"].tolist() == areas
        assert got.by_components == by_components
        assert got.frames["map_unused"].sum() == unused
    assert measure_targets([replace(one, labels={}, masks={0: paths["mask"]})]).by_components == 1


def test_the_speed_of_a_track_is_known(tmp_path: Path) -> None:
    """Two pixels a frame, over a hidden frame too; a second track stands still."""
    places = {frame: moved(BOX, 2 * frame) for frame in (0, 1, 2, 4)}
    still = (60, 40, 63, 43)
    labels = {frame: (label(box), label(still)) for frame, box in places.items()}
    frames = [picture(frame) for frame in range(5)]
    one = sequence(tmp_path, "s", frames, labels, dict.fromkeys(places, (7, 3)))
    got = measure_targets([one])
    steps = steps_of(got.targets)
    speeds = dict(zip((3, 7), np.split(steps.speed, 2), strict=True))
    assert speeds[3].tolist() == [0.0, 0.0, 0.0]
    assert speeds[7].tolist() == [2.0, 2.0, 2.0]
    assert steps.frames.tolist() == [1, 1, 2] * 2
    assert track_lengths(got.targets).tolist() == [4, 4]
    assert got.sequences[0].tracks == 2


def test_targets_without_a_number_make_no_track(tmp_path: Path) -> None:
    one = flight(tmp_path, {0: BOX, 1: BOX}, 2)
    got = measure_targets([replace(one, tracks={})])
    assert steps_of(got.targets).speed.size == 0
    assert track_lengths(got.targets).size == 0


def test_points_and_boxes_become_masks_by_pamg(tmp_path: Path) -> None:
    labels = {0: (PointLabel(11, 21),), 1: (BoxLabel(8, 18, 8, 9),)}
    flat = np.full(SHAPE, 100, np.uint8)
    flat[20:24, 10:13] = 160
    got = measure_targets([sequence(tmp_path, "s", [flat, flat], labels)])
    assert got.grown
    assert got.targets["area"].tolist() == [12, 12]
    assert got.targets["box_area"][1] == 72
    assert math.isnan(got.targets["box_area"][0])


def test_a_label_outside_and_a_broken_frame_are_reported_and_the_rest_measured(
    tmp_path: Path,
) -> None:
    frames = [picture(k, [BOX]) for k in range(3)]
    labels = {0: (label((78, 20, 82, 24)), label(BOX)), 1: (label(BOX),), 2: (PointLabel(-9, 3),)}
    one = sequence(tmp_path, "s", frames, labels)
    (one.path / "001.png").write_bytes(b"no picture")
    got = measure_targets([one])
    assert got.targets["area"].tolist() == [12]
    assert (got.sequences[0].targets, got.labelled, got.empty) == (4, 3, 0)
    assert [(fault.frame, fault.unreadable) for fault in got.faults] == [
        (0, False), (1, True), (2, False),
    ]  # fmt: skip
    assert "s, frame 1 of" in got.faults[0].why
    assert "outside the 80x60 image" in got.faults[0].why
    assert all("\n" not in fault.why for fault in got.faults)


def test_a_mask_of_noise_takes_bounded_time_and_is_told(tmp_path: Path) -> None:
    one = sequence(tmp_path, "s", [picture(1)], {})
    mask = np.zeros(SHAPE, np.uint8)
    mask[::2, ::2] = 255  # 1,200 pixels that do not touch
    cv2.imwrite(str(tmp_path / "noise.png"), mask)
    got = measure_targets([replace(one, masks={0: tmp_path / "noise.png"})])
    assert (len(got.targets), got.sequences[0].targets) == (1000, 1200)
    assert "of its 1200 targets the first 1000 are measured" in got.faults[0].why


def test_work_can_be_cancelled(tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        measure_targets([flight(tmp_path, {0: BOX}, 1)], progress=cancel)


def test_an_empty_set_has_numbers() -> None:
    got = measure_targets([LabelledSequence("none", Path())][:0])
    assert (got.labelled, got.targets.size) == (0, 0)
    assert steps_of(got.targets).speed.size == 0


@given(st.lists(st.integers(1, 10**6)))
@settings(max_examples=50, deadline=None)
def test_every_area_is_in_one_class(areas: list[int]) -> None:
    array = np.array(areas, np.int64)
    assert sum(scale_classes(array).values()) == len(areas)
    assert sum(scale_density(array).values()) == pytest.approx(100.0 if areas else 0.0)


@given(st.lists(st.floats(0.0) | st.just(math.nan)))
@settings(max_examples=50, deadline=None)
def test_every_scr_is_in_one_class_and_nan_in_none(values: list[float]) -> None:
    array = np.array(values)
    known = int((~np.isnan(array)).sum())
    assert sum(saliency_classes(array).values()) == known
    assert sum(classes(array, (1.0, 7.0)).values()) == known
    assert sum(saliency_density(array).values()) == pytest.approx(100.0 if known else 0.0)


def test_scale_is_by_the_square_a_target_fits_into() -> None:
    shares = scale_density(np.array([1, 4, 5, 9, 225, 226]))
    assert shares["1×1"] == pytest.approx(100 / 6)
    assert shares["3×3"] == pytest.approx(200 / 6)
    assert (shares["15×15"], shares["larger"]) == pytest.approx((100 / 6, 100 / 6))


def test_positions_lay_frames_of_all_sizes_over_each_other() -> None:
    x, y = np.array([0.0, 99.0, 319.0]), np.array([0.0, 49.0, 255.0])
    counts = positions(x, y, np.array([100, 100, 320]), np.array([50, 50, 256]))
    assert counts.shape == GRID[::-1]
    assert (counts[0, 0], counts[-1, -1], counts.sum()) == (1, 2, 3)


def test_a_row_names_what_it_holds() -> None:
    assert TARGET.names is not None
    assert {"area", "radius", "scr", "rho", "x", "y", "track"} <= set(TARGET.names)
