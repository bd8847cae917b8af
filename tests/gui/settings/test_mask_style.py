"""The style of masks is stored for the user; invalid entries in the file are ignored."""

import pytest

from label_irst.settings.mask_style import LEAST_OPACITY, MaskStyle, store, stored
from label_irst.settings.storage import storage


@pytest.mark.parametrize(("outline", "fill"), [(True, True), (True, False), (False, True)])
def test_a_stored_style_is_read_back_unchanged(outline: bool, fill: bool) -> None:
    assert stored() == MaskStyle()
    store(MaskStyle(outline, fill, 0.45))
    assert stored() == MaskStyle(outline, fill, 0.45)


@pytest.mark.parametrize("opacity", ["much", "nan", "", "inf"])
def test_invalid_values_give_the_default(opacity: str) -> None:
    storage().setValue("mask-style/drawn", "stripes")
    storage().setValue("mask-style/opacity", opacity)
    assert stored() == MaskStyle()


def test_an_opacity_out_of_bounds_is_clipped() -> None:
    for value, expected in ((-4.0, LEAST_OPACITY), (70.0, 1.0)):
        storage().setValue("mask-style/opacity", value)
        assert stored().opacity == expected
