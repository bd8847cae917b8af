"""Every option of a training run in one table: what it is called, what it does, what is allowed.

`TrainConfig` holds itself to it, and the window makes its form from it; the defaults are those of
`TrainConfig` and `Augmentation`, where an option's path leads: ``epochs``, ``augmentation.flip``.
No Qt and no torch, so that a window can have it at once.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from p2m_core.errors import InputError

Kind = Literal["whole", "number", "choice"]


@dataclass(frozen=True)
class Option:
    """One option.

    Attributes
    ----------
    path : str
        Where it stands in the config.
    title, help : str
        Its name in a form, and one line of what it does.
    kind : "whole", "number" or "choice"
    low, high : float
        Of a number, both allowed.
    below : bool
        `high` itself is not.
    multiple : int
        Of which a whole number must be one.
    choices : mapping
        The allowed words, and what each is called in a form.
    also : str
        A pattern of words that are allowed besides.
    unit : str
        What a number counts; empty where it counts nothing.
    nothing : str
        What 0 means, where that is not simply none of it.
    basic : bool
        It stands in front; the others are for those who look for them.
    """

    path: str
    title: str
    help: str
    kind: Kind
    low: float = 0.0
    high: float = math.inf
    below: bool = False
    multiple: int = 1
    choices: Mapping[str, str] = field(default_factory=dict)
    also: str = ""
    unit: str = ""
    nothing: str = ""
    basic: bool = False

    def allows(self, value: Any) -> bool:
        """Return whether `value` may be set."""
        if self.kind == "choice":
            return value in self.choices or bool(
                self.also and isinstance(value, str) and re.fullmatch(self.also, value)
            )
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        if self.kind == "whole" and not isinstance(value, int):
            return False
        within = self.low <= value <= self.high and not (self.below and value == self.high)
        return within and value % self.multiple == 0 if self.kind == "whole" else within

    @property
    def rule(self) -> str:
        """What is allowed, to go on after "it must be"."""
        if self.kind == "choice":
            return f"one of {', '.join(self.choices)}"
        rules = [f"a multiple of {self.multiple}"] if self.multiple > 1 else []
        rules.append(f"at least {self.low:g}")
        rules.append(f"{'below' if self.below else 'at most'} {self.high:g}")
        return ", ".join(rules)


@dataclass(frozen=True)
class Group:
    """Options that belong together."""

    title: str
    options: tuple[Option, ...]


def tr(text: str) -> str:
    """Mark a text that the window shows, for its translators to find; here it stays as it is."""
    return text


def _whole(path: str, title: str, help: str, low: int, high: int, **more: Any) -> Option:
    return Option(path, title, help, "whole", low, high, **more)


def _number(path: str, title: str, help: str, low: float, high: float, **more: Any) -> Option:
    return Option(path, title, help, "number", low, high, **more)


def _choice(path: str, title: str, help: str, choices: dict[str, str], **more: Any) -> Option:
    return Option(path, title, help, "choice", choices=choices, **more)


GROUPS = (
    Group(tr("Run"), (
        _choice("variant", tr("Network"), tr("What is built: a row of the paper's Table VI"), {
            "full": tr("Full, three frames"),
            "width-s": tr("Small and fast"),
            "width-l": tr("Large"),
            "stride-32": tr("Full, with one more stage"),
            "single": tr("Single images"),
            "concat": tr("Three frames, joined plainly"),
            "no-gate": tr("Three frames, no gate"),
        }, basic=True),
        _whole("epochs", tr("Epochs"), tr("How often it goes through the training set"), 1, 1_000_000, basic=True),
        _whole("batch", tr("Batch"), tr("Crops it learns from at once; more take more memory"), 1, 4096, unit=tr("crops"), basic=True),
        _whole("crop", tr("Crop"), tr("Side of the squares it learns from, at native scale"), 32, 4096, multiple=32, unit=tr("px"), basic=True),
        _choice("device", tr("Device"), tr("What computes; cuda:1 is the second GPU"), {
            "auto": tr("Automatic"), "cpu": tr("Processor"), "cuda": tr("GPU"),
        }, also=r"cuda:\d{1,3}", basic=True),
    )),
    Group(tr("Learning"), (
        _whole("steps", tr("Steps an epoch"), tr("0: as many as it takes to see as many crops as there are labelled frames"), 0, 100_000_000, nothing=tr("one pass")),
        _number("learning_rate", tr("Learning rate"), tr("At the start of the cosine"), 0, 1),
        _number("final_learning_rate", tr("Final learning rate"), tr("At the end of the cosine"), 0, 1),
        _whole("warm_up", tr("Warm-up"), tr("Steps over which the learning rate first rises"), 0, 100_000_000, unit=tr("steps")),
        _number("weight_decay", tr("Weight decay"), tr("Of AdamW"), 0, 1),
        _number("average", tr("Weight average"), tr("Decay of the moving average of the weights, which is what is kept; 0: none"), 0, 1, below=True, nothing=tr("none")),
        _whole("seed", tr("Seed"), tr("Of the first weights and of every crop: the same seed, the same run"), 0, 2**31 - 1),
    )),
    Group(tr("Validation"), (
        _whole("validate_every", tr("Epochs apart"), tr("From one validation to the next"), 1, 1_000_000),
        _whole("validate_frames", tr("Frames"), tr("Most frames of a sequence that are validated, evenly spread"), 1, 1_000_000, unit=tr("frames")),
        _number("false_per_frame", tr("False targets"), tr("A frame: at that rate Pd is told, and the best epoch chosen"), 0, 1000, unit=tr("a frame")),
    )),
    Group(tr("Labels"), (
        _choice("supervise_by", tr("Learn from"), tr("Masks as they are, or one random pixel of each in its place"), {
            "labels": tr("The masks"), "points": tr("One point of each mask"),
        }),
        _choice("box_seed", tr("Seed in boxes"), tr("Where a mask starts to grow in a box; masks need none"), {
            "salient": tr("What stands out most"), "center": tr("The middle"),
        }),
        _choice("doubtful", tr("Doubtful masks"), tr("What becomes of masks grown from boxes and points that may be wrong"), {
            "keep": tr("Count as others"), "weight": tr("Count less"), "drop": tr("Are left out"),
        }),
    )),
    Group(tr("Made-up targets"), (
        _number("paste", tr("Pasted"), tr("Mean number of targets put into a crop"), 0, 100, unit=tr("a crop")),
        _number("cut_outs", tr("Cut out"), tr("Share of them that are cut out of your frames; the others are drawn"), 0, 1),
        _number("wires", tr("Wires"), tr("Probability of drawn wires and branches, which are no targets"), 0, 1),
        _number("mix", tr("Mixed places"), tr("Probability that a part of the crop shows another place"), 0, 1),
    )),
    Group(tr("Variation"), (
        _number("augmentation.flip", tr("Left-right flip"), tr("Probability that left and right change places"), 0, 1),
        _number("augmentation.upside_down", tr("Top-bottom flip"), tr("Probability that top and bottom change places"), 0, 1),
        _number("augmentation.reverse", tr("Backwards"), tr("Probability that time runs backwards"), 0, 1),
        _number("augmentation.invert", tr("Inverted"), tr("Probability that bright becomes dark"), 0, 1),
        _number("augmentation.zoom_probability", tr("Scaled, how often"), tr("Probability that the crop is scaled"), 0, 1),
        _number("augmentation.zoom", tr("Scaled, how far"), tr("The largest factor, in or out; 1: not at all"), 1, 16, unit="×"),
        _number("augmentation.jitter_probability", tr("Shaken, how often"), tr("Probability that the neighbours in time are shifted"), 0, 1),
        _number("augmentation.jitter", tr("Shaken, how far"), tr("Their largest shift"), 0, 256, unit=tr("px")),
        _number("augmentation.noise", tr("Noise"), tr("The most that is added, in standard deviations of the frame"), 0, 10, unit="σ"),
        _number("augmentation.gain", tr("Contrast"), tr("Its largest factor, up or down; 1: not at all"), 1, 16, unit="×"),
        _number("augmentation.blur_probability", tr("Blurred"), tr("Probability of a slight blur"), 0, 1),
        _number("augmentation.compression_probability", tr("Compressed"), tr("Probability of the blocks and ringing of a compressed video"), 0, 1),
    )),
    Group(tr("Machine"), (
        _choice("precision", tr("Precision"), tr("Of the arithmetic; automatic: bf16 where the machine computes in it"), {
            "auto": tr("Automatic"), "fp32": "fp32", "bf16": "bf16",
        }),
        _whole("workers", tr("Worker threads"), tr("They make crops ahead of the training; 0: it waits for each"), 0, 256, nothing=tr("none")),
    )),
)  # fmt: skip

OPTIONS = {option.path: option for group in GROUPS for option in group.options}
"""Every option by its path."""


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of `TrainConfig.as_dict` by their paths."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        inner = flat(value) if isinstance(value, Mapping) else {"": value}
        found |= {f"{name}.{path}" if path else name: v for path, v in inner.items()}
    return found


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `TrainConfig.from_dict` takes, from values by their paths."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        group, _, name = path.rpartition(".")
        (found.setdefault(group, {}) if group else found)[name] = value
    return found


def defaults() -> dict[str, Any]:
    """Return the value of each option that nobody has set, by its path."""
    from p2m_core.train.config import TrainConfig

    return flat(TrainConfig().as_dict())


def check(values: Mapping[str, Any]) -> None:
    """Hold values, by their paths, to the table.

    Raises
    ------
    InputError
        If one is not allowed.
    """
    for path, value in values.items():
        option = OPTIONS[path]
        if not option.allows(value):
            shown = repr(value) if isinstance(value, str) else value
            raise InputError(f"{path} is {shown}: it must be {option.rule}")
