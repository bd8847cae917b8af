"""The metadata in a file of weights, read without torch."""

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from p2m_core.errors import InputError

FORMAT = "rprnet-1"
"""The ``format`` of a checkpoint; see `p2m_core.networks.rprnet.checkpoint`."""

MOST_NAMES = 200
"""Most names of sequences to keep; a set of single images has thousands."""


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """The origin of a model. Unknown fields are None or empty.

    Attributes
    ----------
    variant : str
        Of RPR-Net, as in `p2m_core.networks.rprnet.VARIANTS`.
    threshold : float
        Detections with this score or more count.
    epoch, epochs : int
        The epoch of the weights, and the planned epochs of the run.
    date : str
        Time of writing, ISO 8601.
    sequences, held_out : tuple of str
        The sequences of training, and of validation; at most `MOST_NAMES`.
    sequence_count, frames, targets : int
        Numbers of sequences, labelled frames and targets of the training set.
    pd, false_per_frame : float
        Of the validation of this epoch.
    labels : str
        Fingerprint of the supervision.
    source : str
        The file that it was copied from; empty for an original.
    """

    variant: str = ""
    threshold: float | None = None
    epoch: int | None = None
    epochs: int | None = None
    date: str = ""
    sequences: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()
    sequence_count: int | None = None
    frames: int | None = None
    targets: int | None = None
    pd: float | None = None
    false_per_frame: float | None = None
    labels: str = ""
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Provenance":
        """Return the record of `as_dict`; unknown fields and values of another type are left out.

        Examples
        --------
        >>> Provenance.from_dict({"epoch": 3, "targets": "many", "colour": "red"}).epoch
        3
        """
        kept: dict[str, Any] = {}
        for field in fields(cls):
            value = values.get(field.name)
            if field.name in ("sequences", "held_out"):
                if isinstance(value, list | tuple):
                    kept[field.name] = tuple(str(name) for name in value[:MOST_NAMES])
            elif field.name in ("variant", "date", "labels", "source"):
                if isinstance(value, str):
                    kept[field.name] = value
            elif isinstance(value, int | float) and math.isfinite(value):
                whole = field.name not in ("threshold", "pd", "false_per_frame")
                kept[field.name] = int(value) if whole else float(value)
        return cls(**kept)


def file_fingerprint(path: Path) -> str:
    """Return a digest of the whole content of a file, 32 hexadecimal digits.

    Raises
    ------
    InputError
        If there is no such file, or it cannot be read.
    """
    digest = blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    return digest.hexdigest()


def provenance_of(path: Path) -> Provenance:
    """Return what a checkpoint of RPR-Net records about itself.

    Raises
    ------
    InputError
        If there is no such file, or it is not a complete checkpoint of RPR-Net.
    """
    try:
        with safe_open(path, "np") as file:
            metadata = file.metadata() or {}
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except (OSError, SafetensorError) as error:
        raise InputError(f"{path}: no whole file of weights ({error})") from None
    if metadata.get("format") != FORMAT:
        raise InputError(f"{path}: these are no weights of RPR-Net that this program knows")
    try:
        threshold, facts = float(metadata["threshold"]), json.loads(metadata["facts"])
        config = dict(facts.get("config") or {})
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: its metadata cannot be read: {error}") from None
    known: dict[str, Any] = {"variant": _variant(metadata), "epochs": config.get("epochs")}
    known |= {"variant": config["variant"]} if "variant" in config else {}
    return Provenance.from_dict({**known, **facts, "threshold": threshold})


def _variant(metadata: Mapping[str, str]) -> str:
    """Return the variant of the network, for weights that no run of ours made."""
    with suppress(KeyError, TypeError, ValueError, RecursionError):
        config = json.loads(metadata["config"])
        return ", ".join(f"{name} {value}" for name, value in config.items())
    return ""
