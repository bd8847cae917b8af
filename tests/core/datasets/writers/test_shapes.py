"""Boxes of targets as they leave, and targets that are not apart."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from p2m_core.datasets.labelled import BoxLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.writers import FORMATS, export
from p2m_core.datasets.writers.shapes import not_apart, target_box
from p2m_core.project import (
    BOX,
    HAND_STEP,
    FrameState,
    Origin,
    Target,
    TargetState,
    add_sequence,
    create_project,
)
from tests.core.datasets.writers.drawn_project import (
    PIXEL,
    RING,
)
from tests.core.project.sample import HEIGHT, WIDTH, add, make_frames, set_state, target


def options(shapes: str) -> dict[str, Any]:
    return {"shapes": shapes} if shapes else {}


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
