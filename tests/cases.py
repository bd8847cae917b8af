"""Run the programs that show a fault each, and count those that are right: ``make cases``.

Each ``NN-name.py`` of the folder ends with 1 while its fault is there, and with 0 when it is not.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LONGEST = 600  # seconds; a case that takes longer hangs


def main(folder: Path) -> int:
    """Run all cases of `folder`; return the exit status."""
    cases = sorted(folder.glob("[0-9]*.py"))
    if not cases:
        print(f"{folder}: there are no cases in it; name their folder: make cases CASES=FOLDER")
        return 2
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        results = list(pool.map(run, cases))
    for case, (right, told) in zip(cases, results, strict=True):
        print(f"{'right' if right else 'FAULT'}  {case.stem}  {'' if right else told}".rstrip())
    count = sum(right for right, _ in results)
    print(f"{count} of {len(cases)} right")
    return 0 if count == len(cases) else 1


def run(case: Path) -> tuple[bool, str]:
    """Return whether a case is right, and the last line that it printed."""
    with tempfile.TemporaryDirectory(prefix="case_") as folder:
        try:
            ended = subprocess.run(
                [sys.executable, case],
                cwd=folder,
                env={**os.environ, "TMPDIR": folder, "OMP_NUM_THREADS": "1"},
                capture_output=True,
                text=True,
                errors="replace",
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False, f"still running after {LONGEST} s"
    lines = (ended.stdout.strip() or ended.stderr.strip()).splitlines()
    return ended.returncode == 0, lines[-1] if lines else f"exit status {ended.returncode}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
