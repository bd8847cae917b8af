"""How well the masks of a followed target keep the size of the first one.

    python -m tests.bench.sizes [--seeds 900-919] [--targets 1]

Sequences of ``p2m synth``, one a seed, the backgrounds in turn. Every target is
followed from its first frame, where the exact mask is given: as the mask of the first frame, and
beside it as a radius alone, which is what was known before masks could be given. The figures are of
all later frames in which the target is visible and was followed; a mask that misses its target
counts with IoU 0, and is left out of the ratio of areas. Of several targets some cross, and the
followed one may be taken for the other: that is the tracker's error, not the mask's.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from p2m_core.sequence import open_sequence
from p2m_core.synth import BACKGROUNDS, SynthConfig, make_sequence
from p2m_core.track import propagate
from tests.bench.__main__ import machine


def followed(seed: int, targets: int, given: bool) -> Iterator[tuple[float, float]]:
    """Yield the IoU of each mask after the first, and its area divided by the true one."""
    background = BACKGROUNDS[seed % len(BACKGROUNDS)]
    truth = make_sequence(SynthConfig(seed=seed, background=background, n_targets=targets))
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "frames.npy", truth.frames)
        with open_sequence(Path(folder) / "frames.npy") as frames:
            for track in sorted({target.track for target in truth.targets}):
                first = min((t for t in truth.targets if t.track == track), key=lambda t: t.frame)
                exact = truth.instances == track
                for found in propagate(
                    frames,
                    first.frame,
                    (first.seed_x, first.seed_y),
                    radius=first.radius,
                    mask=exact[first.frame] if given else None,
                ):
                    true = exact[found.frame]
                    if found.frame > first.frame and true.any():
                        common, union = (found.mask & true).sum(), (found.mask | true).sum()
                        yield common / union, found.mask.sum() / true.sum()


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seeds", default="900-919")
    parser.add_argument("--targets", type=int, default=1)
    chosen = parser.parse_args()
    low, high = map(int, chosen.seeds.split("-"))
    print(machine())
    print("| the first frame | masks | mean IoU | median IoU | ratio of areas | missed |")
    print("|---|---|---|---|---|---|")
    for name, given in (("its radius", False), ("its mask", True)):
        rows = [
            row for seed in range(low, high + 1) for row in followed(seed, chosen.targets, given)
        ]
        iou, ratio = np.array(rows).T
        ratio = np.median(ratio[iou > 0.0])
        print(
            f"| {name} | {len(iou)} | {iou.mean():.3f} | {np.median(iou):.3f} | {ratio:.2f} "
            f"| {(iou == 0.0).mean():.1%} |"
        )


if __name__ == "__main__":
    main()
