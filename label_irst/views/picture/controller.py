"""The View menu: it changes the two views and the display; its ticks follow the document."""

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from label_irst.display.look import Filter
from label_irst.document import Document
from label_irst.settings.mask_style import MaskStyle
from label_irst.views.commands import Doings, set_icon
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.key_cursor import KeyCursor
from label_irst.views.picture.loupe import Loupe
from label_irst.views.picture.stage import Stage

LOCAL_CONTRAST = 0.5  # the strength that the key sets; the slider sets any


class PictureController(QObject):
    def __init__(
        self, document: Document, whole: Canvas, detail: Canvas, stage: Stage, loupe: Loupe,
        cursor: KeyCursor, actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        super().__init__(document)
        self._document, self._whole, self._detail = document, whole, detail
        self._stage, self._loupe, self._actions = stage, loupe, actions
        self._cursor = cursor
        actions["loupe"].setChecked(loupe.wanted)
        set_icon(actions["display"])
        document.display_changed.connect(self._tick)
        document.sequence_changed.connect(self._tick)
        document.frame_changed.connect(self._tick)
        stage.blink.turned.connect(self._tick)
        cursor.changed.connect(self._tick)
        document.focus_requested.connect(detail.centre_on)
        # A click in the global view brings its surroundings into the detail view.
        whole.pressed_at.connect(detail.centre_on)

    def commands(self) -> Doings:
        display = self._document.display
        return {
            "fit": self._whole.fit,
            "centre": self._centre_selected,
            "key-cursor": self._cursor.toggle,
            "loupe": lambda: self._loupe.want(self._actions["loupe"].isChecked()),
            "lock": self._stage.toggle_lock,
            "blink": self._stage.blink.toggle,
            "auto-contrast": display.auto_levels,
            "local-contrast": lambda: display.change(
                contrast=0.0 if display.look.contrast else LOCAL_CONTRAST
            ),
            "invert": lambda: display.change(inverted=not display.look.inverted),
            "difference": lambda: self._switch(Filter.DIFFERENCE),
            "median": lambda: self._switch(Filter.MEDIAN),
            "masks": self._toggle_masks,
            "mask-style": lambda: display.set_mask_style(next_style(display.mask_style)),
        }

    def _toggle_masks(self) -> None:
        document = self._document
        document.display.toggle_masks(document.frame, document.range_here)

    def _switch(self, value: Filter) -> None:
        display = self._document.display
        display.change(filter=Filter.NONE if display.look.filter is value else value)

    def _centre_selected(self) -> None:
        if self._document.selected is not None:
            self._detail.centre_on(*self._document.selected.centroid)

    def _tick(self) -> None:
        """Tick the entries that are on."""
        display, look = self._document.display, self._document.display.look
        for name, on in (
            ("local-contrast", look.contrast > 0),
            ("invert", look.inverted),
            ("difference", look.filter is Filter.DIFFERENCE),
            ("median", look.filter is Filter.MEDIAN),
            ("masks", not display.masks_at(self._document.frame)),
            ("blink", self._stage.blink.on),
            ("key-cursor", self._cursor.on),
        ):
            self._actions[name].setChecked(on)


def next_style(style: MaskStyle) -> MaskStyle:
    """The mask style after this one: outline and fill, outline, fill, and again."""
    kinds = [(True, True), (True, False), (False, True)]
    outline, fill = kinds[(kinds.index((style.outline, style.fill)) + 1) % len(kinds)]
    return replace(style, outline=outline, fill=fill)
