"""What is flagged, as entries of the review list: accepted or not, in the order of the frames."""

from label_irst.document import Document
from label_irst.document.row import row_of
from label_irst.review.entry import FLAGGED, Entry
from p2m_core.project import Flagged, list_flagged

FRAMES = -(2**40)  # numbers from here downwards are those of frames


def flagged(document: Document, track: int = 0) -> list[Entry]:
    """The flags of the sequence, or of the single images in the row; of one track, if not 0."""
    if document.project is None or document.info is None:
        return []
    row = row_of(document)
    if not row.images:
        return [
            _entry(one, one.frame)
            for one in list_flagged(document.project, document.info.id)
            if track in (0, one.track)
        ]
    places = {image.id: place for place, image in enumerate(document.images.row)}
    return [
        _entry(one, places[one.sequence])
        for one in list_flagged(document.project)
        if one.sequence in places
    ]


def _entry(one: Flagged, place: int) -> Entry:
    return Entry(one.target or FRAMES - place, place, one.track, 0.0, FLAGGED, note=one.note)
