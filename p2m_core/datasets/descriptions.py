"""Attributes and notes of targets as formats write them: lists, switches, values."""

from collections.abc import Iterable, Mapping

NOTE = "note"
"""Under this name a note stands among the attributes, in formats that have only these."""

OCCLUDED = "occluded"
"""The attribute for which some formats have a place of its own."""

_OFF = ("", "false", "no", "off", "none", "null", "undefined", "__undefined__")
_ON = ("true", "yes", "on")  # numbers are values: 0 may be one
_BETWEEN = ";"


def listed(attributes: Iterable[str]) -> str:
    """Return attributes as one cell of a table; `from_list` reads it."""
    return _BETWEEN.join(attributes)


def from_list(text: str) -> tuple[str, ...]:
    """Return the attributes that a cell of a table lists, with semicolons between."""
    return _clean(text.split(_BETWEEN))


def from_values(values: object, without: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the attributes that a file tells as names and values, or as a list of names.

    A switch that is on gives its name, one that is off nothing; another value gives
    ``name: value``. Names in `without` are left out.
    """
    left_out = {NOTE, *without}
    if isinstance(values, Mapping):
        found = []
        for name, value in values.items():
            text = " ".join(str(value).split())
            if str(name) in left_out or isinstance(value, dict | list):
                continue
            if value is None or text.lower() in _OFF:
                continue
            found.append(str(name) if text.lower() in _ON else f"{name}: {text}")
        return _clean(found)
    if isinstance(values, list):
        return _clean(str(one) for one in values if isinstance(one, str) and one not in left_out)
    return ()


def note_of(values: object) -> str:
    """Return the note among the attributes of a file; "" where there is none."""
    note = values.get(NOTE) if isinstance(values, Mapping) else None
    return note.strip() if isinstance(note, str) else ""


def _clean(names: Iterable[str]) -> tuple[str, ...]:
    """Return names as a target may have them: one line each, sorted, each once."""
    lines = (" ".join(name.replace(_BETWEEN, ",").split()) for name in names)
    return tuple(sorted({line for line in lines if line}))
