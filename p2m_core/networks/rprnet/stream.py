"""Detection through a sequence: each frame's features are computed once and serve three times."""

import copy
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from p2m_core import nodata
from p2m_core.detector import Detection
from p2m_core.errors import FrameError, InputError
from p2m_core.geometry import pixel_at
from p2m_core.networks.rprnet import checkpoint
from p2m_core.networks.rprnet.blocks import ConvBlock
from p2m_core.networks.rprnet.decode import FLOOR, decode
from p2m_core.networks.rprnet.frames import normalise, pad
from p2m_core.networks.rprnet.model import RPRNet
from p2m_core.resources import shipped_weights
from p2m_core.sequence import Sequence

Precision = Literal["fp32", "bf16", "auto"]
BATCH_ON_GPU = 16


class SequenceDetector:
    """RPR-Net over the frames of a sequence (see `p2m_core.detector.Detector`).

    A frame replaces a missing neighbour: at the ends of the sequence, and where the neighbour
    cannot be read. A frame that cannot be read itself has no detections.

    Parameters
    ----------
    weights : path or RPRNet, optional
        A checkpoint, or a model; the shipped weights by default.
    device : str
        ``auto`` (a GPU where there is one), ``cpu``, ``cuda``, ``cuda:1``.
    precision : "fp32", "bf16" or "auto"
        ``auto``: bf16 where the hardware supports it.
    threshold : float, optional
        The lowest score of a detection; the checkpoint's own by default. 0.01 and more.
    batch : int, optional
        Frames at a time: 1 on a CPU, 16 on a GPU by default.

    Raises
    ------
    InputError
        If the weights cannot be read, or there is no such device.
    """

    def __init__(
        self,
        weights: str | Path | RPRNet | None = None,
        device: str = "auto",
        *,
        precision: Precision = "fp32",
        threshold: float | None = None,
        batch: int | None = None,
    ) -> None:
        if isinstance(weights, RPRNet):
            model, self.own_threshold = copy.deepcopy(weights), checkpoint.DEFAULT_THRESHOLD
        else:
            stored = checkpoint.load(shipped_weights() if weights is None else Path(weights))
            model, self.own_threshold = stored.model, stored.threshold
        self.threshold = self.own_threshold if threshold is None else threshold
        self.device = device_named(device)
        half = precision == "bf16" or (precision == "auto" and computes_bf16(self.device))
        self.dtype = torch.bfloat16 if half else torch.float32
        self.batch = batch or (BATCH_ON_GPU if self.device.type == "cuda" else 1)
        self.model = _fused(model).to(self.device, self.dtype)
        self.model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def detect(
        self, sequence: Sequence, frames: Iterable[int] | None = None
    ) -> Iterator[tuple[int, list[Detection]]]:
        """Yield ``(frame, detections)`` in order, of all frames or of `frames`."""
        wanted = list(range(len(sequence))) if frames is None else sorted(set(frames))
        known: dict[int, Tensor | None] = {}  # features by frame; None: it cannot be read
        for start in range(0, len(wanted), self.batch):
            keys = wanted[start : start + self.batch]
            needed = {i for key in keys for i in self._neighbours(key) if 0 <= i < len(sequence)}
            known = {i: features for i, features in known.items() if i in needed}
            new = sorted(needed - known.keys())
            # One by one on a CPU: the result must not depend on how frames are batched.
            for i in range(0, len(new), self.batch):
                known |= self._features(sequence, new[i : i + self.batch])
            found = self._predict(known, keys, sequence.shape)
            yield from ((key, _on_data(sequence, key, found.get(key, []))) for key in keys)

    def _neighbours(self, key: int) -> range:
        reach = self.model.config.frames // 2
        return range(key - reach, key + reach + 1)

    @torch.inference_mode()
    def _features(self, sequence: Sequence, numbers: list[int]) -> dict[int, Tensor | None]:
        stride = self.model.config.deepest_stride
        frames = {}
        for i in numbers:
            with suppress(FrameError):
                frames[i] = torch.from_numpy(pad(normalise(sequence[i]), stride))
        known: dict[int, Tensor | None] = dict.fromkeys(numbers)
        if frames:
            batch = torch.stack(list(frames.values()))[:, None].to(self.device, self.dtype)
            batch = batch.contiguous(memory_format=torch.channels_last)
            known |= dict(zip(frames, self.model.features(batch), strict=True))
        return known

    @torch.inference_mode()
    def _predict(
        self, known: dict[int, Tensor | None], keys: list[int], shape: tuple[int, int]
    ) -> dict[int, list[Detection]]:
        columns: list[list[Tensor]] = [[], [], []]
        good = []
        for key in keys:
            own = known[key]
            if own is None:
                continue
            good.append(key)
            for column, i in zip(columns, (key - 1, key, key + 1), strict=True):
                there = known.get(i)
                column.append(own if there is None else there)
        if not good:
            return {}
        before, at, after = (
            torch.stack(column).contiguous(memory_format=torch.channels_last) for column in columns
        )
        prediction = self.model.head(before, at, after)
        found = decode(prediction, *shape, max(self.threshold, FLOOR))
        return dict(zip(good, found, strict=True))


def _on_data(sequence: Sequence, frame: int, found: list[Detection]) -> list[Detection]:
    """Return the detections whose pixel holds data."""
    valid = nodata.valid_mask(sequence[frame]) if found else None
    if valid is None:
        return found
    height, width = valid.shape
    pixels = [pixel_at(d.x, d.y) for d in found]
    return [
        d
        for d, (row, column) in zip(found, pixels, strict=True)
        if valid[min(max(row, 0), height - 1), min(max(column, 0), width - 1)]
    ]


def device_named(name: str) -> torch.device:
    """Return the device.

    Raises
    ------
    InputError
        If this machine has no such device.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"device {name!r} cannot be used here ({reason}): give cpu") from None
    return device


def computes_bf16(device: torch.device) -> bool:
    """Return whether the device computes in bf16 itself, without emulation."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    # Torch has no public query for this. Without these functions float32 is used, also correct.
    private = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, name, bool)() for name in private)


def _fused(model: RPRNet) -> RPRNet:
    """Return the model with each normalisation folded into its convolution."""
    model = model.eval()
    for block in [m for m in model.modules() if isinstance(m, ConvBlock)]:
        conv, norm = block[0], block[1]
        assert isinstance(conv, nn.Conv2d)
        assert isinstance(norm, nn.BatchNorm2d)
        block[0] = fuse_conv_bn_eval(conv, norm)
        block[1] = nn.Identity()
    return model
