"""A wrong value is refused when the configuration is made, in one line that names it."""

import math

import pytest

from p2m_core.errors import InputError
from p2m_core.synth import SynthConfig

WRONG = [
    ("seed", -1),
    ("frames", 0),
    ("height", 31),
    ("width", 0),
    ("n_targets", -2),
    ("n_targets", 65536),
    ("dead_pixels", -1),
    ("dead_pixels", 256 * 256),
    ("background", "desert"),
    ("bit_depth", 12),
    ("target_size", (0.5, 3.0)),
    ("target_size", (3.0, 9.5)),
    ("scr", (5.0, 4.0)),
    ("scr", (0.0, 4.0)),
    ("scr", (math.nan, 4.0)),
    ("dark_fraction", 1.5),
    ("noise", -0.1),
    ("noise", math.nan),
    ("stripes", -1.0),
    ("jitter", -1.0),
    ("drift", math.inf),
    ("optics_sigma", 0.0),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named(name: str, value: object) -> None:
    with pytest.raises(InputError) as error:
        SynthConfig(**{name: value})  # type: ignore[arg-type]
    message = str(error.value)
    assert name in message
    assert "\n" not in message
    shown = value[0] if isinstance(value, tuple) else value
    assert (f"{shown:g}" if isinstance(shown, float) else str(shown)) in message


def test_sequences_of_different_seeds_have_different_names() -> None:
    assert SynthConfig(seed=7).name != SynthConfig(seed=8).name
