"""A process that annotates through the real window until it is killed.

Prints a line of JSON after each edit: what the project must hold from then on.
"""

import itertools
import json
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from label_irst.app import make_application
from label_irst.views.window.main_window import MainWindow
from tests.driving import click, drag


def main(images: Path) -> None:
    application = make_application("en")
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    application.processEvents()
    assert window.open(images), window.banner.text
    document = window.document

    def report() -> None:
        state = {t.id: [t.frame, t.x0, t.y0, t.mask.tolist()] for t in document.targets}
        print(json.dumps({"frame": document.frame, "targets": state}), flush=True)

    for turn in itertools.count():
        click(window.global_view, 30 + turn % 40, 30 + turn % 25)
        report()
        QTest.keyClick(window, Qt.Key.Key_B)
        x, y = document.selected.centroid
        drag(window.detail_view, [(x, y), (x + 4, y), (x + 4, y + 3)])
        report()
        QTest.keyClick(window, Qt.Key.Key_S)
        if turn % 3 == 0:
            QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            report()
        QTest.keyClick(window, Qt.Key.Key_D)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
