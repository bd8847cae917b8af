"""What a comparison says, in the user's language: "I" am the open project, "they" the other."""

import math
from typing import Any

from label_irst.i18n import tr
from label_irst.views.widgets.numbers import short
from p2m_core.agreement import Pair, Reason, Rule
from p2m_core.datasets.labelled import MaskLabel


def reason_texts() -> dict[Reason, str]:
    return {
        Reason.MISSED_BY_A: tr("only theirs"),
        Reason.MISSED_BY_B: tr("only mine"),
        Reason.OVERLAP: tr("masks differ"),
        Reason.PLACE: tr("centres apart"),
        Reason.CATEGORY: tr("other category"),
    }


def decision_texts() -> dict[Rule | None, str]:
    """What was decided; None is to keep mine."""
    return {
        None: tr("mine"),
        Rule.ADD: tr("added"),
        Rule.THEIRS: tr("theirs"),
        Rule.UNION: tr("union"),
        Rule.INTERSECTION: tr("intersection"),
        Rule.LARGER: tr("larger"),
    }


def rule_texts() -> dict[Rule, tuple[str, str]]:
    """The name of each rule, and what it does, in a sentence."""
    return {
        Rule.ADD: (
            tr("Add what I missed"),
            tr("Targets that only they have are added; all else stays as it is."),
        ),
        Rule.THEIRS: (
            tr("Take theirs"),
            tr("Everything listed becomes as theirs; what only I have is removed."),
        ),
        Rule.UNION: (
            tr("Union"),
            tr("A mask gets the pixels of both; what one of us missed is there then."),
        ),
        Rule.INTERSECTION: (
            tr("Intersection"),
            tr("A mask keeps the pixels that both have; what one of us missed is removed."),
        ),
        Rule.LARGER: (
            tr("Larger mask"),
            tr("The mask of more pixels is taken; what one of us missed is there then."),
        ),
    }


def details(pair: Pair) -> str:
    """The numbers of a pair in a line."""
    parts = []
    for text, target in ((tr("mine {area} px"), pair.a), (tr("theirs {area} px"), pair.b)):
        if target is not None and isinstance(target.label, MaskLabel):
            parts.append(text.format(area=target.label.area))
        elif target is not None:
            parts.append(tr("theirs without a mask"))
    if not math.isnan(pair.iou):
        parts.append(f"IoU {short(pair.iou)}")
    if not math.isnan(pair.distance):
        parts.append(tr("centres {value} px apart").format(value=short(pair.distance)))
    names = [target.category for target in (pair.a, pair.b) if target is not None]
    if len(set(names)) > 1 and all(names):
        parts.append(" / ".join(names))
    return " · ".join(parts)


def summary(results: dict[str, Any]) -> str:
    """The numbers of a comparison in two lines."""
    counts = tr(
        "Frames that both label: {frames} (mine alone {mine}, theirs alone {theirs}) · targets: "
        "{both} of both, {only_mine} only mine, {only_theirs} only theirs"
    ).format(
        frames=results["frames"], mine=results["frames_only_a"], theirs=results["frames_only_b"],
        both=results["matched"], only_mine=results["missed_by_b"],
        only_theirs=results["missed_by_a"],
    )  # fmt: skip
    parts = []
    for text, name, quantile in (
        (tr("IoU {mean} in the mean, a tenth below {tenth}"), "iou", "q10"),
        (
            tr("centres {mean} px apart in the mean, a tenth above {tenth} px"),
            "centre_distance", "q90",
        ),
    ):  # fmt: skip
        numbers = results[name]
        if numbers["n"]:
            parts.append(text.format(mean=short(numbers["mean"]), tenth=short(numbers[quantile])))
    if results["category_kappa"] is not None:
        parts.append(tr("categories: kappa {value}").format(value=short(results["category_kappa"])))
    for text, name in (
        (tr("sequences of mine alone: {names}"), "sequences_only_a"),
        (tr("sequences of theirs alone: {names}"), "sequences_only_b"),
    ):
        if alone := results[name]:
            named = ", ".join(alone[:2]) + (f" … ({len(alone)})" if len(alone) > 2 else "")
            parts.append(text.format(names=named))
    return counts + "\n" + " · ".join(parts)
