"""The tooltip of a frame, or of an image among others."""

import numpy as np

from label_irst.document import Document
from label_irst.document.looks import track_name
from label_irst.document.row import row_of
from label_irst.i18n import targets, tr
from label_irst.review.reasons import reason_text


def frame_tip(document: Document, frame: int, state: str) -> str:
    """Number and name, state, doubt and its reasons, and the tracks in the frame."""
    row = row_of(document)
    number = tr("Image {number}") if row.images else tr("Frame {number}")
    lines = [number.format(number=frame + 1) + f" · {row.name(frame)}", state]
    if row.doubts.of_frame[frame] > 0:
        percent = round(100 * float(row.doubts.of_frame[frame]))
        why = reason_text(int(row.doubts.reason_of_frame[frame]))
        lines.append(
            " · ".join(filter(None, (tr("doubt {percent} %").format(percent=percent), why)))
        )
    if row.images:
        if count := int(document.images.counts[frame]):
            lines.append(targets(count))
        return "\n".join(lines)
    remark = document.descriptions.remark(frame)
    if frame in document.descriptions.flagged:
        lines.append(tr("flagged"))
    if remark.note:
        lines.append(remark.note)
    elif frame in document.descriptions.noted:
        lines.append(tr("a target has a note"))
    classes = document.descriptions.of_tracks
    tracks = [
        " · ".join(filter(None, (track_name(document.looks, track), classes.get(track))))
        for track, runs in sorted(document.track_runs.runs.items())
        if np.any((runs[:, 0] <= frame) & (frame <= runs[:, 1]))
    ]
    if tracks:
        lines.append(", ".join(tracks))
    return "\n".join(lines)
