"""Where a data set keeps its images and its masks: a table of the names that sets use."""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from p2m_core.datasets.readers.files import Images, find_images, sizes_differ, stem_of
from p2m_core.datasets.readers.lists import has_lists, names_in_lists
from p2m_core.datasets.readers.names import comparable
from p2m_core.sequence.folder import list_folders, list_frames
from p2m_core.sequence.place import is_junk, readable
from p2m_core.sequence.source import IMAGE_SUFFIXES

POINT_FOLDERS = ("masks_centroid", "mask_centroid", "centroids", "centroid", "masks_point")
"""Of masks whose pixels mark the centres of targets."""

# In the order in which they are taken where a set has several.
_IMAGES = ("images", "image", "imgs", "img", "jpegimages", "mix", "frames", "pictures", "input")
_MASKS = (
    "masks", "mask", "annotations/masks", "annotations/mask", "labels", "label", "gts", "gt",
    "ground_truth", "groundtruth", "ground truth", "segmentationclass", "annotations",
    *POINT_FOLDERS, "instances",
)  # fmt: skip
# Folders that share a beginning: IRSTD1k_Img and IRSTD1k_Label, train_images and train_masks.
_IMAGE_ENDING = re.compile(r"(.+?)[ _-]?(?:images?|imgs?)")
_BESIDE = re.compile(r"(.+?)[ _.-](?:pixels\d*|masks?|gts?)")
_MASK_ENDINGS = ("masks", "mask", "labels", "label", "gts", "gt")

_FRAMES_OF = re.compile(r"(?:(?:seq|sequence|video|vid|clip|scene)[ _-]*)?\d{1,6}", re.IGNORECASE)
_LOOKED_INTO = 20  # folders


class Layout(NamedTuple):
    """A folder of images and the one of their masks; they may be the same."""

    images: Path
    masks: Path
    prefix: str = ""  # what their names have in common


def layouts_of(root: Path) -> list[Layout]:
    """Return the pairs of folders with images and masks that `root` has."""
    if not root.is_dir():
        return []
    below = {comparable(folder.name): folder for folder in reversed(list_folders(root))}
    images = next((below[name] for name in _IMAGES if name in below), None)
    if images is not None:
        masks = next((m for name in _MASKS if (m := _masks_at(below, name)) is not None), None)
        if masks is None and boxes_of(root) is not None:
            masks = root / "masks"  # there is none: the boxes are all
        return [] if masks is None else [Layout(images, masks)]
    found = []
    for name in sorted(below):
        match = _IMAGE_ENDING.fullmatch(name)
        for ending in _MASK_ENDINGS if match else ():
            pairs = (f"{match[1]}{gap}{ending}" for gap in ("_", "-", " ", "") if match)
            masks = next((below[pair] for pair in pairs if pair in below), None)
            if match and masks is not None and holds_images(masks):
                found.append(Layout(below[name], masks, match[1]))
                break
    if not found and masks_beside(root):
        return [Layout(root, root)]
    return found


def boxes_of(root: Path) -> Path | None:
    """Return the folder of boxes that SIRSTD-Pixel as published has beside its masks."""
    return next((f for f in list_folders(root) if f.name.casefold() == "yolo_labels"), None)


def _masks_at(below: dict[str, Path], name: str) -> Path | None:
    """Return the folder of masks called `name`; only ``masks`` counts without an image in it."""
    first, _, second = name.partition("/")
    folder = below.get(first)
    if folder is not None and second:
        inner = {comparable(one.name): one for one in list_folders(folder)}
        folder = inner.get(second)
    return folder if folder is not None and (name == "masks" or holds_images(folder)) else None


def holds_images(folder: Path) -> bool:
    """Return whether there are images in a folder, or in one of the first folders in it."""
    return _holds_images(folder) or any(map(_holds_images, list_folders(folder)[:_LOOKED_INTO]))


def _holds_images(folder: Path) -> bool:
    with suppress(OSError), os.scandir(folder) as entries:
        return any(e.name.lower().endswith(IMAGE_SUFFIXES) and not is_junk(e.name) for e in entries)
    return False


def masks_beside(root: Path) -> list[str]:
    """Return the stems of masks that lie beside their images: ``a_pixels0`` beside ``a``."""
    stems = [stem_of(file) for file in list_frames(root)]
    known = {comparable(stem) for stem in stems}
    ours = ((stem, _BESIDE.fullmatch(comparable(stem))) for stem in stems)
    return [stem for stem, match in ours if match and match[1] in known]


def images_of(root: Path, pair: Layout) -> list[Images]:
    """Return the images of one of the `layouts_of` a folder, as `find_images` does."""
    if pair.images == pair.masks:
        masks = set(masks_beside(root))
        files = {stem_of(file): root / file for file in list_frames(root)}
        return [Images(readable(s), f, {s: 0}) for s, f in files.items() if s not in masks]
    if not _is_sequence(root, pair.images):
        return find_images(pair.images)
    frames = {stem_of(file): i for i, file in enumerate(list_frames(pair.images))}
    return [Images(readable(root.name), pair.images, frames)]


def _is_sequence(root: Path, images: Path) -> bool:
    """Return whether the images of one pair of folders are the frames of one sequence.

    Many sets are folders of frames and masks a sequence, and many are single images in the same
    two folders. It is a sequence where the images have one size, there is no list, and the
    folder is called like a sequence (``Sequence12``, ``003``) or is named in a list beside it.
    """
    if len(list_frames(images)) < 2 or has_lists(root) or sizes_differ(images):
        return False
    return bool(_FRAMES_OF.fullmatch(root.name)) or comparable(root.name) in names_in_lists(
        root.parent
    )
