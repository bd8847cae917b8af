"""Table VI on a small budget: ``python -m tests.bench.ablation OUT``.

Every row gets the same steps, seeds and samples on ../shared/data/drone_ir/train, and is scored on
evenly spread labelled frames of ../shared/data/drone_ir/val and on drawn sequences, none of them in
the training set. The budget is far from the paper's 100 epochs: differences smaller than the spread
over seeds mean nothing. Rows already in OUT are scored again, not trained again.
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.eval import curves
from p2m_core.eval.detect import score_sequence
from p2m_core.networks.rprnet import VARIANTS, SequenceDetector, describe
from p2m_core.networks.rprnet.decode import FLOOR
from p2m_core.synth import SynthConfig, write_sequences
from p2m_core.train import run
from p2m_core.train.config import TrainConfig, with_settings
from p2m_core.train.loop import train
from p2m_core.train.prepare import training_clips
from tests.real_data import real

FRAMES = 24  # of each video
SEEDS = {"full": 3, "single": 3}  # the rows that matter most; the others have one


def score(weights: Path, sequences: list[LabelledSequence]) -> dict[str, float]:
    detector = SequenceDetector(weights, threshold=FLOOR, precision="auto")
    parts = []
    for s in sequences:
        count = min(FRAMES, len(s.frames))
        chosen = [s.frames[i] for i in np.linspace(0, len(s.frames) - 1, count).astype(int)]
        with s.open() as frames:
            found = dict(detector.detect(frames, chosen))
        parts.append(score_sequence(s.only(chosen), found))
    merged = curves.merge(parts)
    row = {f"pd_at_{a:g}": curves.pd_at(merged, a) for a in (0.05, 0.1, 0.5)}
    return row | {"auc_to_1": curves.auc(merged), "targets": merged.targets}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", action="append", default=[], dest="settings")
    given = parser.parse_args()
    torch.set_num_threads(1)
    training = open_dataset(real("drone_ir") / "train")
    testing = open_dataset(real("drone_ir") / "val")
    if not (given.out / "drawn").exists():
        kinds = ("cloud", "sea", "field", "town")
        configs = [
            SynthConfig(
                seed=2000 + i, frames=10, width=320, background=kinds[i % 4], n_targets=4,
                scr=(5.0, 20.0), jitter=0.3, drift=0.6,
            )
            for i in range(16)
        ]  # fmt: skip
        write_sequences(configs, given.out / "drawn")
    drawn = open_dataset(given.out / "drawn")
    base = with_settings(TrainConfig(epochs=1, steps=250, crop=128, workers=0), given.settings)
    clips = training_clips(training, base, given.out / "labels")
    rows = [(name, seed) for seed in range(3) for name in VARIANTS if seed < SEEDS.get(name, 1)]
    for name, seed in rows:
        config = replace(base, variant=name, seed=seed)
        folder = given.out / f"{name}-{seed}"
        weights = folder / "last.safetensors"
        if not weights.exists():
            run.begin(folder, config, clips, [], run.fingerprint(clips))
            train(config, clips, folder)
        [epoch] = run.read_metrics(folder)
        row = {
            "variant": name, "seed": seed, "steps": int(epoch["step"]),
            "loss": float(epoch["loss"]), "minutes": float(epoch["seconds"]) / 60.0,
            **describe(VARIANTS[name]), **score(weights, testing),
            **{f"drawn_{key}": value for key, value in score(weights, drawn).items()},
        }  # fmt: skip
        print(json.dumps({k: round(v, 4) if isinstance(v, float) else v
                          for k, v in row.items()}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
