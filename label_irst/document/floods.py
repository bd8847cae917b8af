"""The flood behind a target, from its stored parameters, and its next levels."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from label_irst.document.edits.frame_edits import cropped
from p2m_core.errors import P2MError
from p2m_core.flood import Flood, flood, step_of
from p2m_core.project import Target, TargetState

ALGORITHM = "flood"


def parameters(found: Flood) -> dict[str, object]:
    """What is needed to flood again."""
    return {"bounds": list(found.box), "level": found.level}


def stepped(target: Target, image: NDArray[Any], by: int) -> Target | None:
    """`target` with the mask `by` levels on; None if it was not flooded, or none is left."""
    if target.algorithm != ALGORITHM:
        return None
    with suppress(P2MError, KeyError, TypeError, ValueError):  # another program's parameters
        x0, y0, x1, y1 = (int(v) for v in target.parameters["bounds"])
        found = flood(image, (x0, y0, x1, y1), float(target.parameters["level"]))
        next_one = step_of(image, found, by)
        if next_one is not found:
            left, top, mask = cropped(next_one.pixels)
            return replace(
                target, x0=left, y0=top, mask=mask, state=TargetState.EDITED,
                parameters=parameters(next_one),
            )  # fmt: skip
    return None
