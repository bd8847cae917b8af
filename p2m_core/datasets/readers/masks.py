"""Images with masks: SIRSTD-Pixel, and the single-frame sets of the field.

::

    ROOT/images/<name>.png             ROOT/masks/<name>.png              a frame for itself
    ROOT/images/<sequence>/<frame>.png ROOT/masks/<sequence>/<frame>.png  a sequence
    ROOT/img_idx/train_*.txt, test_*.txt   lines "<name>" or "<sequence>/<frame>", optional
    ROOT/instances/<sequence>/<frame>.png  track numbers, in SIRSTD-Pixel
    ROOT/dataset.json                      in SIRSTD-Pixel

A frame without a mask is unlabelled. Where there are lists, only what they name is labelled.
"""

import json
from pathlib import Path

from p2m_core.datasets import layout
from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.readers.files import (
    files_below,
    find_images,
    read_lists,
    read_text,
    split_of,
)
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.errors import InputError
from p2m_core.sequence.source import IMAGE_SUFFIXES

LAYOUT = "images/ and masks/"


def recognises(path: Path) -> bool:
    """Return whether a folder has images and masks, or states that it does."""
    return (path / "images").is_dir() and (
        (path / "masks").is_dir() or (path / "dataset.json").is_file()
    )


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences that have a mask, in natural order."""
    _check_version(path)
    images = find_images(path / "images")
    if not images:
        raise InputError(f"{path / 'images'}: holds no images; PNG, BMP, TIFF and JPEG are read")
    masks = files_below(path / "masks", IMAGE_SUFFIXES)
    if not masks:
        raise InputError(f"{path / 'masks'}: holds no masks: add one a labelled image")
    instances = files_below(path / "instances", IMAGE_SUFFIXES)
    listed = read_lists(path, IMAGE_SUFFIXES)
    known = {name for group in images for name in group.frames}
    for entry in (listed or {}).values():
        if entry.name not in known:
            raise InputError(f"{entry.place}: {path / 'images'} has no image {entry.name!r}")
        if entry.name not in masks:
            raise InputError(
                f"{entry.place}: no mask for {entry.name!r}: add masks/{entry.name}.png"
            )
    if not known & masks.keys():
        name = next(iter(masks.values()))
        raise InputError(f"{name}: no image of this name in {path / 'images'}, nor of any mask")
    found = []
    for group in images:
        own = {
            frame: masks[name]
            for name, frame in group.frames.items()
            if name in masks and (listed is None or name in listed)
        }
        if own:
            numbers = {f: instances[n] for n, f in group.frames.items() if n in instances}
            found.append(
                LabelledSequence(
                    group.name,
                    group.path,
                    masks=own,
                    split=split_of(group, listed),
                    instances={f: numbers[f] for f in own if f in numbers},
                )
            )
    return found


def _check_version(path: Path) -> None:
    file = path / "dataset.json"
    if not file.is_file():
        return
    try:
        about = json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise InputError(f"{file}: not readable as JSON ({error}): export it again") from error
    if not isinstance(about, dict) or about.get("format") != layout.FORMAT:
        return  # of another program; images and masks are what they are
    version = about.get("format_version")
    if not isinstance(version, int) or version > layout.FORMAT_VERSION:
        raise InputError(
            f"{file}: format_version is {version!r}, and this program reads up to "
            f"{layout.FORMAT_VERSION}: update it"
        )
