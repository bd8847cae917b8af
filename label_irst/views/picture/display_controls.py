"""The controls of the display, each bound to the document; several widgets may have the same one.

They keep no state: they show what the document holds, and write the user's changes to it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QSlider

from label_irst.display.colour_maps import COLOUR_MAPS
from label_irst.display.look import Filter
from label_irst.display.picture import ramp
from label_irst.document import Document
from label_irst.i18n import tr
from label_irst.settings.mask_style import LEAST_OPACITY
from label_irst.views.widgets.keyboard import reached_by_tab

SWATCH = QSize(36, 10)


def choice(
    document: Document,
    entries: list[tuple[str, Any]],
    get: Callable[[], Any],
    put: Callable[[Any], None],
) -> QComboBox:
    """A box of named values."""
    box = QComboBox()
    reached_by_tab(box)
    box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    values = [value for _, value in entries]
    box.addItems([text for text, _ in entries])
    box.activated.connect(lambda index: put(values[index]))
    _follow(document, box, lambda: box.setCurrentIndex(values.index(get())))
    return box


def slider(
    document: Document,
    limits: tuple[int, int],
    get: Callable[[], float],
    put: Callable[[int], None],
) -> QSlider:
    """A slider in whole steps."""
    control = QSlider(Qt.Orientation.Horizontal)
    control.setRange(*limits)
    control.setMinimumWidth(64)
    reached_by_tab(control)
    control.valueChanged.connect(put)
    _follow(document, control, lambda: control.setValue(round(get())))
    return control


def _follow(
    document: Document, control: QComboBox | QSlider | QCheckBox, refresh: Callable[[], object]
) -> None:
    """Update `control` whenever the document's display changes."""

    def quietly() -> None:
        with QSignalBlocker(control):
            refresh()

    document.display_changed.connect(quietly)
    document.sequence_changed.connect(quietly)
    quietly()


def colour_map_box(document: Document) -> QComboBox:
    words = {
        "white-hot": tr("White-hot"),
        "black-hot": tr("Black-hot"),
        "iron": tr("Iron"),
        "inferno": "Inferno",
        "viridis": "Viridis",
    }
    display = document.display
    box = choice(
        document,
        [(words[name], name) for name in COLOUR_MAPS],
        lambda: display.look.colour_map,
        lambda name: display.change(colour_map=name),
    )
    box.setIconSize(SWATCH)
    for index, name in enumerate(COLOUR_MAPS):
        box.setItemIcon(index, QIcon(QPixmap.fromImage(ramp(name)).scaled(SWATCH)))
    box.setToolTip(tr("Colours of the picture; inferno and viridis are perceptually uniform"))
    return box


def inverted_box(document: Document) -> QCheckBox:
    display = document.display
    box = QCheckBox(tr("Inverted"))
    reached_by_tab(box)
    box.setToolTip(tr("Dark targets look bright; the raw values stay"))
    box.toggled.connect(lambda on: display.change(inverted=on))
    _follow(document, box, lambda: box.setChecked(display.look.inverted))
    return box


def filter_box(document: Document) -> QComboBox:
    display = document.display
    box = choice(
        document,
        [
            (tr("As they are"), Filter.NONE),
            (tr("Change since the frame before"), Filter.DIFFERENCE),
            (tr("Median of 5 frames"), Filter.MEDIAN),
        ],
        lambda: display.look.filter,
        lambda value: display.change(filter=value),
    )
    box.setToolTip(
        tr("What moves stands out in the change; the median takes noise away, and fast targets")
    )
    return box


def mask_box(document: Document) -> QComboBox:
    display = document.display
    box = choice(
        document,
        [
            (tr("Outline and fill"), (True, True)),
            (tr("Outline"), (True, False)),
            (tr("Fill"), (False, True)),
        ],
        lambda: (display.mask_style.outline, display.mask_style.fill),
        lambda drawn: display.set_mask_style(
            replace(display.mask_style, outline=drawn[0], fill=drawn[1])
        ),
    )
    box.setToolTip(tr("How masks are drawn, in all projects"))
    return box


def opacity_slider(document: Document) -> QSlider:
    display = document.display
    control = slider(
        document,
        (round(100 * LEAST_OPACITY), 100),
        lambda: 100 * display.mask_style.opacity,
        lambda value: display.set_mask_style(replace(display.mask_style, opacity=value / 100)),
    )
    control.setToolTip(tr("How much the fill covers; more for the selected target"))
    return control


def gamma_slider(document: Document) -> QSlider:
    display = document.display
    control = slider(
        document,
        (-100, 100),
        lambda: 100 * display.levels.gamma_exponent,
        lambda value: display.set_levels(display.levels.with_gamma_exponent(value / 100)),
    )
    control.setToolTip(tr("Above 1 the dark parts are lifted, below 1 the bright parts are spread"))
    return control


def contrast_slider(document: Document) -> QSlider:
    display = document.display
    control = slider(
        document,
        (0, 100),
        lambda: 100 * display.look.contrast,
        lambda value: display.change(contrast=value / 100),
    )
    control.setToolTip(
        tr("Each part of the picture is stretched by itself (CLAHE); only on the screen")
    )
    return control
