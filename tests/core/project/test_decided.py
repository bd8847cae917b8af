"""Which masks the others of a track follow in size: those that a person has decided on."""

from dataclasses import replace

import pytest

from p2m_core.project import HAND_STEP, is_decided
from tests.core.project.sample import target


@pytest.mark.parametrize(
    ("algorithm", "parameters", "expected"),
    [
        ("pamg", {"step": 5}, False),  # as a click or a propagation made it
        ("moved", {"seen": False}, False),
        ("pamg", {"step": 5, HAND_STEP: 5}, True),
        ("pamg", {"step": 7, HAND_STEP: 5}, False),  # grown anew since
        ("pamg", {"step": 5, "excluded": [[1, 2]]}, True),
        ("brush", {"step": 5}, True),
        ("interpolated", {"confidence": 0.0}, False),  # of its neighbours
        ("", {}, True),  # imported, as a data set states it
    ],
)
def test_a_mask_counts_once_a_person_has_decided_on_it(algorithm, parameters, expected) -> None:
    made = replace(target(), algorithm=algorithm, parameters=parameters)
    assert is_decided(made) is expected
