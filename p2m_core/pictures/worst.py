"""The worst disagreements of two annotations on one sheet, with both outlines."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from p2m_core.agreement import Agreement, Pair, Reason
from p2m_core.datasets.labels import box_of
from p2m_core.files import write_png
from p2m_core.geometry import frame_number
from p2m_core.pictures.drawing import COLOURS, Outlined, Style, around, draw, levels_of
from p2m_core.pictures.sheet import sheet

MOST = 48
_SIDE = 24  # half of a crop, pixels of the frame
_ZOOM = 4
A, B = COLOURS[0], COLOURS[1]  # A orange, B blue and dashed


def write_worst(
    goal: Path, agreement: Agreement, found: Sequence[tuple[float, Reason, Pair]]
) -> None:
    """Write crops of the first `MOST` disagreements, at least one: A's outline, and B's dashed."""
    with ExitStack() as stack:
        opened = {
            number: stack.enter_context(agreement.partners[number].a.open())
            for number in {pair.sequence for _, _, pair in found[:MOST]}
        }
        levels = {number: levels_of(sequence) for number, sequence in opened.items()}
        cells = []
        for _, reason, pair in found[:MOST]:
            outlined = []
            if pair.a is not None:
                outlined.append(Outlined(pair.a.label, A))
            if pair.b is not None:
                outlined.append(Outlined(pair.b.label, B, dashed=True))
            crop = around(box_of(outlined[0].label), _SIDE)
            known = agreement.partners[pair.sequence].a
            place = f"{known.name} {frame_number(known.start + pair.frame[0])}: {reason}"
            style = Style(*levels[pair.sequence], zoom=_ZOOM)
            cells.append(draw(opened[pair.sequence][pair.frame[0]], outlined, style, crop, place))
    write_png(goal, np.ascontiguousarray(sheet(cells)[:, :, ::-1]))
