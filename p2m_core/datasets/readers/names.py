"""Names of files compared as people mean them, and masks matched with their images by them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from p2m_core.sequence.place import readable

# Folders that say what a file is, not which.
_KINDS = {
    "images", "image", "imgs", "img", "jpegimages", "masks", "mask", "labels", "label", "mix",
    "irstd1k_img", "irstd1k_label",
}  # fmt: skip
_WORD = r"(?:pixels\d*|masks?|gts?|ground_?truth|labels?|seg|segmentation|targets?|bw|binary)"
_BEHIND = re.compile(rf"(.+?)[ _.-]+{_WORD}")
_BEFORE = re.compile(rf"{_WORD}[ _.-]+(.+)")
_OF_IMAGE = re.compile(r"(.+?)[ _.-]+(?:images?|imgs?)")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def comparable(name: str) -> str:
    r"""Return a name as it is compared: without case, and accents in one of their two forms.

    Examples
    --------
    >>> comparable("Sce\u0300ne") == comparable("SC\u00c8NE")
    True
    """
    return unicodedata.normalize("NFC", readable(name)).casefold()


def parts_of(path: str) -> tuple[str, ...]:
    r"""Return the comparable names along a path of any system.

    Examples
    --------
    >>> parts_of(r"C:\sets\images\Sky\1.png")
    ('sets', 'images', 'sky', '1.png')
    """
    parts = comparable(path).replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", ".", "..") and part[-1:] != ":")


def telling_parts_of(path: str) -> tuple[str, ...]:
    r"""Return the parts of a path without folders that only say what a file is, as ``images``.

    Examples
    --------
    >>> telling_parts_of(r"C:\sets\images\Sky\1.png")
    ('sets', 'sky', '1.png')
    """
    parts = parts_of(path)
    return (*(part for part in parts[:-1] if part not in _KINDS), *parts[-1:])


def bare(name: str) -> str:
    """Return the comparable name of the image of a mask: without ``_pixels0``, ``_mask``, ``gt_``.

    Examples
    --------
    >>> bare("Misc_1_pixels0"), bare("Seq1_gt/mask_007")
    ('misc_1', 'seq1/007')
    """
    parts = []
    for part in comparable(name).split("/"):
        match = _BEHIND.fullmatch(part) or _BEFORE.fullmatch(part)
        parts.append(match[1] if match else part)
    return "/".join(parts)


def _without_zeros(name: str) -> str:
    return _ZEROS.sub("", bare(name))


def _of_image(name: str) -> str:
    match = _OF_IMAGE.fullmatch(comparable(name))
    return match[1] if match else bare(name)


def match(images: Iterable[str], masks: Iterable[str]) -> dict[str, str]:
    """Return the mask of each image, as far as the names tell without doubt.

    The same name wins. Then case and the form of accents do not count; then words of masks and
    images, before or behind the name; then zeros before numbers; then one ending that all other
    masks share. Where two images or two masks would be the same, neither is matched.

    Parameters
    ----------
    images, masks : iterable of str
        Names without suffix, with the folders below those of the images and masks.

    Examples
    --------
    >>> match(["a_1", "A_2", "b"], ["a_1", "a_2_pixels0", "c"])
    {'a_1': 'a_1', 'A_2': 'a_2_pixels0'}
    """
    left = dict.fromkeys(masks)
    found = {}
    alone: dict[str, None] = {}
    for image in images:
        if image in left:
            found[image] = image
            del left[image]
        else:
            alone[image] = None
    for of_image, of_mask in _FORMS:
        if alone and left:
            _match_by(of_image, of_mask, alone, left, found)
    if alone and left and (ending := _common_ending(alone, left)):
        _match_by(
            comparable, lambda name: comparable(name).removesuffix(ending), alone, left, found
        )
    return found


_FORMS: tuple[tuple[Callable[[str], str], Callable[[str], str]], ...] = (
    (comparable, comparable),
    (comparable, bare),
    (bare, bare),
    (_without_zeros, _without_zeros),
    (_of_image, bare),
)


def _match_by(
    of_image: Callable[[str], str],
    of_mask: Callable[[str], str],
    images: dict[str, None],
    masks: dict[str, None],
    found: dict[str, str],
) -> None:
    """Move the pairs of one form from `images` and `masks` to `found`."""
    own, others = _unique(of_image, images), _unique(of_mask, masks)
    for key in own:
        if key in others:
            found[own[key]] = others[key]
            del images[own[key]], masks[others[key]]


def _unique(form: Callable[[str], str], names: Iterable[str]) -> Mapping[str, str]:
    keys = [(form(name), name) for name in names]
    times = Counter(key for key, _ in keys)
    return {key: name for key, name in keys if times[key] == 1}


def _common_ending(images: Iterable[str], masks: Mapping[str, None]) -> str:
    """Return what follows the name of an image in the names of all masks; "" if they differ."""
    known = _unique(comparable, images)
    endings: Counter[str] = Counter()
    for mask in masks:
        key = comparable(mask)
        for end in range(1, len(key)):
            if key[:end] in known and not key[end].isdigit():
                endings[key[end:]] += 1
    (ending, count) = next(iter(endings.items()), ("", 0))
    return ending if len(endings) == 1 and count == len(masks) else ""
