"""Any damage to an annotation file ends in a result or one line, whatever the format."""

import json
import random
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import P2MError
from tests.core.datasets.drawn import write_frames, write_text

COCO = {
    "images": [
        {"id": 1, "file_name": "1.png", "width": 64, "height": 48},
        {"id": 2, "file_name": "clip/1.png", "video_id": 3},
    ],
    "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "track_id": 4},
        {"id": 2, "image_id": 1, "segmentation": [[1, 2, 5, 2, 5, 6]], "bbox": [1, 2, 4, 4]},
        {"id": 3, "image_id": 2, "segmentation": {"size": [48, 64], "counts": [5, 2, 3065]}},
        {"id": 4, "image_id": 2, "segmentation": {"size": [48, 64], "counts": "52io2"}},
        {"id": 5, "image_id": 2, "keypoints": [1, 2, 2], "attributes": {"track_id": 9}},
    ],
    "categories": [{"id": 1, "name": "drone"}],
    "videos": [{"id": 3, "name": "clip"}],
}
LABELME = {
    "version": "5",
    "imagePath": "1.png",
    "imageWidth": 64,
    "imageHeight": 48,
    "shapes": [
        {"label": "t", "points": [[1, 2], [5, 6]], "shape_type": "rectangle", "group_id": 1},
        {"label": "t", "points": [[1, 2], [5, 6], [1, 6]], "shape_type": "polygon"},
        {"label": "t", "points": [[9, 9], [11, 9]], "shape_type": "circle", "mask": "AAAA"},
        {"label": "t", "points": [[9, 9]], "shape_type": "point", "flags": {}},
    ],
}
VOC = """<annotation><size><width>64</width><height>48</height></size><object><name>t</name>
<difficult>0</difficult><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox>
</object></annotation>"""
CVAT_IMAGES = """<annotations><image id="0" name="1.png" width="64" height="48">
<box label="t" xtl="1" ytl="2" xbr="3" ybr="4" rotation="5"/><polygon points="1,2;5,2;5,6"/>
<mask rle="1,2,1" left="3" top="4" width="2" height="2"/><points points="5,5"/></image>
</annotations>"""
CVAT_VIDEO = """<annotations><meta><task><size>3</size><start_frame>0</start_frame>
<stop_frame>2</stop_frame><frame_filter>step=1</frame_filter><source>clip</source></task></meta>
<track id="0" label="t"><box frame="0" outside="0" keyframe="1" xtl="1" ytl="2" xbr="3" ybr="4"/>
<box frame="2" outside="1" keyframe="1" xtl="1" ytl="2" xbr="3" ybr="4"/></track></annotations>"""
FILES = {
    "coco": ("a.json", json.dumps(COCO)),
    "labelme": ("images/1.json", json.dumps(LABELME)),
    "anti-uav": (
        "clip/IR_label.json",
        json.dumps({"exist": [1, 0, 1], "gt_rect": [[1, 2, 3, 4], [], [1, 2.5, 3, 4]]}),
    ),
    "boxes": ("clip/groundtruth.txt", "1,2,3,4\n0,0,0,0\nnan,nan,nan,nan\n"),
    "voc": ("Annotations/1.xml", VOC),
    "cvat images": ("annotations.xml", CVAT_IMAGES),
    "cvat video": ("clip.xml", CVAT_VIDEO),
    "yolo": ("labels/1.txt", "0 0.5 0.5 0.1 0.1\n1 0.1 0.1 0.2 0.1 0.2 0.2\n0 0.5 0.5 0.1 0.1 7\n"),
    "mot": ("clip.gt.txt", "1,1,2,3,4,5,1,1,0.5\n2,1,2,3,4,5,0,-1,-1,-1\n"),
    "seqinfo": ("clip/seqinfo.ini", "[Sequence]\nname=clip\nimDir=img1\nseqLength=3\n"),
    "list": ("coco_train.txt", "images/1.png 1,2,3,4,0 5,6,7,8,1\nclip/2.png\n"),
    "points": ("clip/points.csv", "frame,x,y,track\n1,2,3,1\n3,4.5,6,1\n"),
    "segments": ("clip/segments.csv", "segment,first,last\n1,1,2\n2,3,3\n"),
    "yaml": ("data.yaml", "names:\n  0: a\n  1: 'b'\nkpt_shape: [1, 3]\n"),
}
BESIDE = {
    "seqinfo": ("clip/gt/gt.txt", "mot"),
    "segments": ("clip/points.csv", "points"),
    "yaml": ("labels/1.txt", "yolo"),
}
ODD = [
    "nan", "-1", "1e999", "null", "true", "[]", "{}", "1e300", "-0", "0", "65536", "<", ">", "&b;",
    ",", ";", "\0", "é", "目", "../..", "/etc/passwd", "<object>", "</object>", "[[[[", "%2e%2e",
    "1_0", "١", "4294967296", "0.5", "1.0", "\ud800", "9" * 5000, "", " ", "\n", '"', '"x"',
]  # fmt: skip


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    root = tmp_path_factory.mktemp("images")
    write_frames(root / "images", 1)
    write_frames(root / "clip", 3)
    return root


def damaged(text, seed, times):
    """The text with some pieces cut out, doubled, or replaced by odd ones."""
    chance = random.Random(seed)
    for _ in range(times):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 1, 2, 4, 9, 30)))
        piece = chance.choice(("", text[start:end] * 2, *[chance.choice(ODD)] * 4))
        text = text[:start] + piece + text[end:]
    return text


def odd_values(text, seed):
    """The JSON with one of its values replaced by another."""
    chance = random.Random(seed)
    data = json.loads(text)
    at = data
    for _ in range(chance.randrange(1, 6)):
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = chance.choice(keys)
        if not isinstance(at[key], dict | list) or not at[key] or chance.random() < 0.3:
            at[key] = chance.choice(
                [None, True, -1, 0, 1.5, 1e308, 10**30, float("nan"), float("inf"), "", "x", "1",
                 "../../a", [], {}, [[]], [1, 2], {"a": 1}, [None], "\ud800", "\0", 2**63]
            )  # fmt: skip
            break
        at = at[key]
    return json.dumps(data)


def opens_or_tells(root):
    notes: list[str] = []
    try:
        for sequence in open_dataset(root, note=notes.append):
            assert set(sequence.tracks) <= set(sequence.labels)
            for frame in sequence.frames:
                assert len(sequence.targets(frame, (48, 64))) == len(sequence.labels[frame])
                assert not sequence.labels[frame] or frame not in sequence.implied_empty
            assert root in sequence.path.parents
    except P2MError as error:
        notes.append(str(error))
    for line in notes:
        assert str(root) in line, "it names the file"
        assert "\n" not in line
        assert len(line.replace(str(root), "")) < 700


def make(root, images, kind, text=None):
    shutil.copytree(images, root, dirs_exist_ok=True)
    name, plain = FILES[kind]
    if kind in BESIDE:
        other, own = BESIDE[kind]
        write_text(root / other, FILES[own][1])
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((text or plain).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("kind", FILES)
def test_each_file_is_read_as_it_is(images, tmp_path, kind):
    make(tmp_path, images, kind)
    found = open_dataset(tmp_path)
    assert sum(len(labels) for s in found for labels in s.labels.values()) >= 1
    opens_or_tells(tmp_path)


@pytest.mark.parametrize("kind", FILES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), times=st.integers(1, 3))
def test_a_damaged_file_is_read_or_told(images, tmp_path_factory, kind, seed, times):
    root = tmp_path_factory.mktemp("set")
    name, text = FILES[kind]
    by_value = name.endswith("json") and seed % 2
    try:
        make(root, images, kind, odd_values(text, seed) if by_value else damaged(text, seed, times))
        opens_or_tells(root)
    finally:
        shutil.rmtree(root)
