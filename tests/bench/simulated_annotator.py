"""An annotator who works through the real document, with the commands of the window.

The truth serves only in place of eyes: where a target is, whether a mask (a preview, a step of the
growth path) is good enough or better than another, and, for the brush, which pixels are wrong. Only
commands of the window change a mask.

One interaction is: a click; a suggestion accepted, or Y for all of the frame; one drag along the
growth curve, or turns of the wheel over the mask (the keys , and . that it would take are counted
beside it); one stroke of the brush or the eraser; P; a corrected mask applied to the rest of its
track; selecting a target by hand, or none; deleting one, or the rest of a track. Stepping through
frames and accepting them do not count: every way of working needs them.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEventLoop

from label_irst.document import Document
from label_irst.document.actions import frame_actions, suggestion_actions, track_actions
from label_irst.document.suggestions import circle
from label_irst.views.targets.propagation_controller import PropagationController
from label_irst.views.targets.rest_controller import RestController
from label_irst.views.targets.track_jobs import TrackJobs
from p2m_core.pamg.calibrate import Example
from p2m_core.project import Target, list_targets, list_track_targets, paint
from p2m_core.synth import SynthSequence, SynthTarget

AGAIN = 10  # frames from applying a mask to the rest of its track to the next time
AHEAD = 12  # frames that one looks ahead before the rest of a track is given up

Mask = NDArray[np.bool_]
Wanted = dict[int, Mask]  # what the targets of a frame should cover, by the truth's track


@dataclass(frozen=True)
class Way:
    """A way of working: the aids of the program in use."""

    name: str
    scrub: bool = False
    propagate: bool = False
    suggest: bool = False
    calibrate: bool = False
    rest: bool = False  # apply a corrected mask to the rest of its track, where the next is bad too


@dataclass
class Person:
    """A person at work on one sequence, and the interactions so far."""

    document: Document
    propagation: PropagationController
    jobs: TrackJobs
    rest: RestController
    truth: SynthSequence
    way: Way
    goal: float  # the IoU that makes a mask good enough
    done: Counter[str] = field(default_factory=Counter)
    keys: int = 0  # of , and . in place of the drags
    found: list[float] = field(default_factory=list)  # IoU of the masks that were there already
    rested: dict[int, int] = field(default_factory=dict)  # by track, the frame of the last `rest`
    brushed: int = 0  # target-frames that nothing but the brush made good


def annotate(person: Person) -> None:
    """Work through the sequence, until every target of every frame is good enough."""
    for frame in range(len(person.truth.frames)):
        person.document.go_to(frame)
        spots = [t for t in person.truth.targets if t.frame == frame]
        _annotate_frame(person, spots, wanted_in(person.truth, frame))


def lesson(person: Person, count: int) -> list[Example]:
    """Click the first `count` targets, and drag each mask to the best step: to calibrate with."""
    document, taught = person.document, list[Example]()
    for spot in person.truth.targets[:count]:
        wanted = wanted_in(person.truth, spot.frame)
        document.go_to(spot.frame)
        _click(person, spot.seed_x, spot.seed_y, spot.track, wanted)
        target, _ = own(document.targets, wanted, spot.track)
        if target is not None and document.image is not None:
            _select(person, target)
            _scrub(person, wanted[spot.track])
            mask = paint(document.selected or target, wanted[spot.track].shape)
            taught.append(Example(document.image, (spot.seed_x, spot.seed_y), mask))
    return taught


def wanted_in(truth: SynthSequence, frame: int) -> Wanted:
    instances = truth.instances[frame]
    return {int(n): instances == n for n in np.unique(instances[instances > 0])}


def _annotate_frame(person: Person, spots: list[SynthTarget], wanted: Wanted) -> None:
    document = person.document
    _clear(person, wanted)
    there = {n: own(document.targets, wanted, n) for n in wanted}
    person.found += [score for target, score in there.values() if target is not None]
    lost = [s for s in spots if there[s.track][0] is None]
    if person.way.suggest and lost:
        _take_suggestions(person, lost)
        _clear(person, wanted)
    for _ in range(2):  # what helps one target may harm the one beside it
        for spot in spots:
            _correct(person, spot, wanted)
        _clear(person, wanted)
    for n in wanted:
        _, score = own(document.targets, wanted, n)
        assert score >= person.goal, f"frame {document.frame}, target {n}: IoU {score:.2f}"
    if person.way.propagate and lost:
        _propagate(person)


# What the eyes see


def iou(mask: Mask, wanted: Mask) -> float:
    return float(np.count_nonzero(mask & wanted) / np.count_nonzero(mask | wanted))


def meant(mask: Mask, wanted: Wanted) -> int | None:
    """The true track of the mask; None where it covers none."""
    score, track = max(((iou(mask, other), n) for n, other in wanted.items()), default=(0.0, 0))
    return track if score > 0.0 else None


def own(targets: list[Target], wanted: Wanted, track: int) -> tuple[Target | None, float]:
    """The target of the document that is the truth's `track`, the best if several are; its IoU."""
    best, score = None, 0.0
    for target in targets:
        mask = paint(target, wanted[track].shape)
        if iou(mask, wanted[track]) > score and meant(mask, wanted) == track:
            best, score = target, iou(mask, wanted[track])
    return best, score


# What the hands do


def _correct(person: Person, spot: SynthTarget, wanted: Wanted) -> None:
    """Make one target good enough: by the cheapest means first, the brush last."""
    document, way, track = person.document, person.way, spot.track

    def now() -> Target | None:
        return own(document.targets, wanted, track)[0]

    def good() -> bool:
        return own(document.targets, wanted, track)[1] >= person.goal

    def grown() -> bool:
        """Whether the target has a growth path to scrub."""
        target = now()
        return way.scrub and target is not None and target.algorithm == "pamg"

    was_good = good()
    if not was_good and not grown():
        _click(person, spot.seed_x, spot.seed_y, track, wanted)
    if not good() and not way.scrub:
        _click(person, spot.x, spot.y, track, wanted)
    if not good() and grown():
        _select(person, now(), by_wheel=True)
        _scrub(person, wanted[track])
    if not good():
        person.brushed += 1
        _select(person, now())
        while not good():
            _stroke(person, wanted[track])
    if way.rest and not was_good and _is_worth_it(person, track):
        _select(person, now())
        _apply_to_rest(person, track)


def _click(person: Person, x: float, y: float, track: int, wanted: Wanted) -> None:
    """Where the preview shows a better mask than the present one.

    With Ctrl where it would take the place of another target's mask.
    """
    growth, before = frame_actions.growth_at(person.document, x, y)
    _, score = own(person.document.targets, wanted, track)
    if meant(growth.mask, wanted) != track or iou(growth.mask, wanted[track]) <= score:
        return
    others = before is not None and meant(paint(before, growth.mask.shape), wanted) != track
    person.done["click"] += frame_actions.click(person.document, x, y, new_target=others)


def _select(person: Person, target: Target | None, by_wheel: bool = False) -> None:
    """Select a target, or none; the wheel over a mask selects it by itself."""
    if person.document.selected != target:
        person.document.select(target)
        person.done["select"] += not by_wheel


def _scrub(person: Person, wanted: Mask) -> None:
    """Drag to the nearest step that is good enough, else to the best one."""
    document = person.document
    target, growth = document.selected, document.growth
    if target is None or growth is None:
        return
    now = frame_actions.growth_step(target, growth)
    steps = np.arange(1, len(growth.path) + 1)
    shared = np.cumsum(wanted[growth.path[:, 0], growth.path[:, 1]])
    scores = shared / (steps + np.count_nonzero(wanted) - shared)
    good = steps[scores >= person.goal]
    chosen = good[np.argmin(np.abs(good - now))] if good.size else steps[np.argmax(scores)]
    if frame_actions.scrub_to(document, int(chosen)):
        person.done["scrub"] += 1
        person.keys += abs(int(chosen) - now)


def _stroke(person: Person, wanted: Mask) -> None:
    """Paint missing pixels or erase wrong ones, whichever are more."""
    target = person.document.selected
    mask = paint(target, wanted.shape) if target is not None else np.zeros_like(wanted)
    missing, surplus = wanted & ~mask, mask & ~wanted
    erase = np.count_nonzero(surplus) > np.count_nonzero(missing)
    pixels = {(int(r), int(c)) for r, c in np.argwhere(surplus if erase else missing)}
    assert frame_actions.paint(person.document, pixels, erase)
    person.done["stroke"] += 1


def _take_suggestions(person: Person, lost: list[SynthTarget]) -> None:
    """All with Y, where that is less work than to click the right ones."""
    document = person.document
    shown = list(document.suggestions.shown)
    right = [g for g in shown if any(np.hypot(g.x - s.x, g.y - s.y) <= circle(g, 0) for s in lost)]
    if right and 1 + 2 * (len(shown) - len(right)) <= len(right):
        person.done["suggestion"] += suggestion_actions.accept_all(document)
        return
    for suggestion in right:
        person.done["suggestion"] += suggestion_actions.accept(document, [suggestion])


def _clear(person: Person, wanted: Wanted) -> None:
    """Delete false targets, and duplicates with a better mask."""
    targets = person.document.targets
    kept = [own(targets, wanted, n)[0] for n in wanted]
    for target in targets:
        if target not in kept:
            _delete(person, target)


def _delete(person: Person, target: Target) -> None:
    """Delete a target; the rest of its track too, where none of it is of use soon."""
    document, project = person.document, person.document.project
    assert project is not None
    _select(person, target)
    first = target.frame + 1

    def is_of_use(later: Target) -> bool:
        wanted = wanted_in(person.truth, later.frame)
        others = list_targets(project, later.sequence, later.frame)
        return later in [own(others, wanted, n)[0] for n in wanted]

    rest = list_track_targets(project, target.sequence, target.track, first, first + AHEAD)
    if rest and not any(map(is_of_use, rest)):
        person.done["delete the rest"] += track_actions.delete_after(document)
    person.done["delete"] += frame_actions.delete_selected(document)


def _is_worth_it(person: Person, track: int) -> bool:
    """Whether the film strip shows that the next mask of the track is not good enough either.

    And the last time is a while ago: what it did not mend then it does not mend now.
    """
    document = person.document
    if document.frame - person.rested.get(track, -AGAIN) < AGAIN:
        return False
    frame, sequence = document.frame + 1, document.info.id if document.info else 0
    if frame >= len(person.truth.frames) or document.project is None:
        return False
    wanted = wanted_in(person.truth, frame)
    if track not in wanted:
        return False
    target, score = own(list_targets(document.project, sequence, frame), wanted, track)
    return target is not None and score < person.goal


def _apply_to_rest(person: Person, track: int) -> None:
    person.rest.start()
    person.done["rest"] += 1
    person.rested[track] = person.document.frame
    while person.jobs.progress.busy:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _propagate(person: Person) -> None:
    """Follow what was lost; where there are others, all at once, for these know of each other."""
    document, propagation = person.document, person.propagation
    _select(person, document.targets[0] if len(document.targets) == 1 else None)
    if propagation.start(+1) and propagation.job is not None:
        person.done["P"] += 1
        propagation.job.wait()
        QCoreApplication.processEvents()  # what it found is stored here
