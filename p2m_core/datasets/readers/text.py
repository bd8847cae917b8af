"""Bytes to text, JSON and XML: any honest encoding; nothing of a file is executed or expanded."""

import codecs
import json
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from p2m_core.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Python knows them as encodings of text, but no file is written in one.
_NO_ENCODINGS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}
_DEEPEST = 100
_LONGEST_TAG = 100
_LARGEST_JSON = 128 * 2**20
_CHUNK = 1 << 20
_SPACE = re.compile(r"[ \t\r\n]*")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def decode(data: bytes) -> str:
    """Return the text of a file.

    Its mark says the encoding; else it is UTF-8, UTF-16 without a mark, GB 18030 or Latin-1, the
    first that fits.

    Examples
    --------
    >>> decode("目标".encode("gbk")), decode("é".encode("latin-1")), decode("a".encode("utf-16-le"))
    ('目标', 'é', 'a')
    """
    order = [name for mark, name in _MARKS if data.startswith(mark)][:1]
    head = data[:200]
    if not order and head.count(0) * 3 > len(head):
        order = ["utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"]
    for name in (*order, "utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def holds(path: Path, *patterns: str) -> bool:
    """Say whether a JSON file, which may be large, is an object in which all patterns occur."""
    try:
        with (
            path.open("rb") as stream,
            mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            start = data[:4]
            if 0 in start or start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                text = decode(bytes(data))
                return text.lstrip("\ufeff \t\r\n").startswith("{") and all(
                    re.search(pattern, text) for pattern in patterns
                )
            return re.match(rb"(\xef\xbb\xbf)?\s*\{", data) is not None and all(
                re.search(pattern.encode(), data) for pattern in patterns
            )
    except (OSError, ValueError):  # an empty file cannot be mapped
        return False


def read_json(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises
    ------
    InputError
        If it cannot be read, is not JSON, nests too deep, or has more than 128 MiB.
    """
    data = read_bytes(path)
    if len(data) > _LARGEST_JSON:
        raise InputError(
            f"{path}: over {_LARGEST_JSON >> 20} MiB, too large for one image or video"
        )
    return _value(path, lambda text: json.loads(text), decode(data))


def read_json_items(path: Path) -> Iterator[tuple[str, int | None, Any]]:
    """Yield the parts of a JSON file that holds one object: ``(key, index, value)``.

    A value that is a list comes item by item, so that a file of a million of them never stands in
    memory as objects; `index` is the item's, None for any other value. An empty list comes as
    ``(key, None, [])``.

    Raises
    ------
    InputError
        As `read_json`; also if it holds no object.
    """
    text = decode(read_bytes(path))
    scan = json.JSONDecoder().raw_decode

    def value(at: int) -> tuple[Any, int]:
        found: tuple[Any, int] = _value(path, lambda text: scan(text, at), text)
        return found

    def after(at: int, signs: str) -> tuple[str, int]:
        at = _space(text, at)
        if text[at : at + 1] not in signs or at >= len(text):
            raise InputError(
                f"{path}: not readable as JSON: {' or '.join(signs)} expected at character {at + 1}"
            )
        return text[at], _space(text, at + 1)

    sign, at = after(0, "{")
    if text[at : at + 1] == "}":
        sign, at = after(at, "}")
    while sign != "}":
        key, at = value(at)
        if not isinstance(key, str):
            raise InputError(f"{path}: not readable as JSON: {str(key)[:20]!r} is no name")
        _, at = after(at, ":")
        if (
            text[at : at + 1] == "["
            and text[_space(text, at + 1) : _space(text, at + 1) + 1] != "]"
        ):
            index = 0
            while sign != "]":
                item, at = value(_space(text, at + 1) if index == 0 else at)
                yield key, index, item
                index += 1
                sign, at = after(at, ",]")
        else:
            item, at = value(at)
            yield key, None, item
        sign, at = after(at, ",}")
    if at < len(text):
        raise InputError(f"{path}: not readable as JSON: more stands behind its end")


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _value(path: Path, parse: Any, text: str) -> Any:
    # A number of 5,000 digits is a plain ValueError.
    try:
        return parse(text)
    except RecursionError:
        raise InputError(f"{path}: not readable as JSON: it nests too deep") from None
    except (ValueError, StopIteration) as error:
        reason = str(error).split(";")[0] or "it ends too early"
        raise InputError(f"{path}: not readable as JSON: {reason}") from error


def read_xml(path: Path) -> Iterator[tuple[str, Element, int]]:
    """Yield ``("start" or "end", element, depth)`` of an XML file; the root has depth 1.

    Tags are without their namespaces. Clear an element at its end to keep memory low.

    Raises
    ------
    InputError
        If it cannot be read, is no XML, nests deeper than 100, or has a document type: entities
        could grow without limit.
    """
    text = _xml_text(read_bytes(path))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(f"{path}: it has a DOCTYPE, which may hide anything: remove the line")
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    depth = 0
    try:
        for at in range(0, len(text) + 1, _CHUNK):
            parser.feed(text[at : at + _CHUNK])
            for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                if event == "start":
                    depth += 1
                    element.tag = element.tag.rpartition("}")[2]
                    if len(element.tag) > _LONGEST_TAG:
                        raise InputError(f"{path}: not an XML of labels: a tag is too long")
                    if depth > _DEEPEST:
                        raise InputError(f"{path}: its elements nest deeper than {_DEEPEST}")
                    yield "start", element, depth
                else:
                    yield "end", element, depth
                    depth -= 1
        parser.close()
    except (ParseError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path}: cannot be read as XML: {error}") from error


def root_tag(path: Path) -> str:
    """Return the name of an XML file's root; "" if there is none, or the file cannot be read."""
    try:
        with path.open("rb") as stream:
            text = _xml_text(stream.read(4096))
    except OSError:
        return ""
    bare = re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.DOTALL)
    found = re.match(r"\s*<([^\s<>/!?]+)", bare)
    return found[1].rpartition(":")[2] if found else ""


def _xml_text(data: bytes) -> str:
    declared = _DECLARED.match(data)
    text = ""
    if declared:
        try:
            codec = codecs.lookup(declared[1].decode())
            if codec.name not in _NO_ENCODINGS:
                # Errors of the last character alone: a caller may give the beginning of a file.
                text = data.decode(codec.name)
        except (LookupError, UnicodeError):
            text = ""
    return _DECLARATION.sub("", text or decode(data))
