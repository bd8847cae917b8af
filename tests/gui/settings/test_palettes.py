"""Every text of every theme is readable: WCAG's contrast, computed from the palettes."""

from itertools import combinations

import numpy as np
import pytest

from label_irst.palettes import PALETTES, Palette
from tests.gui.sight import SIGHT, lab

GROUNDS = ("canvas", "window", "panel", "raised", "floating", "chip")
TEXTS = [
    *[("text", ground) for ground in (*GROUNDS, "line")],
    *[("faint_text", ground) for ground in GROUNDS],
    *[("doubt", ground) for ground in ("canvas", "window", "panel", "raised", "floating")],
    ("on_accent", "accent"),
    ("on_accent", "accent_over"),
    ("warning_text", "warning"),
]
# Lines and marks, not text: 3 is asked of them.
MARKS = [
    ("accent", "panel"), ("accent", "floating"), ("handle", "floating"), ("knob", "panel"),
    ("edge", "panel"), ("edge", "window"), ("cursor", "unseen"), ("automatic", "panel"),
    ("by_hand", "panel"), ("accepted", "panel"), ("suggested", "panel"), ("uncertain", "panel"),
    ("verified_empty", "panel"), ("focus", "panel"), ("focus", "window"), ("focus", "accent"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance; an alpha in front is left out."""
    channels = [int(colour[-6:][i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(colour: str, ground: str) -> str:
    """A translucent colour as it is seen on `ground`."""
    alpha = int(colour[1:3], 16) / 255
    mixed = [
        round(alpha * int(colour[i : i + 2], 16) + (1 - alpha) * int(ground[i - 2 : i], 16))
        for i in (3, 5, 7)
    ]
    return "#" + "".join(f"{value:02x}" for value in mixed)


def test_the_contrast_equals_the_examples_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXTS, 4.5), (MARKS, 3.0)], ids=["text", "marks"])
def test_every_text_and_mark_has_the_contrast_it_needs(
    palette: Palette, pairs: list[tuple[str, str]], least: float
) -> None:
    found = {
        (ink, ground): contrast(getattr(palette, ink), getattr(palette, ground))
        for ink, ground in pairs
    }
    assert {pair: value for pair, value in found.items() if value < least} == {}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("picture", ["#000000", "#ffffff"])
def test_the_title_reads_on_black_and_on_white_pictures(palette: Palette, picture: str) -> None:
    assert contrast(palette.text, over(palette.chip, picture)) >= 4.5


STANDINGS = (
    "unseen", "suggested", "automatic", "by_hand", "accepted", "verified_empty", "uncertain",
)  # fmt: skip


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("sight", SIGHT.values(), ids=SIGHT)
def test_the_standings_differ_in_colour_for_every_sight(
    palette: Palette, sight: np.ndarray
) -> None:
    seen = {name: lab(getattr(palette, name), sight) for name in STANDINGS}
    apart = {
        (a, b): float(np.linalg.norm(seen[a] - seen[b])) for a, b in combinations(STANDINGS, 2)
    }
    assert {pair: value for pair, value in apart.items() if value < 12.0} == {}
