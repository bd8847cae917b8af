"""Full against point supervision (paper, Table II): ``python -m tests.bench.point_supervision``.

RPR-Net in its single-frame form on ../shared/data/sirst, trained twice with everything else equal:
from the true masks, and from one random pixel a target through PAMG. A fifth of the images, by a
hash of their names, is left out and scored. No targets are pasted into the training images, since
their exact masks would be in both runs.
"""

import argparse
import json
from hashlib import blake2b
from pathlib import Path

import torch

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.eval import curves, metrics
from p2m_core.eval.detect import pixel_counts, score_sequence
from p2m_core.networks.rprnet.decode import FLOOR
from p2m_core.networks.rprnet.stream import SequenceDetector
from p2m_core.train import run
from p2m_core.train.config import TrainConfig, with_settings
from p2m_core.train.loop import train
from p2m_core.train.prepare import training_clips
from tests.real_data import real

SHARE = 5
THRESHOLD = 0.5


def left_out(name: str) -> bool:
    return blake2b(name.encode(), digest_size=8).digest()[0] % SHARE == 0


def score(weights: Path, sequences: list[LabelledSequence]) -> dict[str, float]:
    detector = SequenceDetector(weights, threshold=FLOOR)
    scored, circles, masks = [], [], []
    for sequence in sequences:
        with sequence.open() as frames:
            found = dict(detector.detect(frames))
        scored.append(score_sequence(sequence, found))
        counts = pixel_counts(sequence, found, THRESHOLD)
        circles.append(counts.circles)
        masks.append(counts.masks)
    merged = curves.merge(scored)
    point = curves.point_above(merged, THRESHOLD)
    row = {
        "targets": merged.targets, "images": merged.frames,
        "pd": point.pd, "false_per_image": point.false_per_frame,
        "pd_at_0.1": curves.pd_at(merged, 0.1), "pd_at_0.5": curves.pd_at(merged, 0.5),
        "centroid_error": point.centroid_error, "radius_error": point.radius_error,
    }  # fmt: skip
    for form, parts in (("circle", circles), ("mask", masks)):
        found = metrics.summarise(metrics.total(parts))
        row |= {f"{form}_{name}": found[name] for name in ("pd", "fa", "target_miou", "pixel_iou")}
    return row


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], dest="settings")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    every = open_dataset(real("sirst"), format="masks")
    training = [s for s in every if not left_out(s.name)]
    testing = [s for s in every if left_out(s.name)]
    print(f"{len(training)} images to train on, {len(testing)} to score", flush=True)
    for seed in range(given.seeds):
        for kind in ("labels", "points"):
            base = TrainConfig(
                variant="single", epochs=5, steps=300, crop=192, paste=0, wires=0, workers=0
            )
            config = with_settings(base, [f"seed={seed}", f"supervise_by={kind}", *given.settings])
            folder = given.out / f"{kind}-{seed}"
            clips = training_clips(training, config)
            run.begin(folder, config, clips, [], run.fingerprint(clips))
            train(config, clips, folder)
            row = {"supervision": kind, "seed": seed, **score(folder / "last.safetensors", testing)}
            print(json.dumps({k: round(v, 4) if isinstance(v, float) else v
                              for k, v in row.items()}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
