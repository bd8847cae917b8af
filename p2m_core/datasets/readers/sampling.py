"""A look at some masks of a set, for what is usually wrong with all of them."""

from pathlib import Path

import numpy as np

from p2m_core.datasets.labelled import MaskLabel
from p2m_core.datasets.labels import split_mask
from p2m_core.datasets.mask_images import read_mask
from p2m_core.datasets.readers.rules import Note
from p2m_core.errors import InputError

_SOME = 5


def look_at_some(place: Path, masks: list[Path], note: Note) -> None:
    """Note masks that look inverted, or that mark each target with one pixel.

    Parameters
    ----------
    place : Path
        Their folder.
    masks : list of path
        All; a few, spread over them, are read.
    note : callable
    """
    shares = []
    areas = []
    step = -(-len(masks) // _SOME)
    for file in masks[::step] if step else []:
        try:
            mask = read_mask(file)
        except InputError:
            continue  # told when it is needed
        if not mask.any():
            continue
        shares.append(np.count_nonzero(mask) / mask.size)
        if shares[-1] <= 0.5:
            labels = (target.label for target in split_mask(mask))
            areas += [label.area for label in labels if isinstance(label, MaskLabel)]
    if shares and min(shares) > 0.5:
        least = int(min(shares) * 100)
        note(
            f"{place}: the {len(shares)} masks looked at mark {least} % or more of their images: "
            "they may be inverted (targets must be white on black)"
        )
    if len(shares) > 1 and areas and max(areas) == 1:
        note(
            f"{place}: each target of the {len(shares)} masks looked at is one pixel and is read "
            "as such: if they mark centres, give --mask-centres to get points"
        )
