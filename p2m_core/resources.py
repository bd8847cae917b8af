"""Files shipped with the core: beside the package in a checkout, inside it when installed."""

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_resources"
FOLDER = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[1] / "resources"


def shipped_weights() -> Path:
    """Return the path of the shipped weights of RPR-Net; their card lies beside them."""
    return FOLDER / "models" / "rprnet.safetensors"
