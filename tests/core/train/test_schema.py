"""The table of training options: complete, and in agreement with `TrainConfig`."""

import dataclasses
import math
import subprocess
import sys
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2m_core.errors import InputError
from p2m_core.networks.rprnet.config import VARIANTS
from p2m_core.train import config as training
from p2m_core.train.config import OPTIONS, Augmentation, TrainConfig
from p2m_core.train.schema import Option, flat, nested

NUMBERS = [option for option in OPTIONS.values() if option.kind != "choice"]
CHOICES = [option for option in OPTIONS.values() if option.kind == "choice"]
BEYOND = 2**40


def config_with(path: str, value: Any) -> TrainConfig:
    """The default config with one value, set past every conversion."""
    group, _, name = path.rpartition(".")
    if not group:
        return replace(TrainConfig(), **{name: value})
    return replace(TrainConfig(), **{group: replace(Augmentation(), **{name: value})})


def is_taken(path: str, value: Any) -> bool:
    try:
        config = config_with(path, value)
    except InputError:
        return False
    assert flat(config.as_dict())[path] == value
    return True


def paths(kind: type, prefix: str = "") -> set[str]:
    found: set[str] = set()
    for field in fields(kind):
        inner = field.name == "augmentation"
        found |= paths(Augmentation, "augmentation.") if inner else {prefix + field.name}
    return found


def test_fields_of_the_config_and_options_correspond() -> None:
    assert set(OPTIONS) == paths(TrainConfig)
    assert len(OPTIONS) == sum(len(group.options) for group in training.GROUPS), "none twice"


def test_a_field_that_is_added_without_an_option_is_found() -> None:
    with pytest.raises(KeyError, match="dropout"):
        dataclasses.make_dataclass("More", [("dropout", float, 0.1)], bases=(TrainConfig,),
                                   frozen=True)()  # fmt: skip


def test_every_option_has_a_title_a_help_and_an_allowed_default() -> None:
    for option in OPTIONS.values():
        assert option.title
        assert option.help
        assert option.title[0].isupper()
        assert "\n" not in option.help
        assert option.allows(training.defaults()[option.path])
    assert [o.path for o in OPTIONS.values() if o.basic] == [
        "variant", "epochs", "batch", "crop", "device",
    ]  # fmt: skip


def test_the_defaults_are_the_config_s() -> None:
    values = training.defaults()
    assert values["epochs"] == TrainConfig().epochs
    assert values["augmentation.zoom"] == Augmentation().zoom
    assert TrainConfig.from_dict(nested(values)) == TrainConfig()


def test_the_choice_of_networks_lists_all_variants() -> None:
    assert tuple(OPTIONS["variant"].choices) == tuple(VARIANTS)


@given(st.data())
def test_a_number_within_its_bounds_is_taken(data: st.DataObject) -> None:
    option = data.draw(st.sampled_from(NUMBERS))
    value: float
    if option.kind == "whole":
        step = option.multiple
        value = step * data.draw(st.integers(-(-int(option.low) // step), int(option.high) // step))
    else:
        value = data.draw(st.floats(option.low, option.high, exclude_max=option.below))
    assert option.allows(value)
    assert is_taken(option.path, value)


@given(st.data())
def test_a_number_outside_of_its_bounds_is_refused(data: st.DataObject) -> None:
    option = data.draw(st.sampled_from(NUMBERS))
    value: float
    if option.kind == "whole":
        low, high = int(option.low), int(option.high)
        value = data.draw(st.integers(-BEYOND, low - 1) | st.integers(high + 1, BEYOND))
    else:
        value = data.draw(
            st.floats(max_value=option.low, exclude_max=True)
            | st.floats(min_value=option.high, exclude_min=not option.below)
            | st.just(math.nan)
        )
    assert not option.allows(value)
    assert not is_taken(option.path, value)


@given(st.sampled_from(CHOICES), st.text(max_size=8))
def test_words_outside_of_the_choices_are_refused(option: Option, word: str) -> None:
    assert option.allows(word) == is_taken(option.path, word) == (word in option.choices)


def test_every_choice_is_taken() -> None:
    for option in CHOICES:
        for word in option.choices:
            assert is_taken(option.path, word)


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("crop", 100, "a multiple of 32"),
        ("crop", 0, "at least 32"),
        ("average", 1.0, "below 1"),
        ("epochs", 2.5, "at least 1"),
        ("epochs", True, "at least 1"),
        ("augmentation.flip", 1.5, "at most 1"),
        ("augmentation.gain", 0.0, "at least 1"),
        ("doubtful", "maybe", "one of keep, weight, drop"),
        ("device", "cuda:1000000", "one of auto"),
    ],
)
def test_a_refused_value_is_named_with_its_rule(path: str, value: Any, rule: str) -> None:
    assert not OPTIONS[path].allows(value)
    with pytest.raises(InputError, match=f"^{path} is .*: it must be .*{rule}"):
        config_with(path, value)


def test_the_second_gpu_can_be_named() -> None:
    assert is_taken("device", "cuda:1")


def test_a_window_can_have_the_table_without_torch() -> None:
    code = (
        "import sys; from p2m_core.train import config; config.defaults(); "
        "assert not {'torch', 'PySide6'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
