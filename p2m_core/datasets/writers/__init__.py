"""Exporters, one file a format, by the name that the command line and the window use."""

from collections.abc import Callable
from dataclasses import dataclass

from p2m_core.datasets.selection import ExportSummary
from p2m_core.datasets.writers import sirstd_pixel
from p2m_core.registry import registry_of

__all__ = ["FORMATS", "ExportSummary", "Format"]


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes
    ----------
    name : str
        As on the command line.
    title : str
        One line for people.
    export : callable
        ``export(project, out, name=None, test=(), unreviewed=False, progress=no_progress)``, as
        `p2m_core.datasets.writers.sirstd_pixel.export`.
    """

    name: str
    title: str
    export: Callable[..., ExportSummary]


FORMATS = registry_of(
    Format(
        "sirstd-pixel",
        "SIRSTD-Pixel: images, masks, instances, targets.csv, train and test lists",
        sirstd_pixel.export,
    ),
)
"""Every format by name; add a new one here."""
