"""Looking up what the user has named: a method, a format, a variant."""

from collections.abc import Mapping
from typing import TypeVar

from p2m_core.errors import InputError

Entry = TypeVar("Entry")


def entry_named(registry: Mapping[str, Entry], kind: str, name: str) -> Entry:
    """Return the entry of this name.

    Parameters
    ----------
    registry : mapping
        Every entry by name.
    kind : str
        What an entry is called in the message, such as ``method``.
    name : str
        As the user has given it.

    Raises
    ------
    InputError
        If there is none; the message lists those that there are.
    """
    try:
        return registry[name]
    except KeyError:
        raise InputError(f"no {kind} {name!r}; there are: {', '.join(registry)}") from None
