"""Where to show an edit: it may cover thousands of frames, and the window shows one."""

from p2m_core.project import Edit


def frame_to_show(edit: Edit, frame: int) -> int:
    """The frame that shows what `edit` does; `frame`, the one on the screen, if that does.

    The user also stays where the edit was made, even if it changes other frames only.
    """
    changed = {c.either.frame for c in edit.targets} | {c.frame for c in edit.frames}
    changed |= {c.prediction.frame for c in edit.predictions}
    changed |= {c.frame for c in edit.notes if c.frame is not None}
    for review in edit.reviews:
        changed |= {edit.frame} if review.of_targets else set(review.numbers)
    if edit.words:
        changed |= {edit.frame}
    if not changed or frame in changed or frame == edit.frame:
        return frame
    return edit.frame if edit.frame in changed else min(changed, key=lambda f: abs(f - frame))


def track_to_show(edit: Edit, frame: int, active: int | None) -> int | None:
    """The track that is active after `edit`, shown at `frame`: that of the edit if it has one."""
    after = [c.after for c in edit.targets if c.after is not None]
    tracks = {t.track for t in after if t.frame == frame} or {t.track for t in after}
    return tracks.pop() if len(tracks) == 1 else active
