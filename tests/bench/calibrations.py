"""``python -m tests.bench.calibrations``: gain of calibration on targets outside of the fit.

For each convention and number of masks, several random divisions of the images of SIRST: other
targets of the images in the fit are not scored, and each target gets one seed.
"""

import time

import numpy as np

from p2m_core.eval.bootstrap import interval
from p2m_core.pamg import PamgParams, grow
from p2m_core.pamg.calibrate import Example, calibrate
from tests.bench.__main__ import machine
from tests.core.pamg.sirst import cases, iou
from tests.core.pamg.test_calibrate import by_convention, dilated, half_maximum, plain

COUNTS, DIVISIONS = (24, 36, 48), 8


def main() -> None:
    print(machine(), "\n")
    everything = cases()
    names = sorted({c.name for c in everything})
    print("| convention | masks | before | gain, mean (95 %) | smallest, largest | kept base | s |")
    print("|---|---|---|---|---|---|---|")
    for convention in (plain, dilated, half_maximum):
        examples = by_convention(everything, convention)
        before = np.array([own_iou(e, PamgParams()) for e in examples])
        for count in COUNTS:
            gains, kept, took = [], 0, []
            for division in range(DIVISIONS):
                order = np.random.default_rng(division).permutation(names).tolist()
                rank = np.array([order.index(c.name) for c in everything])
                taught = np.argsort(rank, kind="stable")[:count]
                scored = np.flatnonzero(rank > rank[taught].max())
                start = time.perf_counter()
                found = calibrate([examples[k] for k in taught])
                took.append(time.perf_counter() - start)
                kept += found.params == PamgParams()
                after = np.array([own_iou(examples[k], found.params) for k in scored])
                gains.append(100.0 * float((after - before[scored]).mean()))
            low, high = interval(gains)
            print(
                f"| {convention.__name__} | {count} | {100 * before.mean():.1f} "
                f"| {np.mean(gains):+.1f} ({low:+.1f} to {high:+.1f}) "
                f"| {min(gains):+.1f}, {max(gains):+.1f} | {kept} of {DIVISIONS} "
                f"| {np.median(took):.1f} |",
                flush=True,
            )


def own_iou(example: Example, params: PamgParams) -> float:
    return iou(grow(example.image, example.seed, params).mask, example.mask)


if __name__ == "__main__":
    main()
