"""Projects that many tests export and none changes: to make one takes longer than to export it."""

from collections.abc import Iterator

import pytest

from p2m_core.project import Project
from tests.core.datasets.writers.drawn_project import one_track, sky


@pytest.fixture(scope="package")
def drawn_sky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with sky(tmp_path_factory.mktemp("sky")) as project:
        yield project


@pytest.fixture(scope="package")
def drawn_track(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with one_track(tmp_path_factory.mktemp("track")) as project:
        yield project
