"""The options of a training run: name, help, default and bounds of each.

Each option stands on its field of `p2m_core.train.config.TrainConfig`, which checks itself against
it. The command line and the form in the window are made from the options too.
"""

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from p2m_core.errors import InputError

Kind = Literal["whole", "number", "choice"]

_OPTION = "option"  # the key in a field's metadata


@dataclass(frozen=True)
class Option:
    """One option.

    Attributes
    ----------
    group : str
        Title of its group.
    title, help : str
        Its name in a form, and one line about what it does.
    kind : "whole", "number" or "choice"
    low, high : float
        Bounds of a number, both allowed.
    below : bool
        Whether `high` itself is excluded.
    multiple : int
        Divisor of a whole number.
    choices : mapping
        The allowed words, each with its name in a form.
    also : str
        A pattern of further allowed words.
    unit : str
        Unit of a number; empty without one.
    nothing : str
        The meaning of 0 in a form; empty if it needs none.
    basic : bool
        Whether a form shows it first; the others are advanced.
    path : str
        Its place in the config: ``epochs``, ``augmentation.flip``.
    default : int, float or str
    """

    group: str
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
    path: str = ""
    default: Any = None

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
        """The rule, to follow the words "it must be" in a message."""
        if self.kind == "choice":
            return f"one of {', '.join(self.choices)}"
        rules = [f"a multiple of {self.multiple}"] if self.multiple > 1 else []
        rules.append(f"at least {self.low:g}")
        rules.append(f"{'below' if self.below else 'at most'} {self.high:g}")
        return ", ".join(rules)

    def read(self, value: Any) -> Any:
        """Return the value of this option from a file or a command line.

        Parameters
        ----------
        value : int, float or str
            A number may be given as text.

        Raises
        ------
        InputError
            If it has another type; `check` compares it with the bounds.
        """
        if self.kind == "choice":
            return str(value)
        try:
            found = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            found = math.nan
        if math.isnan(found):
            raise InputError(f"{self.path} is {value!r}: it must be a number")
        if self.kind == "number":
            return found
        if not found.is_integer():
            raise InputError(f"{self.path} is {value}: it must be a whole number")
        return int(found)

    def check(self, value: Any) -> None:
        """Raise `InputError` if `value` may not be set; the message states the rule."""
        if not self.allows(value):
            shown = repr(value) if isinstance(value, str) else value
            raise InputError(f"{self.path} is {shown}: it must be {self.rule}")


@dataclass(frozen=True)
class Group:
    """Options that belong together."""

    title: str
    options: tuple[Option, ...]


def tr(text: str) -> str:
    """Mark a text for the window's translators to find; here it stays as it is."""
    return text


def whole(default: int, group: str, title: str, help: str, low: int, high: int, **more: Any) -> Any:
    """Return a dataclass field for a whole number with these bounds; see `Option`."""
    return _field(default, Option(group, title, help, "whole", low, high, **more))


def number(
    default: float, group: str, title: str, help: str, low: float, high: float, **more: Any
) -> Any:
    """Return a dataclass field for a number with these bounds; see `Option`."""
    return _field(default, Option(group, title, help, "number", low, high, **more))


def choice(
    default: str, group: str, title: str, help: str, choices: Mapping[str, str], **more: Any
) -> Any:
    """Return a dataclass field for one of several words; see `Option`."""
    return _field(default, Option(group, title, help, "choice", choices=choices, **more))


def _field(default: Any, option: Option) -> Any:
    return field(default=default, metadata={_OPTION: option})


def options_of(kind: Any, prefix: str = "") -> Iterator[Option]:
    """Yield the options on the fields of a dataclass, and of the dataclasses in it, in order."""
    for entry in dataclasses.fields(kind):
        inner: Any = entry.default_factory
        if dataclasses.is_dataclass(inner):
            yield from options_of(inner, f"{prefix}{entry.name}.")
        else:
            option = entry.metadata[_OPTION]
            path = f"{prefix}{entry.name}"
            yield dataclasses.replace(option, path=path, default=entry.default)


def grouped(options: Mapping[str, Option]) -> tuple[Group, ...]:
    """Return the options by group, both in the order of the fields."""
    titles = dict.fromkeys(option.group for option in options.values())
    return tuple(
        Group(title, tuple(option for option in options.values() if option.group == title))
        for title in titles
    )


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested values, as from `TrainConfig.as_dict`, by their paths."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        inner = flat(value) if isinstance(value, Mapping) else {"": value}
        found |= {f"{name}.{path}" if path else name: v for path, v in inner.items()}
    return found


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by their paths as nested values: what `TrainConfig.from_dict` takes."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        group, _, name = path.rpartition(".")
        (found.setdefault(group, {}) if group else found)[name] = value
    return found
