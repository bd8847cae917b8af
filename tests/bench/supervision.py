"""Quality of the supervision from points and boxes, and which targets to doubt.

``python -m tests.bench.supervision`` prints the tables. On SIRST, whose masks are known: random
points, exact boxes, and boxes loosened by 2 to 5 pixels a side and shifted by up to 1. On the
videos of drone_ir, whose boxes are interpolated: does the centroid lie in the box, and how far
does it move against steady motion (its second difference)?
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from p2m_core.datasets.labelled import BoxLabel, PointLabel
from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.supervision import BoxSeed, grow_label, supervise
from p2m_core.geometry import bounding_box, centroid, equivalent_radius, measure
from p2m_core.pamg import PamgParams
from p2m_core.pamg.params import LOW_MARGIN
from tests.core.pamg.sirst import Case, cases
from tests.real_data import ROOT

KINDS = ("random point", "exact box", "loose box")
SEEDS: tuple[BoxSeed, ...] = ("center", "salient")


@dataclass(frozen=True)
class Score:
    iou: float
    shift: float  # of the centroid, pixels
    growth: float  # of the radius, pixels
    certainty: float
    rho: float


def label_of(case: Case, kind: str, rng: np.random.Generator) -> PointLabel | BoxLabel:
    if kind == "random point":
        return PointLabel(*case.seed)
    x0, y0, x1, y1 = bounding_box(case.mask)
    if kind == "exact box":
        return BoxLabel(x0, y0, x1 - x0, y1 - y0)
    left, top, right, bottom = rng.integers(2, 6, 4)
    dx, dy = rng.uniform(-1, 1, 2)
    return BoxLabel(x0 - left + dx, y0 - top + dy, x1 - x0 + left + right, y1 - y0 + top + bottom)


def scores(targets: list[Case], kind: str, seed: BoxSeed) -> Iterator[Score]:
    rng = np.random.default_rng(3407)
    for case in targets:
        pixels, certainty = grow_label(case.image, label_of(case, kind, rng), PamgParams(), seed)
        mask = np.zeros(case.mask.shape, bool)
        mask[tuple(pixels.T)] = True
        (x, y), (true_x, true_y) = centroid(mask), centroid(case.mask)
        yield Score(
            float((mask & case.mask).sum() / (mask | case.mask).sum()),
            math.hypot(x - true_x, y - true_y),
            equivalent_radius(len(pixels)) - equivalent_radius(case.mask.sum()),
            certainty,
            measure(case.image, mask).rho,
        )


def auc(sure: NDArray[np.float64], bad: NDArray[np.bool_]) -> float:
    """The probability that a bad target is less sure than a good one."""
    ranks = rankdata(-np.nan_to_num(sure, nan=-1.0, posinf=1e12))
    n = int(bad.sum())
    return float((ranks[bad].sum() - n * (n + 1) / 2) / (n * (len(bad) - n)))


def sirst() -> None:
    targets = cases()
    low = LOW_MARGIN[PamgParams().variant]
    print(f"SIRST, {len(targets)} targets")
    print(
        "label, seed            mIoU  IoU>.5 centroid  >2px radius  bias | AUC of IoU<.5: "
        "certainty rho | centroid>1px | doubted: share, their IoU<.5, >2px"
    )
    for kind in KINDS:
        for seed in SEEDS if kind != "random point" else SEEDS[:1]:
            found = list(scores(targets, kind, seed))
            iou, shift, growth, sure, rho = (
                np.array([getattr(s, name) for s in found])
                for name in ("iou", "shift", "growth", "certainty", "rho")
            )
            bad, doubted = iou < 0.5, ~(sure >= low)
            print(
                f"{kind:13} {seed:8}  {iou.mean():.3f}   {1 - bad.mean():.3f}   "
                f"{shift.mean():.2f}   {(shift > 2).mean():.3f}  {np.abs(growth).mean():.2f}  "
                f"{growth.mean():+.2f}  |      {auc(sure, bad):.2f}   {auc(rho, bad):.2f}   |"
                f"   {auc(sure, shift > 1):.2f}   {auc(rho, shift > 1):.2f}  |  "
                f"{doubted.mean():.2f}   {bad[doubted].mean():.2f}   "
                f"{(shift[doubted] > 2).mean():.2f}"
            )
            edges = [0, 0.3, 0.7, 1, 2, 4, np.inf]
            share = [
                f"{1 - bad[inside].mean():.2f} ({inside.sum()})"
                for a, b in pairwise(edges)
                if (inside := (sure >= a * low) & (sure < b * low)).any()
            ]
            print("   good masks by certainty in low margins, from", edges[:-1], *share)


def drones() -> None:
    videos = open_dataset(ROOT / "drone_ir" / "train")
    print("\ndrone_ir/train, means over 14 videos")
    print(
        "seed      in box  2nd difference: median  rms  >3px | radius step rms | radius | "
        "doubted, share of jumps >3px doubted"
    )
    for seed in SEEDS:
        rows = []
        for video in videos:
            got = supervise(video, box_seed=seed, doubtful="drop")
            box = np.array([video.labels[int(f)][0] for f in got.frame])
            inside = (np.abs(got.x - box[:, 0] - (box[:, 2] - 1) / 2) <= box[:, 2] / 2) & (
                np.abs(got.y - box[:, 1] - (box[:, 3] - 1) / 2) <= box[:, 3] / 2
            )
            steady = (np.diff(got.frame)[1:] == 1) & (np.diff(got.frame)[:-1] == 1)
            jump = np.hypot(np.diff(got.x, 2), np.diff(got.y, 2))[steady]
            doubted = got.weight == 0
            near = (doubted[2:] | doubted[1:-1] | doubted[:-2])[steady]
            rows.append(
                (
                    inside.mean(),
                    np.median(jump),
                    math.sqrt(np.mean(jump**2)),
                    (jump > 3).mean(),
                    math.sqrt(np.mean(np.diff(got.radius) ** 2)),
                    np.median(got.radius),
                    doubted.mean(),
                    near[jump > 3].mean() if (jump > 3).any() else np.nan,
                )
            )
        print(f"{seed:8}", *(f"{value:8.3f}" for value in np.nanmean(rows, axis=0)))
        print("   doubted by video:", *(f"{row[6]:.2f}" for row in rows))


def main() -> None:
    sirst()
    drones()


if __name__ == "__main__":
    main()
