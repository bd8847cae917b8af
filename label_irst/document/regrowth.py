"""The growth behind a target, from its stored seed, parameters and bounds."""

from contextlib import suppress
from typing import Any

from numpy.typing import NDArray

from label_irst.document.edits import frame_edits
from p2m_core.errors import P2MError
from p2m_core.geometry import pixel_at
from p2m_core.pamg import Growth, PamgParams, grow
from p2m_core.pamg.boxes import Box, pixel_box, within
from p2m_core.project import BOX as BOX
from p2m_core.project import EXCLUDED as EXCLUDED
from p2m_core.project import INCLUDED as INCLUDED
from p2m_core.project import Target

BASE = "corrected step"
"""The parameter with the step that a hand had chosen when the first corrective click came."""


def grown_again(target: Target, image: NDArray[Any]) -> Growth | None:
    """Grow the path that the target's mask is on; None if it was not grown.

    Another program may have stored it: from a seed outside of the frame, nothing grows.
    """
    params = frame_edits.pamg_params(target)
    if params is None or not target.seeds:
        return None
    with suppress(P2MError):
        return grown_as(target, image, target.seeds[-1], params)
    return None


def grown_as(
    target: Target, image: NDArray[Any], seed: tuple[float, float], params: PamgParams
) -> Growth:
    """Grow as the corrective clicks on `target` say, and within its box if it has one."""
    growth = grow(image, seed, params, included(target), excluded(target), step=base_step(target))
    if (box := bounds(target)) is not None:
        growth = within(growth, pixel_box(image.shape, box))
    return growth


def bounds(target: Target) -> Box | None:
    """The rough box that the target was grown in, if it was."""
    with suppress(KeyError, TypeError, ValueError):  # none, or another program's
        x, y, width, height = (float(v) for v in target.parameters[BOX])
        return x, y, width, height
    return None


def included(target: Target) -> list[tuple[float, float]]:
    """The points that positive clicks put into the target."""
    return _points(target, INCLUDED)


def excluded(target: Target) -> list[tuple[float, float]]:
    """The points that negative clicks took out of the target."""
    return _points(target, EXCLUDED)


def _points(target: Target, name: str) -> list[tuple[float, float]]:
    with suppress(TypeError, ValueError):  # another program's
        return [(float(x), float(y)) for x, y in target.parameters.get(name, [])]
    return []


def base_step(target: Target) -> int:
    """The step whose mask the corrective clicks correct; 0 for the best one."""
    step = target.parameters.get(BASE, 0)
    return step if isinstance(step, int) and step > 0 else 0


def kept_out(target: Target, seed: tuple[int, int]) -> list[tuple[float, float]]:
    """The excluded points but `seed`: a clicked pixel is part of the target again."""
    return [(x, y) for x, y in excluded(target) if pixel_at(x, y) != pixel_at(*seed)]
