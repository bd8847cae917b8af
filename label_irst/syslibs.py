"""The system libraries that Qt's wheels expect, and the Debian package of each.

They are checked before Qt is imported: Qt itself reports only that a plugin could not be loaded,
and aborts.
"""

import ctypes
import sys

# Linked to by QtGui and QtWidgets, with any platform plugin.
_ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
# Needed also by the xcb platform plugin, which opens windows under X11.
_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def missing_libraries(x11: bool) -> dict[str, str]:
    """Libraries that cannot be loaded, with their Debian packages; empty off Linux."""
    if not sys.platform.startswith("linux"):
        return {}
    wanted = _ALWAYS | (_X11 if x11 else {})
    return {name: package for name, package in wanted.items() if not _loads(name)}


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def complaint(missing: dict[str, str]) -> str:
    """One line with the missing libraries and the command that installs them."""
    names = ", ".join(missing)
    return f"missing system libraries {names}: sudo apt install {' '.join(missing.values())}"


def main() -> int:
    """Check for the tests and the offscreen demo (``python -m label_irst.syslibs``)."""
    if missing := missing_libraries(x11=False):
        print(f"label-irst: error: {complaint(missing)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
