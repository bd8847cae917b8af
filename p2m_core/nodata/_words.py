"""What a frame lacks, in words."""

from collections.abc import Mapping

import numpy as np

from p2m_core.nodata._kinds import Mask


def described(valid: Mask | None) -> str:
    """Return where a frame holds no data, as in "2 rows at the bottom"; empty if nowhere.

    Parameters
    ----------
    valid : bool array, shape (H, W), or None
        From `valid_mask`.
    """
    if valid is None:
        return ""
    if not valid.any():
        return "the whole frame"
    rows, columns = np.flatnonzero(valid.any(axis=1)), np.flatnonzero(valid.any(axis=0))
    top, bottom = int(rows[0]), len(valid) - 1 - int(rows[-1])
    left, right = int(columns[0]), valid.shape[1] - 1 - int(columns[-1])
    inner = valid[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    elsewhere = inner.size - int(np.count_nonzero(inner))
    sides = ((top, "row", "top"), (bottom, "row", "bottom"), (left, "column", "left"),
             (right, "column", "right"))  # fmt: skip
    parts = [
        f"{count} {line}{'s' if count > 1 else ''} at the {side}"
        for count, line, side in sides
        if count
    ]
    if elsewhere:
        more = " more" if parts else ""
        parts.append(f"{elsewhere}{more} pixel{'s' if elsewhere > 1 else ''}")
    return ", ".join(parts)


def note(name: str, lacks: Mapping[int, str], frames: int) -> str | None:
    """Return one line on the frames of a sequence that hold no data somewhere; None without any.

    Parameters
    ----------
    name : str
        Of the sequence.
    lacks : mapping of int to str
        What is `described`, by frame from 0; empty texts do not count.
    frames : int
        How many frames were looked at.
    """
    found = {frame: text for frame, text in lacks.items() if text}
    if not found:
        return None
    first = min(found)
    alike = len(set(found.values())) == 1
    where = found[first] if alike else f"{found[first]} of frame {first + 1}, others elsewhere"
    return f"{name}: {len(found)} of {frames} frames hold no data in places ({where}): left out"
