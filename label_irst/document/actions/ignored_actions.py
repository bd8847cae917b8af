"""Regions to ignore: each function makes one edit, and returns whether something was done."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from label_irst.document.document import Document
from label_irst.document.ranges import frames_text
from label_irst.i18n import tr
from p2m_core import geometry
from p2m_core.project import Edit, IgnoredChange, IgnoredKind, IgnoredRegion
from p2m_core.project import ignored_from_frame_mask as region_of

IGNORE, NO_LONGER = "ignore", "no-longer-ignored"
ONE_BLOCK = 9  # pixels between found parts that are one region: a line of text


def ignore(document: Document, mask: NDArray[np.bool_]) -> bool:
    """Ignore these pixels, bool array (H, W), in the chosen frames, or in the whole sequence."""
    if not document.may_edit() or document.info is None:
        return False
    first, last = document.range_here or (0, document.states.size - 1)
    region = region_of(mask, sequence=document.info.id, first=first, last=last)
    if not _apply(document, IGNORE, [IgnoredChange(None, region)]):
        return False
    where = tr("the whole sequence") if document.range_here is None else frames_text(first, last)
    text = tr("Ignored in {frames}: no seed, suggestion, training sample or false alarm there.")
    document.message.emit(text.format(frames=where))
    return True


def ignore_found(document: Document, mask: NDArray[np.bool_]) -> bool:
    """Ignore what was found to be an overlay, block by block, but what is known already."""
    if not document.may_edit() or document.info is None:
        return False
    new = mask & ~document.ignored.mask(mask.shape)
    around = cv2.dilate(new.astype(np.uint8), np.ones((ONE_BLOCK, ONE_BLOCK), np.uint8))
    count, block = cv2.connectedComponents(around)
    regions = [
        region_of(
            new & (block == number), sequence=document.info.id, first=0,
            last=document.states.size - 1, kind=IgnoredKind.FOUND,
        )
        for number in range(1, count)
    ]  # fmt: skip
    return _apply(document, IGNORE, [IgnoredChange(None, region) for region in regions])


def stop_ignoring(document: Document, regions: list[IgnoredRegion]) -> bool:
    """Remove regions; found ones stay as refused, so that they are not found again."""
    if not document.may_edit():
        return False
    changes = [
        IgnoredChange(r, replace(r, enabled=False) if r.kind is IgnoredKind.FOUND else None)
        for r in regions
    ]
    return _apply(document, NO_LONGER, changes)


def switch(document: Document, region: IgnoredRegion, on: bool) -> bool:
    """Let a region hold, or no longer; it stays in the list."""
    if not document.may_edit():
        return False
    label = IGNORE if on else NO_LONGER
    return _apply(document, label, [IgnoredChange(region, replace(region, enabled=on))])


def refuses_seed(document: Document, x: float, y: float) -> bool:
    """Whether a seed there is refused; then `Document.message` says why."""
    if document.ignored.at(document.frame, x, y) is None:
        return False
    text = tr("This place is ignored. Take the Ignore tool and click it to label it all the same.")
    document.message.emit(text)
    return True


def box_mask(shape: tuple[int, ...], box: geometry.Box) -> NDArray[np.bool_]:
    """The pixels of a box, cut at the frame's border; shape (H, W)."""
    x0, y0, x1, y1 = box
    mask = np.zeros(shape, np.bool_)
    mask[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = True
    return mask


def _apply(document: Document, label: str, changes: list[IgnoredChange]) -> bool:
    if not changes or document.info is None:
        return False
    return document.apply(Edit(label, document.info.id, document.frame, ignored=tuple(changes)))
