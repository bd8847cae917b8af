"""Which frames a detector has answered."""

from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from p2m_core.project import get_answered, note_answered, open_project, set_meta
from tests.core.project.sample import make_project

COUNT = 12
FRAMES = st.sets(st.integers(0, COUNT - 1))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=st.lists(FRAMES, max_size=5))
def test_recorded_frames_are_known_as_answered(tmp_path_factory, batches: list[set[int]]) -> None:
    project, info = make_project(tmp_path_factory.mktemp("p"), COUNT)
    with project:
        for batch in batches:
            note_answered(project, info.id, "rprnet 1", batch)
        path = project.path
    with open_project(path) as again:
        known = np.flatnonzero(get_answered(again, info.id, "rprnet 1"))
        assert known.tolist() == sorted(set().union(*batches))
        assert not get_answered(again, info.id, "rprnet 2").any(), "another model knows nothing"


def test_answers_of_another_detector_replace_the_earlier_ones(tmp_path: Path) -> None:
    project, info = make_project(tmp_path)
    with project:
        note_answered(project, info.id, "log+diff", [0, 1, 2])
        note_answered(project, info.id, "rprnet", [2])
        assert not get_answered(project, info.id, "log+diff").any()
        assert np.flatnonzero(get_answered(project, info.id, "rprnet")).tolist() == [2]
        set_meta(project, f"answered:{info.id}", {"detector": "rprnet", "frames": [[4, 99], "x"]})
        assert np.flatnonzero(get_answered(project, info.id, "rprnet")).tolist() == [4, 5]
