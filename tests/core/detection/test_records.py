"""Detections in a CSV file: every number survives, and what is wrong is named with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2m_core.detection.records import (
    DetectionRow,
    by_frame,
    read_detections,
    rows_of,
    write_detections,
)
from p2m_core.detector import Detection
from p2m_core.errors import InputError, P2MError

HEADER = "sequence,frame,x,y,radius,score\n"

Places = st.integers(-10_000, 2_000_000).map(lambda n: n / 1000)
Rows = st.lists(
    st.builds(
        DetectionRow,
        sequence=st.text("abc ,\"'é中", min_size=1).map(lambda s: f"s{s}e"),
        frame=st.integers(0, 99999).map(str),
        detection=st.builds(
            Detection,
            Places,
            Places,
            st.integers(1, 50_000).map(lambda n: n / 1000),
            st.integers(-9_999_999, 9_999_999).map(lambda n: n / 1e6),
        ),
    ),
    max_size=8,
)


@given(Rows)
def test_written_detections_are_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list
) -> None:
    path = tmp_path_factory.mktemp("csv") / "new" / "d.csv"
    write_detections(path, rows)
    found = read_detections(path)
    assert [(r.sequence, r.frame) for r in found] == [(r.sequence, r.frame) for r in rows]
    for ours, theirs in zip(found, rows, strict=True):
        assert ours.detection == pytest.approx(theirs.detection, abs=1e-12)
    assert [r.line for r in found] == list(range(2, 2 + len(rows)))
    assert [p.name for p in path.parent.iterdir()] == ["d.csv"]


def test_a_file_that_cannot_be_written_is_one_line_and_the_old_one_stays(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(P2MError, match=r"^cannot write .*taken[^\n]*$"):
        write_detections(tmp_path / "taken", [])
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_other_columns_blanks_and_windows_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(
        b"\xef\xbb\xbfscore, x,y,radius,frame,sequence,note\r\n0.5, 1,2,3,7, s,none\r\n\r\n"
    )
    (row,) = read_detections(path)
    assert row == DetectionRow("s", "7", Detection(1.0, 2.0, 3.0, 0.5), line=2)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no column 'sequence'"),
        ("sequence,frame,x,y,score\n", "no column 'radius'"),
        (HEADER + "s,0,1,2,3\n", "line 2: cut short"),
        (HEADER + "s,0,1,2,3,0.5\ns,0,one,2,3,0.5\n", "line 3: x is 'one'"),
        (HEADER + "s,0,1,nan,3,0.5\n", "line 2: y is 'nan'"),
        (HEADER + "s,0,1,2,0,0.5\n", "line 2: radius is '0': it must be a number above 0"),
        (HEADER + "s,0,1,2,3,\n", "line 2: score is ''"),
        (HEADER + ",0,1,2,3,1\n", "line 2: no sequence"),
        (HEADER + "s,,1,2,3,1\n", "line 2: no frame"),
        (HEADER + 's,0,"1,2,3,1\n', "not CSV"),
    ],
)
def test_a_malformed_file_is_one_line(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=r"^[^\n]*$") as refused:
        read_detections(path)
    assert named in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_binary_or_missing_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes(b"\xff\xfe\x00\x01")
    for path in (tmp_path / "d.csv", tmp_path / "absent.csv", tmp_path):
        with pytest.raises(InputError, match=r"^[^\n]*cannot be read as detections[^\n]*$"):
            read_detections(path)


def test_frames_are_found_by_number_or_by_name(tmp_path: Path) -> None:
    d = Detection(1.0, 2.0, 1.0, 0.5)
    names = {"s": ["000001", "000002", "000003"], "plain": ["1", "2", "3"], "none": ["a"]}

    def sorted_out(sequence: str, *frames: str) -> dict:
        rows = [DetectionRow(sequence, frame, d, 2 + k) for k, frame in enumerate(frames)]
        return {
            frame: len(some) for frame, some in by_frame(tmp_path, rows, names)[sequence].items()
        }

    assert sorted_out("s", "0", "2", "2") == {0: 1, 2: 2}
    assert sorted_out("s", "000001", "000003") == {0: 1, 2: 1}
    # Numbers where all can be numbers; one that cannot makes all of them names.
    assert sorted_out("plain", "1", "2") == {1: 1, 2: 1}
    assert sorted_out("plain", "1", "2", "3") == {0: 1, 1: 1, 2: 1}
    assert by_frame(tmp_path, rows_of("s", 1, [d, d]), names) == {
        "s": {1: [d, d]}, "plain": {}, "none": {},
    }  # fmt: skip
    for wrong in (("s", "3"), ("s", "-1"), ("s", "0", "000001"), ("none", "b"), ("other", "0")):
        with pytest.raises(InputError, match=r"^[^\n]*line \d: no (frame|sequence) [^\n]*$"):
            sorted_out(*wrong)
