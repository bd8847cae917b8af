"""The frames that each track covers: for the timeline, which shows all tracks at once."""

import time
from collections import defaultdict, deque

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from p2m_core.project import Edit, Project, get_track_runs, list_track_numbers

Runs = NDArray[np.int64]  # (n, 2): first and last frame of each stretch

SLICE_SECONDS = 0.015
MANY_FRAMES = 50  # from here on, reading a track again is quicker than changing its runs


class TrackRuns(QObject):
    """The stretches of the open sequence's tracks, read in slices and kept up to date by edits."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runs: dict[int, Runs] = {}
        self._project: Project | None = None
        self._sequence = 0
        self._unread: deque[int] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read_some)

    def open(self, project: Project, sequence: int) -> None:
        """Begin with a sequence; the rest is read while the window is idle."""
        self.close()
        self._project, self._sequence = project, sequence
        self._unread.extend(list_track_numbers(project, sequence))
        self._read_some()

    def close(self) -> None:
        """Drop the project."""
        self._timer.stop()
        self._project = None
        self._unread.clear()
        self.runs = {}
        self.changed.emit()

    def _read_some(self) -> None:
        if self._project is None:
            return
        until = time.perf_counter() + SLICE_SECONDS
        while self._unread:
            track = self._unread.popleft()
            self._keep(track, get_track_runs(self._project, self._sequence, track))
            if time.perf_counter() > until:
                break
        if self._unread:
            self._timer.start(0)
        self.changed.emit()

    def _keep(self, track: int, runs: Runs) -> None:
        if len(runs):
            self.runs[track] = runs
        else:
            self.runs.pop(track, None)

    def update(self, edit: Edit) -> None:
        """Follow a stored edit of the open sequence."""
        project = self._project
        if project is None:
            return
        touched: dict[int, set[int]] = defaultdict(set)
        for change in edit.targets:
            before, after = change.before, change.after
            if before and after and (before.track, before.frame) == (after.track, after.frame):
                continue  # another mask or state
            for target in (before, after):
                if target is not None and target.track not in self._unread:
                    touched[target.track].add(target.frame)
        for track, frames in touched.items():
            if len(frames) > MANY_FRAMES:
                runs = get_track_runs(project, self._sequence, track)
            else:
                runs = self.runs.get(track, np.zeros((0, 2), np.int64))
                for frame in frames:
                    present = len(get_track_runs(project, self._sequence, track, frame, frame)) > 0
                    runs = with_frame(runs, frame, present)
            self._keep(track, runs)
        if touched:
            self.changed.emit()


def with_frame(runs: Runs, frame: int, present: bool) -> Runs:
    """`runs` with one frame in them, or without it."""
    k = int(np.searchsorted(runs[:, 0], frame, "right")) - 1
    inside = k >= 0 and frame <= runs[k, 1]
    if present == inside:
        return runs
    head, tail = runs[: max(k, 0)], runs[k + 1 :]
    near = [tuple(runs[k])] if k >= 0 else []
    if not present:
        first, last = near[0]
        near = [(first, frame - 1), (frame + 1, last)]
    elif near and near[0][1] == frame - 1:
        near = [(near[0][0], frame)]
    else:
        near.append((frame, frame))
    if present and len(tail) and tail[0, 0] == frame + 1:
        near[-1] = (near[-1][0], tail[0, 1])
        tail = tail[1:]
    middle = np.array([run for run in near if run[0] <= run[1]], np.int64).reshape(-1, 2)
    return np.concatenate([head, middle, tail])
