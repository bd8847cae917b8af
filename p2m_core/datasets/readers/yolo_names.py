"""What stands beside YOLO's labels: names of classes, and how many key points a target has."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from p2m_core.datasets.readers.files import read_text
from p2m_core.datasets.readers.rules import Note

NAMES = ("data.yaml", "dataset.yaml", "classes.txt", "obj.names", "predefined_classes.txt")
"""Files with the names of classes, the first one first."""


def class_names(homes: Sequence[Path], note: Note) -> dict[int, str]:
    """Return the names of the classes, from the first of `homes` that has a file of them."""
    for folder in homes:
        for name in NAMES:
            file = folder / name
            if not file.is_file():
                continue
            text = read_text(file)
            found = _yaml_names(text) if file.suffix == ".yaml" else text.splitlines()
            names = found if isinstance(found, dict) else dict(enumerate(found))
            names = {i: one.strip() for i, one in names.items() if one.strip()}
            if names:
                return names
            note(f"{file}: no names of classes in it: classes keep their numbers")
    return {}


def _yaml_names(text: str) -> dict[int, str] | list[str]:
    # Only the one key, in its three usual forms; no YAML is needed for that, nor its aliases.
    start = re.search(r"^names\s*:[ \t]*", text, re.MULTILINE)
    if start is None:
        return []
    rest = text[start.end() : start.end() + 1_000_000]
    inline = re.match(r"[\[{]([^\]}]*)[\]}]", rest)
    if inline:
        items = [item.strip() for item in inline[1].split(",")]
    else:
        block = re.match(r"[^\n]*\n((?:[ \t]*(?:-|\d+[ \t]*:)[^\n]*(?:\n|$))*)", rest)
        items = [line.strip() for line in block[1].splitlines()] if block else []
    numbered = {}
    for i, item in enumerate(item for item in items if item):
        pair = re.match(r"(\d{1,6})\s*:\s*(.*)", item)
        bare = pair[2] if pair else item.removeprefix("-").strip()
        numbered[int(pair[1]) if pair else i] = _scalar(bare)
    return numbered


def _scalar(text: str) -> str:
    """Return a text of YAML without its quotes, escapes and comment."""
    if text.startswith('"'):
        with suppress(ValueError):  # a text of JSON is one of YAML too
            return str(json.JSONDecoder(strict=False).raw_decode(text)[0])
    single = re.match(r"'((?:[^']|'')*)'", text)
    if single:
        return single[1].replace("''", "'")
    return text.partition(" #")[0].strip().strip("'\"")


def pose_values(homes: Sequence[Path]) -> int:
    """Return how many values a line of key points has behind its class; 0: there are none."""
    for folder in homes:
        for name in ("data.yaml", "dataset.yaml"):
            if (folder / name).is_file():
                shape = re.search(
                    r"^kpt_shape\s*:\s*\[\s*(\d{1,3})\s*,\s*(\d)\s*\]",
                    read_text(folder / name), re.MULTILINE,
                )  # fmt: skip
                return 4 + int(shape[1]) * int(shape[2]) if shape else 0
    return 0
