"""Texts about a model: its name, and where it comes from."""

import os
from pathlib import Path

from PySide6.QtCore import QDateTime, Qt

from label_irst.i18n import tr
from label_irst.views.widgets.dates import day
from p2m_core.project import Model
from p2m_core.provenance import Provenance

NAMES = 4  # sequence names shown; the rest is counted


def model_name(model: Model | None) -> str:
    """The name to show; None is the shipped model."""
    return tr("Shipped model") if model is None else model.name


def when(provenance: Provenance) -> str:
    """The day of the training, in the user's format."""
    moment = QDateTime.fromString(provenance.date, Qt.DateFormat.ISODate)
    return day(moment.date()) if provenance.date else ""


def validation(provenance: Provenance) -> str:
    if provenance.pd is None or provenance.false_per_frame is None:
        return ""
    text = tr("Pd {pd} at {rate} false targets a frame")
    return text.format(pd=f"{provenance.pd:.3f}", rate=f"{provenance.false_per_frame:.2g}")


def trained_on(provenance: Provenance) -> str:
    """The amount of training data, in one line."""
    parts = []
    for count, text in (
        (provenance.sequence_count, tr("sequences: {count}")),
        (provenance.frames, tr("frames: {count}")),
        (provenance.targets, tr("targets: {count}")),
    ):
        if count is not None:
            parts.append(text.format(count=count))
    return " · ".join(parts)


def epochs(provenance: Provenance) -> str:
    if provenance.epoch is None:
        return ""
    if provenance.epochs is None:
        return str(provenance.epoch)
    return tr("{epoch} of {epochs}").format(epoch=provenance.epoch, epochs=provenance.epochs)


def names(sequences: tuple[str, ...], count: int | None) -> str:
    """The first names, and the number of the others."""
    left = max(count or 0, len(sequences)) - NAMES
    shown = ", ".join(sequences[:NAMES])
    return shown + (tr(" and {count} more").format(count=left) if left > 0 else "")


def facts(provenance: Provenance, path: Path, source: str) -> list[tuple[str, str]]:
    """All known facts as (title, value); `source` overrides where the file came from."""
    lines = [
        (tr("Trained"), when(provenance)),
        (tr("Trained on"), trained_on(provenance)),
        ("", names(provenance.sequences, provenance.sequence_count)),
        (tr("Held out"), names(provenance.held_out, len(provenance.held_out))),
        (tr("Validation"), validation(provenance)),
        (tr("Epoch"), epochs(provenance)),
        (tr("Variant"), provenance.variant),
        (tr("Threshold"), "" if provenance.threshold is None else f"{provenance.threshold:.2f}"),
        (tr("Comes from"), source or provenance.source),
        (tr("File"), os.fspath(path)),
    ]
    return [(name, text) for name, text in lines if text]
