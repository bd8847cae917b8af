"""Lists of training and test are read wherever sets keep them, and never passed over in silence."""

import os
from pathlib import Path

import pytest

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from tests.core.datasets.drawn import image, mask, write_frames, write_image, write_text

NAMES = [f"{i:06d}" for i in range(1, 7)]
HALVES = {"train": NAMES[:4], "test": NAMES[4:]}


def singles(root: Path) -> Path:
    for name in NAMES:
        write_image(root / "images" / f"{name}.png", image((10, 20, 13, 24)))
        write_image(root / "masks" / f"{name}.png", mask((10, 20, 13, 24)))
    return root


def videos(root: Path, names: tuple[str, ...] = ("Sequence1", "Sequence2", "Sequence12")) -> Path:
    for name in names:
        write_frames(root / name / "images", 3)
        for i in (1, 2, 3):
            write_image(root / name / "masks" / f"{i}.png", mask())
    return root


def write_lists(folder: Path, train: str = "train.txt", test: str = "test.txt", line: str = "{}"):
    for file, part in ((train, "train"), (test, "test")):
        write_text(folder / file, "".join(line.format(name) + "\n" for name in HALVES[part]))


def opened(root: Path) -> tuple[list[LabelledSequence], list[str]]:
    notes: list[str] = []
    found = open_dataset(root, note=notes.append)
    assert not any("\n" in note for note in notes)
    return found, notes


def splits(found: list[LabelledSequence]) -> dict[str, list[str]]:
    return {part: [s.name for s in found if s.split == part] for part in ("train", "test")}


@pytest.mark.parametrize(
    ("folder", "train", "test"),
    [
        ("img_idx", "train_NUDT-SIRST.txt", "test_NUDT-SIRST.txt"),
        ("50_50", "train.txt", "test.txt"),
        ("60_40", "train.txt", "test.txt"),
        ("idx_427", "trainval.txt", "test.txt"),
        ("splits", "train.txt", "test.txt"),
        ("img_idx_new", "train_A.txt", "test_A.txt"),
        ("the lists of Li", "train.txt", "test.txt"),
        ("ImageSets/Main", "train.txt", "val.txt"),
        (".", "train.txt", "test.txt"),
        (".", "trainval.txt", "test.txt"),
        (".", "train.txt", "val.txt"),
    ],
)
@pytest.mark.parametrize(
    "line", ["{}", "{}.png", "images/{}.jpg", r"D:\sets\nudt\images\{}.png", "/a/b/images/{}.png 1"]
)
def test_lists_are_found_where_sets_have_them(
    tmp_path: Path, folder: str, train: str, test: str, line: str
) -> None:
    write_lists(singles(tmp_path) / folder, train, test, line)
    found, notes = opened(tmp_path)
    assert splits(found) == HALVES
    assert notes == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_lists_in_any_encoding_and_with_any_line_ends(tmp_path: Path, encoding: str) -> None:
    for name in ("目标1", "目标2"):
        write_image(tmp_path / "images" / f"{name}.png", image())
        write_image(tmp_path / "masks" / f"{name}.png", mask())
    for part, text in (("train", "目标1\r\n\r\n"), ("test", "  目标2  \r")):
        write_text(tmp_path / "splits" / f"{part}.txt", "").write_bytes(text.encode(encoding))
    assert splits(opened(tmp_path)[0]) == {"train": ["目标1"], "test": ["目标2"]}


def test_what_a_list_lacks_or_has_too_much_is_told(tmp_path: Path) -> None:
    singles(tmp_path)
    write_text(tmp_path / "splits/train.txt", "000001\nnone\n000002\n\nnor this\n")
    write_text(tmp_path / "splits/words.txt", "000003\n")
    found, notes = opened(tmp_path)
    assert splits(found) == {"train": NAMES[:2], "test": []}
    assert len(found) == 2
    assert notes == [
        f"{tmp_path}/splits/words.txt: not used as a list: its name says neither train, val nor "
        "test",
        f"{tmp_path}/splits/train.txt, line 2: 2 of 4 names are not among the labelled images and "
        "are left out, the first is 'none'",
        f"{tmp_path}/splits: 4 of 6 labelled sequences or images are in no list and are left out, "
        "such as 000003",
    ]


def test_a_list_that_fits_nothing_is_an_error_in_its_own_folder_and_told_elsewhere(
    tmp_path: Path,
) -> None:
    singles(tmp_path)
    write_text(tmp_path / "test.txt", "passed\nfailed\n")
    found, notes = opened(tmp_path)
    assert len(found) == 6
    assert notes == [
        f"{tmp_path}/test.txt: not used as a list: none of its lines names a labelled image"
    ]
    write_text(tmp_path / "50_50/test.txt", "x\ny\n")
    with pytest.raises(InputError, match=r"50_50/test.txt, line 1: 'x' is not among the labelled"):
        open_dataset(tmp_path)


def test_of_lists_that_contradict_one_is_used_and_said(tmp_path: Path) -> None:
    write_lists(singles(tmp_path) / "img_idx", "train_A.txt", "test_A.txt")
    write_text(tmp_path / "img_idx/test_B.txt", "000001\n")
    write_text(tmp_path / "50_50/train.txt", "000006\n")
    found, notes = opened(tmp_path)
    assert splits(found) == HALVES
    assert f"{tmp_path}/50_50: these lists are not used, those of {tmp_path}/img_idx are" in notes
    assert any("'000001' is for test, but for train in train_A.txt" in note for note in notes)
    assert any("test_A.txt and train_A.txt are used" in note for note in notes)


def test_val_is_held_out_unless_there_is_a_test(tmp_path: Path) -> None:
    home = singles(tmp_path) / "idx_6"
    write_text(home / "train.txt", "000001\n000002\n")
    write_text(home / "val.txt", "000003\n000004\n")
    write_text(home / "trainval.txt", "000001\n000002\n000003\n000004\n")
    found, _ = opened(tmp_path)
    assert splits(found) == {"train": NAMES[:2], "test": NAMES[2:4]}
    write_text(home / "test.txt", "000005\n000006\n")
    found, notes = opened(tmp_path)
    assert splits(found) == HALVES
    assert f"{home}/val.txt: its images are for training, as there is a list for testing" in notes


@pytest.mark.parametrize("line", ["{}", "{}/2", "{}/images/2.png", "{}/Mix/2.mat", "x/{}/masks/2"])
def test_lists_of_sequences_lie_above_them(tmp_path: Path, line: str) -> None:
    videos(tmp_path)
    write_text(tmp_path / "video_idx/train.txt", line.format("Sequence1") + "\n")
    write_text(tmp_path / "video_idx/test.txt", line.format("sequence12") + "\n")
    found, notes = opened(tmp_path)
    assert [(s.name, s.split) for s in found] == [("Sequence1", "train"), ("Sequence12", "test")]
    assert all(s.frames == ([0, 1, 2] if line == "{}" else [1]) for s in found)
    assert "1 of 3 labelled sequences or images are in no list" in " ".join(notes)


def test_lists_serve_every_format(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_frames(tmp_path / name, 2)
        write_text(tmp_path / f"{name}.gt.txt", "1,1,10,20,3,3\n2,1,11,20,3,3\n")
    write_text(tmp_path / "splits/train.txt", "one\n")
    write_text(tmp_path / "splits/test.txt", "two\n")
    assert splits(opened(tmp_path)[0]) == {"train": ["one"], "test": ["two"]}


def test_frames_of_one_name_in_two_sequences_are_not_confused(tmp_path: Path) -> None:
    videos(tmp_path, ("Sequence1", "Sequence2"))
    write_text(tmp_path / "splits/train.txt", "Sequence2/1\nSequence3/1\n2\n")
    found, notes = opened(tmp_path)
    assert [(s.name, s.frames) for s in found] == [("Sequence2", [0])]
    assert "2 of 3 names are not among" in " ".join(notes)


@pytest.mark.parametrize(
    "content",
    [
        b"9" * 5000 + b"\n",
        b"\0\0\0\n000001\0\n",
        b"../../../etc/passwd\n/etc/shadow\n..\\..\\x\n",
        b"\xff\xfe\x00\xd8\n",
        b"[" * 100_000,
        b"a" * 2_000_000,
        b"/\n\\\n.\n..\n:\n",
    ],
)
def test_hostile_lists_are_refused_in_one_short_line(tmp_path: Path, content: bytes) -> None:
    write_text(singles(tmp_path) / "img_idx/train.txt", "").write_bytes(content)
    with pytest.raises(InputError, match=r"img_idx.train.txt") as caught:
        open_dataset(tmp_path)
    assert len(str(caught.value)) < 500
    assert "\n" not in str(caught.value)


def test_what_may_be_a_list_and_is_none_is_told(tmp_path: Path) -> None:
    singles(tmp_path)
    (tmp_path / "splits" / "train.txt").mkdir(parents=True)
    write_text(tmp_path / "splits" / "test_x.csv", "000001\n")
    os.mkfifo(tmp_path / "train.txt")
    for name in ("split.txt", "train.json", "val_1.csv", "dataset.csv", "latest.json"):
        write_text(tmp_path / name, "000001\n")
    found, notes = opened(tmp_path)
    assert len(found) == 6
    assert notes == [
        f"{tmp_path}/{name}: not read: lists are texts of names, train.txt and test.txt"
        for name in ("split.txt", "train.json", "val_1.csv")
    ] + [f"{tmp_path}/splits: 2 items are not read as lists, such as test_x.csv"]


def test_texts_of_other_folders_are_lists_only_where_they_name_images(tmp_path: Path) -> None:
    write_text(singles(tmp_path) / "logs" / "train.txt", "epoch 1\nloss 0.5\n")
    found, notes = opened(tmp_path)
    assert len(found) == len(NAMES)
    assert "train.txt: not used as a list" in "".join(notes)


def test_the_lists_of_one_set_say_nothing_of_another(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_lists(singles(tmp_path / name))
    found, notes = opened(tmp_path)
    assert len(found) == 2 * len(NAMES)
    assert not notes


def test_folders_beside_a_set_are_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "beside").symlink_to("beside")
    write_text(tmp_path / "other" / "train.txt", "a\n")
    singles(tmp_path / "set")
    found, notes = opened(tmp_path / "set")
    assert len(found) == len(NAMES)
    assert not notes
