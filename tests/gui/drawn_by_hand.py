"""Real targets, labelled in the window by an annotator with a habit."""

import cv2
import numpy as np

from label_irst.document.actions import frame_actions
from label_irst.document.edits import frame_edits
from tests.core.pamg.sirst import cases

SIDE = 128


def real_targets(count):
    """So many targets of SIRST, each with its own piece of an image: image, mask, seed (x, y)."""
    found, place = [], np.random.default_rng(6)
    chosen = np.random.default_rng(5).permutation(len(every := cases()))
    for case in (every[k] for k in chosen):
        x, y = case.seed
        height, width = case.image.shape
        # Not all in the middle: they would be one track, which is at the same place all the time.
        off_x, off_y = place.integers(16, SIDE - 16, 2)
        x0, y0 = min(max(0, x - off_x), width - SIDE), min(max(0, y - off_y), height - SIDE)
        if x0 < 0 or y0 < 0:
            continue
        cut = np.s_[y0 : y0 + SIDE, x0 : x0 + SIDE]
        found.append((case.image[cut], case.mask[cut], (x - x0, y - y0)))
        if len(found) == count:
            return found
    raise AssertionError(f"only {len(found)} targets")


def dilated(mask):
    return cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0


def write_targets(path, targets):
    """One target a frame."""
    np.save(path, np.stack([image for image, _, _ in targets]))
    return path


def correct(document, targets):
    """Click each target, paint its mask as `dilated` has it, and accept the frame."""
    for frame, (_, mask, seed) in enumerate(targets):
        document.go_to(frame)
        assert frame_actions.click(document, *seed)
        wanted = {(int(r), int(c)) for r, c in np.argwhere(dilated(mask))}
        assert document.selected is not None
        own = frame_edits.pixels_of(document.selected)
        if missing := wanted - own:
            assert frame_actions.paint(document, missing, erase=False)
        if more := own - wanted:
            assert frame_actions.paint(document, more, erase=True)
        assert frame_actions.accept(document)
