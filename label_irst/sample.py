"""The sample sequence: two synthetic targets over a town, made once in the user's data folder."""

import shutil
from pathlib import Path

from platformdirs import user_data_path

from p2m_core import files
from p2m_core.synth import SynthConfig, write_sequence

NAME = "Sample sequence"
FRAMES = 60
CONFIG = SynthConfig(
    seed=138, frames=FRAMES, height=256, width=320, background="town", n_targets=2,
    scr=(13.0, 20.0), target_size=(3.0, 5.0), dark_fraction=0.0, noise=5.0,
)  # fmt: skip


def place() -> Path:
    """The folder of its images; they may not have been made yet."""
    return user_data_path("Label-IRST", appauthor=False) / NAME


def make() -> Path:
    """Return the folder of its images, made unless it is there.

    Raises
    ------
    P2MError
        If it cannot be written.
    """
    goal = place()
    if not goal.exists():
        with files.staged_folder(goal) as stage:
            write_sequence(CONFIG, stage / "set")
            for image in (stage / "set" / "images" / CONFIG.name).iterdir():
                image.rename(stage / image.name)
            shutil.rmtree(stage / "set")  # its masks: the user is to click
    return goal
