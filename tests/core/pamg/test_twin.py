"""The compiled kernel is held to its plain-Python twin, and loads wherever it can."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.pamg import TERMS, VARIANTS, _engines, _reference, grow
from p2m_core.pamg._engines import engine_for
from p2m_core.pamg.params import Weights
from tests.core.pamg.sirst import cases


def integers(t):
    return np.random.default_rng(t[2]).integers(0, t[3], t[:2])


sizes = (st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
images = st.tuples(*sizes, st.integers(1, 300)).map(integers).map(lambda a: a.astype(np.uint16))


def drawn(data):
    """Draw an image of any depth, with ties or without, wide or with one outlier."""
    dtype = np.dtype(data.draw(st.sampled_from(["u1", "u2", "i2", "i4", "f4", "f8"])))
    most = data.draw(st.sampled_from([1, 2, 5, 200, 60_000]))
    image = data.draw(st.tuples(*sizes, st.just(most)).map(integers))
    if dtype.kind == "f":
        image = image * data.draw(st.sampled_from([1.0, 0.1, 1e-300, 1e300]))
        if dtype == np.float32:
            image = np.clip(image, 0, 1e38)
    elif dtype.kind == "i":
        image = image - most // 2
    if data.draw(st.booleans()):
        image[image.shape[0] // 2, image.shape[1] // 3] = np.iinfo("i2").max
    with np.errstate(over="ignore"):
        image = image.astype(dtype)
    return data.draw(st.sampled_from([image, image.T, image[::-1, ::2], np.asfortranarray(image)]))


def same(kernel, twin):
    return all(np.array_equal(a, b) for a, b in zip(kernel, twin, strict=True))


@given(data=st.data(), support=st.floats(1.5, 25.0))
@settings(max_examples=200, deadline=None)
def test_kernel_and_plain_python_twin_agree_to_the_bit(data, support):
    image = drawn(data)
    arguments = (
        image,
        data.draw(st.integers(0, image.shape[0] - 1)),
        data.draw(st.integers(0, image.shape[1] - 1)),
        data.draw(st.integers(1, 25)),
        support,
        data.draw(st.sampled_from([0.0, 0.01, 0.4])),
        data.draw(st.sampled_from([0, 1, -1])),
        Weights(
            *(data.draw(st.sampled_from([0.0, 0.5, 7.0])) for _ in TERMS),
            edge=data.draw(st.sampled_from([0.0, 0.5])),
            warm_up=data.draw(st.sampled_from([0, 5])),
        ),
    )
    assert same(engine_for(image.dtype)(*arguments), _reference.grow_from(*arguments))


@pytest.mark.parametrize("count", [500, pytest.param(2000, marks=pytest.mark.slow)])
def test_kernel_and_twin_agree_to_the_bit_on_random_cases(count):
    """Larger images than hypothesis draws, every border and corner, both forms of the energy."""
    rng = np.random.default_rng(3407)
    for number in range(count):
        dtype = np.dtype(rng.choice(["u1", "u2", "i2", "i4", "f4", "f8"]))
        most = int(rng.choice([1, 2, 5, 200, 30_000]))
        levels = rng.integers(0, most, rng.integers(1, 65, 2))
        if dtype.kind == "f" and rng.random() < 0.7:
            levels = levels + rng.normal(0, 1, levels.shape)
        image = levels.astype(dtype)
        image = [image, image.T, image[::-1, ::2], np.asfortranarray(image)][rng.integers(4)]
        row, column = (int(rng.choice([0, side - 1, rng.integers(side)])) for side in image.shape)
        weights = VARIANTS[str(rng.choice(list(VARIANTS)))]
        if rng.random() < 0.3:
            edge, warm_up = float(rng.choice([0.0, 0.5])), int(rng.choice([0, 5]))
            weights = Weights(*rng.choice([0.0, 0.5, 7.0], len(TERMS)), edge=edge, warm_up=warm_up)
        support, epsilon = float(rng.uniform(1.5, 25.0)), float(rng.choice([0.0, 0.01, 0.4]))
        forced = int(rng.choice([0, 0, 1, -1]))
        background = int(rng.integers(1, 26))
        arguments = (image, row, column, background, support, epsilon, forced, weights)
        agree = same(engine_for(image.dtype)(*arguments), _reference.grow_from(*arguments))
        assert agree, (number, dtype, image.shape, arguments[1:])


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("stride", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_kernel_and_twin_agree_on_real_targets(dtype, variant, stride):
    noise = np.random.default_rng(1).normal(0, 1, (1300, 1300))
    for c in cases()[::stride]:
        image = c.image.astype(dtype)
        if dtype is np.uint16:
            image = image * np.uint16(200)
        if dtype is np.float32:
            image += noise[: image.shape[0], : image.shape[1]].astype(dtype)
        arguments = (image, c.seed[1], c.seed[0], 20, 20.0, 0.4, 0)
        weights = VARIANTS[variant]
        twin = _reference.grow_from(*arguments, weights)
        assert same(engine_for(image.dtype)(*arguments, weights), twin), c.name


def test_the_twin_grows_while_the_kernel_loads(monkeypatch):
    image = np.random.default_rng(2).normal(9, 2, (48, 48))
    expected = grow(image, (24, 24))
    monkeypatch.setattr(_engines, "_kernels", {})
    lock = threading.Lock()
    monkeypatch.setattr(_engines, "_loading", lock)
    with lock:
        assert np.array_equal(grow(image, (24, 24)).energy, expected.energy)
    assert not _engines._kernels


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits file sizes in the POSIX way")
def test_the_kernel_works_where_its_cache_cannot_be_written(tmp_path):
    code = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"  # as on a full disk
        "import numpy as np\n"
        "from p2m_core.pamg import _engines, grow\n"
        "print(len(grow(np.eye(9, dtype=np.uint8), (4, 4)).path), len(_engines._kernels))\n"
    )
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "81 1\n"), done.stderr
    assert not any(path.stat().st_size for path in tmp_path.rglob("*.nb?"))
