"""Weights on disk: one safetensors file that holds its config and rebuilds its model.

A safetensors file is numbers and a table of contents; nothing in it is executed.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors import torch as safetensors_torch

from p2m_core.errors import InputError
from p2m_core.files import staged_file
from p2m_core.networks.rprnet.config import RPRNetConfig
from p2m_core.networks.rprnet.model import RPRNet
from p2m_core.provenance import FORMAT

DEFAULT_THRESHOLD = 0.3


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A stored model.

    Attributes
    ----------
    model : RPRNet
        In float32, on the CPU, in evaluation mode.
    threshold : float
        Detections with this score or more count.
    facts : dict
        The other metadata: where the weights come from.
    """

    model: RPRNet
    threshold: float
    facts: dict[str, Any]


def save(
    path: Path,
    model: RPRNet,
    threshold: float = DEFAULT_THRESHOLD,
    facts: dict[str, Any] | None = None,
    half: bool = False,
) -> None:
    """Write the model to a temporary file and rename it to `path`.

    Parameters
    ----------
    threshold, facts
        See `Checkpoint`; the facts are JSON values.
    half : bool
        Store float16, half the size.

    Raises
    ------
    P2MError
        If it cannot be written; a file at `path` stays as it was.
    """
    tensors = {}
    for name, tensor in model.state_dict().items():
        floating = tensor.is_floating_point()
        tensors[name] = tensor.to("cpu", torch.float16 if half and floating else None).contiguous()
    metadata = {
        "format": FORMAT,
        "config": json.dumps(model.config.as_dict()),
        "threshold": repr(float(threshold)),
        "facts": json.dumps(facts or {}),
    }
    with staged_file(path, "make room or choose another folder") as part:
        part.write_bytes(safetensors_torch.save(tensors, metadata))


def load(path: Path) -> Checkpoint:
    """Read a model.

    Raises
    ------
    InputError
        If the file is missing, is not a checkpoint of RPR-Net, or its weights do not fit its
        config.
    """
    try:
        with safe_open(path, "pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; give the weights of an RPR-Net") from None
    except (OSError, SafetensorError) as error:
        if path.is_dir():
            raise InputError(
                f"{path}: a folder; give a file in it, like best.safetensors"
            ) from None
        raise InputError(f"{path}: not a safetensors file of weights ({error})") from None
    if metadata.get("format") != FORMAT:
        named = f"is {metadata['format']}" if "format" in metadata else "is not given"
        raise InputError(f"{path}: no weights of RPR-Net: its format {named}, not {FORMAT}")
    try:
        config = RPRNetConfig.from_dict(json.loads(metadata["config"]))
        threshold = float(metadata["threshold"])
        facts = dict(json.loads(metadata["facts"]))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: its config cannot be read: {error}") from None
    model = RPRNet(config).eval()
    wanted = model.state_dict()
    floats = {n: t.float() if t.is_floating_point() else t for n, t in tensors.items()}
    shapes = {name: tuple(t.shape) for name, t in floats.items()}
    for name, tensor in wanted.items():
        if shapes.pop(name, None) != tuple(tensor.shape):
            raise InputError(f"{path}: the weights {name} are not those of its config {config}")
    if shapes:
        raise InputError(f"{path}: its config {config} has no weights {sorted(shapes)[0]}")
    model.load_state_dict(floats)
    return Checkpoint(model, threshold, facts)
