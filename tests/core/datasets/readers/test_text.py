"""Text, JSON and XML of any honest encoding; numbers; nothing that grows without limit."""

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2m_core.datasets.readers.files import number, whole
from p2m_core.datasets.readers.text import (
    decode,
    holds,
    read_json,
    read_json_items,
    read_xml,
    root_tag,
)
from p2m_core.errors import InputError

TEXT = "frame,x,y\r\n1,2,3 目标 é\r\n"
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"],
)
def test_text_is_read_in_its_encoding(encoding):
    assert decode(TEXT.encode(encoding)).removeprefix("\ufeff") == TEXT


def test_latin_text_is_not_taken_for_chinese():
    assert decode("caf\u00e9, na\u00efve\n".encode("latin-1")) == "café, naïve\n"


@given(st.dictionaries(st.text(), values, max_size=5), st.sampled_from([None, 1, "\t"]))
def test_items_are_what_a_whole_file_holds(tmp_path_factory, data, indent):
    file = tmp_path_factory.mktemp("json") / "a.json"
    file.write_text(json.dumps(data, indent=indent), encoding="utf-8")
    found: dict = {}
    for key, index, value in read_json_items(file):
        if index is None:
            found[key] = value
        else:
            assert index == len(found.setdefault(key, []))
            found[key].append(value)
    assert found == data == read_json(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_json_is_known_by_its_keys(tmp_path, encoding):
    file = tmp_path / "a.json"
    for text, known in (
        ('{"b": {}, "a" : [1]}', True),
        ('[{"a": [1]}]', False),
        ('{"a": {}}', False),
        ("", False),
    ):
        file.write_bytes(text.encode(encoding))
        assert holds(file, r'"a"\s*:\s*\[') == known, text


BAD = {
    "empty": b"",
    "no object": b"[1, 2]",
    "cut short": b'{"a": [1, {"b": 2}',
    "no comma": b'{"a": [1 2]}',
    "no name": b"{1: 2}",
    "more behind": b'{"a": 1} {"b": 2}',
    "nested deep": b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a long number": b'{"a": ' + b"9" * 5000 + b"}",
    "a long number in a list": b'{"a": [1, ' + b"9" * 5000 + b"]}",
    "no json": b"frame,x,y\n",
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_json_is_one_line(tmp_path, kind):
    file = tmp_path / "a.json"
    file.write_bytes(BAD[kind])
    with pytest.raises(InputError, match=r"a.json: not readable as JSON: ") as caught:
        list(read_json_items(file))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_many_items_never_stand_in_memory_together(tmp_path):
    file = tmp_path / "a.json"
    item = {"image_id": 1, "bbox": [1.5, 2.5, 3.5, 4.5], "area": 12.25}
    file.write_text('{"annotations": [' + ",".join([json.dumps(item)] * 50_000) + "]}")
    tracemalloc.start()
    count = sum(1 for _ in read_json_items(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 50_000
    assert peak < 2.5 * file.stat().st_size, "the bytes and the text of the file, no more"


@pytest.mark.parametrize("text", ["1", " 1.0 ", "1e3", 7, 2.5, "-0.5", "+3"])
def test_plain_numbers_are_numbers(text):
    assert number(text, "x", "here") == float(text)


@pytest.mark.parametrize(
    "text",
    ["", "x", "nan", "inf", "-inf", "1_000", "١", "１", "9" * 5000, True, None, [], {}, 10**400,
     float("nan"), "1,5", "0x10"],
)  # fmt: skip
def test_what_is_no_plain_number_is_one_short_line(text):
    with pytest.raises(InputError, match="here: x is") as caught:
        number(text, "x", "here")
    assert len(str(caught.value)) < 120


def test_whole_numbers_may_be_written_as_fractions():
    assert whole("3.0", "frame", "here", least=1) == 3
    assert whole("1e2", "frame", "here", least=1) == 100
    with pytest.raises(InputError, match=r"frame is '1.5', not a whole number"):
        whole("1.5", "frame", "here", least=1)


XML = '<?xml version="1.0" encoding="{}"?><annotation><a>目标</a></annotation>'


@pytest.mark.parametrize(
    ("declared", "written"),
    [("GB2312", "gb2312"), ("gbk", "gbk"), ("UTF-16", "utf-16"), ("ansi", "gbk"),
     ("utf-8", "utf-8-sig"), ("GB2312", "utf-8"), ("utf-8", "gbk"), ("unicode_escape", "utf-8"),
     ("zip", "utf-8"), ("euc_kr", "utf-8")],
)  # fmt: skip
def test_xml_is_read_in_its_encoding_or_the_one_it_really_has(tmp_path, declared, written):
    file = tmp_path / "a.xml"
    file.write_bytes(XML.format(declared).encode(written))
    texts = [element.text for event, element, _ in read_xml(file) if event == "end"]
    assert texts[0] == "目标"
    assert root_tag(file) == "annotation"


BOMB = '<!DOCTYPE a [<!ENTITY b "{}"><!ENTITY c "{}">]><annotation>&c;</annotation>'
BAD_XML = {
    "entities": BOMB.format("x" * 99, "&b;" * 99),
    "a file beside": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><annotation/>',
    "nested deep": "<a>" * 5000 + "</a>" * 5000,
    "cut short": "<annotation><object>",
    "two roots": "<a/><b/>",
    "nothing": "",
    "no xml": "frame,x,y",
    "an unknown entity": "<annotation>&b;</annotation>",
    "a zero": "<annotation>\0</annotation>",
}


@pytest.mark.parametrize("kind", BAD_XML)
def test_bad_xml_is_one_line(tmp_path, kind):
    file = tmp_path / "a.xml"
    file.write_text(BAD_XML[kind])
    with pytest.raises(InputError, match=r"a\.xml: ") as caught:
        list(read_xml(file))
    assert "\n" not in str(caught.value)


def test_namespaces_and_comments_do_not_hide_the_root(tmp_path):
    file = tmp_path / "a.xml"
    file.write_text('<?xml version="1.0"?>\n<!-- a <b> -->\n<v:annotation xmlns:v="http://x"/>')
    assert root_tag(file) == "annotation"
    assert [element.tag for _, element, _ in read_xml(file)] == ["annotation"] * 2
