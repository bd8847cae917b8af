"""The paper's claims, checked on numbers that are known: its own, and altered ones."""

import math
from dataclasses import replace

import numpy as np
import pytest

from p2m_core.baselines import METHODS
from p2m_core.eval import paper
from p2m_core.eval.masks import Evaluation, Scores, Seeds

METHODS_HERE = [METHODS["pamg"], METHODS["mclc"], METHODS["otsu"]]
RHO = np.repeat([0.7, 1.2, 1.7, 3.0, 6.0, 20.0], 12)
# As in Fig. 7: rising, and stable beyond 2; the mean is near that of Table V.
RISING = np.repeat([0.45, 0.85, 0.93, 0.98, 0.99, 1.0], 12)


def scores(miou: float, ratio: float = 1.0) -> Scores:
    iou = RISING * (miou / 100.0 / RISING.mean())
    one = np.ones(RHO.size)
    return Scores(iou, (iou > 0.5).astype(float), ratio * one, one, one, 0.001 * one)


def as_in_the_paper() -> Evaluation:
    """Return an evaluation that has the paper's own numbers in every table."""
    found = {
        "I PAMG prior": scores(89.12), "I PAMG blind": scores(88.34),
        "I MCLC prior": scores(63.08), "I MCLC blind": scores(54.42),
        "I Otsu prior": scores(60.0), "I Otsu blind": scores(50.0),
    }  # fmt: skip
    found |= {f"III {kind}": scores(m, ratio) for kind, (m, ratio, *_) in paper.TABLE_III.items()}
    found |= {f"IV {r}": scores(m) for r, m in zip(paper.SUPPORTS, paper.TABLE_IV_A, strict=True)}
    found |= {f"IV {k} r": scores(m) for k, m in zip(paper.FACTORS, paper.TABLE_IV_B, strict=True)}
    found |= {f"V {term}": scores(m, ratio) for term, (m, ratio) in paper.TABLE_V.items()}
    number = np.arange(RHO.size)
    return Evaluation(number, np.full(RHO.size, 20), RHO, found)


def failing(evaluation: Evaluation) -> list[str]:
    return [t.claim for t in paper.trends(evaluation, METHODS_HERE) if not t.holds]


def test_the_papers_own_numbers_bear_out_its_claims() -> None:
    assert failing(as_in_the_paper()) == []
    tables = {t.table for t in paper.trends(as_in_the_paper(), METHODS_HERE)}
    assert tables == {"I", paper.BEYOND, "III", "IV a", "IV b", "IV", "V", "Fig. 7"}


@pytest.mark.parametrize(
    ("label", "altered", "broken"),
    [
        ("I Otsu prior", scores(90.0), ["PAMG blind is ahead of Otsu prior"]),
        ("I MCLC blind", scores(64.0), ["MCLC loses without the prior"]),
        ("III center", scores(87.7, 1.17), ["mIoU: center <= random <= boundary"]),
        ("III random", scores(87.62, 1.3), ["area ratio: center <= random <= boundary"]),
        ("IV 8", scores(86.0), ["a small R_s under-grows: mIoU rises up to R_s = 16"]),
        ("IV 32", scores(84.0), ["a large R_s leaks: mIoU falls from R_s = 24 to 40"]),
        ("IV 1 r", scores(60.0), ["R_s = r is far too small: under half of the best k"]),
        ("IV 3 r", scores(91.0), ["the best k is 5 or 6, or within half a point of it"]),
        ("V homogeneity", scores(89.0, 0.88), ["w/o homogeneity hurts"]),
        ("V saliency", scores(50.0, 3.29), ["saliency matters most for mIoU"]),
        ("V geometry", scores(75.0, 3.0), ["w/o geometric prior the area ratio is the largest"]),
    ],
)
def test_other_numbers_break_the_claim_they_are_about(
    label: str, altered: Scores, broken: list[str]
) -> None:
    evaluation = as_in_the_paper()
    evaluation.scores[label] = altered
    assert failing(evaluation) == broken


def test_rho_the_other_way_round_breaks_figure_7() -> None:
    claims = failing(replace(as_in_the_paper(), rho=RHO[::-1]))
    assert len(claims) == 4
    assert all("rho" in claim for claim in claims)


def test_bins_of_rho_leave_out_what_has_none_and_hold_the_infinite() -> None:
    rho = RHO.copy()
    rho[:3], rho[-1] = math.nan, math.inf
    bins = paper.rho_bins(replace(as_in_the_paper(), rho=rho))
    assert [(b.name, b.targets) for b in bins] == [
        ("0.5 - 1", 9), ("1 - 1.5", 12), ("1.5 - 2", 12), ("2 - 4", 12), ("4 - 8", 12),
        ("over 8", 12),
    ]  # fmt: skip


def test_the_settings_equal_the_papers() -> None:
    settings = paper.settings()
    labels = [s.label for s in settings]
    assert len(set(labels)) == len(labels)
    by_label = {s.label: s for s in settings}
    assert by_label["III boundary"].seeds is Seeds.BOUNDARY
    assert [by_label[f"III {kind}"].draws for kind in paper.TABLE_III] == [1, 3, 3]
    assert all(by_label[f"IV {k} r"].guided for k in paper.FACTORS)
    assert not any(by_label[f"IV {r}"].guided for r in paper.SUPPORTS)
    assert by_label["I MCLC prior"].guided
    assert not by_label["I MCLC blind"].guided
