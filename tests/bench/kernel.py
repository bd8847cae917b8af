"""PAMG: the public call, its kernel, and the plain-Python twin, in the same run."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from p2m_core.pamg import PamgParams, _reference, grow, grow_many, warm_up
from p2m_core.pamg._engines import engine_for
from p2m_core.synth import SynthConfig, make_sequence
from tests.bench.table import row


def rows(_: Path) -> Iterator[str]:
    start = time.perf_counter()
    warm_up()
    yield row("warm_up (s; compiles if nothing is cached)", [time.perf_counter() - start], "s")
    for name, bits, dtype in (
        ("8-bit", 8, np.uint8), ("16-bit", 16, np.uint16), ("float", 16, np.float32)
    ):  # fmt: skip
        config = SynthConfig(
            seed=1, frames=30, height=512, width=640, n_targets=4, bit_depth=bits, scr=(5, 20)
        )
        sequence = make_sequence(config)
        noise = np.random.default_rng(0).uniform(0, 1, (512, 640)) if name == "float" else 0
        frames = [(frame + noise).astype(dtype) for frame in sequence.frames]
        calls = [(frames[t.frame], (t.seed_x, t.seed_y)) for t in sequence.targets]
        engine_for(np.dtype(dtype))
        public, kernel, twin = [], [], []
        for image, (x, y) in calls[::4]:
            seed = (image, y, x, 20, 20.0, 0.4, 0, PamgParams().weights)
            public.append(timed(lambda: grow(image, (x, y)), 5))  # noqa: B023
            kernel.append(timed(lambda: engine_for(image.dtype)(*seed), 5))  # noqa: B023
            twin.append(timed(lambda: _reference.grow_from(*seed)))  # noqa: B023
        yield row(f"grow, {name}, 640x512, R_s 20", public, "ms")
        yield row(f"grow over its kernel, {name}", ratios(public, kernel), "x")
        yield row(f"plain-Python twin over grow, {name}", ratios(twin, public), "x")
    small = np.random.default_rng(0).normal(100, 5, (256, 256)).astype(np.float32)
    large = np.zeros((4096, 4096), np.float32)
    large[1920:2176, 1920:2176] = small
    pairs = [
        (timed(lambda: grow(large, (2048, 2048)), 5), timed(lambda: grow(small, (128, 128)), 5))
        for _ in range(20)
    ]
    yield row("grow in 4096x4096 over 256x256", [a / b for a, b in pairs], "x")
    seeds = [(int(x), int(y)) for x, y in np.random.default_rng(1).integers(0, 256, (400, 2))]
    alone = [timed(lambda: [grow(small, seed) for seed in seeds]) for _ in range(5)]
    many = [timed(lambda: grow_many(small, seeds)) for _ in range(5)]
    cores = os.cpu_count()
    yield row(f"loop over grow_many, 400 seeds, {cores} cores", ratios(alone, many), "x")


def timed(call: Callable[[], object], times: int = 1) -> float:
    """Milliseconds of one call, the median of several."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1e3)
    return float(np.median(taken))


def ratios(a: list[float], b: list[float]) -> list[float]:
    return [x / y for x, y in zip(a, b, strict=True)]
