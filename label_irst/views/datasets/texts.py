"""The formats in the user's language: what the registry says of them, and what they lose."""

from label_irst.i18n import tr


def word(text: str) -> str:
    """A text of the registry, translated where it is `known`."""
    return tr(text)


def listed(texts: tuple[str, ...]) -> str:
    """Several texts of the registry in one."""
    return tr("; ").join(word(text) for text in texts)


def known() -> tuple[str, ...]:
    """The texts of the registry: here, where the collector of texts finds them."""
    return (
        tr("SIRSTD-Pixel: images, masks, instances, targets.csv, train and test lists"),
        tr("SIRSTD-Pixel as published: flat images, masks, YOLO_labels and splits"),
        tr("BasicIRSTD: flat images and masks, img_idx/train_NAME.txt and test_NAME.txt"),
        tr("DNANet: flat images and masks, 50_50/train.txt and test.txt"),
        tr("MSHNet: flat images and masks, trainval.txt and test.txt"),
        tr("COCO: masks as RLE or polygons, boxes, tracks; a JSON file for each split"),
        tr("YOLO: boxes or outlines in labels/train and labels/test, data.yaml"),
        tr("Pascal VOC: boxes in Annotations/*.xml, JPEGImages, ImageSets/Main"),
        tr("LabelMe: polygons, masks or rectangles in a JSON file beside each image"),
        tr("CVAT for video: tracks of masks, polygons or boxes in an XML file for each sequence"),
        tr("MOTChallenge: boxes and tracks in gt/gt.txt of each sequence, img1, seqinfo.ini"),
        tr("Anti-UAV: exist and gt_rect of one target in infrared.json of each sequence"),
        tr("Points: the centroids of targets in points.csv of each sequence"),
        tr("masks: boxes only"),
        tr("masks and boxes: points only"),
        tr("pixels of two targets: the later one has them"),
        tr("targets that touch or overlap: their pixels become one mask"),
        tr("tracks"),
        tr("categories"),
        tr("attributes of targets"),
        tr("notes on targets"),
        tr("verified-empty frames are the same as unlabelled ones"),
        tr("verified-empty frames have a file without an entry: readers must be told"),
        tr("two targets of one track in a frame: refused"),
        tr("what of a box lies beyond the frame"),
        tr("clicks, origin and review state of targets"),
        tr("several tracks in a sequence: refused"),
        tr("sequences: each frame is an image for itself"),
        tr("rle: masks as run lengths; polygon: along the pixels"),
        tr("the centroid of each target as a keypoint"),
        tr("copy the images; without, the paths lead to the originals"),
        tr("box: boxes; segment: polygons along the pixels"),
        tr("polygon: along the pixels; mask: since LabelMe 5.3; box: rectangles"),
        tr("mask: run lengths; polygon: along the pixels; box: boxes"),
        tr("the number of the first column and row"),
        tr("shapes"),
        tr("origin"),
    )
