"""Registries of entries chosen by name (methods, formats, variants), and the look-up in them."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from p2m_core.errors import InputError

Entry = TypeVar("Entry")


class Named(Protocol):
    """Has a name."""

    @property
    def name(self) -> str:
        """As the user writes it."""


NamedEntry = TypeVar("NamedEntry", bound=Named)


def registry_of(*entries: NamedEntry) -> dict[str, NamedEntry]:
    """Return the entries by their names, in this order.

    Raises
    ------
    ValueError
        If two have the same name: a fault of the program.
    """
    registry = {entry.name: entry for entry in entries}
    if len(registry) < len(entries):
        raise ValueError(f"a name stands twice in {[entry.name for entry in entries]}")
    return registry


def entry_named(registry: Mapping[str, Entry], kind: str, name: str) -> Entry:
    """Return the entry of this name.

    Parameters
    ----------
    registry : mapping
        Every entry by name.
    kind : str
        The word for an entry in the message, such as ``method``.
    name : str
        As the user wrote it.

    Raises
    ------
    InputError
        If no entry has this name; the message lists the known ones.
    """
    try:
        return registry[name]
    except KeyError:
        raise InputError(f"no {kind} {name!r}; there are: {', '.join(registry)}") from None
