"""Follow clicked targets through the sequence: a function for a `Job`."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from label_irst.document.edits.frame_edits import cropped, forced_polarity, pamg_parameters
from p2m_core.errors import Cancelled, P2MError
from p2m_core.geometry import measure
from p2m_core.pamg import PamgParams
from p2m_core.progress import Progress
from p2m_core.project import (
    SCR,
    IgnoredRegion,
    Origin,
    Target,
    TargetState,
    hidden_by,
    is_decided,
    paint,
)
from p2m_core.sequence import open_sequence, overlay_of, without_points
from p2m_core.track import Tracked, propagate_many

CACHE_BYTES = 64 * 2**20
UNSURE = 0.25  # confidence; frames after the last one above it are where the target was lost
BATCH_SECONDS = 0.25


@dataclass(frozen=True)
class Start:
    """A target to follow: its track, place, and pixels, and the frame to stop before."""

    track: int
    at: tuple[float, float]
    target: Target
    end: int


def followed(
    path: Path,
    sequence_id: int,
    frame: int,
    starts: Sequence[Start],
    direction: int,
    params: PamgParams,
    known: Mapping[int, Sequence[tuple[float, float]]],
    ignored: Sequence[IgnoredRegion],
    report: Callable[[list[Target]], object],
    progress: Progress,
) -> int:
    """Report the new targets of the frames after `frame` as they are found; return how many.

    Targets at the end of a track, where it was lost, are left out. `known` are the places of other
    tracks' targets, by frame; in `ignored` regions, and where there is an overlay, is no target.
    """
    batch: list[Target] = []
    count, reported_at = 0, time.monotonic()
    try:
        for found in _found(
            path, sequence_id, frame, starts, direction, params, known, ignored, progress
        ):
            batch += found
            if batch and time.monotonic() - reported_at > BATCH_SECONDS:
                report(batch)
                count, batch, reported_at = count + len(batch), [], time.monotonic()
    except Cancelled:
        report(batch)
        raise
    report(batch)
    return count + len(batch)


def _found(
    path: Path,
    sequence_id: int,
    frame: int,
    starts: Sequence[Start],
    direction: int,
    params: PamgParams,
    known: Mapping[int, Sequence[tuple[float, float]]],
    ignored: Sequence[IgnoredRegion],
    progress: Progress,
) -> Iterator[list[Target]]:
    """After each step, the targets that are known not to lie beyond the loss of their track."""
    unsure: dict[int, list[Target]] = {start.track: [] for start in starts}
    going = set(unsure)
    farthest = max(abs(start.end - frame) for start in starts) - 1
    seeds = [start.at for start in starts]
    radii = [start.target.radius for start in starts]
    with open_sequence(path, cache_bytes=CACHE_BYTES) as sequence:
        # A mask that nobody has corrected shows no size to keep: it would hand on its own faults.
        masks = [
            paint(start.target, sequence.shape) if is_decided(start.target) else None
            for start in starts
        ]
        overlay = without_points(overlay_of(sequence), seeds)
        polarities = [forced_polarity(start.target) for start in starts]
        params = replace(params, polarity=0)  # each target has its own
        for number, tracked in propagate_many(
            sequence, frame, seeds, direction, radii=radii, params=params, known=known, masks=masks,
            polarities=polarities, hidden=hidden_by(ignored, overlay),
        ):  # fmt: skip
            track, end = starts[number].track, starts[number].end
            progress(min(abs(tracked.frame - frame), farthest), farthest)
            found: list[Target] = []
            if (end - tracked.frame) * direction <= 0:
                going.discard(track)
                if not going:
                    return
            elif track in going and tracked.frame != frame:
                image = sequence[tracked.frame] if tracked.seen else None
                own = replace(params, polarity=polarities[number])
                unsure[track].append(new_target(tracked, sequence_id, track, own, image))
                if tracked.confidence >= UNSURE:
                    found, unsure[track] = unsure[track], []
            yield found


def new_target(
    tracked: Tracked, sequence: int, track: int, params: PamgParams, image: Any
) -> Target:
    """The target of one frame; `image` is None where it was not seen."""
    x0, y0, mask = cropped(tracked.pixels)
    parameters: dict[str, object] = {
        "confidence": round(tracked.confidence, 4), "seen": tracked.seen,
    }  # fmt: skip
    if tracked.growth is not None:
        parameters |= {**pamg_parameters(tracked.growth, params), "step": tracked.step}
    if image is not None:
        parameters |= _measured(image, mask, params.support_radius, (x0, y0))
    return Target(
        sequence=sequence,
        frame=tracked.frame,
        track=track,
        x0=x0,
        y0=y0,
        mask=mask,
        seeds=(tracked.growth.seed,) if tracked.growth is not None else (),
        origin=Origin.PROPAGATED,
        state=TargetState.EDITED,
        algorithm="pamg" if tracked.growth is not None else "moved",
        parameters=parameters,
    )


def _measured(image: Any, mask: Any, support: float, origin: tuple[int, int]) -> dict[str, float]:
    """What doubt asks of a mask, where it can be measured."""
    try:
        numbers = measure(image, mask, support, origin)
    except P2MError:
        return {}
    known = {"rho": numbers.rho, SCR: numbers.scr}
    return {name: round(value, 4) for name, value in known.items() if math.isfinite(value)}
