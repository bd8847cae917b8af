"""What the View menu does to the picture; its ticks follow the document."""

from collections.abc import Callable

from PySide6.QtGui import QAction

from label_irst.display.look import Filter
from label_irst.document import Document

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
    }


def follow(document: Document, actions: dict[str, QAction]) -> None:
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
        ):
            actions[name].setChecked(on)

    document.display_changed.connect(refresh)
    document.sequence_changed.connect(refresh)
