"""What is said about a model: its name, and where it comes from."""

import os
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt

from label_irst.i18n import tr
from p2m_core.project import Model
from p2m_core.provenance import Provenance

NAMES = 4  # of sequences that are told; the rest is counted


def model_name(model: Model | None) -> str:
    """None is the one that comes with the program."""
    return tr("Shipped model") if model is None else model.name


def when(said: Provenance) -> str:
    """The day it was trained, as the user writes days."""
    moment = QDateTime.fromString(said.date, Qt.DateFormat.ISODate)
    return QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat) if said.date else ""


def validation(said: Provenance) -> str:
    if said.pd is None or said.false_per_frame is None:
        return ""
    text = tr("Pd {pd} at {rate} false targets a frame")
    return text.format(pd=f"{said.pd:.3f}", rate=f"{said.false_per_frame:.2g}")


def trained_on(said: Provenance) -> str:
    """How much it was trained on, in one line."""
    parts = []
    for count, text in (
        (said.sequence_count, tr("sequences: {count}")), (said.frames, tr("frames: {count}")),
        (said.targets, tr("targets: {count}")),
    ):  # fmt: skip
        if count is not None:
            parts.append(text.format(count=count))
    return " · ".join(parts)


def epochs(said: Provenance) -> str:
    if said.epoch is None:
        return ""
    if said.epochs is None:
        return str(said.epoch)
    return tr("{epoch} of {epochs}").format(epoch=said.epoch, epochs=said.epochs)


def names(sequences: tuple[str, ...], count: int | None) -> str:
    """Some of the names, and how many more there are."""
    left = max(count or 0, len(sequences)) - NAMES
    shown = ", ".join(sequences[:NAMES])
    return shown + (tr(" and {count} more").format(count=left) if left > 0 else "")


def facts(said: Provenance, path: Path, source: str) -> list[tuple[str, str]]:
    """All that is known, by what it is called; `source` says where the file came from."""
    lines = [
        (tr("Trained"), when(said)),
        (tr("Trained on"), trained_on(said)),
        ("", names(said.sequences, said.sequence_count)),
        (tr("Held out"), names(said.held_out, len(said.held_out))),
        (tr("Validation"), validation(said)),
        (tr("Epoch"), epochs(said)),
        (tr("Variant"), said.variant),
        (tr("Threshold"), "" if said.threshold is None else f"{said.threshold:.2f}"),
        (tr("Comes from"), source or said.source),
        (tr("File"), os.fspath(path)),
    ]
    return [(name, text) for name, text in lines if text]
