"""A checkpoint alone rebuilds its model, and nothing in a file is executed."""

import json
import pickle

import pytest
import torch
from safetensors.torch import load_file, save_file

from p2m_core.errors import InputError, P2MError
from p2m_core.networks.rprnet import RPRNet, RPRNetConfig
from p2m_core.networks.rprnet.checkpoint import load, save

TINY = RPRNetConfig(width=0.125, temporal="concat")


@pytest.fixture
def model():
    torch.manual_seed(1)
    return RPRNet(TINY).eval()


@pytest.mark.parametrize("half", [False, True])
def test_a_checkpoint_alone_rebuilds_its_model(model, tmp_path, half):
    path = tmp_path / "w.safetensors"
    save(path, model, 0.42, {"data": "drawn"}, half=half)
    stored = load(path)
    assert stored.model.config == TINY
    assert stored.threshold == 0.42
    assert stored.facts == {"data": "drawn"}
    frames = torch.randn(1, 3, 1, 32, 48)
    with torch.no_grad():
        for a, b in zip(model(frames), stored.model(frames), strict=True):
            torch.testing.assert_close(a, b, rtol=0, atol=2e-2 if half else 0)
    assert [p.name for p in tmp_path.iterdir()] == ["w.safetensors"]


def test_a_file_that_is_not_a_checkpoint_is_refused_in_one_line(model, tmp_path):
    path = tmp_path / "w.safetensors"
    with pytest.raises(InputError, match="no such file"):
        load(path)

    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("code from a file was run",))

    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(InputError, match="not a safetensors file"):
        load(path)
    torch.save(model.state_dict(), path)
    with pytest.raises(InputError, match="not a safetensors file"):
        load(path)
    save_file({"a": torch.zeros(1)}, path)
    with pytest.raises(InputError, match="a folder; give a file in it"):
        load(tmp_path)
    with pytest.raises(InputError, match="no weights of RPR-Net: its format is not given"):
        load(path)


def test_weights_of_another_config_are_refused(model, tmp_path):
    path = tmp_path / "w.safetensors"
    save(path, RPRNet(RPRNetConfig(width=0.25)))
    tensors = load_file(path)
    save(path, model)
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    metadata = json.loads(data[8 : 8 + length])["__metadata__"]
    save_file(tensors, path, metadata)
    with pytest.raises(InputError, match=r"the weights .* are not those of its config"):
        load(path)
    save_file({**tensors}, path, {**metadata, "config": "{"})
    with pytest.raises(InputError, match="its config cannot be read"):
        load(path)


def test_a_folder_that_cannot_be_written_is_named(model, tmp_path):
    with pytest.raises(P2MError, match=r"cannot write .*w\.safetensors"):
        save(tmp_path / "missing" / "w.safetensors", model)
