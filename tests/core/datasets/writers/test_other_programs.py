"""Exported sets, read as other programs do: by parsers of these tests, which share no code."""

import base64
import configparser
import json
import warnings
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pycocotools.coco import COCO

from p2m_core.datasets.writers import export
from p2m_core.errors import InputError
from p2m_core.project import Project, list_sequences, list_targets
from tests.core.datasets.writers.drawn_project import (
    DAY,
    NIGHT,
    masks_of,
    tight,
    union_of,
)

SHAPE = (24, 32)
# Where each labelled frame lies in formats that keep names: path, sequence, frame, split.
FRAMES = [
    ("night/0000", 1, 0, "train"), ("night/0001", 1, 1, "train"), ("night/0002", 1, 2, "train"),
    ("night/0004", 1, 4, "train"), ("day/f-0", 2, 0, "test"), ("day/f-1", 2, 1, "test"),
    ("day/f-2", 2, 2, "test"), ("one", 3, 0, "train"),
]  # fmt: skip


@pytest.fixture
def project(drawn_sky: Project) -> Project:
    return drawn_sky


def read(path: Path) -> NDArray[Any]:
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert image is not None, path
    return image


def same_image(path: Path, project: Project, sequence: int, frame: int) -> None:
    source = list_sequences(project)[sequence - 1].path
    file = source if source.is_file() else sorted(source.iterdir())[frame]
    stored, given = read(path), read(file)
    assert stored.dtype == given.dtype
    np.testing.assert_array_equal(stored, given)


def even_odd(points: list[float], shape: tuple[int, int] = SHAPE) -> NDArray[np.bool_]:
    """Pixels whose centre has an odd number of upright edges to its left."""
    inside = np.zeros(shape, bool)
    corners = np.array(points, float).reshape(-1, 2)
    for (xa, ya), (xb, yb) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        assert abs(xa - xb) < 1e-6 or abs(ya - yb) < 1e-6
        rows = np.arange(shape[0])[:, np.newaxis] + 0.5
        columns = np.arange(shape[1])[np.newaxis] + 0.5
        if abs(xa - xb) < 1e-6:
            inside ^= (rows > min(ya, yb)) & (rows < max(ya, yb)) & (columns > xa)
    return inside


def same_masks(found: list[NDArray[np.bool_]], project: Project, sequence: int, frame: int) -> None:
    wanted = masks_of(project, sequence, frame)
    assert len(found) == len(wanted)
    for own, mask in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(own, mask)


@pytest.mark.parametrize(
    ("format", "train", "test"),
    [
        ("basicirstd", "img_idx/train_SKY.txt", "img_idx/test_SKY.txt"),
        ("dnanet", "50_50/train.txt", "50_50/test.txt"),
        ("mshnet", "trainval.txt", "test.txt"),
    ],
)
def test_loaders_of_lists_find_each_image_and_its_mask(
    project: Project, tmp_path: Path, format: str, train: str, test: str
) -> None:
    out = tmp_path / "out"
    export(project, format, out, "SKY", split=["day"])
    for file, split in ((train, "train"), (test, "test")):
        frames = [frame for frame in FRAMES if frame[3] == split]
        names = (out / file).read_text().splitlines()
        assert names == [path.replace("/", "_") for path, *_ in frames]
        for name, (_, sequence, frame, _) in zip(names, frames, strict=True):
            same_image(out / f"images/{name}.png", project, sequence, frame)
            mask = read(out / f"masks/{name}.png")
            assert mask.dtype == np.uint8
            wanted = union_of(project, sequence, frame) * 255
            np.testing.assert_array_equal(mask, wanted)


def test_the_published_sirstd_pixel(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(project, "sirstd-pixel-flat", out, split=["day"])
    # The frames keep the numbers of their files: 0004 is the fifth of night.
    names = {
        "train": ["IR_1_00000", "IR_1_00001", "IR_1_00002", "IR_1_00004", "IR_3_00000"],
        "test": ["IR_2_00000", "IR_2_00001", "IR_2_00002"],
    }
    for split, own in names.items():
        assert (out / f"splits/{split}.txt").read_text().splitlines() == own
        for name in own:
            _, sequence, frame = name.split("_")
            place = (int(sequence), int(frame))
            same_image(out / f"images/{name}.png", project, *place)
            union = union_of(project, *place)
            np.testing.assert_array_equal(read(out / f"masks/{name}.png"), union * 255)
            same_boxes(out / f"YOLO_labels/{name}.txt", project, *place)
    assert not any(path.is_dir() for path in (out / "images").iterdir())
    assert (out / "sequences.csv").read_text().splitlines() == [
        "number,sequence", "1,night", "2,day", "3,one",
    ]  # fmt: skip


def same_boxes(file: Path, project: Project, sequence: int, frame: int) -> None:
    found = []
    for line in file.read_text().splitlines():
        _, cx, cy, width, height = map(float, line.split())
        width, height = width * SHAPE[1], height * SHAPE[0]
        found.append((cx * SHAPE[1] - width / 2, cy * SHAPE[0] - height / 2, width, height))
    wanted = [tight(mask) for mask in masks_of(project, sequence, frame)]
    assert len(found) == len(wanted)
    for box, own in zip(found, wanted, strict=True):
        assert box == pytest.approx(own, abs=1e-5)


def names_of_yaml(file: Path) -> dict[int, str]:
    lines = [line.strip() for line in file.read_text().splitlines()]
    pairs = [line.split(": ", 1) for line in lines[lines.index("names:") + 1 :]]
    return {int(number): json.loads(name) for number, name in pairs}


@pytest.mark.parametrize("shapes", ["box", "segment"])
def test_yolo(project: Project, tmp_path: Path, shapes: str) -> None:
    out = tmp_path / "out"
    export(project, "yolo", out, split=["day"], shapes=shapes)
    for path, sequence, frame, split in FRAMES:
        same_image(out / f"images/{split}/{path}.png", project, sequence, frame)
        file = out / f"labels/{split}/{path}.txt"
        lines = [line.split() for line in file.read_text().splitlines()]
        if shapes == "box":
            same_boxes(file, project, sequence, frame)
        else:
            size = np.array(SHAPE[::-1])
            corners = [np.array(own[1:], float).reshape(-1, 2) * size for own in lines]
            same_masks([even_odd(own.tolist()) for own in corners], project, sequence, frame)
        targets = list_targets(project, sequence, frame)
        names = names_of_yaml(out / "data.yaml")
        assert sorted(names[int(line[0])] for line in lines) == sorted(
            target.category or "target" for target in targets
        )
    about = (out / "data.yaml").read_text().splitlines()
    assert about[:3] == ["train: images/train", "test: images/test", "val: images/test"]


def test_voc(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(project, "voc", out, split=["day"])
    for split in ("train", "test"):
        names = (out / f"ImageSets/Main/{split}.txt").read_text().split()
        assert names == [path for path, *_, own in FRAMES if own == split]
    for path, sequence, frame, _ in FRAMES:
        same_image(out / f"JPEGImages/{path}.png", project, sequence, frame)
        root = ElementTree.parse(out / f"Annotations/{path}.xml").getroot()
        assert (root.findtext("size/width"), root.findtext("size/height")) == ("32", "24")
        assert f"{path}.png".endswith(root.findtext("filename") or "?")
        wanted = masks_of(project, sequence, frame)
        assert len(root.findall("object")) == len(wanted)
        for item, mask in zip(root.iter("object"), wanted, strict=True):
            # As in the development kit: whole numbers from 1, the last pixel included.
            x0, y0, x1, y1 = (
                int(item.findtext(f"bndbox/{side}") or "")
                for side in ("xmin", "ymin", "xmax", "ymax")
            )
            rows, columns = np.nonzero(mask)
            assert (x0, y0) == (columns.min() + 1, rows.min() + 1)
            assert (x1, y1) == (columns.max() + 1, rows.max() + 1)


@pytest.mark.parametrize("origin", ["0", "1"])
def test_mot(project: Project, tmp_path: Path, origin: str) -> None:
    out = tmp_path / "out"
    export(project, "mot", out, split=["day"], origin=origin)
    for name, sequence, frames, split in (("night", 1, NIGHT, "train"), ("day", 2, DAY, "test")):
        home = out / split / name
        info = configparser.ConfigParser()
        info.read(home / "seqinfo.ini")
        assert info["Sequence"]["seqLength"] == str(len(frames))
        assert (info["Sequence"]["imWidth"], info["Sequence"]["imHeight"]) == ("32", "24")
        table = np.loadtxt(home / "gt/gt.txt", delimiter=",", ndmin=2)
        images = sorted((home / info["Sequence"]["imDir"]).iterdir())
        assert [image.name for image in images] == [f"{i + 1:06d}.png" for i in range(len(frames))]
        for number, frame in enumerate(frames, start=1):
            same_image(images[number - 1], project, sequence, frame)
            rows = table[table[:, 0] == number]
            targets = list_targets(project, sequence, frame)
            assert rows[:, 1].tolist() == [target.track for target in targets]
            boxes = rows[:, 2:6] - [int(origin), int(origin), 0, 0]
            wanted = [tight(mask) for mask in masks_of(project, sequence, frame)]
            assert boxes.tolist() == [list(box) for box in wanted]


def test_anti_uav(drawn_track: Project, tmp_path: Path) -> None:
    export(drawn_track, "anti-uav", tmp_path / "out")
    home = tmp_path / "out/train/flight"
    label = json.loads((home / "infrared.json").read_text())
    assert label["exist"] == [1, 1, 0, 1]
    images = sorted((home / "infrared").iterdir())
    for image, frame, box in zip(images, (0, 1, 2, 4), label["gt_rect"], strict=True):
        same_image(image, drawn_track, 1, frame)
        masks = masks_of(drawn_track, 1, frame)
        assert box == ([] if not masks else list(tight(masks[0])))


def test_anti_uav_holds_one_track_a_sequence(project: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"frame 1 of night brings a second target .*1, 2"):
        export(project, "anti-uav", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_points(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(project, "points", out, split=["day"])
    lines = (out / "train/night/points.csv").read_text().splitlines()
    assert lines[0] == "frame,x,y,track,category,attributes"
    found = [
        (int(a), float(x), float(y)) for a, x, y, *_ in (line.split(",") for line in lines[1:])
    ]
    wanted = []
    for number, frame in enumerate(NIGHT, start=1):
        same_image(out / f"train/night/{number:06d}.png", project, 1, frame)
        for mask in masks_of(project, 1, frame):
            rows, columns = np.nonzero(mask)
            wanted.append((number, round(columns.mean(), 3), round(rows.mean(), 3)))
    assert found == wanted


@pytest.mark.parametrize("shapes", ["rle", "polygon"])
def test_coco(project: Project, tmp_path: Path, shapes: str) -> None:
    out = tmp_path / "out"
    export(project, "coco", out, split=["day"], shapes=shapes, keypoints=True)
    for split in ("train", "test"):
        coco = COCO(out / f"annotations/instances_{split}.json")
        own = [frame for frame in FRAMES if frame[3] == split]
        images = coco.loadImgs(coco.getImgIds())
        assert [image["file_name"] for image in images] == [f"{path}.png" for path, *_ in own]
        for image, (path, sequence, frame, _) in zip(images, own, strict=True):
            same_image(out / f"images/{path}.png", project, sequence, frame)
            found = coco.loadAnns(coco.getAnnIds(imgIds=image["id"]))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of pycocotools, on numpy
                masks = [coco.annToMask(one).astype(bool) for one in found]
            same_masks(masks, project, sequence, frame)
            targets = sorted(list_targets(project, sequence, frame), key=lambda t: t.id)
            if path != "one":  # a single image has no track
                assert [one["track_id"] for one in found] == [t.track for t in targets]
            assert [one["area"] for one in found] == [t.area for t in targets]
            assert [tuple(one["bbox"]) for one in found] == [tight(mask) for mask in masks]
            assert [one["keypoints"][:2] for one in found] == [
                pytest.approx(t.centroid, abs=1e-3) for t in targets
            ]
            names = [coco.loadCats(one["category_id"])[0]["name"] for one in found]
            assert names == [t.category or "target" for t in targets]
        videos = {video["id"]: video["name"] for video in coco.dataset["videos"]}
        for image, (path, *_) in zip(images, own, strict=True):
            assert videos.get(image.get("video_id"), path) == path.split("/")[0]


def test_coco_may_leave_the_images_where_they_are(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(project, "coco", out, images=False)
    assert sorted(path.name for path in out.iterdir()) == ["README.md", "annotations"]
    content = json.loads((out / "annotations/instances_train.json").read_text())
    files = [Path(content["info"]["images"]) / image["file_name"] for image in content["images"]]
    home = project.path.parent
    names = [f"night/{name}" for name in ("0000", "0001", "0002", "0004")]
    names += ["day/f-0", "day/f-1", "day/f-2", "more/one"]
    assert files == [home / f"{name}.png" for name in names]


@pytest.mark.parametrize("shapes", ["polygon", "mask", "box"])
def test_labelme(project: Project, tmp_path: Path, shapes: str) -> None:
    out = tmp_path / "out"
    export(project, "labelme", out, split=["day"], shapes=shapes)
    for path, sequence, frame, split in FRAMES:
        same_image(out / f"images/{split}/{path}.png", project, sequence, frame)
        content = json.loads((out / f"images/{split}/{path}.json").read_text())
        assert content["imagePath"] == f"{path}.png".split("/")[-1]
        assert (content["imageHeight"], content["imageWidth"]) == SHAPE
        targets = sorted(list_targets(project, sequence, frame), key=lambda t: t.id)
        tracks = [None if path == "one" else t.track for t in targets]
        assert [one["group_id"] for one in content["shapes"]] == tracks
        assert [one["label"] for one in content["shapes"]] == [
            t.category or "target" for t in targets
        ]
        if shapes == "box":
            boxes = [np.array(one["points"]) for one in content["shapes"]]
            wanted = [tight(mask) for mask in masks_of(project, sequence, frame)]
            assert [(*a, *(b - a)) for a, b in boxes] == [pytest.approx(box) for box in wanted]
        else:
            masks = [labelme_mask(one) for one in content["shapes"]]
            same_masks(masks, project, sequence, frame)


def labelme_mask(shape: dict[str, Any]) -> NDArray[np.bool_]:
    if shape["shape_type"] == "polygon":
        return even_odd(shape["points"])
    mask = np.zeros(SHAPE, bool)
    (x0, y0), (x1, y1) = shape["points"]
    data = np.frombuffer(base64.b64decode(shape["mask"]), np.uint8)
    crop = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    assert crop is not None
    mask[y0 : y1 + 1, x0 : x1 + 1] = crop
    return mask


@pytest.mark.parametrize("shapes", ["mask", "polygon", "box"])
def test_cvat(project: Project, tmp_path: Path, shapes: str) -> None:
    out = tmp_path / "out"
    export(project, "cvat-video", out, split=["day"], shapes=shapes)
    for name, sequence, frames, split in (("night", 1, NIGHT, "train"), ("day", 2, DAY, "test")):
        home = out / split / name
        root = ElementTree.parse(out / f"{split}/{name}.xml").getroot()
        assert root.findtext("meta/task/size") == str(len(frames))
        for place, frame in enumerate(frames):
            same_image(home / f"frame_{place:06d}.png", project, sequence, frame)
            found = {
                track.get("label"): one
                for track in root.iter("track")
                for one in [shown(track, place)]
                if one is not None
            }
            targets = list_targets(project, sequence, frame)
            assert set(found) == {target.category or "target" for target in targets}
        masks = [shown(track, 0) for track in root.iter("track")]
        own = [cvat_mask(one, shapes) for one in masks if one is not None]
        if shapes == "box":
            wanted = [tight(mask) for mask in masks_of(project, sequence, 0)]
            assert [tight(mask) for mask in own] == wanted
        else:
            same_masks(own, project, sequence, 0)


def shown(track: ElementTree.Element, frame: int) -> ElementTree.Element | None:
    """The shape of a track in a frame: the last key frame's, for nothing moves between them."""
    before = [shape for shape in track if int(shape.get("frame") or "") <= frame]
    return before[-1] if before and before[-1].get("outside") == "0" else None


def cvat_mask(shape: ElementTree.Element, kind: str) -> NDArray[np.bool_]:
    assert shape.tag == kind
    mask = np.zeros(SHAPE, bool)
    if kind == "polygon":
        points = (shape.get("points") or "").split(";")
        return even_odd([float(v) for point in points for v in point.split(",")])
    if kind == "box":
        x0, y0, x1, y1 = (int(shape.get(side) or "") for side in ("xtl", "ytl", "xbr", "ybr"))
        mask[y0:y1, x0:x1] = True
        return mask
    x0, y0, width, height = (int(shape.get(k) or "") for k in ("left", "top", "width", "height"))
    runs = [int(run) for run in (shape.get("rle") or "").split(",")]
    values = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    mask[y0 : y0 + height, x0 : x0 + width] = values.reshape(height, width)
    return mask
