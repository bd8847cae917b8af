"""Masks that a tool makes from a box or an outline: first shown, then stored."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from label_irst.document import floods, regrowth
from label_irst.document.actions import frame_actions
from label_irst.document.document import Document
from label_irst.document.edits import frame_edits
from label_irst.document.preview import Preview
from label_irst.i18n import tr
from p2m_core import geometry
from p2m_core.errors import InputError
from p2m_core.flood import flood, step_of
from p2m_core.pamg import Growth
from p2m_core.pamg.boxes import grow_in_box
from p2m_core.polygon import polygon_pixels
from p2m_core.project import Origin, Target, TargetState, next_track

NEAR = 2  # pixels from the selected mask within which a polygon is still about its target

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Shape:
    """A mask to be, and its origin. `pixels` are rows and columns, shape (N, 2)."""

    label: str
    algorithm: str
    pixels: NDArray[np.int64]
    seeds: Points = ()
    parameters: dict[str, object] = field(default_factory=dict)
    growth: Growth | None = None


Find = Callable[[Document, geometry.Box, int], Shape]


def flooded(document: Document, box: geometry.Box, steps: int) -> Shape:
    """The pixels connected with the strongest one in `box`, above a level.

    The level is half-way between it and the background, or `steps` masks further.
    """
    image = _image(document)
    found = step_of(image, flood(image, box), steps)
    return Shape(
        frame_edits.FLOOD, floods.ALGORITHM, found.pixels, (found.seed,), floods.parameters(found)
    )


def grown_in_box(document: Document, box: geometry.Box, steps: int) -> Shape:
    """What grows from the most salient pixel of `box`, within it; or `steps` pixels more."""
    x0, y0, x1, y1 = box
    rough = (float(x0), float(y0), float(x1 - x0), float(y1 - y0))
    growth = grow_in_box(_image(document), rough, document.params)
    step = min(max(growth.step + steps, 1), len(growth.path))
    parameters = {
        **frame_edits.pamg_parameters(growth, document.params), "step": step,
        regrowth.BOX: list(rough),
    }  # fmt: skip
    pixels = growth.path[:step]
    return Shape(frame_edits.BOX_SEED, "pamg", pixels, (growth.seed,), parameters, growth)


def outlined(document: Document, points: Points) -> Shape:
    """The pixels whose centres lie in the polygon.

    Raises
    ------
    InputError
        If it lies beside the picture.
    """
    pixels = polygon_pixels(points, _image(document).shape)
    if len(pixels) == 0:
        raise InputError(tr("The polygon lies outside of the picture."))
    return Shape(frame_edits.POLYGON, "polygon", pixels)


def _image(document: Document) -> NDArray[Any]:
    assert document.image is not None
    return document.image


def replaced_by(document: Document, shape: Shape, new_target: bool) -> Target | None:
    """The target whose place the shape takes, None if it makes a new one.

    A polygon works like the brush: it redraws the selected target, but only where the two meet;
    drawn elsewhere, it would delete a mask that is out of sight. The others work like a click:
    they replace the target that they meet.
    """
    if new_target:
        return None
    x0, y0, mask = frame_edits.cropped(shape.pixels)
    if shape.label != frame_edits.POLYGON:
        return frame_actions.met_by(document, x0, y0, mask)
    selected = document.selected
    if selected is None or not frame_edits.shared(selected, x0, y0, mask, near=NEAR):
        return None
    return selected


def preview(
    document: Document, shape: Shape, guide: Points, new_target: bool, corners: int = 0
) -> Preview:
    """What `store` would give."""
    before = replaced_by(document, shape, new_target)
    x0, y0, mask = frame_edits.cropped(shape.pixels)
    replaces = before.id if before is not None else 0
    return Preview(x0, y0, mask, replaces=replaces, guide=guide, corners=corners)


def store(document: Document, shape: Shape, new_target: bool = False) -> bool:
    """Store the shape as a target of the current frame."""
    if not document.may_edit() or document.info is None or document.project is None:
        return False
    before = replaced_by(document, shape, new_target)
    x0, y0, mask = frame_edits.cropped(shape.pixels)
    if before is not None:
        track = before.track
    elif new_target:
        track = next_track(document.project, document.info.id)
    else:
        row, column = shape.pixels.mean(axis=0)
        track = frame_actions.track_at(document, float(column), float(row))
    after = Target(
        id=before.id if before is not None else 0, sequence=document.info.id,
        frame=document.frame, track=track, x0=x0, y0=y0, mask=mask, seeds=shape.seeds,
        origin=Origin.CLICK, state=TargetState.EDITED, algorithm=shape.algorithm,
        parameters=shape.parameters,
    )  # fmt: skip
    if before is not None and shape.label == frame_edits.POLYGON:
        # As after a brush stroke, the user can go back to the growth path.
        after = replace(
            after, seeds=before.seeds, parameters=before.parameters, origin=before.origin
        )
    return frame_actions.replace_target(document, shape.label, before, after, shape.growth)
