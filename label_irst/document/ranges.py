"""What the chosen frames hold, in numbers and in words."""

import numpy as np

from label_irst.document.document import Document
from label_irst.document.looks import track_name
from label_irst.i18n import tr


def count_in(document: Document, first: int, last: int) -> int:
    """The frames from `first` to `last` with a target of the active track.

    Without an active track: the targets of all tracks in these frames.
    """
    if document.active_track is None:
        frame = document.doubts.table.frame  # ascending
        return int(np.searchsorted(frame, last, "right") - np.searchsorted(frame, first, "left"))
    runs = document.track_runs.runs.get(document.active_track)
    if runs is None:
        return 0
    inside = np.minimum(runs[:, 1], last) - np.maximum(runs[:, 0], first) + 1
    return int(np.maximum(inside, 0).sum())


def frames_text(first: int, last: int) -> str:
    """The frames as their user counts them, from 1."""
    if first == last:
        return tr("frame {first}").format(first=first + 1)
    return tr("frames {first} to {last}").format(first=first + 1, last=last + 1)


def targets_text(document: Document, first: int, last: int) -> str:
    """How many targets the frames hold, and of which track."""
    count, track = count_in(document, first, last), document.active_track
    if track is None:
        one, many = tr("1 target of all tracks"), tr("{count} targets of all tracks")
    else:
        one, many = tr("1 target of {track}"), tr("{count} targets of {track}")
    name = track_name(document.looks, track) if track is not None else ""
    return (one if count == 1 else many).format(count=count, track=name)


def summary(document: Document) -> str:
    """The chosen frames and their targets; empty where none are chosen."""
    if document.range is None:
        return ""
    text = frames_text(*document.range)
    if document.range_here is None:
        return tr("Not on show: {frames}").format(frames=text)
    return f"{text[:1].upper()}{text[1:]}: {targets_text(document, *document.range)}"


def tip(document: Document) -> str:
    """What keys do with the chosen frames now."""
    if document.range is None:
        return ""
    if document.range_here is None:
        alone = tr("This frame is not among the chosen ones: keys act on it alone.")
        back = tr("Go to one of {frames}, or let go of them with Esc.")
        return f"{alone}\n{back.format(frames=frames_text(*document.range))}"
    keys = tr("Delete, Accept, Empty, Uncertain, Copy, Fill and Interpolate act on all of them.")
    back = tr("Esc lets go of them.")
    return f"{summary(document)}\n{keys} {back}"
