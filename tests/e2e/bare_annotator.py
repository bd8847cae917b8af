"""A process that asks the real window for a suggestion and a training, and prints its messages.

For an environment without torch. It prints one line of JSON.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer

from label_irst.app import make_application
from label_irst.views.window.main_window import MainWindow
from tests.driving import click, press

PATIENCE = 120_000  # ms


def main(images: Path) -> None:
    application = make_application("en")
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    application.processEvents()
    assert window.open(images), window.banner.text
    document = window.document
    click(window.global_view, 40, 40)
    answer = {"targets": len(document.targets)}
    press(window, Qt.Key.Key_D)

    loop = QEventLoop()
    window.suggesting.answered.connect(loop.quit)
    window.suggesting.failed.connect(loop.quit)
    QTimer.singleShot(PATIENCE, loop.quit)
    press(window, Qt.Key.Key_Q)
    loop.exec()
    answer["suggestions"] = len(document.suggestions.shown)
    answer["on suggesting"] = window.banner.text

    press(window, Qt.Key.Key_T)
    answer["dialog"] = window.training.dialog is not None
    answer["on training"] = window.banner.text
    window.close()
    print(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
