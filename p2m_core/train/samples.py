"""Training samples of RPR-Net: crops of three frames with their labels, drawn from clips.

Sample number i is always the same: its random numbers follow from the seed and i. So a run can be
resumed, and shared between processes, sample for sample.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.supervision import Supervision
from p2m_core.errors import InputError
from p2m_core.networks.rprnet.frames import normalise
from p2m_core.networks.rprnet.labels import Labels, encode
from p2m_core.project import IgnoredRegion, paint_ignored
from p2m_core.train import augment, paste
from p2m_core.train.config import Augmentation

MEMORY = 4 * 2**30  # bytes of frames to keep in memory; others are read when needed
_ABOUT_A_TARGET = 0.7  # share of the crops around a target
_STILL = 0.03  # share of the samples with three copies of the key frame, as at a sequence's end
_STRIDES = ((1, 2, 3), (0.7, 0.2, 0.1))  # between the frames of a sample, and their probabilities
_CUT_OUTS = 400
_SAME_TRACK = 16.0  # most pixels that a target moves from frame to frame
_APART = 10.0  # pixels between a pasted target and any other
_EDGE = 7  # pixels around a target's centre that must be visible


class Frames(Protocol):
    """Frames by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> NDArray[np.generic]: ...


@dataclass(frozen=True, eq=False)
class Clip:
    """A sequence to train on: its frames and their supervision."""

    name: str
    frames: Frames
    supervision: Supervision
    ignored: tuple[IgnoredRegion, ...] = ()  # no example of background


@dataclass(frozen=True)
class SampleConfig:
    """The settings of the samples.

    Attributes
    ----------
    crop : int
        Side of the crops, pixels; a multiple of 32.
    augmentation : Augmentation
    paste : float
        Mean number of targets pasted into a crop.
    cut_outs : float
        Share of pasted targets cut out of the training set; the others are drawn.
    wires : float
        Probability of drawn wires and branches.
    mix : float
        Probability that a part of the crop shows another place, with the targets there.
    """

    crop: int = 256
    augmentation: Augmentation = field(default_factory=Augmentation)
    paste: float = 1.5
    cut_outs: float = 0.4
    wires: float = 0.2
    mix: float = 0.4

    def __post_init__(self) -> None:
        if self.crop < 32 or self.crop % 32:
            raise InputError(f"crop is {self.crop}: it must be a multiple of 32")


class Sample(NamedTuple):
    """One sample: `frames` is (3, 1, crop, crop), float32; `labels` are those of the key frame."""

    frames: NDArray[np.float32]
    labels: Labels


class _Targets(NamedTuple):
    """The targets of one frame: four arrays of shape (n,)."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    radius: NDArray[np.float32]
    weight: NDArray[np.float32]


def open_clip(sequence: LabelledSequence, supervision: Supervision, memory: int = MEMORY) -> Clip:
    """Open a sequence for training; its frames are read into memory if `memory` bytes suffice."""
    opened = sequence.open()
    height, width = opened.shape
    if len(opened) * height * width * opened.dtype.itemsize > memory:
        return Clip(sequence.name, opened, supervision, sequence.ignored)
    with opened:
        frames = [opened[i] for i in range(len(opened))]
    return Clip(sequence.name, frames, supervision, sequence.ignored)


class Samples:
    """All samples of a training set, by number."""

    def __init__(self, clips: Sequence[Clip], config: SampleConfig, seed: int) -> None:
        self.clips = [clip for clip in clips if len(clip.supervision.frames)]
        if not any((clip.supervision.weight > 0.0).any() for clip in self.clips):
            raise InputError("the training set has no target: label some, or choose another set")
        self.config = config
        self.seed = seed
        self._targets = [_by_frame(clip.supervision) for clip in self.clips]
        # A long sequence counts more than a short one, but not in proportion to its length: its
        # frames resemble each other.
        share = np.sqrt([len(clip.supervision.frames) for clip in self.clips])
        self._share = share / share.sum()
        self._cut_outs = self._cut(np.random.default_rng([seed, 0])) if config.paste else []

    @property
    def labelled(self) -> int:
        """Number of labelled frames."""
        return sum(len(clip.supervision.frames) for clip in self.clips)

    def choice(self, index: int) -> tuple[int, int]:
        """Return the clip of sample `index`, and its frame in it."""
        return self._choose(self._rng(index))

    def name_of(self, index: int) -> str:
        """Return the name of the frame of sample `index`, for messages."""
        clip, key = self.choice(index)
        return f"{self.clips[clip].name}, frame {key + 1}"

    def __getitem__(self, index: int) -> Sample:
        """Return sample `index`, 0 or more."""
        rng = self._rng(index)
        config = self.config
        crop, labels, ignored = self._view(rng, *self._choose(rng))
        if rng.random() < config.mix:
            there, others, other = self._view(rng, *self._choose(rng))
            cover = augment.draw_cover(rng, config.crop)
            crop += cover * (there - crop)
            labels = _joined(_covered(labels, 1.0 - cover), _covered(others, cover))
            ignored = (ignored & (cover < 1.0)) | (other & (cover > 0.0))
        if rng.random() < config.wires:
            paste.draw_wires(rng, crop)
        labels = self._with_pasted(rng, crop, labels)
        crop = augment.distort(rng, config.augmentation, crop)
        return Sample(crop[:, None], encode(*labels, config.crop, config.crop, ignored))

    def _view(
        self, rng: np.random.Generator, number: int, key: int
    ) -> tuple[augment.Crop, _Targets, NDArray[np.bool_]]:
        """Crop a frame of a clip and its neighbours, mostly around a target.

        Also return its targets, and what of it is ignored.
        """
        config = self.config
        targets = self._targets[number].get(key, _NONE)
        frames = self._triplet(rng, self.clips[number], key)
        known = np.flatnonzero(targets.weight > 0.0)
        about = None
        if known.size and rng.random() < _ABOUT_A_TARGET:
            one = rng.choice(known)
            about = (float(targets.x[one]), float(targets.y[one]))
        view = augment.draw_view(rng, config.augmentation, frames[1].shape, config.crop, about)
        seen = view.inverse(np.column_stack((targets.x, targets.y)).astype(np.float64))
        within = np.clip(seen, 0.0, config.crop - 1.0)
        # A target beyond the border may reach into the crop, which is then not background.
        beyond = np.abs(seen - within).max(axis=1)
        x, y = within.astype(np.float32).T
        radius = targets.radius / np.float32(view.scale)
        weight = np.where(beyond > 0.5, np.float32(0.0), targets.weight)
        labels = _Targets(*(column[beyond < _APART] for column in (x, y, radius, weight)))
        ignored = np.zeros((config.crop, config.crop), np.bool_)
        if any(region.covers(key) for region in self.clips[number].ignored):
            whole = paint_ignored(self.clips[number].ignored, key, frames[1].shape)
            ignored = augment.look_at_mask(whole, view, config.crop)
        return augment.look(frames, view, config.crop), labels, ignored

    def _rng(self, index: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, 1, index])

    def _choose(self, rng: np.random.Generator) -> tuple[int, int]:
        number = int(rng.choice(len(self.clips), p=self._share))
        return number, int(rng.choice(self.clips[number].supervision.frames))

    def _triplet(self, rng: np.random.Generator, clip: Clip, key: int) -> list[NDArray[np.float32]]:
        stride = int(rng.choice(_STRIDES[0], p=_STRIDES[1]))
        around = [key - stride, key, key + stride]
        if rng.random() < self.config.augmentation.reverse:
            around.reverse()
        if rng.random() < _STILL:
            around = [key] * 3
        # The key frame replaces a missing neighbour, as in `SequenceDetector`.
        around = [i if 0 <= i < len(clip.frames) else key for i in around]
        seen = {i: normalise(clip.frames[i]) for i in set(around)}
        return [seen[i] for i in around]

    def _with_pasted(
        self, rng: np.random.Generator, crop: augment.Crop, labels: _Targets
    ) -> _Targets:
        x, y, radius, weight = (list(column) for column in labels)
        for _ in range(rng.poisson(self.config.paste)):
            before = crop.copy()
            pasted = paste.paste(rng, crop, self._cut_outs, self.config.cut_outs)
            if pasted is None:
                continue
            if any(
                np.hypot(pasted.x - a, pasted.y - b) < _APART for a, b in zip(x, y, strict=True)
            ):
                crop[:] = before
                continue
            x.append(pasted.x)
            y.append(pasted.y)
            radius.append(pasted.radius)
            weight.append(1.0)
        return _Targets(*(np.array(column, np.float32) for column in (x, y, radius, weight)))

    def _cut(self, rng: np.random.Generator) -> list[paste.CutOut]:
        """Cut real targets out of their frames, as many from each clip."""
        each = -(-_CUT_OUTS // len(self.clips))
        found = []
        for clip, targets in zip(self.clips, self._targets, strict=True):
            keys = sorted(targets)
            for key in rng.permutation(keys)[:each] if keys else []:
                chosen = _through(targets, int(key), len(clip.frames))
                if chosen is None:
                    continue
                frames, centers, radius = chosen
                levels = [normalise(clip.frames[i]) for i in frames]
                cut = paste.cut_out(levels, centers, radius)
                if cut is not None:
                    found.append(cut)
        return found


_NONE = _Targets(*(np.zeros(0, np.float32) for _ in range(4)))


def _covered(labels: _Targets, cover: NDArray[np.float32]) -> _Targets:
    """Return the targets still visible, in whole or in part, where `cover` is 1.

    Targets at its edge, of uncertain visibility, get the weight 0: they are ignored.
    """
    size = len(cover)
    near = cv2.blur(cover, (_EDGE, _EDGE), borderType=cv2.BORDER_REPLICATE)
    rows, columns = (np.clip(np.rint(at), 0, size - 1).astype(int) for at in (labels.y, labels.x))
    left = near[rows, columns]
    weight = np.where(left > 0.95, labels.weight, 0.0).astype(np.float32)
    some = left > 0.05
    return _Targets(labels.x[some], labels.y[some], labels.radius[some], weight[some])


def _joined(a: _Targets, b: _Targets) -> _Targets:
    return _Targets(*(np.concatenate(columns) for columns in zip(a, b, strict=True)))


def _by_frame(supervision: Supervision) -> dict[int, _Targets]:
    columns = (supervision.x, supervision.y, supervision.radius, supervision.weight)
    return {
        int(frame): _Targets(*(column[supervision.frame == frame] for column in columns))
        for frame in np.unique(supervision.frame)
    }


def _through(
    targets: dict[int, _Targets], key: int, count: int
) -> tuple[list[int], list[tuple[float, float]], float] | None:
    """Return three frames around `key`, the positions of its first target, and its radius."""
    here = targets[key]
    if here.weight[0] == 0.0:
        return None
    x, y = float(here.x[0]), float(here.y[0])
    frames, centers = [], []
    for frame in (key - 1, key, key + 1):
        there = targets.get(frame)
        if count == 1 or frame == key:
            near = (x, y)
        elif there is None:
            return None
        else:
            one = int(np.argmin(np.hypot(there.x - x, there.y - y)))
            near = (float(there.x[one]), float(there.y[one]))
            if np.hypot(near[0] - x, near[1] - y) > _SAME_TRACK:
                return None
        frames.append(key if count == 1 else frame)
        centers.append(near)
    return frames, centers, float(here.radius[0])
