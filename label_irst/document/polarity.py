"""Bright or dark: what the user chose for the next click, and what a track has."""

from dataclasses import replace

from label_irst.document.document import Document
from label_irst.document.edits.frame_edits import forced_polarity
from p2m_core.pamg import PamgParams
from p2m_core.project import Target, list_track_targets

ORDER = (0, 1, -1)  # by the image, bright, dark
NEAR = 12  # frames within which a track's last target tells its polarity


def choose(document: Document, polarity: int) -> None:
    """Take it for the next clicks: +1 bright, -1 dark, 0 by the image."""
    document.set_params(replace(document.params, polarity=polarity))


def choose_next(document: Document) -> None:
    place = ORDER.index(document.params.polarity)
    choose(document, ORDER[(place + 1) % len(ORDER)])


def params_at(document: Document, before: Target | None) -> PamgParams:
    """The parameters of a click that takes the place of `before`, or continues the active track.

    Unless the user has chosen a polarity, it is that of the target, or of the track.
    """
    params = document.params
    if params.polarity:
        return params
    forced = forced_polarity(before) if before is not None else _of_active_track(document)
    return replace(params, polarity=forced) if forced else params


def _of_active_track(document: Document) -> int:
    """The polarity of the nearest target of the active track, where this frame has none of it."""
    track, project, info = document.active_track, document.project, document.info
    if track is None or project is None or info is None or document.of_active_track() is not None:
        return 0
    here = document.frame
    near = list_track_targets(project, info.id, track, max(0, here - NEAR), here + NEAR)
    nearest = min(near, key=lambda target: abs(target.frame - here), default=None)
    return forced_polarity(nearest) if nearest is not None else 0
