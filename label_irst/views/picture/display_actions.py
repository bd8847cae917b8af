"""What the View menu does to the picture; its ticks follow the document."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QAction

from label_irst.display.look import Filter
from label_irst.document import Document
from label_irst.settings.mask_style import MaskStyle
from label_irst.views.picture.stage import Stage

LOCAL_CONTRAST = 0.5  # what the key switches on; the slider knows more


def commands(document: Document) -> dict[str, Callable[[], object]]:
    """What each command does that changes the look."""
    display = document.display

    def switch(value: Filter) -> None:
        display.change(filter=Filter.NONE if display.look.filter is value else value)

    return {
        "auto-contrast": display.auto_levels,
        "local-contrast": lambda: display.change(
            contrast=0.0 if display.look.contrast else LOCAL_CONTRAST
        ),
        "invert": lambda: display.change(inverted=not display.look.inverted),
        "difference": lambda: switch(Filter.DIFFERENCE),
        "median": lambda: switch(Filter.MEDIAN),
        "masks": lambda: display.show_masks(not display.masks_shown),
        "mask-style": lambda: display.set_mask_style(next_style(display.mask_style)),
    }


def next_style(style: MaskStyle) -> MaskStyle:
    """Outline and fill, outline, fill, and round again."""
    kinds = [(True, True), (True, False), (False, True)]
    outline, fill = kinds[(kinds.index((style.outline, style.fill)) + 1) % len(kinds)]
    return replace(style, outline=outline, fill=fill)


def follow(document: Document, stage: Stage, actions: dict[str, QAction]) -> None:
    """Tick the entries that are on."""
    display = document.display

    def refresh() -> None:
        look = display.look
        for name, on in (
            ("local-contrast", look.contrast > 0),
            ("invert", look.inverted),
            ("difference", look.filter is Filter.DIFFERENCE),
            ("median", look.filter is Filter.MEDIAN),
            ("masks", not display.masks_shown),
            ("blink", stage.blink.on),
        ):
            actions[name].setChecked(on)

    document.display_changed.connect(refresh)
    stage.blink.turned.connect(refresh)
    document.sequence_changed.connect(refresh)
