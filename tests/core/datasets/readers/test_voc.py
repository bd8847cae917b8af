"""Pascal VOC: what XML says and does not say, of any tool and encoding."""

import pytest

from p2m_core.datasets.labelled import BoxLabel
from p2m_core.datasets.opening import Rules, open_dataset
from p2m_core.errors import InputError
from tests.core.datasets.drawn import image, write_image, write_text


def voc(inside="", size="", before="", box=(11, 21, 13, 24)):
    sides = zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True)
    corners = "".join(f"<{name}>{value}</{name}>" for name, value in sides)
    return (
        f"{before}<annotation><folder>a</folder>{size}<object><name>drone</name>{inside}"
        f"<bndbox>{corners}</bndbox></object></annotation>"
    )


def write(root, text, name="a"):
    write_image(root / "images" / f"{name}.png", image())
    file = root / "Annotations" / f"{name}.xml"
    if isinstance(text, bytes):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
        return file
    return write_text(file, text)


@pytest.mark.parametrize(
    ("origin", "past", "expected"),
    [
        (1, "last", BoxLabel(10, 20, 3, 4)),
        (1, "past", BoxLabel(10, 20, 2, 3)),
        (0, "last", BoxLabel(11, 21, 3, 4)),
        (0, "past", BoxLabel(11, 21, 2, 3)),
    ],
)
def test_the_rules_say_where_columns_begin_and_what_ends_a_box(tmp_path, origin, past, expected):
    write(tmp_path, voc())
    (a,) = open_dataset(tmp_path, rules=Rules(voc_origin=origin, voc_max=past))
    assert a.labels == {0: (expected,)}
    assert a.categories == {0: ("drone",)}


def test_corners_may_be_fractions(tmp_path):
    write(tmp_path, voc(box=("10.5", " 20.25 ", "1.3e1", "24")))
    (a,) = open_dataset(tmp_path, rules=Rules(voc_origin=0, voc_max="past"))
    assert a.labels == {0: (BoxLabel(10.5, 20.25, 2.5, 3.75),)}


@pytest.mark.parametrize("encoding", ["GB2312", "gbk", "big5", "UTF-16", "latin-1", "utf-8"])
def test_xml_of_any_encoding_is_read(tmp_path, encoding):
    name = "é" if encoding == "latin-1" else "飛" if encoding == "big5" else "目标"
    text = voc(before=f'<?xml version="1.0" encoding="{encoding}"?>').replace("drone", name)
    write(tmp_path, text.encode(encoding))
    (a,) = open_dataset(tmp_path)
    assert a.categories == {0: (name,)}


def test_namespaces_of_any_kind_are_read(tmp_path):
    write(tmp_path, voc().replace("<annotation>", '<annotation xmlns="http://x">'), "a")
    text = voc().replace("</", "</v:").replace("<", "<v:").replace("<v:/v:", "</v:")
    write(tmp_path, text.replace("<v:annotation>", '<v:annotation xmlns:v="http://y">'), "b")
    assert [s.labels[0] for s in open_dataset(tmp_path)] == [(BoxLabel(10, 20, 3, 4),)] * 2


@pytest.mark.parametrize(
    "text",
    [
        '<annotations><image name="a.png"><box xtl="1" ytl="1"/></image></annotations>',
        "<annotation><objects><box><x>1</x></box></objects></annotation>",
        "<annotation><size><width>64</width></size><item><bndbox/></item></annotation>",
        "<html><object/></html>",
        "<opencv_storage/>",
    ],
)
def test_xml_of_another_tool_is_refused_and_never_taken_for_no_target(tmp_path, text):
    write(tmp_path, text)
    with pytest.raises(InputError, match=r"a.xml: not Pascal VOC: ") as caught:
        open_dataset(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_file_without_objects_says_nothing(tmp_path):
    empty = "<annotation><filename>a.png</filename><source><database>x</database></source>"
    write(tmp_path, empty + "<segmented>0</segmented></annotation>")
    (a,) = open_dataset(tmp_path)
    assert (a.labels, a.implied_empty) == ({0: ()}, {0})


def test_the_stated_size_must_be_that_of_the_image(tmp_path):
    size = "<size><width>{}</width><height>{}</height><depth>1</depth></size>"
    write(tmp_path, voc(size=size.format(64, 48)))
    assert len(open_dataset(tmp_path)) == 1
    write(tmp_path, voc(size=size.format(0, 0)))
    assert len(open_dataset(tmp_path)) == 1, "some tools write 0"
    write(tmp_path, voc(size=size.format(640, 512)))
    with pytest.raises(InputError, match=r"a.xml: its size is 640x512, but the image is 64x48"):
        open_dataset(tmp_path)


def test_difficult_objects_are_targets_and_told(tmp_path):
    write(tmp_path, voc("<difficult>1</difficult>"))
    notes = []
    (a,) = open_dataset(tmp_path, note=notes.append)
    assert len(a.labels[0]) == 1
    assert "a.xml: an object marked difficult (1, the first here): it is read" in notes[0]


def test_files_beside_the_images_are_read(tmp_path):
    write_image(tmp_path / "a.png", image())
    write_text(tmp_path / "a.xml", voc())
    (a,) = open_dataset(tmp_path)
    assert a.labels == {0: (BoxLabel(10, 20, 3, 4),)}


@pytest.mark.parametrize(
    ("box", "message"),
    [
        ((11, 21, 9, 24), r"object 1: the box from \(11, 21\) to \(9, 24\) is empty"),
        ((110, 21, 113, 24), "a target at x 109..113, y 20..24 lies outside of the 64x48 image"),
        ((-9, 21, -5, 24), "lies outside"),
        (("nan", 21, 13, 24), "xmin is 'nan', not a number"),
        (("1" * 5000, 21, 13, 24), "xmin is '1{37}"),
    ],
)
def test_a_box_that_cannot_be_is_one_line(tmp_path, box, message):
    write(tmp_path, voc(box=box))
    with pytest.raises(InputError, match=message) as caught:
        open_dataset(tmp_path)
    assert "a.xml" in str(caught.value)


def test_entities_and_huge_files_are_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
    write(tmp_path, voc("<pose>&c;</pose>", before=bomb))
    with pytest.raises(InputError, match=r"a.xml: it has a DOCTYPE"):
        open_dataset(tmp_path)
    write(tmp_path, voc("<pose>" + " " * (65 << 20) + "</pose>"))
    with pytest.raises(InputError, match=r"a.xml: over 64 MiB"):
        open_dataset(tmp_path)


@pytest.mark.parametrize(
    ("inside", "what"),
    [("<polygon><x1>1</x1></polygon>", "no"), ("<bndbox/><bndbox/>", "2")],
)
def test_an_object_has_one_box(tmp_path, inside, what):
    write(tmp_path, f"<annotation><object><name>t</name>{inside}</object></annotation>")
    with pytest.raises(InputError, match=rf"a\.xml, object 1: it has {what} <bndbox>, not one"):
        open_dataset(tmp_path)
