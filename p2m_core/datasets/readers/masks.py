"""Images with masks: SIRSTD-Pixel, and the sets of the field.

::

    ROOT/images/<name>.png             ROOT/masks/<name>.png              a frame for itself
    ROOT/images/<sequence>/<frame>.png ROOT/masks/<sequence>/<frame>.png  a sequence
    ROOT/instances/<sequence>/<frame>.png  track numbers, in SIRSTD-Pixel
    ROOT/dataset.json                      in SIRSTD-Pixel

    ROOT/images/IR_<sequence>_<frame>.jpg  ROOT/masks/IR_<sequence>_<frame>.png
    ROOT/YOLO_labels/IR_<sequence>_<frame>.txt   SIRSTD-Pixel as its authors publish it

    ROOT/Sequence<N>/images/<frame>.png ROOT/Sequence<N>/masks/<frame>.png  a sequence a folder
    ROOT/<name>.png, ROOT/<name>_pixels0.png

The folders have other names in other sets, see `layouts`; masks may have other endings than their
images, see `names.match`. A frame without a mask is unlabelled. Where there are lists, only what
they name is labelled, see `lists`.
"""

import json
from dataclasses import replace
from pathlib import Path

from p2m_core.datasets import layout
from p2m_core.datasets.descriptions import from_list
from p2m_core.datasets.labelled import Label, LabelledSequence, MaskLabel, PointLabel, Said
from p2m_core.datasets.labels import split_mask
from p2m_core.datasets.mask_images import read_mask
from p2m_core.datasets.readers import yolo
from p2m_core.datasets.readers.files import (
    Images,
    files_below,
    read_text,
    split_named,
    stem_of,
)
from p2m_core.datasets.readers.gather import Entry
from p2m_core.datasets.readers.layouts import (
    POINT_FOLDERS,
    Layout,
    boxes_of,
    images_of,
    layouts_of,
    masks_beside,
)
from p2m_core.datasets.readers.lists import tell_other_lists
from p2m_core.datasets.readers.names import match
from p2m_core.datasets.readers.rules import Note, Rules
from p2m_core.datasets.readers.sampling import look_at_some
from p2m_core.datasets.readers.yolo_names import class_names
from p2m_core.errors import InputError
from p2m_core.sequence.folder import list_frames
from p2m_core.sequence.place import readable
from p2m_core.sequence.source import IMAGE_SUFFIXES
from p2m_core.words import counted

LAYOUT = "images/ and masks/"

_OTHERS = (".gif", ".npy", ".npz", ".mat", ".exr", ".psd", ".svg", ".avif", ".heic")


def recognises(path: Path) -> bool:
    """Return whether a folder has images and masks, or states that it does."""
    return bool(layouts_of(path)) or (
        (path / "images").is_dir() and (path / "dataset.json").is_file()
    )


def read(path: Path, rules: Rules, note: Note) -> list[LabelledSequence]:
    """Return the sequences that have a mask, in natural order."""
    _check_version(path)
    pairs = layouts_of(path) or [Layout(path / "images", path / "masks")]
    found = []
    for pair in pairs:
        own = _read(path, pair, rules, note)
        if len(pairs) > 1:
            own = [replace(one, name=f"{pair.prefix}/{one.name}") for one in own]
        found += [replace(one, split=one.split or split_named(pair.prefix)) for one in own]
    tell_other_lists(path, note)
    return found


def _read(path: Path, pair: Layout, rules: Rules, note: Note) -> list[LabelledSequence]:
    images, masks = images_of(path, pair), _masks(path, pair)
    if not images:
        raise InputError(f"{pair.images}: holds no images; PNG, BMP, TIFF and JPEG are read")
    names = [name for group in images for name in group.frames]
    mask_of = match(names, masks)
    boxes = _boxes(path, images, mask_of, note)
    if not masks and not boxes:
        others = [
            file for file in sorted(pair.masks.rglob("*.*")) if file.suffix.lower() in _OTHERS
        ]
        if others:
            raise InputError(
                f"{others[0]}: {others[0].suffix} is not read as a mask: save it as PNG"
            )
        raise InputError(f"{pair.masks}: holds no masks: add one a labelled image")
    _tell_unmatched(pair, names, masks, {**mask_of, **dict.fromkeys(boxes, "")}, note)
    instances = files_below(path / "instances", IMAGE_SUFFIXES)
    as_points = rules.mask_centres or pair.masks.name.casefold() in POINT_FOLDERS
    if as_points and not rules.mask_centres:
        note(f"{pair.masks}: its masks are read as the centres of targets, by the folder's name")
    said = _said(path) if instances else {}
    found = []
    for group in images:
        own = {f: masks[mask_of[name]] for name, f in group.frames.items() if name in mask_of}
        boxed = {f: boxes[name] for name, f in group.frames.items() if name in boxes}
        labels: dict[int, tuple[Label, ...]] = {
            frame: tuple(target.label for target in entry.targets) for frame, entry in boxed.items()
        }
        categories = {f: tuple(t.category for t in entry.targets) for f, entry in boxed.items()}
        if as_points:
            labels |= {frame: _centres(file) for frame, file in own.items()}
            own = {}
        if own or labels:
            tracks = {f: instances[name] for name, f in group.frames.items() if name in instances}
            found.append(
                LabelledSequence(
                    group.name,
                    group.path,
                    labels,
                    own,
                    split=group.split,
                    categories=categories if any(map(any, categories.values())) else {},
                    instances={f: tracks[f] for f in own if f in tracks},
                    said={f: said[n] for n, f in group.frames.items() if f in own and n in said},
                    implied_empty=frozenset(f for f, entry in boxed.items() if not entry.targets),
                )
            )
    if not as_points:
        look_at_some(pair.masks, [masks[name] for name in mask_of.values()], note)
    return found


def _said(path: Path) -> dict[str, dict[int, Said]]:
    """Return what ``targets.csv`` of SIRSTD-Pixel tells of targets, by image and track.

    Raises
    ------
    InputError
        If this program wrote it and it is broken since; a file of others is not read.
    """
    file = path / "targets.csv"
    if not file.is_file():
        return {}
    with file.open("rb") as lines:  # tables of others are not ours to judge
        if lines.readline(1000).rstrip() != ",".join(layout.TARGETS_HEADER).encode():
            return {}
    found: dict[str, dict[int, Said]] = {}
    for row in layout.read_targets(path):
        if row.category or row.attributes or row.note:
            own = found.setdefault(f"{row.sequence}/{row.frame}", {})
            own[row.track] = Said(row.category, from_list(row.attributes), row.note)
    return found


def _boxes(
    path: Path, images: list[Images], masked: dict[str, str], note: Note
) -> dict[str, Entry]:
    """Return the boxes in ``YOLO_labels`` of images without a mask, by the images' names."""
    folder = boxes_of(path)
    texts = {} if folder is None else files_below(folder, (".txt",))
    if folder is None or not texts:
        return {}
    names = [name for group in images for name in group.frames]
    text_of = match(names, texts)
    if left := [texts[t] for t in texts.keys() - set(text_of.values())]:
        what = f"{counted(len(left), 'file')} without an image of that name"
        note(f"{folder}: {what}, such as {min(left).name}")
    if both := sum(name in masked for name in text_of):
        note(f"{folder}: not read for {both} images that have masks: these tell more")
    files: dict[str, Path] = {}
    for group in images:
        if any(name in text_of and name not in masked for name in group.frames):
            files |= zip(group.frames, group.files(), strict=True)
    wanted = {files[name]: name for name in text_of if name not in masked}
    lines = {file: yolo.read_lines(texts[text_of[name]]) for file, name in wanted.items()}
    entries = yolo.entries_of(lines, class_names([path, folder], note), note)
    return {wanted[entry.path]: entry for entry in entries}


def _masks(path: Path, pair: Layout) -> dict[str, Path]:
    """Return the masks of one pair of folders, by their names."""
    if pair.images != pair.masks:
        return files_below(pair.masks, IMAGE_SUFFIXES)
    behind = set(masks_beside(path))
    return {s: path / f for f in list_frames(path) if (s := stem_of(f)) in behind}


def _tell_unmatched(
    pair: Layout, images: list[str], masks: dict[str, Path], mask_of: dict[str, str], note: Note
) -> None:
    used = set(mask_of.values())
    left = [file for name, file in masks.items() if name not in used]
    if not used and left:
        raise InputError(f"{left[0]}: no image of this name in {pair.images}, nor of any mask")
    if left:
        names = ", ".join(readable(file.name) for file in left[:3])
        note(
            f"{pair.masks}: {len(left)} of {len(masks)} masks have no image of their name and are "
            f"left out: {names}{', ...' if len(left) > 3 else ''}"
        )
    without = [name for name in images if name not in mask_of]
    if without:
        names = ", ".join(map(readable, without[:3]))
        note(
            f"{pair.images}: {len(without)} of {len(images)} images have no mask and are "
            f"unlabelled: {names}{', ...' if len(without) > 3 else ''}"
        )


def _centres(file: Path) -> tuple[PointLabel, ...]:
    return tuple(
        PointLabel(*target.label.centroid)
        for target in split_mask(read_mask(file))
        if isinstance(target.label, MaskLabel)
    )


def _check_version(path: Path) -> None:
    file = path / "dataset.json"
    if not file.is_file():
        return
    try:
        about = json.loads(read_text(file))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{file}: not readable as JSON ({error}): export it again") from error
    if not isinstance(about, dict) or about.get("format") != layout.FORMAT:
        return  # of another program; images and masks are what they are
    version = about.get("format_version")
    if not isinstance(version, int) or version > layout.FORMAT_VERSION:
        raise InputError(
            f"{file}: format_version is {version!r}, and this program reads up to "
            f"{layout.FORMAT_VERSION}: update it"
        )
