"""Second files of macOS, thumbnails of a NAS and pipes lie in every kind of set: none is read."""

import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.datasets.opening import open_dataset

SIZE = "<size><width>30</width><height>20</height></size>"
BOX = "<bndbox><xmin>3</xmin><ymin>3</ymin><xmax>6</xmax><ymax>6</ymax></bndbox>"
VOC = (
    f"<annotation><filename>0.png</filename>{SIZE}<object><name>t</name>{BOX}</object></annotation>"
)
COCO = {
    "images": [{"id": 1, "file_name": "0.png", "width": 30, "height": 20}],
    "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [3, 3, 4, 4]}],
    "categories": [{"id": 1, "name": "t"}],
}
LABELME = {
    "imagePath": "0.png", "imageWidth": 30, "imageHeight": 20, "imageData": None, "version": "5",
    "shapes": [{"label": "t", "shape_type": "rectangle", "points": [[3, 3], [6, 6]]}],
}  # fmt: skip
CVAT = (
    "<annotations><version>1.1</version><image id='0' name='0.png' width='30' height='20'>"
    "<box label='t' xtl='3' ytl='3' xbr='6' ybr='6'/></image></annotations>"
)
SETS = {  # the file of labels, its text, and where the image is
    "coco": ("annotations/instances.json", json.dumps(COCO), "images/0.png"),
    "voc": ("Annotations/0.xml", VOC, "JPEGImages/0.png"),
    "yolo": ("labels/0.txt", "0 0.15 0.2 0.1 0.1\n", "images/0.png"),
    "labelme": ("0.json", json.dumps(LABELME), "0.png"),
    "cvat": ("annotations.xml", CVAT, "images/0.png"),
    "mot": ("run.gt.txt", "1,1,3,3,4,4,1,-1,-1,-1\n", "run/0.png"),
    "coco lists": ("coco_train.txt", "images/0.png 3,3,7,7,0\n", "images/0.png"),
    "masks": ("masks/0.png", "", "images/0.png"),
}


def picture(path: Path, level: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = np.zeros((20, 30), np.uint8)
    image[3:7, 3:7] = level
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())


@pytest.mark.skipif(os.name != "posix", reason="needs pipes")
@pytest.mark.parametrize("kind", SETS)
def test_what_lies_beside_the_labels_changes_nothing(tmp_path, kind):
    labels, text, image = SETS[kind]
    picture(tmp_path / image)
    place = tmp_path / labels
    place.parent.mkdir(exist_ok=True)
    if text:
        place.write_text(text)
    else:
        picture(place, 255)
    before = open_dataset(tmp_path)
    assert [list(s.frames) for s in before] == [[0]]
    for file in (place, tmp_path / image):
        (file.parent / f"._{file.name}").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X        ")
        os.mkfifo(file.parent / f"pipe{file.suffix}")
        thumbnails = file.parent / "@eaDir" / file.name
        thumbnails.mkdir(parents=True)
        (thumbnails / f"SYNOFILE_THUMB_M{file.suffix}").write_bytes(file.read_bytes())
        (tmp_path / "__MACOSX" / file.name).mkdir(parents=True, exist_ok=True)
    after = open_dataset(tmp_path)
    assert [(s.name, s.path, list(s.frames)) for s in after] == [
        (s.name, s.path, list(s.frames)) for s in before
    ]
