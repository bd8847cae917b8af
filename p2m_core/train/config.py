"""What a training run is: one record, the same for the command and for the window."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal, get_type_hints

from p2m_core.errors import InputError
from p2m_core.train import schema
from p2m_core.train.augment import Augmentation

Precision = Literal["auto", "fp32", "bf16"]
Doubtful = Literal["keep", "weight", "drop"]
BoxSeed = Literal["salient", "center"]


@dataclass(frozen=True)
class TrainConfig:
    """A training run. The defaults of the optimizer are the paper's (IV-A3).

    What is allowed stands in `p2m_core.train.schema`.

    Attributes
    ----------
    variant : str
        One of `p2m_core.networks.rprnet.VARIANTS`; ``single`` for single-frame sets.
    epochs, steps : int
        Epochs, and optimizer steps in each; 0 steps: as many as it takes to see as many samples
        as there are labelled frames.
    batch : int
        Samples a step, over all processes.
    crop : int
        Side of the crops, pixels at native scale; a multiple of 32.
    learning_rate, final_learning_rate : float
        At the start and the end of the cosine.
    warm_up : int
        Steps over which the learning rate first rises.
    weight_decay : float
        Of AdamW.
    average : float
        Decay of the moving average of the weights, which is what is evaluated and stored; 0: none.
    seed : int
        Of the initial weights and of every sample.
    paste, cut_outs, wires, mix : float
        See `p2m_core.train.samples.SampleConfig`.
    augmentation : Augmentation
    box_seed, doubtful : str
        How boxes and points become masks, see `p2m_core.datasets.supervision.supervise`.
    supervise_by : str
        ``labels`` as they are; ``points``: one random pixel of each mask stands for it.
    validate_every : int
        Epochs between validations.
    validate_frames : int
        Most frames of a sequence that are validated, evenly spread.
    false_per_frame : float
        The false targets a frame at which validation tells Pd; the best epoch is by that.
    precision : str
        ``bf16``, ``fp32``, or ``auto``: bf16 where the machine computes in it.
    device : str
        ``auto``, ``cpu``, ``cuda``, ``cuda:1``.
    workers : int
        Threads that make samples ahead of the training; 0: it waits for each.

    Raises
    ------
    InputError
        If a value is not allowed.
    """

    variant: str = "full"
    epochs: int = 100
    steps: int = 0
    batch: int = 8
    crop: int = 256
    learning_rate: float = 1e-3
    final_learning_rate: float = 1e-5
    warm_up: int = 100
    weight_decay: float = 1e-4
    average: float = 0.998
    seed: int = 0
    paste: float = 1.5
    cut_outs: float = 0.4
    wires: float = 0.2
    mix: float = 0.4
    augmentation: Augmentation = field(default_factory=Augmentation)
    box_seed: BoxSeed = "salient"
    doubtful: Doubtful = "keep"
    supervise_by: Literal["labels", "points"] = "labels"
    validate_every: int = 1
    validate_frames: int = 60
    false_per_frame: float = 0.05
    precision: Precision = "auto"
    device: str = "auto"
    workers: int = 1

    def __post_init__(self) -> None:
        schema.check(schema.flat(self.as_dict()))

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "TrainConfig":
        """Return the config of `as_dict`; fields that are not given have their defaults.

        Raises
        ------
        InputError
            If a field is unknown, or its value is of another kind or not allowed.
        """
        values = dict(values)
        inner = values.pop("augmentation", {})
        augmentation = Augmentation(**_checked(Augmentation, inner, "augmentation."))
        return cls(**_checked(cls, values, ""), augmentation=augmentation)


def with_settings(config: TrainConfig, settings: list[str]) -> TrainConfig:
    """Return `config` with ``name=value`` settings; a dot leads into ``augmentation``.

    Raises
    ------
    InputError
        If a setting is not ``name=value``, or as `TrainConfig.from_dict`.
    """
    values = config.as_dict()
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise InputError(f"--set {setting}: give name=value")
        group = values
        *path, last = name.split(".")
        for part in path:
            if not isinstance(group.get(part), dict):
                raise InputError(f"--set {setting}: there is no {name}; see p2m train --help")
            group = group[part]
        group[last] = value
    return TrainConfig.from_dict(values)


def _checked(kind: type, values: dict[str, Any], prefix: str) -> dict[str, Any]:
    hints = get_type_hints(kind)
    checked: dict[str, Any] = {}
    for name, value in values.items():
        if name not in hints:
            known = ", ".join(prefix + n for n in hints if n != "augmentation")
            raise InputError(f"no training option {prefix}{name}; there are: {known}")
        try:
            checked[name] = hints[name](value) if hints[name] in (int, float) else str(value)
        except (TypeError, ValueError):
            raise InputError(f"{prefix}{name} is {value!r}: it must be a number") from None
    return checked
