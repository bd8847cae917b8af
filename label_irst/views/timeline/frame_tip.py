"""The tooltip of a frame."""

import numpy as np

from label_irst.document import Document
from label_irst.document.looks import track_name
from label_irst.i18n import tr
from label_irst.review.reasons import reason_text


def frame_tip(document: Document, frame: int, state: str) -> str:
    """Number and name, state, doubt and its reasons, and the tracks in the frame."""
    assert document.sequence is not None
    name = document.sequence.frame_name(frame)
    lines = [tr("Frame {number}").format(number=frame + 1) + f" · {name}", state]
    if document.doubt[frame] > 0:
        doubt = tr("doubt {percent} %").format(percent=round(100 * float(document.doubt[frame])))
        why = reason_text(int(document.doubts.reason_of_frame[frame]))
        lines.append(" · ".join(filter(None, (doubt, why))))
    tracks = [
        track_name(document.looks, track)
        for track, runs in sorted(document.track_runs.runs.items())
        if np.any((runs[:, 0] <= frame) & (frame <= runs[:, 1]))
    ]
    if tracks:
        lines.append(", ".join(tracks))
    return "\n".join(lines)
