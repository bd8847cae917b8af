"""PAMG: the public call, and the kernel against its plain-Python twin in the same run."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from p2m_core.pamg import _reference, grow, growth, warm_up
from p2m_core.synth import SynthConfig, make_sequence
from tests.bench.table import row


def rows(_: Path) -> Iterator[str]:
    warm_up()
    for bits in (8, 16):
        config = SynthConfig(
            seed=1, frames=30, height=512, width=640, n_targets=4, bit_depth=bits, scr=(5, 20)
        )
        sequence = make_sequence(config)
        seeds = [(t.frame, (t.seed_x, t.seed_y)) for t in sequence.targets]
        times = [timed(sequence.frames[f], s) for f, s in seeds]
        yield row(f"grow, {bits}-bit, 640x512, R_s 20", times, "ms")
        kernel = growth._kernel
        growth._kernel = _reference.grow_in_window
        twin = [timed(sequence.frames[f], s) for f, s in seeds[::4]]
        growth._kernel = kernel
        ratios = [a / b for a, b in zip(twin, times[::4], strict=True)]
        yield row(f"plain-Python twin over kernel, {bits}-bit", ratios, "x")
    small = np.random.default_rng(0).normal(100, 5, (256, 256))
    large = np.zeros((4096, 4096))
    large[1920:2176, 1920:2176] = small
    ratios = [timed(large, (2048, 2048)) / timed(small, (128, 128)) for _ in range(50)]
    yield row("grow in 4096x4096 over 256x256", ratios, "x")


def timed(image: np.ndarray, seed: tuple[float, float]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    grow(image, seed)
    return (time.perf_counter() - start) * 1e3
