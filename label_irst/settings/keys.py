"""The keys of the commands as their user wants them: only what differs from the table is stored."""

import json
from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

from label_irst.settings.storage import storage

Keys = tuple[str, ...]
Table = Mapping[str, Keys]  # keys by the command's name
_GROUP = "keys"


def normal(key: str) -> str:
    """One way to write a key, empty if it is none; so that two of them can be compared."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def changed() -> dict[str, Keys]:
    """The commands whose keys were changed; what cannot be read is left out."""
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
    """The keys in force: a key that its user gave to a command is not another's by default."""
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
    """Give a command exactly these keys, and say from which commands they were taken."""
    table, robbed = effective(defaults), []
    for key in keys:
        while (other := user_of(key, table, besides=name)) is not None:
            table[other] = tuple(k for k in table[other] if normal(k) != normal(key))
            _store(other, table[other], defaults)
            robbed.append(other)
    _store(name, keys, defaults)
    return robbed


def reset(name: str, defaults: Table) -> list[str]:
    """Give a command its own keys back, and say from which commands they were taken."""
    return give(name, defaults[name], defaults)


def reset_all() -> None:
    storage().remove(_GROUP)


def _store(name: str, keys: Keys, defaults: Table) -> None:
    kept, wanted = storage(), [normal(key) for key in keys]
    if wanted == [normal(key) for key in defaults[name]]:
        kept.remove(f"{_GROUP}/{name}")
    else:
        kept.setValue(f"{_GROUP}/{name}", json.dumps(wanted))
