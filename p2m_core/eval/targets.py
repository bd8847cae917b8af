"""Images and masks on disk as targets to score against."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from p2m_core.datasets.labelled import MaskLabel
from p2m_core.datasets.labels import split_mask
from p2m_core.datasets.mask_images import read_mask_image
from p2m_core.datasets.readers.files import files_below
from p2m_core.errors import InputError
from p2m_core.sequence.decode import read_image

_SUFFIXES = {".png", ".bmp", ".tif", ".tiff", ".jpg", ".jpeg"}


@dataclass(frozen=True)
class LabelledImage:
    """Paths of an image and its mask; `name` is the path below the folder without the suffix.

    `instances` is the map that tells targets that touch, None without one.
    """

    name: str
    image: Path
    mask: Path
    instances: Path | None = None


@dataclass(frozen=True, eq=False)
class Scene:
    """One image with its targets.

    Attributes
    ----------
    name : str
        As in the list.
    image : array, shape (H, W)
        Grey levels at their native depth.
    targets : list of bool array, shape (H, W)
        One mask a target: the numbers of the instance map, ascending; without one, the
        8-connected components, in the order of their first pixel row by row.
    """

    name: str
    image: NDArray[np.generic]
    targets: list[NDArray[np.bool_]]


def find_pairs(images: Path, masks: Path, names: Path | None = None) -> list[LabelledImage]:
    """Find the images and their masks, which have the same path below their folders.

    Parameters
    ----------
    images, masks : path
        Folders; the name of a file in a sub-folder is ``<folder>/<name>``.
    names : path, optional
        A text file with the names to take, one a line, in this order; a suffix is allowed. By
        default all images, in the order of their names.

    The instance maps of SIRSTD-Pixel are used where they are: where `masks` is ``masks/`` or a
    folder below it, and ``instances/`` is beside that.

    Raises
    ------
    InputError
        If a folder or the list cannot be read, an image of the list or the mask of an image is
        missing, or there is no image.
    """
    found, truths = _by_name(images), _by_name(masks)
    if not found:
        raise InputError(f"{images}: no images in it; PNG, BMP, TIFF and JPEG are read")
    wanted = sorted(found) if names is None else _listed(names)
    for name in wanted:
        if name not in found:
            raise InputError(f"{names}: {name!r} is listed, but {images} has no such image")
        if name not in truths:
            raise InputError(f"{masks}: no mask for the image {name!r}: add {name}.png")
    beside = _instances_of(masks)
    numbers = {} if beside is None else _by_name(beside)
    return [LabelledImage(name, found[name], truths[name], numbers.get(name)) for name in wanted]


def load_scene(pair: LabelledImage) -> Scene:
    """Read one image and split its mask into targets; a mask may be empty.

    Raises
    ------
    InputError
        If a file cannot be read, or the two differ in size.
    """
    image = read_image(pair.image)
    mask, numbers = read_mask_image(pair.mask)
    if image.shape != mask.shape:
        raise InputError(
            f"{pair.mask}: the mask is {_size(mask)}, but its image {pair.image.name} is "
            f"{_size(image)}"
        )
    instances = None if pair.instances is None else read_image(pair.instances)
    if instances is not None and instances.shape != image.shape:
        raise InputError(
            f"{pair.instances}: the instance map is {_size(instances)}, but its image "
            f"{pair.image.name} is {_size(image)}"
        )
    return Scene(pair.name, image, split_targets(mask, instances, numbers))


def load_scenes(pairs: list[LabelledImage]) -> Iterator[Scene]:
    """Read the pairs one after the other; see `load_scene`."""
    return (load_scene(pair) for pair in pairs)


def split_targets(
    mask: NDArray[np.bool_],
    instances: NDArray[np.generic] | None = None,
    numbers: NDArray[np.generic] | None = None,
) -> list[NDArray[np.bool_]]:
    """Return the targets of `mask` by `labelled.split_mask`, one mask of its shape each.

    Examples
    --------
    >>> len(split_targets(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 1]], bool)))
    2
    """
    found = []
    for target in split_mask(mask, instances, numbers):
        label = target.label
        assert isinstance(label, MaskLabel)
        x0, y0, x1, y1 = label.box
        whole = np.zeros(mask.shape, np.bool_)
        whole[y0:y1, x0:x1] = label.mask
        found.append(whole)
    return found


def _instances_of(masks: Path) -> Path | None:
    """Return the folder of instance maps that belongs to a folder of masks."""
    parts = masks.absolute().parts
    if "masks" not in parts:
        return None
    at = len(parts) - 1 - parts[::-1].index("masks")
    beside = Path(*parts[:at], "instances", *parts[at + 1 :])
    return beside if beside.is_dir() else None


def _by_name(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder")
    return files_below(folder, _SUFFIXES)


def _listed(names: Path) -> list[str]:
    try:
        lines = names.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{names}: cannot be read as a list of names: {error}") from error
    listed = [line.strip() for line in lines if line.strip()]
    if not listed:
        raise InputError(f"{names}: the list is empty: give one name a line")
    # A name may hold dots: only the suffix of a format that we read is removed.
    return [
        str(Path(name).with_suffix("").as_posix())
        if Path(name).suffix.lower() in _SUFFIXES
        else name
        for name in listed
    ]


def _size(array: NDArray[np.generic]) -> str:
    return f"{array.shape[1]}x{array.shape[0]}"
