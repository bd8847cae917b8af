"""Two annotations of drawn frames whose differences are known."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from p2m_core.agreement import Reason, compare, disagreements, summarise
from p2m_core.agreement.summary import queue_csv
from p2m_core.cli import main
from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, MaskLabel, PointLabel
from p2m_core.errors import Cancelled, InputError
from tests.core.datasets.drawn import mask, write_frames, write_image

SQUARE = np.ones((4, 4), np.bool_)


def at(x: int, y: int, pixels: np.ndarray = SQUARE) -> MaskLabel:
    return MaskLabel(x, y, pixels)


@pytest.fixture
def frames(tmp_path: Path) -> Path:
    return write_frames(tmp_path / "clip", 6)


def test_an_annotation_agrees_with_itself(frames: Path) -> None:
    own = [LabelledSequence("clip", frames, {0: (at(3, 4), at(20, 9)), 1: ()})]
    agreement = compare(own, own)
    results = summarise(agreement)
    assert (results["frames"], results["matched"], results["missed_by_a"]) == (2, 2, 0)
    assert results["iou"]["mean"] == pytest.approx(1.0)
    assert results["centre_distance"]["q90"] == pytest.approx(0.0)
    assert disagreements(agreement, iou=1.0, distance=0.0) == []


def test_every_difference_is_listed_with_its_reason_and_place(frames: Path) -> None:
    a = LabelledSequence(
        "clip",
        frames,
        {0: (at(3, 4), at(20, 9)), 1: (at(3, 4),), 2: (at(5, 5),), 3: (at(9, 9),)},
        categories={1: ("bird",)},
    )
    b = LabelledSequence(
        "other",
        frames,
        {0: (at(3, 4),), 1: (at(3, 4),), 2: (at(8, 5),), 4: ()},
        categories={1: ("drone",)},
    )
    agreement = compare([a], [b])
    results = summarise(agreement)
    assert (results["frames"], results["frames_only_a"], results["frames_only_b"]) == (3, 1, 1)
    assert (results["missed_by_a"], results["missed_by_b"]) == (0, 1)
    found = disagreements(agreement)
    assert [(reason, pair.frame[0]) for _, reason, pair in found] == [
        (Reason.MISSED_BY_B, 0),
        (Reason.OVERLAP, 2),
        (Reason.CATEGORY, 1),
    ]
    shifted = found[1][2]
    assert shifted.iou == pytest.approx(4 / 28)
    assert shifted.distance == pytest.approx(3.0)
    rows = list(csv.DictReader(io.StringIO(queue_csv(agreement, found))))
    assert [(row["frame"], row["x"], row["y"]) for row in rows] == [
        ("1", "21.50", "10.50"),
        ("3", "6.50", "6.50"),
        ("2", "4.50", "5.50"),
    ]


def test_it_ends_when_it_is_cancelled_also_while_images_are_looked_at(frames: Path) -> None:
    own = [LabelledSequence("clip", frames, {0: (at(3, 4),), 1: (), 2: ()})]
    seen: list[tuple[int, int]] = []
    compare(own, own, lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 3)
    assert seen[-1] == (3, 3)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)

    def cancel(done: int, total: int) -> None:
        raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        compare(own, [LabelledSequence("nowhere", frames.parent / "none")], cancel)


def test_boxes_and_points_are_compared_as_far_as_they_tell(frames: Path) -> None:
    a = LabelledSequence("clip", frames, {0: (at(10, 10),), 1: (at(10, 10),)})
    box, point = BoxLabel(10.0, 10.0, 4.0, 2.0), PointLabel(12.5, 11.5)
    agreement = compare([a], [LabelledSequence("clip", frames, {0: (box,), 1: (point,)})])
    by_box, by_point = agreement.pairs
    assert by_box.iou == pytest.approx(0.5)
    assert np.isnan(by_point.iou)
    assert by_point.distance == pytest.approx(1.0)


def test_tracks_agree_whatever_their_numbers_are(frames: Path) -> None:
    labels = {frame: (at(3, 4), at(20, 9)) for frame in range(4)}
    a = LabelledSequence("clip", frames, labels, tracks=dict.fromkeys(range(4), (1, 2)))
    renumbered = dict.fromkeys(range(4), (7, 5))
    b = LabelledSequence("clip", frames, labels, tracks=renumbered)
    assert summarise(compare([a], [b]))["same_track"] == 1.0
    swapped = LabelledSequence("clip", frames, labels, tracks={**renumbered, 3: (5, 7)})
    assert summarise(compare([a], [swapped]))["same_track"] == pytest.approx(0.75)


def test_kappa_is_cohens(frames: Path) -> None:
    places = tuple(at(6 * i, 4) for i in range(6))
    a = LabelledSequence(
        "clip", frames, {0: places}, categories={0: ("x", "x", "x", "y", "y", "y")}
    )
    b = LabelledSequence(
        "clip", frames, {0: places}, categories={0: ("x", "x", "y", "y", "y", "y")}
    )
    # Agreed in 5 of 6; by chance in 3/6 * 2/6 + 3/6 * 4/6 = 1/2.
    kappa = summarise(compare([a], [b]))["category_kappa"]
    assert kappa == pytest.approx((5 / 6 - 1 / 2) / (1 - 1 / 2))


def test_copies_of_the_images_are_paired_by_names(tmp_path: Path, frames: Path) -> None:
    copies = write_frames(tmp_path / "copies" / "clip", 5)  # the last one is not among them
    a = LabelledSequence("clip", frames, {2: (at(3, 4),)})
    b = LabelledSequence("clip", copies, {2: (at(3, 4),)})
    assert summarise(compare([a], [b]))["matched"] == 1
    write_image(copies / "bright.png", np.full((48, 64), 255, np.uint8))
    with pytest.raises(InputError, match="no sequence of the one is in the other"):
        compare([a], [LabelledSequence("another", copies, {5: ()})])


def test_renamed_copies_are_paired_by_their_pixels(tmp_path: Path) -> None:
    drawn = [np.full((48, 64), level, np.uint8) for level in (10, 20, 20, 30)]
    for i, picture in enumerate(drawn):
        write_image(tmp_path / "night" / f"{i}.png", picture)
        if i:  # the first frame is not in the copy
            write_image(tmp_path / "IR_1" / f"IR_1_{i:05d}.png", picture)
    a = LabelledSequence("night", tmp_path / "night", {1: (at(3, 4),), 2: (), 3: (at(9, 9),)})
    b = LabelledSequence("IR_1", tmp_path / "IR_1", {0: (at(3, 4),), 1: (), 2: (at(9, 9),)})
    results = summarise(compare([a], [b]))
    assert (results["frames"], results["matched"], results["missed_by_b"]) == (3, 2, 0)


def test_the_command_writes_a_report_and_the_worst_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for side, shift in (("a", 0), ("b", 3)):
        for name in ("one", "two"):
            drawn = np.zeros((40, 60), np.uint8)
            drawn[10:14, 20:24] = 90
            write_image(tmp_path / side / "images" / f"{name}.png", drawn)
            own = mask((20 + shift * (name == "two"), 10, 24 + shift * (name == "two"), 14))
            padded = np.zeros((40, 60), np.uint8)
            padded[: own.shape[0], : own.shape[1]] = own[:40, :60]
            write_image(tmp_path / side / "masks" / f"{name}.png", padded)
    out = tmp_path / "out"
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(out)]) == 0
    assert "1 disagreement:" in capsys.readouterr().out
    assert {path.name for path in out.iterdir()} == {
        "report.md", "report.json", "disagreements.csv", "worst.png",
    }  # fmt: skip
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "none"), "--out", str(out)]) == 2
    assert "no such data set" in capsys.readouterr().err
