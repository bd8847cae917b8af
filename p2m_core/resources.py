"""Files that come with the core: beside the package in a checkout, inside it when installed."""

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_resources"
FOLDER = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[1] / "resources"


def shipped_weights() -> Path:
    """Return where the weights of RPR-Net that come with the program lie, with their card."""
    return FOLDER / "models" / "rprnet.safetensors"
