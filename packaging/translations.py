"""Collect the window's texts into the .ts files, and compile these to the .qm files Qt loads.

With --check, report whether that would change a file: a text is new, or not translated.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("zh_CN",)
CORE = ("p2m_core/train/config.py",)  # the core's texts that the window shows
BIN = Path(sys.executable).parent


def collect(target: Path) -> None:
    """Update `target` from the sources; translations stay."""
    files = [*(ROOT / "label_irst").rglob("*.py"), *(ROOT / core for core in CORE)]
    sources = sorted(str(file.relative_to(ROOT)) for file in files)
    command = [BIN / "pyside6-lupdate", "-no-obsolete", "-locations", "none", *sources]
    subprocess.run([*command, "-ts", target], cwd=ROOT, check=True, capture_output=True)


def texts(file: Path) -> dict[tuple[str, str], bool]:
    """Context and source text of each entry, and whether it is translated."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") != "unfinished"
            found[name, message.findtext("source", "")] = done
    return found


def check(language: str) -> list[str]:
    """Return the missing entries of a language, one line each."""
    kept = FOLDER / f"label-irst_{language}.ts"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / kept.name
        fresh.write_bytes(kept.read_bytes())
        collect(fresh)
        return [f"{c}: {t!r}" for (c, t), done in texts(fresh).items() if not done]


def main() -> int:
    """Collect and compile, or check."""
    for language in LANGUAGES:
        file = FOLDER / f"label-irst_{language}.ts"
        if "--check" in sys.argv:
            missing = check(language)
            print(*missing, sep="\n")
            if missing:
                return 1
            continue
        collect(file)
        compiled = file.with_suffix(".qm")
        subprocess.run([BIN / "pyside6-lrelease", file, "-qm", compiled], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
