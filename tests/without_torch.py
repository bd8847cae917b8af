"""An environment for programs in which torch is not installed, as far as they can find out."""

import os
from pathlib import Path

HOOK = """
import sys
from importlib.machinery import PathFinder


class WithoutTorch(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] == "torch":
            return None
        return super().find_spec(name, path, target)


sys.meta_path = [WithoutTorch if f is PathFinder else f for f in sys.meta_path]
"""


def environment_without_torch(folder: Path) -> dict[str, str]:
    """The environment of this process, plus a hook in `folder` that children load too."""
    (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder), "QT_QPA_PLATFORM": "offscreen"}
