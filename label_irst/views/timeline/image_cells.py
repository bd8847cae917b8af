"""The cells of the film strip for single images: the largest target, or the whole image."""

from pathlib import Path

from label_irst.document import Document
from label_irst.jobs.crops import Square, square_of
from p2m_core.project import Target, get_sequence, list_targets

SIDE = 72  # view pixels of a crop
SCALES = (3, 2, 1)  # view pixels a picture pixel: the first that leaves room around the target
ROOM = 4  # picture pixels on either side of the largest mask

Cut = tuple[Path, Square]  # the images a crop is from, and the square of them


def scale_for(targets: list[Target]) -> int:
    """View pixels a picture pixel, so that there is room around the largest target."""
    largest = max((max(t.mask.shape) for t in targets), default=1) + 2 * ROOM
    return next((s for s in SCALES if largest * s <= SIDE), SCALES[-1])


class ImageCells:
    """The targets of images by their place in the row, the largest first, as far as read."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._paths: dict[int, Path] = {}
        self._of = (0, 0)  # the first of the images in a row, and how many

    @property
    def same(self) -> bool:
        """Whether the row on show is the one that was taken."""
        images = self._document.images
        return bool(images) and (images.row[0].id, len(images.row)) == self._of

    def take(self) -> None:
        """Turn to the row on show, if there is one."""
        images = self._document.images
        self._of = (images.row[0].id, len(images.row)) if images else (0, 0)
        self._paths.clear()

    def __bool__(self) -> bool:
        return self._of != (0, 0)

    def read(self, place: int) -> list[Target]:
        """The targets of an image, the largest first."""
        project = self._document.project
        if project is None:
            return []
        id = self._document.images.row[place].id
        self._paths[place] = get_sequence(project, id).path
        return sorted(list_targets(project, id, 0), key=lambda target: -target.area)

    def cut(self, place: int, targets: list[Target]) -> Cut:
        """What the cell of an image with these targets shows."""
        if targets:
            square = square_of(targets[0], SIDE // scale_for(targets[:1]))
        else:
            image = self._document.images.row[place]
            size = max(image.height, image.width)
            x0, y0 = (image.width - size) // 2, (image.height - size) // 2
            square = Square(0, x0, y0, size, max(1, size // SIDE))
        return self._paths[place], square
