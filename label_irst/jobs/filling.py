"""Fill the gaps of a track: a function for a `Job`, which opens the images for itself."""

from collections.abc import Collection, Mapping
from collections.abc import Sequence as Several
from dataclasses import replace
from pathlib import Path

from label_irst.document.edits.frame_edits import cropped, forced_polarity, pamg_parameters
from label_irst.document.edits.track_edits import interpolated
from label_irst.jobs.track_work import CACHE_BYTES, readable
from p2m_core.errors import Cancelled, P2MError
from p2m_core.pamg import PamgParams
from p2m_core.progress import Progress
from p2m_core.project import Target, paint, with_scr
from p2m_core.sequence import Sequence, open_sequence
from p2m_core.track import Tracked, bridge

Places = Mapping[int, Several[tuple[float, float]]]  # points by frame


def filled(
    path: Path,
    gaps: Several[tuple[Target, Target]],
    skip: Collection[int],
    params: PamgParams,
    known: Places,
    progress: Progress,
) -> list[Target]:
    """New targets for the frames between each pair, without those in `skip`.

    The target is followed from both sides (`p2m_core.track.bridge`), past the places of other
    targets, `known`; where it is not seen, a mask of its neighbours is moved there.
    """
    total = sum(after.frame - before.frame - 1 for before, after in gaps)
    new: list[Target] = []
    done = 0
    with open_sequence(path, cache_bytes=CACHE_BYTES) as sequence:
        for before, after in gaps:
            inside = after.frame - before.frame - 1

            def part(step: int, steps: int, done: int = done, inside: int = inside) -> None:
                progress(done + inside * step // max(1, steps), total)

            own = replace(params, polarity=params.polarity or forced_polarity(before))
            found = _bridged(sequence, before, after, own, known, part)
            for frame in range(before.frame + 1, after.frame):
                target = _target(found.get(frame), before, after, frame, sequence.shape, own)
                if target is not None and frame not in skip:
                    image = readable(sequence, frame)
                    new.append(target if image is None else with_scr(target, image))
            done += inside
    progress(total, total)
    return new


def _bridged(
    sequence: Sequence,
    before: Target,
    after: Target,
    params: PamgParams,
    known: Places,
    progress: Progress,
) -> dict[int, Tracked]:
    """What is found between the two, by frame; nothing where one of them cannot be followed."""
    ends = [(t.frame, paint(t, sequence.shape)) for t in (before, after)]
    try:
        way = bridge(sequence, *ends, params=params, known=known, progress=progress)
        return {tracked.frame: tracked for tracked in way}
    except Cancelled:
        raise
    except P2MError:  # the frame of an end cannot be read, or holds no data there
        return {}


def _target(
    tracked: Tracked | None,
    before: Target,
    after: Target,
    frame: int,
    shape: tuple[int, int],
    params: PamgParams,
) -> Target | None:
    """The target of one frame; None where it is off the picture."""
    line = interpolated(before, after, frame, shape)
    if tracked is None or (line is None and not tracked.seen):
        return line
    near = before if frame - before.frame <= after.frame - frame else after
    x0, y0, mask = cropped(tracked.pixels)
    moved = replace(line or near, frame=frame, track=before.track, x0=x0, y0=y0, mask=mask)
    if tracked.growth is None:
        return moved
    parameters = {
        "interpolated": True, "confidence": round(tracked.confidence, 3),
        **pamg_parameters(tracked.growth, params), "step": tracked.step,
    }  # fmt: skip
    return replace(moved, seeds=(tracked.growth.seed,), algorithm="pamg", parameters=parameters)
