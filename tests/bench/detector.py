"""RPR-Net through a sequence: the plain triplet, cached features, bf16, and PAMG on top."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch

from p2m_core.detection.masks import guided_growths
from p2m_core.detector import Detection
from p2m_core.networks.rprnet import RPRNet, RPRNetConfig, SequenceDetector
from p2m_core.networks.rprnet.decode import decode
from p2m_core.networks.rprnet.frames import normalise, pad
from p2m_core.networks.rprnet.stream import computes_bf16, device_named
from p2m_core.sequence import open_sequence
from p2m_core.synth import SynthConfig, make_sequence
from tests.bench.kernel import ratios, timed
from tests.bench.table import row

FRAMES = 10
ROUNDS = 5


def rows(folder: Path) -> Iterator[str]:
    """Milliseconds a frame of 512x512; each round times every variant in turn."""
    device = device_named("auto")
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type
    config = SynthConfig(seed=1, frames=FRAMES, height=512, width=512, n_targets=3)
    frames = make_sequence(config).frames
    np.save(folder / "frames.npy", np.stack(frames))
    torch.manual_seed(0)
    model = RPRNet(RPRNetConfig()).eval()
    ready = [torch.from_numpy(pad(normalise(f), 16)) for f in frames]
    plain = model.to(device)

    def triplets() -> None:
        with torch.inference_mode():
            for key in range(FRAMES):
                around = [ready[min(max(i, 0), FRAMES - 1)] for i in (key - 1, key, key + 1)]
                decode(plain(torch.stack(around)[None, :, None].to(device)), 512, 512)

    def stream(detector: SequenceDetector) -> None:
        with open_sequence(folder / "frames.npy") as sequence:
            for _ in detector.detect(sequence):
                pass

    ways: dict[str, Callable[[], None]] = {"plain triplet, fp32": triplets}
    batches = (1, 16) if device.type == "cuda" else (1,)
    precisions = ("fp32", "bf16") if computes_bf16(device) else ("fp32",)
    for precision in precisions:
        for batch in batches:
            detector = SequenceDetector(
                model, str(device), precision=precision, batch=batch, threshold=0.5
            )
            ways[f"cached, {precision}, batch {batch}"] = partial(stream, detector)
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for round_ in range(ROUNDS + 1):
        for way, call in ways.items():
            ms = timed(call) / FRAMES
            if round_ > 0:
                taken[way].append(ms)
    for way, values in taken.items():
        yield row(f"RPR-Net, {way}, {name}, a frame", values, "ms")
    slow = taken["plain triplet, fp32"]
    for way, values in list(taken.items())[1:]:
        yield row(f"plain triplet over {way}", ratios(slow, values), "x")
    targets = make_sequence(config).targets
    seeds = [t for t in targets if t.frame == 0]
    found = [Detection(t.x, t.y, t.radius, 1.0) for t in seeds]
    growing = [timed(lambda: guided_growths(frames[0], found), 5) for _ in range(ROUNDS)]
    yield row(f"PAMG on {len(found)} detections, a frame", growing, "ms")
    fastest = min(taken.values(), key=lambda values: float(np.median(values)))
    share = [100.0 * g / f for g, f in zip(growing, fastest, strict=True)]
    yield row("PAMG over the fastest detector", share, "%", 5)
