"""A picture of every window: ``python -m tests.bench.screenshots OUT [OPTIONS]``.

Look at them after a change of the look: is anything cut, crowded or ugly?
"""

import argparse
import json
import os
import tempfile
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1280x720", help="of the screen, in points")
    parser.add_argument("--scale", type=float, default=1.0, help="screen pixels a point")
    parser.add_argument("--theme", default="dark", choices=("dark", "light"))
    parser.add_argument("--language", default="en", choices=("en", "zh_CN"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use_screen(Path(folder), options.size, options.scale)
        take(options.out, options.theme, options.language, Path(folder))


def use_screen(folder: Path, size: str, scale: float = 1.0) -> None:
    """Make Qt take a screen of this size, without a display; before the application."""
    width, height = (round(int(number) * scale) for number in size.split("x"))
    screen = {
        "name": "screen", "x": 0, "y": 0, "width": width, "height": height,
        "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
    }  # fmt: skip
    (folder / "screen.json").write_text(json.dumps({"screens": [screen]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={folder / 'screen.json'}"
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(folder)  # settings of its own


def take(out: Path, theme_name: str, language: str, folder: Path) -> None:
    """Save the pictures in `out`."""
    from PySide6.QtWidgets import QWidget

    from label_irst import theme
    from label_irst.app import make_application
    from label_irst.views.window.main_window import MainWindow
    from tests.every_window import settle, visit_all, write_project

    application = make_application(language)
    theme.apply(application, theme_name)
    out.mkdir(parents=True, exist_ok=True)

    def save(name: str, shown: QWidget) -> None:
        shown.grab().save(str(out / f"{name}.png"))
        place = shown.frameGeometry()
        print(f"{name:<16} {place.x()},{place.y()} {place.width()}x{place.height()}", flush=True)

    window = MainWindow()
    window.resize(application.primaryScreen().availableSize())
    window.show()
    settle()
    save("start", window)
    assert window.open(write_project(folder)), window.banner.text
    window.document.select(window.document.targets[0])
    window.actions_by_name["film-strip"].trigger()
    settle()
    visit_all(window, save)
    window.close()


if __name__ == "__main__":
    main()
