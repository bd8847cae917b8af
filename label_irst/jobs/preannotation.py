"""Pre-annotate a source tree in a child process, `p2m preannotate`.

Finished parts lie beside the goal until all are done. So a run that was stopped, or killed with the
window, can go on with the same options, which the user's settings keep until then.
"""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from label_irst.i18n import tr
from label_irst.jobs.child import Child
from label_irst.settings.storage import storage
from p2m_core.files import is_folder, is_there

Options = dict[str, Any]
"""The parameters of the command by their names; None or empty means its default."""

_KEY = "preannotation"


def arguments(options: Options) -> list[str]:
    """The command line for these options."""
    command = ["preannotate", str(options["source"])]
    for name, value in options.items():
        if name == "source" or value is None or value is False or value == "":
            continue
        command.append("--" + name.replace("_", "-"))
        if value is not True:
            command.append(str(value))
    return command


def unfinished() -> Options | None:
    """The options of a run that can go on, None if there is none."""
    try:
        options = json.loads(str(storage().value(_KEY, "null")))
        goal = Path(options["out"])
    except (KeyError, TypeError, ValueError):
        return None
    begun = is_folder(goal.parent / f".{goal.name}.part")
    return options if begun and not is_there(goal) else None


def forget() -> None:
    """Drop the run that could go on; its finished parts stay where they are."""
    storage().remove(_KEY)


class Preannotation(Child):
    """One run at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(tr("The pre-annotation ended without an error message."), parent)
        self.succeeded.connect(forget)

    def begin(self, options: Options) -> None:
        """Begin, or continue a run that was stopped, if the options are the same."""
        storage().setValue(_KEY, json.dumps(options))
        self.start(*arguments(options))
