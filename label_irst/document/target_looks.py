"""The colour and label of a target on the screen: of its track, or of its class."""

from label_irst.document.document import Document
from label_irst.document.looks import track_colour, track_label
from p2m_core.project import Target


def target_colour(document: Document, target: Target) -> str:
    if document.display.mask_style.by_class:
        return document.descriptions.colour(target.category)
    return track_colour(document.looks, target.track)


def colour_of_track(document: Document, track: int) -> str:
    if document.display.mask_style.by_class:
        return document.descriptions.colour(document.descriptions.of_tracks.get(track, ""))
    return track_colour(document.looks, track)


def target_label(document: Document, target: Target, named: bool = True) -> str:
    """The track, and the class where there is one and it is `named`."""
    track = track_label(document.looks, target.track)
    return f"{track} {target.category}" if named and target.category else track


def mark_of(target: Target) -> str:
    """The sign behind a target's label: a flag, else a pencil where there is a note."""
    return " ⚑" if target.flagged else " ✎" if target.note else ""
