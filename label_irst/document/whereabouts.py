"""Where the active track is in the current frame, or should be by its neighbours."""

import numpy as np

from label_irst.document.document import Document
from p2m_core.project import list_targets


def track_place(document: Document) -> tuple[float, float] | None:
    """The centre of the active track's target.

    In a gap of the track, the place on the straight line over the gap; before its first target or
    after its last one, the place of that one. None without a track.
    """
    target = document.of_active_track()
    if target is not None:
        return target.centroid
    runs = document.track_runs.runs.get(document.active_track or 0)
    if runs is None or len(runs) == 0:
        return None
    before, after = runs[runs[:, 1] < document.frame, 1], runs[runs[:, 0] > document.frame, 0]
    ends = [int(frames[i]) for frames, i in ((before, -1), (after, 0)) if frames.size]
    places = [place for frame in ends if (place := _centre(document, frame)) is not None]
    if len(places) < 2:
        return places[0] if places else None
    (x0, y0), (x1, y1) = places
    return (
        float(np.interp(document.frame, ends, (x0, x1))),
        float(np.interp(document.frame, ends, (y0, y1))),
    )


def _centre(document: Document, frame: int) -> tuple[float, float] | None:
    assert document.project is not None
    assert document.info is not None
    targets = list_targets(document.project, document.info.id, frame)
    return next((t.centroid for t in targets if t.track == document.active_track), None)
