"""Install the checkout into the environment of this Python, and show the progress.

pip itself is either silent for minutes or prints hundreds of lines. On a terminal this rewrites
one line; into a log it writes the steps and the large downloads alone.
"""

import re
import shutil
import subprocess
import sys
import time

LARGE = 20.0  # MB; a log has no line for smaller downloads
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
DOWNLOAD = re.compile(
    r"\s*(?:Downloading|Using cached) (\S+?)-(\d\S*?)-\S+\.whl \(([\d.]+) ([kMG]B)\)"
)
MEGABYTES = {"kB": 1e-3, "MB": 1.0, "GB": 1e3}


def main(wanted: str, torch: str) -> int:
    """Install `wanted`, such as ``.[dev]``; `torch` is ``cpu``, or empty for the index's own."""
    command = [sys.executable, "-m", "pip", "install", "--progress-bar", "off"]
    if torch not in ("", "cpu"):
        print(f"make: TORCH={torch}: give TORCH=cpu, or leave it out", file=sys.stderr)
        return 2
    if torch == "cpu":
        command += ["--extra-index-url", CPU_INDEX]
    start = time.monotonic()
    lines: list[str] = []
    with subprocess.Popen(
        [*command, "--editable", wanted],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as pip:  # fmt: skip
        assert pip.stdout is not None
        for line in pip.stdout:
            lines.append(line)
            show(line)
    clear()
    if pip.returncode:
        first = next((i for i, line in enumerate(lines) if line.startswith("ERROR")), -20)
        sys.stderr.writelines(lines[first:])
        print(f"make: pip could not install {wanted}: see above", file=sys.stderr)
    else:
        print(f"  installed in {time.monotonic() - start:.0f} s")
    return pip.returncode


def show(line: str) -> None:
    """Show the step of one line of pip's output."""
    if line.startswith("Collecting "):
        report(f"  looking for {line.split()[1]}", lasting=False)
    elif found := DOWNLOAD.match(line):
        name, version, size, unit = found.groups()
        large = float(size) * MEGABYTES[unit] >= LARGE
        report(f"  {name} {version}, {size} {unit}", lasting=large)
    elif line.startswith("Installing collected packages: "):
        report(f"  unpacking, the longest step; packages: {line.count(',') + 1}", lasting=True)


def report(text: str, lasting: bool) -> None:
    """Show a step; in a log only if `lasting`."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\x1b[K{text[:width]}", end="", flush=True)
    elif lasting:
        print(text, flush=True)


def clear() -> None:
    """Erase the rewritten line."""
    if sys.stdout.isatty():
        print("\r\x1b[K", end="")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *sys.argv[2:] or [""]))
