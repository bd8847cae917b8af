"""Clicks that a mask takes until it is right (NoC), on images with true masks.

    python -m tests.bench.corrections [FOLDER] [--most 400] [--seed 3407]

FOLDER has ``images/`` and ``masks/`` (by default ../shared/data/sirst). The first click is a random
pixel of the target. Each next one is the pixel deepest inside the largest error: included where the
mask misses it, excluded where it is surplus. NoC@t is the mean number of clicks until the mask has
an IoU of t with the true one, `CLICKS` where it never has; failures are the share that never has.

With a scrub, one ideal choice of the step on the growth path, right after the first click, counts
as one more action; corrective clicks follow as above, or single pixels as with a brush.

The last lines are of first clicks alone: on the target, and a few pixels beside it, as they are and
snapped to the peak (`p2m_core.pamg.snapped`).
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.eval.targets import find_pairs, load_scenes
from p2m_core.pamg import grow, snapped
from tests.bench.__main__ import machine

CLICKS = 10
GOALS = (0.8, 0.9)
SNAP = 2.0
BESIDE = ((0.5, 1.2), (1.2, 2.2), (2.2, 3.2))  # pixels from the target

Scrub = Literal["", "clicks", "pixels"]

Mask = NDArray[np.bool_]


class Case(NamedTuple):
    """An image and the true mask of one of its targets."""

    image: NDArray[np.generic]
    true: Mask


def cases(folder: Path, most: int) -> list[Case]:
    """Return the targets of a folder, or `most` of them, the same ones every time."""
    scenes = load_scenes(find_pairs(folder / "images", folder / "masks"))
    every = [Case(scene.image, true) for scene in scenes for true in scene.targets]
    some = np.random.default_rng(0).permutation(len(every))[:most]
    return [every[i] for i in sorted(some)]


def next_click(mask: Mask, true: Mask) -> tuple[bool, tuple[float, float]]:
    """Return the pixel deepest inside the largest error, and whether it is to be included."""
    found = []
    for wanted, wrong in ((True, true & ~mask), (False, mask & ~true)):
        _, parts, stats, _ = cv2.connectedComponentsWithStats(
            wrong.astype(np.uint8), connectivity=8
        )
        found += [(stats[i, cv2.CC_STAT_AREA], wanted, parts == i) for i in range(1, len(stats))]
    _, wanted, part = max(found, key=lambda item: item[0])
    padded = np.pad(part, 1).astype(np.uint8)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    return wanted, (float(column), float(row))


def iou(mask: Mask, true: Mask) -> float:
    """Return the intersection over the union of two masks."""
    return float((mask & true).sum() / (mask | true).sum())


def corrected(case: Case, seed: tuple[float, float], scrub: Scrub) -> list[float]:
    """Return the IoU after each action, `CLICKS` of them."""
    included: list[tuple[float, float]] = []
    excluded: list[tuple[float, float]] = []
    growth = grow(case.image, seed)
    masks, mask, step = [growth.mask], growth.mask, 0
    if scrub:
        shared = case.true[tuple(growth.path.T)].cumsum()
        sizes = np.arange(1, len(shared) + 1)
        step = 1 + int(np.argmax(shared / (case.true.sum() + sizes - shared)))
        mask = growth.mask_at(step)
        masks.append(mask)
    while len(masks) < CLICKS and iou(mask, case.true) < max(GOALS):
        wanted, place = next_click(mask, case.true)
        if scrub == "pixels":
            mask = mask.copy()
            mask[int(place[1]), int(place[0])] = wanted
        else:
            (included if wanted else excluded).append(place)
            mask = grow(case.image, seed, included=included, excluded=excluded, step=step).mask
        masks.append(mask)
    shares = [iou(mask, case.true) for mask in masks]
    return shares + shares[-1:] * (CLICKS - len(shares))


def report(name: str, shares: Sequence[Sequence[float]]) -> None:
    """Print one line of the table."""
    table = np.array(shares)
    cells = []
    for goal in GOALS:
        reached = table >= goal
        clicks = np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, CLICKS)
        cells += [f"{clicks.mean():.2f}", f"{1.0 - reached.any(axis=1).mean():.1%}"]
    cells += [f"{table[:, i].mean():.3f}" for i in (0, 1, 2, 4)]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/data/sirst"))
    parser.add_argument("--most", type=int, default=400)
    parser.add_argument("--seed", type=int, default=3407)
    chosen = parser.parse_args()
    every = cases(chosen.folder, chosen.most)
    rng = np.random.default_rng(chosen.seed)
    seeds = []
    for case in every:
        row, column = rng.choice(np.argwhere(case.true))
        seeds.append((float(column), float(row)))
    print(machine())
    print(f"{chosen.folder}: {len(every)} targets, seed {chosen.seed}")
    print("| way | NoC@.8 | failures | NoC@.9 | failures | IoU after 1 | 2 | 3 | 5 |")
    print("|---|---|---|---|---|---|---|---|---|")
    ways: tuple[tuple[str, Scrub], ...] = (
        ("clicks", ""), ("one scrub, then clicks", "clicks"), ("one scrub, then pixels", "pixels"),
    )  # fmt: skip
    for name, scrub in ways:
        report(name, [corrected(c, s, scrub) for c, s in zip(every, seeds, strict=True)])
    print("| first click | IoU | snapped |\n|---|---|---|")
    first_clicks("on the target", every, seeds)
    for low, high in BESIDE:
        places = [beside(case, low, high, rng) for case in every]
        first_clicks(f"{low} to {high} px beside", every, places)


def beside(case: Case, low: float, high: float, rng: np.random.Generator) -> tuple[float, float]:
    """Return a random pixel at such a distance of the target."""
    apart = cv2.distanceTransform((~case.true).astype(np.uint8), cv2.DIST_L2, 5)
    row, column = rng.choice(np.argwhere((apart > low) & (apart <= high)))
    return float(column), float(row)


def first_clicks(name: str, every: Sequence[Case], places: Sequence[tuple[float, float]]) -> None:
    """Print the mean IoU of what grows from these places, and from what they snap to."""
    pairs = list(zip(every, places, strict=True))
    plain = [iou(grow(c.image, p).mask, c.true) for c, p in pairs]
    meant = [iou(grow(c.image, snapped(c.image, p, SNAP)).mask, c.true) for c, p in pairs]
    print(f"| {name} | {np.mean(plain):.3f} | {np.mean(meant):.3f} |", flush=True)


if __name__ == "__main__":
    main()
