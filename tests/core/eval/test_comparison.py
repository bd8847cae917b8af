"""What `p2m eval compare` writes, read for the window: nothing is lost or counted twice."""

import json

import pytest

from p2m_core.errors import InputError
from p2m_core.eval import compare
from p2m_core.eval.comparison import Kind, of_kind, read_comparison
from p2m_core.eval.report import as_json
from tests.core.eval.labelled import SQUARE, draw_sequence, with_masks
from tests.core.networks.small import small_weights

FAR = (30, 30, 33, 33)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The shipped model against an untrained one, on drawn frames."""
    folder = tmp_path_factory.mktemp("comparison")
    draw_sequence(folder, "a", [[SQUARE], [SQUARE, FAR], [], [SQUARE]])
    found = compare.compare(
        [with_masks(folder, "a", [0, 1, 2, 3])],
        [small_weights(folder / "small.safetensors"), None], device="cpu",
    )  # fmt: skip
    (folder / "comparison.json").write_text(as_json(compare.results_of(found)))
    return folder


def test_cases_of_all_kinds_add_up_to_the_figures(written):
    comparison = read_comparison(written)
    assert comparison.rates == [0.02, 0.05, 0.1, 0.5]
    for rate in comparison.rates:
        cases = comparison.cases(rate)
        old, new = (model.at[rate] for model in comparison.models)

        def count(kind, cases=cases):
            return len(of_kind(cases, kind))

        assert count(Kind.HIT) == new.detected
        assert count(Kind.MISSED) == len(comparison.truth) - new.detected
        assert count(Kind.FALSE) == new.false
        assert count(Kind.GAINED) - count(Kind.LOST) == new.detected - old.detected
        assert count(Kind.FALSE_NEW) - count(Kind.FALSE_GONE) == new.false - old.false
    scores = [case.found[1].score for case in of_kind(comparison.cases(0.5), Kind.HIT)]
    assert scores == sorted(scores)


@pytest.mark.parametrize("damage", ["", "{}", "[1, 2]", '{"format": 99}', None])
def test_a_damaged_file_is_one_line(written, tmp_path, damage):
    if damage is not None:
        (tmp_path / "comparison.json").write_text(damage)
    with pytest.raises(InputError, match=r"comparison\.json: (cannot be read|of format 99)"):
        read_comparison(tmp_path)
    result = json.loads((written / "comparison.json").read_text())
    result["models"][0]["hits"] = [[0, "x"]]
    (tmp_path / "comparison.json").write_text(json.dumps(result))
    with pytest.raises(InputError, match="compare again"):
        read_comparison(tmp_path)
