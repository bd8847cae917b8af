"""The classes and attributes that a project offers, in its settings."""

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from p2m_core.errors import InputError, P2MError
from p2m_core.project._checks import checked_attributes, checked_category

META = "vocabulary"
"""The key in the project's meta: ``{"classes": [[name, colour]], "attributes": [name]}``."""


@dataclass(frozen=True)
class TargetClass:
    """A class that targets may be of.

    Attributes
    ----------
    name : str
        What `Target.category` holds then: one line of at most 100 characters, not empty.
    colour : str
        ``#rrggbb``; empty for one by its place in the list.

    Raises
    ------
    InputError
        If they are not of this form.
    """

    name: str
    colour: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", checked_category(self.name))
        object.__setattr__(self, "colour", self.colour.lower())
        if not self.name:
            raise InputError("a class needs a name")
        if self.colour and not re.fullmatch("#[0-9a-f]{6}", self.colour):
            raise InputError(
                f"the colour {self.colour!r} of {self.name} is not of the form #rrggbb"
            )


@dataclass(frozen=True)
class Vocabulary:
    """The classes and attributes that a project offers, in the order of its keys and lists.

    Raises
    ------
    InputError
        If a class or an attribute is there twice, or is not one line.
    """

    classes: tuple[TargetClass, ...] = ()
    attributes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", tuple(self.classes))
        object.__setattr__(self, "attributes", tuple(_in_order(self.attributes)))
        names = [one.name for one in self.classes]
        for own, what in ((names, "class"), (list(self.attributes), "attribute")):
            for name in own:
                if own.count(name) > 1:
                    raise InputError(f"the {what} {name} is there twice: give one another name")


def _in_order(attributes: Iterable[str]) -> list[str]:
    return [checked_attributes([attribute])[0] for attribute in attributes]


NONE = Vocabulary()


def read(db: sqlite3.Connection) -> Vocabulary:
    """Return what the file offers."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (META,)).fetchone()
    return NONE if row is None else from_text(row[0])


def write(db: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    """Store what the project offers, within the caller's transaction."""
    if vocabulary == NONE:
        db.execute("DELETE FROM meta WHERE key = ?", (META,))
    else:
        row = (META, to_text(vocabulary))
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", row)


def to_text(vocabulary: Vocabulary) -> str:
    """Return the vocabulary as JSON."""
    classes = [[one.name, one.colour] for one in vocabulary.classes]
    return json.dumps({"classes": classes, "attributes": list(vocabulary.attributes)})


def from_text(text: Any) -> Vocabulary:
    """Return the vocabulary that `to_text` wrote.

    Raises
    ------
    P2MError
        If the text does not hold one: the file is damaged.
    """
    try:
        value = json.loads(text)
        classes = tuple(TargetClass(name, colour) for name, colour in value["classes"])
        return Vocabulary(classes, tuple(value["attributes"]))
    except (AttributeError, TypeError, ValueError, LookupError, RecursionError) as error:
        raise P2MError(f"the project's classes are damaged in its file: {error}") from error
