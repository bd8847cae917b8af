"""``label-irst [PATH...|PROJECT] [--demo]``; ``label-irst p2m ...`` is the command line `p2m`."""

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from label_irst.syslibs import complaint, missing_libraries
from p2m_core import __version__


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="label-irst", description="Annotate infrared small targets: one click, one mask."
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="project (.lirst), folder of images, stack or video; several become one project",
    )
    parser.add_argument(
        "--demo",
        nargs="?",
        type=Path,
        const=Path("label-irst-demo"),
        metavar="DIR",
        help="show the main job on a synthetic sequence made in DIR; without a display, leave a "
        "screenshot and the exported data set there",
    )
    parser.add_argument("--language", help="system, en or zh_CN; by default as in the settings")
    parser.add_argument("--version", action="version", version=f"label-irst {__version__}")
    return parser


def has_display() -> bool:
    """Whether there is a display; on Linux, a display server."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments: list[str] | None = None) -> int:
    """Start the application; the exit status is 0, 1 (it failed) or 2 (bad input)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["p2m"]:  # a frozen application has no other program for it
        from p2m_core.cli import main as p2m

        return p2m(arguments[1:])
    options = _parser().parse_args(arguments)
    if find_spec("PySide6") is None:
        # pip takes the extras from the installed package: it need not be on an index.
        return _fail(
            "the window needs PySide6, which is not installed: pip install 'label-irst[app]'"
        )
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform and not has_display():
        if options.demo is None:
            return _fail("there is no display: set DISPLAY, or try --demo, which needs none")
        platform = os.environ["QT_QPA_PLATFORM"] = "offscreen"
    x11 = platform in ("", "xcb") and "DISPLAY" in os.environ
    if missing := missing_libraries(x11):
        return _fail(complaint(missing))
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return _fail(f"PySide6 cannot be loaded ({error}): install it again")
    from label_irst.app import run
    from label_irst.settings.preferences import LANGUAGES, knows_language
    from p2m_core.errors import P2MError

    if options.language is not None and not knows_language(options.language):
        known = ", ".join(LANGUAGES)
        return _fail(f"--language {options.language}: not known; choose one of {known}", 2)
    try:
        return run(options.paths, options.demo, options.language)
    except P2MError as error:
        return _fail(str(error), error.exit_status)


def _fail(message: str, status: int = 1) -> int:
    print(f"label-irst: error: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
