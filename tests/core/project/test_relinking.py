from pathlib import Path

import numpy as np
import pytest

from p2m_core.files import write_png
from p2m_core.project import (
    add_sequence,
    create_project,
    get_sequence,
    list_sequences,
    moved_along,
    relink_moved,
    relink_sequence,
)


def picture(path: Path, level: int) -> Path:
    write_png(path, np.full((9 + level, 12), level, np.uint8))
    return path


def names(infos) -> list[str]:
    return [info.name for info in infos]


@pytest.mark.parametrize("rename", [("set", "moved"), ("set/b", "set/c"), (".", "../elsewhere")])
def test_images_that_moved_together_are_found_again_together(tmp_path, rename):
    home = tmp_path / "disk"
    files = ("set/a.png", "set/b/1.png", "set/b/2.png", "set/IR_1_1.png", "x.png")
    for i, name in enumerate(files):
        picture(home / name, i)
    old, new = home / rename[0], (home / rename[1]).resolve()
    sources = ("set/a.png", "set/b", "set/b/1.png", "set/IR_1_*", "x.png")
    inside = [source for source in sources if (home / source).is_relative_to(old)]
    with create_project(tmp_path / "p.lirst") as project:
        for source in sources:
            add_sequence(project, home / source)
        old.rename(new)
        first, *rest = [s for s in list_sequences(project) if s.path.is_relative_to(old)]
        assert len(rest) == len(inside) - 1
        now = new / first.path.relative_to(old)
        relink_sequence(project, first.id, now)
        moved = moved_along(list_sequences(project), first.path, now)
        assert names(moved) == names(rest)
        relink_moved(project, moved)
        for info in rest:
            assert get_sequence(project, info.id).path == new / info.path.relative_to(old)
        assert moved_along(list_sequences(project), first.path, now) == []


def test_other_images_of_the_same_name_are_not_taken(tmp_path):
    for i, name in enumerate("abc"):
        picture(tmp_path / "old" / f"{name}.png", i)
    with create_project(tmp_path / "p.lirst") as project:
        first, _, c = (add_sequence(project, tmp_path / "old" / f"{n}.png") for n in "abc")
        (tmp_path / "old").rename(tmp_path / "new")
        picture(tmp_path / "new" / "b.png", 7)
        (tmp_path / "new" / "c.png").unlink()
        picture(tmp_path / "old" / "c.png", 2)  # it is where it was
        assert moved_along(list_sequences(project), first.path, tmp_path / "new" / "a.png") == []
        assert get_sequence(project, c.id).path == c.path


def test_one_renamed_file_moves_no_other(tmp_path):
    with create_project(tmp_path / "p.lirst") as project:
        a = add_sequence(project, picture(tmp_path / "a.png", 1))
        add_sequence(project, picture(tmp_path / "b.png", 2))
        (tmp_path / "a.png").rename(tmp_path / "z.png")
        assert moved_along(list_sequences(project), a.path, tmp_path / "z.png") == []
