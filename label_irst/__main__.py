"""``label-irst [PATH|PROJECT] [--demo]``; ``label-irst p2m ...`` is the command line `p2m`."""

import argparse
import os
import sys
from pathlib import Path

from label_irst.syslibs import complaint, missing_libraries


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="label-irst", description="Annotate infrared small targets: one click, one mask."
    )
    parser.add_argument(
        "path", nargs="?", type=Path, help="project (.lirst), folder of images, stack or video"
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
    parser.add_argument("--language", help="such as en or zh_CN; by default the system's")
    return parser


def has_display() -> bool:
    """Whether a window can be seen: on Linux, whether there is a display server."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments: list[str] | None = None) -> int:
    """Start the application; the exit status is 0, 1 (it failed) or 2 (bad input)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["p2m"]:  # in a frozen application, the only program there is
        from p2m_core.cli import main as p2m

        return p2m(arguments[1:])
    options = _parser().parse_args(arguments)
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
        return _fail(f"the window cannot start ({error}): pip install 'label-irst[app]'")
    from label_irst.app import run
    from p2m_core.errors import P2MError

    try:
        return run(options.path, options.demo, options.language)
    except P2MError as error:
        return _fail(str(error), error.exit_status)


def _fail(message: str, status: int = 1) -> int:
    print(f"label-irst: error: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
