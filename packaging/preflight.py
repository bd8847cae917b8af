"""Checks before `make setup` downloads anything; run by the system's Python, any version."""

import os
import sys


def complaint(window):
    """Return one line that names what is missing and how to get it, or None.

    With `window` true it looks for the libraries that Qt needs, too.
    """
    version = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the check
        return "Python %s is too old: 3.11 or newer is needed (make PYTHON=python3.11)" % version  # noqa: UP031
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python's venv module is missing: sudo apt install python3-venv"
    if not window:
        return None
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
    from label_irst import syslibs  # it imports the standard library alone

    missing = syslibs.missing_libraries("DISPLAY" in os.environ)
    return syslibs.complaint(missing) if missing else None


if __name__ == "__main__":
    found = complaint("--core" not in sys.argv)
    if found:
        sys.exit("make: " + found)
