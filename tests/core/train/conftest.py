"""A tiny training set, drawn, and a tiny run."""

from dataclasses import replace

import pytest
import torch

from p2m_core.synth import SynthConfig, write_sequences
from p2m_core.train.config import Augmentation, TrainConfig

STILL = Augmentation(
    flip=0, upside_down=0, reverse=0, invert=0, zoom_probability=0, jitter_probability=0,
    noise=0, gain=1, blur_probability=0, compression_probability=0,
)  # fmt: skip

TINY = TrainConfig(
    variant="full", epochs=2, steps=3, batch=4, crop=64, warm_up=2, workers=1, precision="fp32",
    device="cpu", paste=0.5, validate_frames=4,
)  # fmt: skip


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """Four sequences of six frames, the last one for testing."""
    out = tmp_path_factory.mktemp("drawn") / "set"
    configs = [
        SynthConfig(
            seed=i, frames=6, height=72, width=80, background="cloud", n_targets=2,
            scr=(12.0, 20.0), target_size=(2.0, 4.0), dark_fraction=0.0,
        )
        for i in range(4)
    ]  # fmt: skip
    write_sequences(configs, out)
    return out


@pytest.fixture
def tiny():
    return replace(TINY)


@pytest.fixture(autouse=True)
def _one_thread():
    """One thread adds in one order: runs can be compared to the bit, and cores are shared."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
