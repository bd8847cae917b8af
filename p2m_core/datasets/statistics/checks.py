"""Warnings on what usually is wrong with labels: what, how many, where first, what to do.

None of them is an error: a large target may be large. The thresholds were set so that drawn faults
of each kind are found, and sets known to be good get no warning that looking at them does not bear
out.
"""

import math
import re
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.statistics.duplicates import Pair, alike, one_scene, repeated
from p2m_core.datasets.statistics.findings import MOST_PLACES, TEXTS, Finding, Place, where
from p2m_core.datasets.statistics.numbers import TargetStatistics, steps_of
from p2m_core.progress import Progress, no_progress

LARGE = 100  # pixels of a target; small ones have 1 to 100
COVERING = 0.5  # of the frame
SPECKS = 10  # components of 1 or 2 pixels in a mask
FAINT = 1.0  # SCR
USUAL_POLARITY = 0.8  # share of bright (or dark) targets from which the others are unusual
LOOSE = 9.0  # times the box around the target, in area: three times as wide and as high
ONE_PIXEL = 0.95  # share of the masks
SAME_PLACE = 0.5  # pixels between the centroids of a target that is labelled twice
_NUMBERED = re.compile(r"(.*?)(\d{1,9})\D*")
JUMP_LEAST, JUMP_TIMES = 16.0, 8.0  # pixels a frame, and times the usual step of the track


def check(
    sequences: Many[LabelledSequence],
    found: TargetStatistics,
    progress: Progress = no_progress,
) -> list[Finding]:
    """Return the warnings on a data set, the gravest first.

    Parameters
    ----------
    sequences : sequence of LabelledSequence
    found : TargetStatistics
        Of `numbers.measure_targets` for them.
    progress : callable
        Called while images are compared; may raise `Cancelled`.
    """
    findings = [
        *_of_sets(found),
        *_of_labels(sequences, found),
        *_of_targets(found),
        *_of_tracks(sequences, found),
        *_of_images(sequences, found, progress),
    ]
    order = list(TEXTS)
    return sorted(findings, key=lambda finding: order.index(finding.kind))


def _found(kind: str, places: Iterable[Place], value: float = math.nan) -> Iterator[Finding]:
    """Yield a finding with these places, unless there are none."""
    every = list(places)
    if every:
        yield Finding(kind, len(every), value, tuple(every[:MOST_PLACES]))


def _of_sets(found: TargetStatistics) -> Iterator[Finding]:
    if found.labelled and not any(row.targets for row in found.sequences):
        yield Finding("no-target", 1)
        return
    for split in ("train", "test"):
        own = [row for row in found.sequences if row.split == split]
        if own and not any(row.targets for row in own):
            yield Finding(f"no-target-{split}", 1)


def _of_labels(sequences: Many[LabelledSequence], found: TargetStatistics) -> Iterator[Finding]:
    for kind, unreadable in (("unreadable", True), ("outside", False)):
        own = [fault for fault in found.faults if fault.unreadable is unreadable]
        if own:
            shown = own[:MOST_PLACES]
            places = tuple(Place(fault.sequence, fault.frame) for fault in shown)
            yield Finding(kind, len(own), math.nan, places, tuple(fault.why for fault in shown))
    yield from _found(
        "implied-empty",
        (Place(i, f) for i, one in enumerate(sequences) for f in sorted(one.implied_empty)),
    )
    frames = found.frames
    many = frames[frames["specks"] >= SPECKS]
    yield from _found("specks", _frames(many), float(many["specks"].max(initial=0)))
    yield from _found("no-data", _frames(frames[frames["lacks"]]))
    yield from _found("map-unused", _frames(frames[frames["map_unused"]]))
    first: dict[tuple[object, int], int] = {}
    twice = []
    for number, one in enumerate(sequences):
        for frame in one.frames:
            key = one.path, one.start + frame
            if first.setdefault(key, number) != number:
                twice.append(Place(number, frame))
    yield from _found("labelled-twice", twice)


def _of_targets(found: TargetStatistics) -> Iterator[Finding]:
    targets = found.targets
    if not targets.size:
        return
    sizes = np.array([row.width * row.height for row in found.sequences])
    area, scr, bright = targets["area"], targets["scr"], targets["bright"]
    covering = area >= COVERING * sizes[targets["sequence"]]
    large = (area > LARGE) & ~covering
    clear = scr >= FAINT
    given = np.isnan(targets["box_area"]) if not found.grown else np.zeros(area.size, bool)
    yield from _found("covering", _places(targets, covering))
    yield from _found("large", _places(targets, large), float(area[large].max(initial=0)))
    yield from _found("faint", _places(targets, scr < FAINT))
    share = float(bright[clear].mean()) if clear.any() else 0.5
    for kind, usual, odd in (("dark", share, ~bright), ("bright", 1.0 - share, bright)):
        if USUAL_POLARITY <= usual < 1.0:
            yield from _found(kind, _places(targets, clear & odd), 100.0 * usual)
    single = given & (area == 1)
    if given.any() and single.sum() >= ONE_PIXEL * given.sum():
        yield from _found("one-pixel", _places(targets, single), 100.0 * single.sum() / given.sum())
    loose = targets["box_area"] > LOOSE * targets["width"] * targets["height"]
    yield from _found("loose", _places(targets, loose))
    yield from _found("same-pixels", _places(targets, _on_same_pixels(targets)))


def _on_same_pixels(targets: NDArray[np.void]) -> NDArray[np.bool_]:
    """Return which targets lie on another one of their frame that is about as large."""
    order = np.lexsort([targets[name] for name in ("track", "x", "frame", "sequence")])
    ordered = targets[order]
    again = np.zeros(targets.size, bool)
    for apart in (1, 2):  # in the order of x
        a, b = ordered[:-apart], ordered[apart:]
        same = (a["sequence"] == b["sequence"]) & (a["frame"] == b["frame"])
        for axis in ("x", "y"):
            same &= np.abs(a[axis] - b[axis]) < SAME_PLACE
        same &= np.maximum(a["area"], b["area"]) <= 2 * np.minimum(a["area"], b["area"])
        again[order[apart:][same]] = True
    return again


def _of_tracks(sequences: Many[LabelledSequence], found: TargetStatistics) -> Iterator[Finding]:
    targets = found.targets
    steps = steps_of(targets)
    if not steps.speed.size:
        return
    tracks = np.column_stack([targets[name][steps.after] for name in ("sequence", "track")])
    # Steps are in order of tracks.
    starts = np.flatnonzero((tracks[1:] != tracks[:-1]).any(axis=1)) + 1
    usual = np.concatenate(
        [np.full(own.size, np.median(own)) for own in np.split(steps.speed, starts)]
    )
    far = steps.speed > np.maximum(JUMP_LEAST, JUMP_TIMES * usual)
    places = _places(targets[steps.after], far)
    yield from _found("jump", places, float(steps.speed[far].max(initial=0.0)))
    gaps = []
    longest = 0
    for k in np.flatnonzero(steps.frames > 1).tolist():
        before, after = targets[steps.before[k]], targets[steps.after[k]]
        labelled = sequences[int(after["sequence"])]
        between = range(int(before["frame"]) + 1, int(after["frame"]))
        missing = [f for f in between if f not in labelled.labels and f not in labelled.masks]
        if missing:
            gaps.append(
                Place(int(after["sequence"]), missing[0], *map(float, (before["x"], before["y"])))
            )
            longest = max(longest, len(missing))
    yield from _found("gap", gaps, float(longest))


def _of_images(
    sequences: Many[LabelledSequence], found: TargetStatistics, progress: Progress
) -> Iterator[Finding]:
    parts: dict[object, set[str]] = {}
    for one in sequences:
        if one.split is not None:
            parts.setdefault(one.path, set()).add(one.split)
    cut = [Place(i, 0) for i, one in enumerate(sequences) if len(parts.get(one.path, ())) > 1]
    yield from _found("leak-cut", cut)
    looks = found.looks
    split = [sequences[look.sequence].split for look in looks]
    pairs = alike(looks, progress)
    both = {frozenset(("train", "test"))}
    leaks = [p for p in pairs if frozenset((split[p.a], split[p.b])) in both]
    yield from _pairs("leak", leaks, sequences, found)
    known = {frozenset((p.a, p.b)) for p in leaks}
    beside = [p for p in _neighbours(sequences, found) if frozenset((p.a, p.b)) not in known]
    yield from _pairs("leak-next", beside, sequences, found)
    yield from _pairs("alike", [p for p in pairs if p not in set(leaks)], sequences, found)
    yield from _pairs("repeated", repeated(looks), sequences, found)


def _neighbours(sequences: Many[LabelledSequence], found: TargetStatistics) -> Iterator[Pair]:
    """Yield single images with consecutive numbers that show one scene and are in both parts."""
    numbered: dict[tuple[str, int], int] = {}
    for number, look in enumerate(found.looks):
        match = _NUMBERED.fullmatch(sequences[look.sequence].name)
        if match and found.sequences[look.sequence].frames == 1:
            numbered[match[1], int(match[2])] = number
    for (prefix, number), b in numbered.items():
        a = numbered.get((prefix, number - 1))
        if a is None:
            continue
        splits = {sequences[found.looks[k].sequence].split for k in (a, b)}
        if splits == {"train", "test"} and one_scene(found.looks[a], found.looks[b]):
            yield Pair(a, b, False)


def _pairs(
    kind: str, pairs: Many[Pair], sequences: Many[LabelledSequence], found: TargetStatistics
) -> Iterator[Finding]:
    if pairs:
        shown = pairs[:MOST_PLACES]
        looks = found.looks
        places = tuple(Place(looks[p.b].sequence, looks[p.b].frame) for p in shown)
        details = tuple(
            where(sequences, found, Place(looks[p.a].sequence, looks[p.a].frame)) for p in shown
        )
        yield Finding(kind, len(pairs), math.nan, places, details)


def _places(targets: NDArray[np.void], chosen: NDArray[np.bool_]) -> Iterator[Place]:
    for t in targets[chosen]:
        yield Place(int(t["sequence"]), int(t["frame"]), float(t["x"]), float(t["y"]))


def _frames(frames: NDArray[np.void]) -> Iterator[Place]:
    for f in frames:
        yield Place(int(f["sequence"]), int(f["frame"]))
