"""Imports point one way: no circle of files, and each package imports only what lies below it.

The lists are the drawing of the house, bottom first. What stands on one line knows nothing of its
neighbours there.
"""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

CORE = (
    "errors nodata progress",
    "extras files geometry outline polygon provenance registry resources sampling words",
    "alignment flood matching sequence",
    "detector pamg",
    "baselines classical detection doubt networks track",
    "rprnet suggest",
    "project",
    "datasets",
    "data synth eval",
    "agreement",
    "pictures train parallel",
    "batch",
    "preannotate predict",
    "importing",
    "cli",
)
APP = (
    "faults garbage i18n log palettes resources sample syslibs",
    "theme",
    "settings display",
    "document",
    "review",
    "tools jobs",
    "views",
    "demo",
    "app",
    "__main__",
)
ROOMS = (
    "commands glossary",
    "widgets",
    "picture",
    "timeline describing",
    "targets sequences",
    "review",
    "training",
    "results",
    "calibration comparison preannotation datasets ignoring importing project",
    "window",
)


def modules(root: Path) -> dict[str, Path]:
    """Every module of the two packages by its dotted name; a package is its `__init__`."""
    found = {}
    for package in ("p2m_core", "label_irst"):
        for file in (root / package).rglob("*.py"):
            parts = file.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imported(file: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """Names of our modules that a file imports, wherever in it: late, and for types alone, too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in known else node.module for name in inner]
        yield from (name for name in names if name in known)


def graph(root: Path) -> dict[str, set[str]]:
    known = modules(root)
    return {name: set(imported(file, known)) - {name} for name, file in known.items()}


def circle(arrows: Mapping[str, set[str]]) -> list[str]:
    """One circle, from a module back to itself; empty where there is none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def upward(arrows: Mapping[str, set[str]], package: str, floors: tuple[str, ...]) -> Iterator[str]:
    """Imports inside `package` that do not point to a lower floor, and rooms without a floor."""
    height = {room: floor for floor, rooms in enumerate(floors) for room in rooms.split()}

    def room(name: str) -> str:
        return name.removeprefix(f"{package}.").split(".")[0]

    inside = {name for name in arrows if name.startswith(f"{package}.")}
    for name in sorted(inside):
        if room(name) not in height:
            yield f"{name}: {package}.{room(name)} has no place in the drawing"
            continue
        for target in sorted(arrows[name] & inside):
            here, there = room(name), room(target)
            if here != there and height.get(there, -1) >= height[here]:
                yield f"{name} imports {target}, which is not below {package}.{here}"


@pytest.fixture(scope="module")
def arrows() -> dict[str, set[str]]:
    return graph(ROOT)


def test_no_file_is_in_a_circle_of_imports(arrows: dict[str, set[str]]) -> None:
    assert circle(arrows) == []


@pytest.mark.parametrize(
    ("package", "floors"), [("p2m_core", CORE), ("label_irst", APP), ("label_irst.views", ROOMS)]
)
def test_each_room_imports_only_what_lies_below_it(
    arrows: dict[str, set[str]], package: str, floors: tuple[str, ...]
) -> None:
    assert list(upward(arrows, package, floors)) == []


def test_the_core_knows_nothing_of_the_window(arrows: dict[str, set[str]]) -> None:
    assert [n for n in arrows if n.startswith("p2m_core")
            and any(t.startswith("label_irst") for t in arrows[n])] == []  # fmt: skip
    qt = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for name, file in modules(ROOT).items()
        if name.startswith("p2m_core")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(n.split(".")[0] in ("PySide6", "pyqtgraph")
                for n in [getattr(node, "module", None) or "", *(a.name for a in node.names)])
    ]  # fmt: skip
    assert qt == []


@pytest.mark.parametrize(
    ("file", "line", "finding"),
    [
        ("p2m_core/sequence/video.py", "from p2m_core.project import Project", "not below"),
        ("label_irst/document/a.py", "from label_irst.views.picture import b", "not below"),
        ("p2m_core/attic.py", "import p2m_core.errors", "has no place in the drawing"),
    ],
)
def test_a_wrong_import_is_found(tmp_path: Path, file: str, line: str, finding: str) -> None:
    for name in ("p2m_core/project/__init__", "p2m_core/errors", "label_irst/views/picture/b"):
        place = tmp_path / f"{name}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(line)
    package, floors = ("p2m_core", CORE) if file.startswith("p2m") else ("label_irst", APP)
    (found,) = upward(graph(tmp_path), package, floors)
    assert finding in found


def test_a_circle_is_found() -> None:
    found = circle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()})
    assert set(found) == {"b", "c"}
