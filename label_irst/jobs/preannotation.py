"""The pre-annotation of a source tree in a child process, `p2m preannotate`.

What it has finished lies beside its goal until that is there, so one that was stopped, or killed
with the window, goes on with the same options; these are kept in the user's settings until then.
"""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from label_irst.i18n import tr
from label_irst.jobs.child import Child
from label_irst.settings.storage import storage

Options = dict[str, Any]
"""The parameters of the command by their names; what is None or empty is left to it."""

_KEY = "preannotation"


def arguments(options: Options) -> list[str]:
    """The command line that these options make."""
    command = ["preannotate", str(options["source"])]
    for name, value in options.items():
        if name == "source" or value is None or value is False or value == "":
            continue
        command.append("--" + name.replace("_", "-"))
        if value is not True:
            command.append(str(value))
    return command


def unfinished() -> Options | None:
    """The options of a run that can go on, if there is one."""
    try:
        options = json.loads(str(storage().value(_KEY, "null")))
        goal = Path(options["out"])
    except (KeyError, TypeError, ValueError):
        return None
    begun = goal.with_name(f".{goal.name}.part").is_dir()
    return options if begun and not goal.exists() else None


def forget() -> None:
    """The run need not go on; what it has finished stays where it is."""
    storage().remove(_KEY)


class Preannotation(Child):
    """One run at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(tr("The pre-annotation ended without an error message."), parent)
        self.succeeded.connect(forget)

    def begin(self, options: Options) -> None:
        """Begin, or go on where a run with the same options was stopped."""
        storage().setValue(_KEY, json.dumps(options))
        self.start(*arguments(options))
