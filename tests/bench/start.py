"""Time from the start of the process to the first paint with a picture."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from p2m_core.synth import SynthConfig, write_sequence
from tests.bench.table import row

RUNS = 9
# The program itself, except that its first paint ends it.
SCRIPT = """
import os, sys, time
from pathlib import Path
from label_irst import app
from label_irst.views.picture.canvas import Canvas
paint = Canvas.paintEvent
def first_paint(self, event):
    paint(self, event)
    assert self._document.image is not None
    assert "torch" not in sys.modules
    print(time.time(), flush=True)
    os._exit(0)
Canvas.paintEvent = first_paint
app.run([Path(path) for path in sys.argv[1:]], None, "en")
"""


def rows(folder: Path) -> Iterator[str]:
    config = SynthConfig(seed=3, frames=50, height=512, width=640)
    write_sequence(config, folder / "start")
    images = folder / "start" / "images" / config.name
    # Not those of whoever measures.
    settings = {name: str(folder / "settings") for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    for what, arguments in (
        ("start to first paint, without torch in sys.modules", [str(images)]),
        ("start to first paint, with the last project", []),
    ):
        times = []
        for _ in range(RUNS):
            start = time.time()
            result = subprocess.run(
                [sys.executable, "-c", SCRIPT, *arguments],
                capture_output=True, text=True, check=True, env={**os.environ, **settings},
            )  # fmt: skip
            times.append(float(result.stdout) - start)
        yield row(what, times, "s", 1.0)
