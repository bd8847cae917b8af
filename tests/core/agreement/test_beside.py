"""What lies beside the labels of a project: another project, a data set, predictions of a model."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.agreement import compare_frame, frames_beside, labels_beside, worst_of
from p2m_core.agreement.compared import Reason
from p2m_core.datasets.labelled import LabelledTarget, MaskLabel, PointLabel
from p2m_core.detection.records import rows_of, write_detections
from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.project import FrameState, add_sequence, create_project, get_sequence, open_project
from tests.core.project.sample import HEIGHT, WIDTH, add, make_frames, set_state, target


def project_of(folder: Path, name: str, labelled: tuple[int, ...]) -> Path:
    """A project of the folder's clip, with a target in these frames."""
    path = folder / f"{name}.lirst"
    with create_project(path) as project:
        add_sequence(project, folder / "clip")
        for frame in labelled:
            add(project, target(frame))
            set_state(project, 1, frame, FrameState.EDITED)
    return path


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    make_frames(tmp_path / "clip")
    return project_of(tmp_path, "mine", ())


def test_another_project_lies_beside_one_without_any_label(mine: Path, tmp_path: Path) -> None:
    theirs = labels_beside(mine, project_of(tmp_path, "theirs", (1, 4)))
    with open_project(mine, readonly=True) as project:
        info = get_sequence(project, 1)
    assert frames_beside(info, theirs[1]) == {1: 1, 4: 4}
    with pytest.raises(InputError, match="the open project itself"):
        labels_beside(mine, mine)


def test_predictions_are_masks_where_there_are_some_and_points_elsewhere(
    mine: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write_detections(out / "detections.csv", rows_of("clip", 2, [Detection(5.0, 6.0, 2.0, 0.9)]))
    (out / "masks" / "clip").mkdir(parents=True)
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[3:5, 4:7] = 255
    cv2.imwrite(str(out / "masks" / "clip" / "0001.png"), mask)
    for place in (out, out / "detections.csv"):
        theirs = labels_beside(mine, place)[1]
        (drawn,) = theirs.targets(1, (HEIGHT, WIDTH))
        assert isinstance(drawn.label, MaskLabel)
        assert drawn.label.box == (4, 3, 7, 5)
        assert theirs.targets(2, (HEIGHT, WIDTH))[0].label == PointLabel(5.0, 6.0)
        assert theirs.targets(0, (HEIGHT, WIDTH)) == [], "predicted empty, not unknown"
    write_detections(out / "detections.csv", rows_of("other", 2, [Detection(5.0, 6.0, 2.0, 0.9)]))
    (out / "masks" / "clip" / "0001.png").unlink()
    (out / "masks" / "clip").rmdir()
    with pytest.raises(InputError, match="no detection is of a sequence of the project"):
        labels_beside(mine, out)


def test_each_target_of_a_frame_has_its_reason() -> None:
    def square(x: int, size: int) -> LabelledTarget:
        return LabelledTarget(MaskLabel(x, 5, np.ones((size, size), bool)), None, "")

    pairs = compare_frame(
        [square(0, 3), square(20, 3), square(40, 3)], [square(0, 3), square(41, 6)]
    )
    reasons = sorted(str(worst[1]) for pair in pairs if (worst := worst_of(pair)))
    assert reasons == sorted([Reason.MISSED_BY_B, Reason.OVERLAP])
