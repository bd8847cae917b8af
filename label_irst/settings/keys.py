"""The keys of the commands as the user set them: only differences from the defaults are stored."""

import json
from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

from label_irst.settings.storage import storage

Keys = tuple[str, ...]
Table = Mapping[str, Keys]  # keys by the command's name
_GROUP = "keys"


def normal(key: str) -> str:
    """The key in one spelling, so that two can be compared; empty if it is not a key."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def changed() -> dict[str, Keys]:
    """The commands whose keys were changed; unreadable entries are left out."""
    kept = storage()
    kept.beginGroup(_GROUP)
    found = {}
    for name in kept.childKeys():
        try:
            keys = json.loads(str(kept.value(name)))
        except ValueError:
            continue
        if isinstance(keys, list):
            found[name] = tuple(k for k in (normal(str(key)) for key in keys) if k)
    return found


def effective(defaults: Table) -> dict[str, Keys]:
    """The keys in force: a key that the user gave to one command is no default of another."""
    own = {name: keys for name, keys in changed().items() if name in defaults}
    taken = {key for keys in own.values() for key in keys}
    return {
        name: own[name] if name in own else tuple(k for k in keys if normal(k) not in taken)
        for name, keys in defaults.items()
    }


def user_of(key: str, table: Table, besides: str = "") -> str | None:
    """The command that has `key`, other than `besides`."""
    return next(
        (
            name
            for name, keys in table.items()
            if name != besides and normal(key) in map(normal, keys)
        ),
        None,
    )


def give(name: str, keys: Keys, defaults: Table) -> list[str]:
    """Give a command exactly these keys; return the commands that lost them."""
    table, robbed = effective(defaults), []
    for key in keys:
        while (other := user_of(key, table, besides=name)) is not None:
            table[other] = tuple(k for k in table[other] if normal(k) != normal(key))
            _store(other, table[other], defaults)
            robbed.append(other)
    _store(name, keys, defaults)
    return robbed


def reset(name: str, defaults: Table) -> list[str]:
    """Give a command its default keys back; return the commands that lost them."""
    return give(name, defaults[name], defaults)


def reset_all() -> None:
    storage().remove(_GROUP)


def _store(name: str, keys: Keys, defaults: Table) -> None:
    kept, wanted = storage(), [normal(key) for key in keys]
    if wanted == [normal(key) for key in defaults[name]]:
        kept.remove(f"{_GROUP}/{name}")
    else:
        kept.setValue(f"{_GROUP}/{name}", json.dumps(wanted))
