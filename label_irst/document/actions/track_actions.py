"""What the user does to the active track, and to a second one: one edit of the document each.

They return whether something was done; if not, `Document.message` has the reason.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from label_irst.document.background import result_of
from label_irst.document.document import Document
from label_irst.document.edits import track_edits
from label_irst.document.edits.track_edits import (
    DELETE_AFTER,
    DELETE_BEFORE,
    DELETE_TRACK,
    EditContext,
)
from label_irst.document.looks import track_name
from label_irst.i18n import frames, masks, tr
from p2m_core.errors import P2MError
from p2m_core.project import (
    FrameState,
    Project,
    Target,
    TrackLook,
    count_targets,
    get_track_frames,
    list_track_targets,
    next_track,
)

GROWN = "pamg"  # the algorithm of masks that were not drawn


def context(document: Document) -> EditContext:
    """What an edit of tracks needs to know about now."""
    project, sequence = opened(document)
    counts = count_targets(project, sequence)
    return EditContext(sequence, document.frame, document.states, counts)


def opened(document: Document) -> tuple[Project, int]:
    """The open project, and the number of the sequence shown."""
    assert document.project is not None
    assert document.info is not None
    return document.project, document.info.id


def active_frames(document: Document) -> NDArray[np.int64]:
    """The frames of the active track; none, and a message, if no track is active."""
    none = np.zeros(0, np.int64)
    if not document.may_edit():
        return none
    project, sequence = opened(document)
    track = document.active_track
    frames = none if track is None else get_track_frames(project, sequence, track)
    if not frames.size:
        document.message.emit(tr("Choose a track first: in the list, or by one of its targets."))
    return frames


def nearest_frame(document: Document, track: int) -> int:
    """The frame with a target of `track` that is nearest to the one on show."""
    project, sequence = opened(document)
    frames = get_track_frames(project, sequence, track)
    return (
        int(frames[np.argmin(np.abs(frames - document.frame))]) if frames.size else document.frame
    )


def active(document: Document, first: int = 0, last: int = 2**62) -> list[Target]:
    """The targets of the active track in these frames; `active_frames` checks that there is one."""
    project, sequence = opened(document)
    track = document.active_track
    assert track is not None
    return result_of(lambda: list_track_targets(project, sequence, track, first, last))


def split(document: Document) -> bool:
    """From this frame on, the active track is a new one."""
    frames = active_frames(document)
    if not frames.size:
        return False
    if not frames[0] < document.frame <= frames[-1]:
        text = tr("{track} has no targets both before and from this frame on: nothing to split.")
        document.message.emit(text.format(track=_active_name(document)))
        return False
    project, sequence = opened(document)
    later, new = active(document, document.frame), next_track(project, sequence)
    return document.apply(track_edits.split(context(document), later, new))


def clashes(document: Document, other: int) -> list[int]:
    """The frames in which the active track and `other` both have a target."""
    project, sequence = opened(document)
    if document.active_track is None:
        return []
    mine = get_track_frames(project, sequence, document.active_track)
    return sorted(set(mine.tolist()) & set(get_track_frames(project, sequence, other).tolist()))


def merge(document: Document, other: int, keep_other: bool | None = None) -> bool:
    """Make `other` part of the active track.

    Where both have a target in a frame, `keep_other` decides which one stays; None refuses.
    """
    if not active_frames(document).size:
        return False
    kept = active(document)
    project, sequence = opened(document)
    joining = list_track_targets(project, sequence, other)
    both = track_edits.clashes(kept, joining)
    if both and keep_other is None:
        text = tr("{one} and {other} both have a target in frame {frame}: they are two objects.")
        names = _name(document, kept[0].track), _name(document, other)
        document.message.emit(text.format(one=names[0], other=names[1], frame=both[0] + 1))
        return False
    look = document.looks.get(other, track_edits.PLAIN)
    edit = track_edits.merge(context(document), kept, joining, look, bool(keep_other))
    return document.apply(edit)


def swap(document: Document, other: int) -> bool:
    """From this frame on, the active track and `other` change places."""
    if not active_frames(document).size:
        return False
    project, sequence = opened(document)
    first = active(document, document.frame)
    second = list_track_targets(project, sequence, other, document.frame)
    if not (first and second):
        ended = _active_name(document) if not first else _name(document, other)
        text = tr("{track} has no target from this frame on: split or merge instead.")
        document.message.emit(text.format(track=ended))
        return False
    return document.apply(track_edits.swap(context(document), first, second))


def delete(document: Document) -> bool:
    """Remove the active track."""
    if not active_frames(document).size:
        return False
    targets = active(document)
    look = document.looks.get(targets[0].track, track_edits.PLAIN)
    return document.apply(track_edits.remove(DELETE_TRACK, context(document), targets, look))


def delete_before(document: Document) -> bool:
    """Remove the active track's targets in the frames before this one."""
    return _delete_part(document, DELETE_BEFORE)


def delete_after(document: Document) -> bool:
    """Remove the active track's targets in the frames after this one."""
    return _delete_part(document, DELETE_AFTER)


def _delete_part(document: Document, label: str) -> bool:
    frames, here = active_frames(document), document.frame
    part = frames[frames < here] if label == DELETE_BEFORE else frames[frames > here]
    if not frames.size:
        return False
    if not part.size:
        document.message.emit(tr("The track has no target there."))
        return False
    if part.size == frames.size:
        text = tr("That would be all of {track}: delete the track, or go to one of its frames.")
        document.message.emit(text.format(track=_active_name(document)))
        return False
    targets = active(document, int(part[0]), int(part[-1]))
    return document.apply(track_edits.remove(label, context(document), targets))


def rename(document: Document, track: int, name: str) -> bool:
    """Give a track a name; an empty one restores that of its number."""
    return _restyle(document, track, name=name)


def recolour(document: Document, track: int, colour: str) -> bool:
    """Give a track a colour, ``#rrggbb``; an empty one restores that of its number."""
    return _restyle(document, track, colour=colour)


def _restyle(document: Document, track: int, **change: str) -> bool:
    if not document.may_edit():
        return False
    before = document.looks.get(track, TrackLook())
    try:
        after = replace(before, **change)
    except P2MError as error:
        document.message.emit(str(error))
        return False
    if after.name == track_name({}, track):
        after = replace(after, name="")
    if after == before:
        return False
    return document.apply(track_edits.restyle(context(document), track, before, after))


# Before and after the jobs of `label_irst.jobs.track_work`


def gaps(document: Document) -> list[tuple[Target, Target]]:
    """The ends of the active track's gap at this frame; if it has none here, of all its gaps."""
    frames = active_frames(document)
    if not frames.size:
        return []
    found = track_edits.gaps(frames)
    found = [(a, b) for a, b in found if a < document.frame < b] or found
    if not found:
        document.message.emit(tr("The track has no gap."))
    return [(active(document, a, a)[0], active(document, b, b)[0]) for a, b in found]


def verified_empty(document: Document) -> set[int]:
    """The frames that the user marked as empty."""
    states = document.states.tolist()
    return {i for i, state in enumerate(states) if state == FrameState.VERIFIED_EMPTY}


def regrowable(document: Document, drawn_too: bool) -> list[Target]:
    """The targets of the active track whose masks were grown; or all of them."""
    if not active_frames(document).size:
        return []
    return [t for t in active(document) if drawn_too or t.algorithm == GROWN]


def store_filled(
    document: Document, ends: Sequence[tuple[Target, Target]], targets: Sequence[Target]
) -> bool:
    """Store targets that fill gaps; what the user did meanwhile to the track counts.

    Gaps whose ends are of another track now, or gone, stay, and so do frames with a target or
    verified empty.
    """
    if not targets:
        return False
    project, sequence = opened(document)
    now, track = context(document), targets[0].track
    here = set(get_track_frames(project, sequence, track).tolist())
    open_gaps = [(a.frame, b.frame) for a, b in ends if {a.frame, b.frame} <= here]
    taken = here | verified_empty(document)
    new = [
        t for t in targets if t.frame not in taken and any(a < t.frame < b for a, b in open_gaps)
    ]
    if not new:
        document.report.emit(tr("The track was changed meanwhile: nothing was filled."))
        return False
    if not document.apply(track_edits.add(track_edits.FILL, now, new), stay=True):
        return False
    grown = sum(t.algorithm == GROWN for t in new)
    text = tr("Filled {frames}: {grown} grown, {moved} moved from a neighbour.")
    document.report.emit(
        text.format(frames=frames(len(new)), grown=masks(grown), moved=len(new) - grown)
    )
    return True


def unchanged(
    document: Document, pairs: Sequence[tuple[Target, Target]]
) -> list[tuple[Target, Target]]:
    """The pairs whose first is as it was: the user did nothing to it meanwhile."""
    if not pairs:
        return []
    project, sequence = opened(document)
    frames = [before.frame for before, _ in pairs]
    track = pairs[0][0].track
    now = {t.id: t for t in list_track_targets(project, sequence, track, min(frames), max(frames))}
    return [(before, after) for before, after in pairs if now.get(before.id) == before]


def store_regrown(document: Document, count: int, pairs: Sequence[tuple[Target, Target]]) -> bool:
    """Store new masks of a track; `count` targets were tried.

    Those that the user changed meanwhile stay as they are.
    """
    new = unchanged(document, pairs)
    edit = track_edits.put(track_edits.REGROW_TRACK, context(document), new)
    if new and not document.apply(edit, stay=True):
        return False
    text = tr("{changed} of {masks} changed.")
    if len(new) < len(pairs):
        text = tr("{changed} of {masks} changed; {kept} that you changed meanwhile stay.")
    kept = len(pairs) - len(new)
    document.report.emit(text.format(changed=len(new), masks=masks(count), kept=kept))
    return bool(new)


def _active_name(document: Document) -> str:
    return _name(document, document.active_track or 0)


def _name(document: Document, track: int) -> str:
    return track_name(document.looks, track)
