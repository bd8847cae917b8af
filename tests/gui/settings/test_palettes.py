"""Every text of every theme is readable: WCAG's contrast, computed from the palettes."""

from itertools import combinations

import numpy as np
import pytest

from label_irst.palettes import PALETTES, Palette

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
# Machado et al. 2009, severity 1, of linear RGB.
EYES = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)  # fmt: skip


def lab(colour: str, eye: np.ndarray) -> np.ndarray:
    """CIELAB of a colour as an eye sees it."""
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(eye @ linear, 0, 1) / (0.9505, 1.0, 1.089)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("eye", EYES.values(), ids=EYES)
def test_the_standings_differ_in_colour_for_every_eye(palette: Palette, eye: np.ndarray) -> None:
    seen = {name: lab(getattr(palette, name), eye) for name in STANDINGS}
    apart = {
        (a, b): float(np.linalg.norm(seen[a] - seen[b])) for a, b in combinations(STANDINGS, 2)
    }
    assert {pair: value for pair, value in apart.items() if value < 12.0} == {}
