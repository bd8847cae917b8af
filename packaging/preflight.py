"""What `make setup` needs before it can make anything; run by the system's Python, any version."""

import sys


def complaint():
    """Return one line that names what is missing and how to get it, or None."""
    version = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info < (3, 11):  # noqa: UP036 - it is this that finds out
        return "Python %s is too old: 3.11 or newer is needed (make PYTHON=python3.11)" % version  # noqa: UP031
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python's venv module is missing: sudo apt install python3-venv"
    return None


if __name__ == "__main__":
    found = complaint()
    if found:
        sys.exit("make: " + found)
