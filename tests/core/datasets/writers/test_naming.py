"""Names of sequences and frames: none is lost, shared, or taken for something else."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from p2m_core.datasets.opening import open_dataset
from p2m_core.datasets.writers import FORMATS, export, naming
from p2m_core.files import write_png, write_text
from p2m_core.importing import import_labels, preview
from p2m_core.project import (
    Project,
    add_sequence,
    create_project,
)
from tests.core.datasets.writers.drawn_project import (
    PIXEL,
    ROW,
    draw,
)
from tests.core.datasets.writers.drawn_project import (
    Drawn as DrawnTarget,
)
from tests.core.project.sample import HEIGHT, WIDTH, make_frames


def test_the_published_set_keeps_its_numbers(tmp_path: Path) -> None:
    """Frames 7, 12 and 300 of sequence 42, imported, corrected and exported, have these names."""
    names = [f"IR_42_{number:05d}" for number in (7, 12, 300)]
    for i, name in enumerate(names):
        pixels = np.full((HEIGHT, WIDTH), 40 + i, np.uint8)
        mask = np.zeros_like(pixels)
        mask[5:7, 4 + i : 6 + i] = 255
        for kind, image in (("images", pixels), ("masks", mask)):
            write_png(tmp_path / "set" / kind / f"{name}.png", image)
    write_text(tmp_path / "set/splits/test.txt", "".join(f"{name}\n" for name in names))
    import_labels(preview([tmp_path / "set"]), tmp_path / "own.lirst")
    export(tmp_path / "own.lirst", "sirstd-pixel-flat", tmp_path / "out", split="roles")
    for kind in ("images", "masks", "YOLO_labels"):
        assert sorted(f.stem for f in (tmp_path / "out" / kind).iterdir()) == names
    assert (tmp_path / "out/splits/test.txt").read_text().split() == names


ODD = (
    "a", "A", "a_1", "con", "..", "x/y", "x_y", "一", "0", "test1", "night_test", "val", "images",
    "masks", "gt", "img1", "50_50", "annotations", "__MACOSX", ".hidden", "a*b", "x" * 200,
    "天" * 150, "é", "e\u0301", "y.png", "IR_3", "1(1)", "a_pixels0",
)  # fmt: skip


@pytest.fixture(scope="module")
def odd_names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("odd")
    singles = ("one", "train", "images-2", "0000")
    with create_project(folder / "sky.lirst") as project:
        for place, name in enumerate((*ODD, *singles), start=1):
            stem = "1_{}" if name == "a" else "{}"  # as flat names, a/1_0 and a_1/0 are one
            count = 1 if name in singles else 2
            frames = make_frames(folder / str(place), count, seed=place, names=stem)
            add_sequence(project, frames if count == 2 else frames / "0.png")
            project._file.db.execute("UPDATE sequences SET name = ? WHERE id = ?", (name, place))
            pixel, row = DrawnTarget(PIXEL, place % WIDTH, 5), DrawnTarget(ROW, 0, 7)
            draw(project, place, {0: [pixel], 1: [row]} if count == 2 else {0: [pixel]})
        yield project


@pytest.mark.parametrize("format", FORMATS)
def test_no_two_sequences_share_a_name_and_none_is_misread(
    odd_names: Project, tmp_path: Path, format: str
) -> None:
    summary = export(odd_names, format, tmp_path / "out", split=["val", "img1", "one"])
    assert (summary.sequences, summary.frames) == (33, 62)
    files = [
        path.relative_to(tmp_path / "out")
        for path in (tmp_path / "out").rglob("*.png")
        if path.is_file()
    ]
    pictures = [file for file in files if file.parts[0] not in ("masks", "instances")]
    assert len({str(picture).lower() for picture in pictures}) == 62
    found = open_dataset(tmp_path / "out", FORMATS[format].reader)
    if format in ("basicirstd", "dnanet", "mshnet"):
        assert sum(len(one.frames) for one in found) == 62
        assert sum(len(one.frames) for one in found if one.split == "test") == 5
    else:
        assert len(found) == 33
        assert sum(one.split == "test" for one in found) == 3


def test_long_names_and_many_frames_take_no_time(tmp_path: Path) -> None:
    names = [f"{'very ' * 30}long {i}" for i in range(30_000)]
    assert naming.frame_names(names)[-1] == "029999"
    taken: set[str] = set()
    flat = [naming.flat_name("s" * 110, name, i, taken) for i, name in enumerate(names)]
    assert len(set(flat)) == len(names)
