"""What the parts of an annotation may be: texts, points and masks, checked and normalised."""

import json
import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.errors import InputError

LONGEST_CATEGORY = 100
"""Characters of a category, and of an attribute."""

LONGEST_NOTE = 2000


def checked_category(category: str) -> str:
    """Return a category as a target holds it.

    Raises
    ------
    InputError
        If it is no text, has several lines or more than `LONGEST_CATEGORY` characters.
    """
    return _line(category, "category")


def checked_attributes(attributes: Iterable[str]) -> tuple[str, ...]:
    """Return attributes as a target holds them: sorted, each once.

    Raises
    ------
    InputError
        If one is no text, empty, has several lines, a semicolon, or more than `LONGEST_CATEGORY`
        characters: tables list them with semicolons between.
    """
    if isinstance(attributes, str):
        raise InputError(f"attributes are a list of texts, not the text {attributes[:40]!r}")
    try:
        found = {_line(attribute, "attribute") for attribute in attributes}
    except TypeError:
        raise InputError(f"attributes are a list of texts, not {attributes!r}") from None
    for attribute in found:
        if not attribute or ";" in attribute:
            raise InputError(
                f"the attribute {attribute!r} is empty or has a semicolon: give it another name"
            )
    return tuple(sorted(found))


def checked_note(note: str) -> str:
    """Return a note as the project holds it; it may have several lines.

    Raises
    ------
    InputError
        If it is no text, or has control characters or more than `LONGEST_NOTE` characters.
    """
    if not isinstance(note, str):
        raise InputError(f"a note is a text, not {note!r}")
    text = "\n".join(line.rstrip() for line in note.replace("\t", " ").splitlines()).strip()
    if len(text) > LONGEST_NOTE or not text.replace("\n", "").isprintable():
        raise InputError(
            f"the note {text[:40]!r} is not a text of at most {LONGEST_NOTE} characters: shorten it"
        )
    return text


def _line(text: str, what: str) -> str:
    if not isinstance(text, str):
        raise InputError(f"a target's {what} is a text, not {text!r}")
    text = text.strip()
    if len(text) > LONGEST_CATEGORY or not text.isprintable():
        raise InputError(
            f"the {what} {text[:40]!r} is not one line of at most {LONGEST_CATEGORY} characters"
        )
    return text


def tight(mask: NDArray[np.bool_], what: str) -> NDArray[np.bool_]:
    """Return a read-only copy of a mask that is cropped to its pixels.

    Raises
    ------
    InputError
        If it is empty, not cropped, or no array of rows and columns.
    """
    own = np.array(mask, dtype=np.bool_, order="C")
    if own.ndim != 2:
        raise InputError(f"{what}'s mask has rows and columns, not the shape {own.shape}")
    if geometry.bounding_box(own) != (0, 0, own.shape[1], own.shape[0]):
        raise InputError(
            f"{what}'s mask is cropped to its pixels: use target_from_frame_mask or "
            "ignored_from_frame_mask for a whole frame"
        )
    own.flags.writeable = False
    return own


def points(seeds: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the seeds of a target.

    Raises
    ------
    InputError
        If they are not pairs of finite numbers.
    """
    try:
        found = tuple((float(x), float(y)) for x, y in seeds)
    except (TypeError, ValueError):
        raise InputError(f"target seeds {seeds!r} are not (x, y) pairs") from None
    if not all(math.isfinite(v) for point in found for v in point):
        raise InputError(f"target seeds {found} are not finite")
    return found


def json_object(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of parameters with JSON values only.

    Raises
    ------
    InputError
        If they are not.
    """
    try:
        copy = json.loads(json.dumps(parameters, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"target parameters are not JSON values: {error}") from None
    if not isinstance(copy, dict):
        raise InputError(f"target parameters are a {type(parameters).__name__}, not a dict")
    return copy
