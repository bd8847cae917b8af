"""The options of a training run: one record, the same for the command and for the window.

Each option stands once, on its field: default, title, help, bounds. Nothing here imports torch, so
that a window has the options at once.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from p2m_core.errors import InputError
from p2m_core.train.schema import (
    Option,
    choice,
    flat,
    grouped,
    nested,
    number,
    options_of,
    tr,
    whole,
)

if TYPE_CHECKING:
    from p2m_core.datasets.supervision import BoxSeed, Doubtful

Precision = Literal["auto", "fp32", "bf16"]

_RUN = tr("Run")
_LEARNING = tr("Learning")
_VALIDATION = tr("Validation")
_LABELS = tr("Labels")
_MADE_UP = tr("Made-up targets")
_VARIATION = tr("Variation")
_MACHINE = tr("Machine")


# fmt: off
@dataclass(frozen=True)
class Augmentation:
    """Frequency and amount of the variation of training crops; 0 is none, 1 for factors.

    The fields state what they mean, see `OPTIONS`. Lengths are pixels.
    """

    flip: float = number(0.5, _VARIATION, tr("Left-right flip"), tr("Probability that left and right change places"), 0, 1)
    upside_down: float = number(0.1, _VARIATION, tr("Top-bottom flip"), tr("Probability that top and bottom change places"), 0, 1)
    reverse: float = number(0.5, _VARIATION, tr("Backwards"), tr("Probability that time runs backwards"), 0, 1)
    invert: float = number(0.03, _VARIATION, tr("Inverted"), tr("Probability that bright becomes dark"), 0, 1)
    zoom_probability: float = number(0.4, _VARIATION, tr("Scaled, how often"), tr("Probability that the crop is scaled"), 0, 1)
    zoom: float = number(1.5, _VARIATION, tr("Scaled, how far"), tr("The largest factor, in or out; 1: not at all"), 1, 16, unit="×")
    jitter_probability: float = number(0.3, _VARIATION, tr("Shaken, how often"), tr("Probability that the neighbours in time are shifted"), 0, 1)
    jitter: float = number(2.0, _VARIATION, tr("Shaken, how far"), tr("Their largest shift"), 0, 256, unit=tr("px"))
    noise: float = number(0.08, _VARIATION, tr("Noise"), tr("The most that is added, in standard deviations of the frame"), 0, 10, unit="σ")
    gain: float = number(1.6, _VARIATION, tr("Contrast"), tr("Its largest factor, up or down; 1: not at all"), 1, 16, unit="×")
    blur_probability: float = number(0.1, _VARIATION, tr("Blurred"), tr("Probability of a slight blur"), 0, 1)
    compression_probability: float = number(0.3, _VARIATION, tr("Compressed"), tr("Probability of the blocks and ringing of a compressed video"), 0, 1)


@dataclass(frozen=True)
class TrainConfig:
    """A training run. The defaults of the optimizer are the paper's (IV-A3).

    The fields state what they mean and allow, see `OPTIONS`.

    Raises
    ------
    InputError
        If a value is not allowed.
    """

    variant: str = choice("full", _RUN, tr("Network"), tr("What is built: a row of the paper's Table VI"), {
        "full": tr("Full, three frames"),
        "width-s": tr("Small and fast"),
        "width-l": tr("Large"),
        "stride-32": tr("Full, with one more stage"),
        "single": tr("Single images"),
        "concat": tr("Three frames, joined plainly"),
        "no-gate": tr("Three frames, no gate"),
    }, basic=True)
    epochs: int = whole(100, _RUN, tr("Epochs"), tr("How often it goes through the training set"), 1, 1_000_000, basic=True)
    batch: int = whole(8, _RUN, tr("Batch"), tr("Crops it learns from at once; more take more memory"), 1, 4096, unit=tr("crops"), basic=True)
    crop: int = whole(256, _RUN, tr("Crop"), tr("Side of the squares it learns from, at native scale"), 32, 4096, multiple=32, unit=tr("px"), basic=True)
    device: str = choice("auto", _RUN, tr("Device"), tr("What computes; cuda:1 is the second GPU"), {
        "auto": tr("Automatic"), "cpu": tr("Processor"), "cuda": tr("GPU"),
    }, also=r"cuda:\d{1,3}", basic=True)

    steps: int = whole(0, _LEARNING, tr("Steps an epoch"), tr("0: as many as it takes to see as many crops as there are labelled frames"), 0, 100_000_000, nothing=tr("one pass"))
    learning_rate: float = number(1e-3, _LEARNING, tr("Learning rate"), tr("At the start of the cosine"), 0, 1)
    final_learning_rate: float = number(1e-5, _LEARNING, tr("Final learning rate"), tr("At the end of the cosine"), 0, 1)
    warm_up: int = whole(100, _LEARNING, tr("Warm-up"), tr("Steps over which the learning rate first rises"), 0, 100_000_000, unit=tr("steps"))
    weight_decay: float = number(1e-4, _LEARNING, tr("Weight decay"), tr("Of AdamW"), 0, 1)
    average: float = number(0.998, _LEARNING, tr("Weight average"), tr("Decay of the moving average of the weights, which is what is kept; 0: none"), 0, 1, below=True, nothing=tr("none"))
    seed: int = whole(0, _LEARNING, tr("Seed"), tr("Of the first weights and of every crop: the same seed, the same run"), 0, 2**31 - 1)

    validate_every: int = whole(1, _VALIDATION, tr("Epochs apart"), tr("From one validation to the next"), 1, 1_000_000)
    validate_frames: int = whole(60, _VALIDATION, tr("Frames"), tr("Most frames of a sequence that are validated, evenly spread"), 1, 1_000_000, unit=tr("frames"))
    false_per_frame: float = number(0.05, _VALIDATION, tr("False targets"), tr("Pd is reported, and the best epoch chosen, at this many false targets per frame"), 0, 1000, unit=tr("a frame"))

    supervise_by: Literal["labels", "points"] = choice("labels", _LABELS, tr("Learn from"), tr("Masks as they are, or one random pixel of each in its place"), {
        "labels": tr("The masks"), "points": tr("One point of each mask"),
    })
    box_seed: "BoxSeed" = choice("salient", _LABELS, tr("Seed in boxes"), tr("Where a mask starts to grow in a box; masks need none"), {
        "salient": tr("What stands out most"), "center": tr("The middle"),
    })
    doubtful: "Doubtful" = choice("keep", _LABELS, tr("Doubtful masks"), tr("What becomes of masks grown from boxes and points that may be wrong"), {
        "keep": tr("Count as others"), "weight": tr("Count less"), "drop": tr("Are left out"),
    })

    paste: float = number(1.5, _MADE_UP, tr("Pasted"), tr("Mean number of targets put into a crop"), 0, 100, unit=tr("a crop"))
    cut_outs: float = number(0.4, _MADE_UP, tr("Cut out"), tr("Share of them that are cut out of your frames; the others are drawn"), 0, 1)
    wires: float = number(0.2, _MADE_UP, tr("Wires"), tr("Probability of drawn wires and branches, which are no targets"), 0, 1)
    mix: float = number(0.4, _MADE_UP, tr("Mixed places"), tr("Probability that a part of the crop shows another place"), 0, 1)

    augmentation: Augmentation = field(default_factory=Augmentation)

    precision: Precision = choice("auto", _MACHINE, tr("Precision"), tr("Of the arithmetic; automatic: bf16 where the machine computes in it"), {
        "auto": tr("Automatic"), "fp32": "fp32", "bf16": "bf16",
    })
    workers: int = whole(1, _MACHINE, tr("Worker threads"), tr("They make crops ahead of the training; 0: it waits for each"), 0, 256, nothing=tr("none"))
    # fmt: on

    def __post_init__(self) -> None:
        for path, value in flat(self.as_dict()).items():
            OPTIONS[path].check(value)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "TrainConfig":
        """Return the config of `as_dict`; fields that are not given have their defaults.

        Raises
        ------
        InputError
            If an option is unknown, or its value is of another kind or not allowed.
        """
        return _read(flat(values))


OPTIONS: dict[str, Option] = {option.path: option for option in options_of(TrainConfig)}
"""Every option by its path."""

GROUPS = grouped(OPTIONS)
"""The options as a form shows them."""


def defaults() -> dict[str, Any]:
    """Return the default of each option, by its path."""
    return {path: option.default for path, option in OPTIONS.items()}


def _read(values: Mapping[str, Any]) -> TrainConfig:
    read = {}
    for path, value in values.items():
        if path not in OPTIONS:
            raise InputError(f"no training option {path}; there are: {', '.join(OPTIONS)}")
        read[path] = OPTIONS[path].read(value)
    fields = nested(read)
    return TrainConfig(
        **{**fields, "augmentation": Augmentation(**fields.get("augmentation", {}))}
    )


def with_settings(config: TrainConfig, settings: Iterable[str]) -> TrainConfig:
    """Return `config` with ``path=value`` settings, such as ``augmentation.flip=0``.

    Raises
    ------
    InputError
        If a setting is not ``path=value``, or as `TrainConfig.from_dict`.
    """
    values = flat(config.as_dict())
    for setting in settings:
        path, equals, value = setting.partition("=")
        if not equals:
            raise InputError(f"--set {setting}: give name=value")
        values[path] = value
    return _read(values)


def set_options(values: Mapping[str, Any]) -> list[str]:
    """Return arguments of ``p2m train`` for values of `TrainConfig.as_dict`, nested or flat."""
    return [part for path, v in flat(values).items() for part in ("--set", f"{path}={v}")]
