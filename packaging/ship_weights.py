"""Make the weights that ship from a finished run: half precision, threshold, provenance.

    python packaging/ship_weights.py RUN DATASET...

The threshold is the one with 0.02 false targets a frame on the labelled frames of the data sets
given: never those that the card reports on.
"""

import sys
from datetime import date
from pathlib import Path

import numpy as np

from p2m_core.data.datasets import open_dataset
from p2m_core.data.labelled import LabelledSequence
from p2m_core.eval import curves
from p2m_core.eval.curves import Scored
from p2m_core.eval.detect import score_sequence
from p2m_core.resources import shipped_weights
from p2m_core.rprnet import SequenceDetector, checkpoint
from p2m_core.rprnet.decode import FLOOR
from p2m_core.train import run

FALSE_PER_FRAME = 0.02
FRAMES = 40  # of a sequence, evenly spread


def scored(detector: SequenceDetector, labelled: LabelledSequence) -> Scored:
    """Score the detector on evenly spread labelled frames of one sequence."""
    every = labelled.frames
    count = min(FRAMES, len(every))
    chosen = {every[i] for i in np.linspace(0, len(every) - 1, count).astype(int)}
    some = LabelledSequence(
        labelled.name, labelled.path, start=labelled.start, stop=labelled.stop,
        labels={f: v for f, v in labelled.labels.items() if f in chosen},
        masks={f: v for f, v in labelled.masks.items() if f in chosen},
    )  # fmt: skip
    with labelled.open() as frames:
        return score_sequence(some, dict(detector.detect(frames, chosen)))


def main() -> None:
    """Choose the threshold, and write the file that ships."""
    folder, *datasets = (Path(argument) for argument in sys.argv[1:])
    stored = checkpoint.load(folder / "last.safetensors")
    detector = SequenceDetector(stored.model, precision="auto", threshold=FLOOR, batch=4)
    found = curves.merge(scored(detector, s) for path in datasets for s in open_dataset(path))
    point = curves.point_at(found, FALSE_PER_FRAME)
    print(f"Pd {point.pd:.4f} at {point.false_per_frame:.4f} false targets a frame: {point}")
    facts = {
        **stored.facts,
        "date": date.today().isoformat(),
        "labels": run.labels_of(folder),
        "threshold_from": [path.name for path in datasets],
    }
    path = shipped_weights()
    path.parent.mkdir(parents=True, exist_ok=True)
    checkpoint.save(path, stored.model, round(point.threshold, 3), facts, half=True)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, threshold {point.threshold:.3f}")


if __name__ == "__main__":
    main()
