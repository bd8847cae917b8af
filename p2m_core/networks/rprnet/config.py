"""The architecture of an RPR-Net: one record, with a name for every row of the paper's Table VI."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from p2m_core.errors import InputError

STRIDE = 4  # of the heat map
Temporal = Literal["attention", "no-gate", "concat", "single"]


@dataclass(frozen=True)
class RPRNetConfig:
    """The architecture (paper, III-B). A checkpoint holds it to rebuild its model.

    Attributes
    ----------
    width : float
        Multiplies the channels of CSPDarknet (64 at the stem); 0.5 is the paper's.
    deepest_stride : int
        16, or 32 for the standard backbone with its fifth stage.
    temporal : str
        How the three frames are combined: ``attention`` (Eq. 10-14), ``no-gate`` (G = 1),
        ``concat`` (a 1x1 convolution over the three), ``single`` (the key frame alone).

    Raises
    ------
    InputError
        If a value is not allowed.
    """

    width: float = 0.5
    deepest_stride: int = 16
    temporal: Temporal = "attention"

    def __post_init__(self) -> None:
        if not 0.125 <= self.width <= 4.0:
            raise InputError(f"width is {self.width}: it must lie between 0.125 and 4")
        if self.deepest_stride not in (16, 32):
            raise InputError(f"deepest_stride is {self.deepest_stride}: it must be 16 or 32")
        if self.temporal not in get_args(Temporal):
            raise InputError(
                f"temporal is {self.temporal!r}: it must be one of {', '.join(get_args(Temporal))}"
            )

    @property
    def frames(self) -> int:
        """Number of input frames, the key frame in the middle."""
        return 1 if self.temporal == "single" else 3

    def channels(self, at_full_width: int) -> int:
        """Return a number of channels at this width, a multiple of 8."""
        return max(8, int(self.width * at_full_width / 8 + 0.5) * 8)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "RPRNetConfig":
        """Return the config of `as_dict`.

        Raises
        ------
        InputError
            If a field is unknown or its value is not allowed.
        """
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - known):
            raise InputError(f"unknown field of an RPR-Net config: {', '.join(unknown)}")
        try:
            return cls(**values)
        except TypeError as error:
            raise InputError(f"not an RPR-Net config: {error}") from None


_FULL = RPRNetConfig()

VARIANTS = {
    "full": _FULL,
    "width-s": replace(_FULL, width=0.375),
    "width-l": replace(_FULL, width=0.75),
    "stride-32": replace(_FULL, deepest_stride=32),
    "single": replace(_FULL, temporal="single"),
    "concat": replace(_FULL, temporal="concat"),
    "no-gate": replace(_FULL, temporal="no-gate"),
}
"""The rows of Table VI; ``single`` is also the form for single-frame sets."""
