"""Build the wheel, install it as a user does, and work with it away from the checkout.

`make test-wheel` runs it with the Python of `.venv`. The clean environment has the window but not
torch (`label-irst[app]`), which also shows that annotation does not need torch.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
DRAW = """
import cv2, numpy as np
rows, columns = np.mgrid[:64, :64]
spot = 120 * np.exp(-((columns - 30) ** 2 + (rows - 20) ** 2) / 8)
noise = np.random.default_rng(1).normal(60, 2, (64, 64))
assert cv2.imwrite("image.png", (noise + spot).clip(0, 255).astype(np.uint8))
"""
LOOK = """
import json, importlib.util, p2m_core, label_irst
found = {"torch": importlib.util.find_spec("torch") is not None, "version": p2m_core.__version__}
print(json.dumps(found | {"from": [p2m_core.__file__, label_irst.__file__]}))
"""


def main() -> None:
    """Run all steps in a temporary folder, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="label-irst-wheel-") as folder:
        work = Path(folder).resolve()
        wheel = build(work)
        programs = install(wheel, work / "environment")
        try_out(programs, work)


def build(work: Path) -> Path:
    """Return the wheel of this checkout."""
    start = time.monotonic()
    run([*pip(), "wheel", "--quiet", "--no-deps", "--wheel-dir", work / "dist", CHECKOUT], work)
    [wheel] = (work / "dist").glob("*.whl")
    finished(f"built      {wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB", start)
    return wheel


def install(wheel: Path, environment: Path) -> Path:
    """Return the folder with the programs of a new environment that has the wheel alone."""
    start = time.monotonic()
    venv.create(environment, symlinks=os.name != "nt")
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    wanted = f"{wheel}[app]"
    # Nothing is compiled ahead: most modules are never imported here.
    run([*pip(programs), "install", "--quiet", "--no-compile", wanted], environment)
    finished(f"installed  {wheel.name}[app]", start)
    return programs


def try_out(programs: Path, work: Path) -> None:
    """Fail unless the installed program does what the README promises without torch."""
    python = programs / "python"
    found = json.loads(run([python, "-I", "-c", LOOK], work))
    check(not found["torch"], "the environment without torch has torch")
    for file in found["from"]:
        check(Path(file).is_relative_to(programs.parent), f"{file} is not of the wheel")
    check(
        run([programs / "p2m", "--version"], work) == f"p2m {found['version']}\n", "p2m --version"
    )

    start = time.monotonic()
    run([python, "-I", "-c", DRAW], work)
    grown = json.loads(
        run([programs / "p2m", "grow", "image.png", "--seed", "30,20", "-o", "mask.png"], work)
    )
    check(4 < grown["area"] < 200 and (work / "mask.png").exists(), f"p2m grow gave {grown}")
    finished(f"p2m grow   {grown['area']} pixels", start)

    start = time.monotonic()
    refused = run([programs / "p2m", "train", "set", "--out", "run"], work, status=2)
    check("pip install 'label-irst[train]'" in refused, f"p2m train without torch: {refused}")
    finished(f"p2m train  {refused.strip()}", start)

    start = time.monotonic()
    run([programs / "label-irst", "--demo", "demo"], work)
    picture = work / "demo" / "screenshot.png"
    check(picture.exists() and picture.stat().st_size > 10_000, "the demo left no screenshot")
    masks = list((work / "demo" / "dataset" / "masks").rglob("*.png"))
    check(len(masks) > 0, "the demo exported no masks")
    finished(f"demo       {len(masks)} frames annotated and exported", start)


def pip(programs: Path | None = None) -> list[str | Path]:
    """Return the command that runs our pip, for the environment of `programs`."""
    command: list[str | Path] = [sys.executable, "-m", "pip"]
    return command if programs is None else [*command, "--python", programs / "python"]


def run(command: list[str | Path], work: Path, status: int = 0) -> str:
    """Return what a program printed; end with its output unless its exit status is `status`."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(work / "config")}
    environment["XDG_STATE_HOME"] = str(work / "state")
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        list(map(str, command)), cwd=work, env=environment, text=True, timeout=600, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT if status else None,
    )  # fmt: skip
    check(
        done.returncode == status,
        f"exit status {done.returncode} of {' '.join(map(str, command))}\n{done.stdout}",
    )
    return done.stdout


def check(holds: bool, otherwise: str) -> None:
    """End with `otherwise` on stderr unless the condition holds."""
    if not holds:
        sys.exit(f"test-wheel: error: {otherwise}")


def finished(line: str, start: float) -> None:
    """Print a finished step and the time so far."""
    print(f"{line} ({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
