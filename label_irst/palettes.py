"""The colours of each theme: plain data, no Qt. `theme` applies them to the application."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Colour = TypeVar("Colour")  # ``#rrggbb``, or ``#aarrggbb`` where what is below shines through


@dataclass(frozen=True)
class Palette(Generic[Colour]):
    """The colours of a theme: as texts here, as `QColor` in `theme`.

    A name states the use of the colour; text on each ground has a contrast of 4.5 or more.
    """

    canvas: Colour  # around the picture
    window: Colour
    panel: Colour
    raised: Colour  # buttons, what the pointer is over
    line: Colour
    edge: Colour  # of a control that the pointer is over, of an empty check box
    text: Colour
    faint_text: Colour
    disabled_text: Colour
    focus: Colour  # around what has the keyboard
    accent: Colour
    accent_over: Colour  # the accent under the pointer
    on_accent: Colour  # text on the accent
    doubt: Colour  # text and lines of doubtful items
    chip: Colour  # behind a text over the picture
    floating: Colour  # a panel over the picture
    handle: Colour  # what can be dragged along a curve
    knob: Colour  # of a slider
    knob_over: Colour
    cursor: Colour  # the current frame in the timeline
    warning: Colour  # the banner
    warning_text: Colour
    unseen: Colour  # from here on: the standings of frames and targets
    suggested: Colour
    automatic: Colour
    by_hand: Colour
    accepted: Colour
    verified_empty: Colour
    uncertain: Colour


DARK = Palette(
    canvas="#0c0e11", window="#1d2026", panel="#22262d", raised="#2c313a", line="#343a45",
    edge="#6d7889", text="#e4e7ec", faint_text="#9aa3b0", disabled_text="#6b7380", focus="#dbe5ff",
    accent="#3f6fe0", accent_over="#3866d2", on_accent="#ffffff", doubt="#f2a93b",
    chip="#cd14171c", floating="#16191f", handle="#ff5a5f", knob="#cfd5de", knob_over="#ffffff",
    cursor="#ffffff", warning="#3a2f1c", warning_text="#ffd28a",
    unseen="#454c58", suggested="#c27ad8", automatic="#4a78f0", by_hand="#93e8f2",
    accepted="#1aa866", verified_empty="#8d949e", uncertain="#f0c060",
)  # fmt: skip

LIGHT = Palette(
    canvas="#dde0e5", window="#eceef1", panel="#f7f8fa", raised="#e6e9ee", line="#d0d5dd",
    edge="#7c8696", text="#1c2129", faint_text="#525c6b", disabled_text="#9aa3b0", focus="#0a0f1e",
    accent="#2f61d5", accent_over="#2856c2", on_accent="#ffffff", doubt="#8f5300",
    chip="#e6f7f8fa", floating="#f7f8fa", handle="#d63840", knob="#5f6b7c", knob_over="#3c4654",
    cursor="#1c2129", warning="#fdf0d5", warning_text="#6b4300",
    unseen="#b9c0ca", suggested="#9c1f8c", automatic="#1f44a8", by_hand="#1a8aba",
    accepted="#0b7d4a", verified_empty="#787d87", uncertain="#a06008",
)  # fmt: skip

PALETTES = {"dark": DARK, "light": LIGHT}
