"""Masks of `p2m preannotate` can be grown in the window like clicked ones."""

import numpy as np

from label_irst.document.regrowth import grown_again
from p2m_core.cli import main
from p2m_core.project import iter_targets, open_project, paint
from p2m_core.sequence import open_sequence
from tests.core.datasets.drawn import write_frames, write_text


def test_masks_from_boxes_can_be_walked_along_their_growth(tmp_path):
    write_frames(tmp_path / "flight", 2)
    write_text(tmp_path / "flight.gt.txt", "1,1,8,18,4,7\n2,1,9,18,7,7")
    out = tmp_path / "p.lirst"
    assert main(["preannotate", str(tmp_path), "--out", str(out), "--workers", "1"]) == 0
    with open_project(out, readonly=True) as project, open_sequence(tmp_path / "flight") as frames:
        targets = list(iter_targets(project, 1))
        assert [t.area for t in targets] == [6, 9], "the first box cuts its target"
        for target in targets:
            growth = grown_again(target, frames[target.frame])
            assert growth is not None
            shown = growth.mask_at(target.parameters["step"])
            np.testing.assert_array_equal(shown, paint(target, frames.shape))
