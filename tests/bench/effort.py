"""Effort of an annotator: interactions until every target of synthetic sequences is well masked.

    python -m tests.bench.effort [--goal 0.8 0.5] [--frames 200] [--target-size 1,6]

A simulated person (`tests.bench.simulated_annotator`, which defines one interaction) works through
three sequences of ``p2m synth`` in the real document, once in each way of working, until every mask
reaches the required IoU with the exact one. Where a frame had masks before the person came to it,
the table shows their quality. Way (g) begins with a calibration: `p2m_core.pamg.calibrate` fits
parameters to the first 12 masks of each sequence, corrected with care, for new projects. (The
window has no command for that.)
"""

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from label_irst.app import make_application
from label_irst.document import Document
from label_irst.document.opening import open_path
from label_irst.views.targets.propagation_controller import PropagationController
from label_irst.views.targets.rest_controller import RestController
from label_irst.views.targets.track_jobs import TrackJobs
from p2m_core import pamg
from p2m_core.cli.values import parse_pair
from p2m_core.detector import Detection
from p2m_core.pamg import PamgParams
from p2m_core.pamg.calibrate import Example, calibrate
from p2m_core.sequence import open_sequence
from p2m_core.suggest import suggest, suggester
from p2m_core.synth import SynthConfig, SynthSequence, make_sequence
from tests.bench.__main__ import machine
from tests.bench.simulated_annotator import Person, Way, annotate, lesson

SCENES = (("cloud", 1, 101), ("sea", 2, 102), ("field", 3, 103))  # background, targets, seed
MASKS = 12  # of each sequence that calibration learns from
WAYS = (
    Way("(a) clicks by hand"),
    Way("(b) clicks, scrubbing", scrub=True),
    Way("(c) propagation", propagate=True),
    Way("(d) propagation, scrubbing", propagate=True, scrub=True),
    Way("(e) suggestions, scrubbing", suggest=True, scrub=True),
    Way("(f) all", propagate=True, suggest=True, scrub=True),
    Way("(h) as d, rest of tracks", propagate=True, scrub=True, rest=True),
    Way("(i) as h, calibrated", propagate=True, scrub=True, rest=True, calibrate=True),
    Way("(g) as d, calibrated", propagate=True, scrub=True, calibrate=True),
)
HEAD = (
    "| way | interactions | a target-frame | good as found | brush needed | keys , . | s "
    "| interactions in detail |\n|---|---|---|---|---|---|---|---|"
)

Found = list[tuple[int, list[Detection]]]


@contextmanager
def at_work(
    folder: Path, truth: SynthSequence, way: Way, goal: float, params: PamgParams
) -> Iterator[Person]:
    """A person with one of the sequences, in a new project."""
    folder.mkdir(parents=True)
    np.save(folder / "sequence.npy", truth.frames)
    project, info = open_path(folder / "sequence.npy")
    assert info is not None
    window, document = QWidget(), Document()
    document.open_project(project)
    document.open_sequence(info)
    document.set_params(params)
    propagation = PropagationController(window, document)
    jobs = TrackJobs(window, document)
    rest = RestController(document, jobs, QAction("Apply to the rest", window))
    for part in (propagation.progress, jobs.progress, rest.offer):
        part.setParent(window)  # else it would be a window of its own
    yield Person(document, propagation, jobs, rest, truth, way, goal)
    document.close()


def suggested(person: Person, found: Found) -> None:
    """Shift+Q, and the detections that follow."""
    detector = suggester()
    person.document.suggestions.begin(detector.title, detector.threshold)
    assert person.document.suggestions.store(detector.name, found)
    person.done["suggest"] += 1


def of_way(folder: Path, way: Way, goal: float, scenes: list[tuple[SynthSequence, Found]]) -> str:
    """One line of the table."""
    done: Counter[str] = Counter()
    masks: list[float] = []
    params, lessons = PamgParams(), list[Example]()
    keys = brushed = 0
    began = time.perf_counter()
    for number, (truth, _) in enumerate(scenes if way.calibrate else []):
        with at_work(folder / f"lesson {number}", truth, way, 1.0, params) as person:
            lessons += lesson(person, MASKS)
            done += person.done
            keys += person.keys
    if lessons:
        params = calibrate(lessons).params
    for number, (truth, found) in enumerate(scenes):
        with at_work(folder / str(number), truth, way, goal, params) as person:
            if way.suggest:
                suggested(person, found)
            annotate(person)
            done += person.done
            masks += person.found
            keys, brushed = keys + person.keys, brushed + person.brushed
    took = time.perf_counter() - began
    targets = sum(len(truth.targets) for truth, _ in scenes)
    found_good = f"{sum(score >= goal for score in masks)} of {len(masks)}"
    if masks:
        found_good += f", median IoU {np.median(masks):.2f}"
    result = ", ".join(f"{kind} {count}" for kind, count in done.most_common())
    return (
        f"| {way.name} | {done.total()} | {done.total() / targets:.3f} | {found_good} "
        f"| {brushed} ({100 * brushed / targets:.1f} %) | {keys} | {took:.0f} | {result} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Interactions of a simulated annotator.")
    parser.add_argument("--goal", type=float, nargs="+", default=[0.8, 0.5], metavar="IOU")
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--target-size", default="1,6", metavar="LO,HI", help="as of p2m synth")
    parser.add_argument("--ways", default="abcdefghi")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application("en")
    pamg.warm_up()
    print(machine(), "\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scenes = []
        for background, targets, seed in SCENES:
            config = SynthConfig(
                seed, options.frames, background=background, n_targets=targets,
                target_size=parse_pair("--target-size", options.target_size),
            )  # fmt: skip
            truth = make_sequence(config)
            np.save(folder / "frames.npy", truth.frames)
            with open_sequence(folder / "frames.npy") as sequence:
                scenes.append((truth, list(suggest(sequence))))
            areas = np.percentile([t.area for t in truth.targets], [0, 50, 100])
            print(f"{truth.config.name}: {options.frames} frames, {len(truth.targets)} "
                  f"target-frames of {areas[0]:.0f}, {areas[1]:.0f}, {areas[2]:.0f} pixels "
                  "(least, median, most)")  # fmt: skip
        for goal in options.goal:
            print(f"\nIoU {goal:g}\n\n{HEAD}")
            for way in WAYS:
                if way.name[1] in options.ways:
                    place = folder / f"{goal:g}" / way.name[1]
                    print(of_way(place, way, goal, scenes), flush=True)
    application.processEvents()


if __name__ == "__main__":
    main()
