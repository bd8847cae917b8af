"""The numbers of a comparison of two annotations, and its report."""

import csv
import io
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from p2m_core.agreement.compared import Agreement, Pair, Reason
from p2m_core.eval.report import table
from p2m_core.geometry import frame_number
from p2m_core.words import counted

QUANTILES = (0.1, 0.5, 0.9)


def summarise(agreement: Agreement) -> dict[str, Any]:
    """Return the numbers as JSON values: of all sequences, and of each under ``"sequences"``."""
    each = {}
    by_sequence: dict[int, list[Pair]] = {}
    for pair in agreement.pairs:
        by_sequence.setdefault(pair.sequence, []).append(pair)
    for number, known in enumerate(agreement.partners):
        each[known.a.name] = {
            "b": known.b.name,
            "frames": len(known.frames),
            "frames_only_a": known.only_a,
            "frames_only_b": known.only_b,
            **_numbers(by_sequence.get(number, [])),
        }
    return {
        "frames": sum(len(known.frames) for known in agreement.partners),
        "frames_only_a": sum(known.only_a for known in agreement.partners),
        "frames_only_b": sum(known.only_b for known in agreement.partners),
        "sequences_only_a": list(agreement.unpaired.a),
        "sequences_only_b": list(agreement.unpaired.b),
        **_numbers(agreement.pairs),
        "sequences": each,
    }


def _numbers(pairs: Sequence[Pair]) -> dict[str, Any]:
    matched = [pair for pair in pairs if pair.a is not None and pair.b is not None]
    radii = [abs(pair.radius_difference) for pair in matched]
    return {
        "targets_a": sum(pair.a is not None for pair in pairs),
        "targets_b": sum(pair.b is not None for pair in pairs),
        "matched": len(matched),
        "missed_by_a": sum(pair.a is None for pair in pairs),
        "missed_by_b": sum(pair.b is None for pair in pairs),
        "iou": _spread([pair.iou for pair in matched]),
        "centre_distance": _spread([pair.distance for pair in matched]),
        "radius_difference": _spread(radii),
        "same_track": _same_track(matched),
        "category_kappa": _kappa(matched),
    }


def _spread(values: Sequence[float]) -> dict[str, float | int | None]:
    known = np.array([value for value in values if math.isfinite(value)])
    if known.size == 0:
        return {"n": 0, "mean": None, **{f"q{int(100 * q)}": None for q in QUANTILES}}
    quantiles = {f"q{int(100 * q)}": float(np.quantile(known, q)) for q in QUANTILES}
    return {"n": known.size, "mean": float(known.mean()), **quantiles}


def _same_track(matched: Sequence[Pair]) -> float | None:
    """Return the share of pairs whose track is, in B, the one that A's track mostly has there."""
    seen: dict[tuple[int, int], Counter[int]] = {}
    for pair in matched:
        assert pair.a is not None
        assert pair.b is not None
        if pair.a.track is not None and pair.b.track is not None:
            seen.setdefault((pair.sequence, pair.a.track), Counter())[pair.b.track] += 1
    total = sum(counter.total() for counter in seen.values())
    if total == 0:
        return None
    return sum(counter.most_common(1)[0][1] for counter in seen.values()) / total


def _kappa(matched: Sequence[Pair]) -> float | None:
    """Return Cohen's kappa of the categories; None where one has none, or all are of one."""
    both = [
        (pair.a.category, pair.b.category)
        for pair in matched
        if pair.a is not None and pair.b is not None and pair.a.category and pair.b.category
    ]
    if not both:
        return None
    agreed = sum(a == b for a, b in both) / len(both)
    ours, theirs = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(ours[name] * theirs[name] for name in ours) / len(both) ** 2
    return None if chance == 1.0 else (agreed - chance) / (1.0 - chance)


def screen(results: dict[str, Any]) -> str:
    """Return the summary as some lines for a terminal."""
    iou, place = results["iou"], results["centre_distance"]
    lines = [
        f"{results['frames']} frames labelled by both, {results['frames_only_a']} by A alone, "
        f"{results['frames_only_b']} by B alone",
        f"targets: {results['targets_a']} of A, {results['targets_b']} of B, "
        f"{results['matched']} of both; missed by A {results['missed_by_a']}, by B "
        f"{results['missed_by_b']}",
    ]
    if iou["n"]:
        lines.append(
            f"IoU: mean {iou['mean']:.3f}, median {iou['q50']:.3f}, a tenth below {iou['q10']:.3f}"
        )
    if place["n"]:
        lines.append(
            f"centres apart: mean {place['mean']:.2f} px, a tenth above {place['q90']:.2f} px"
        )
    for side in "ab":
        if names := results[f"sequences_only_{side}"]:
            some = f"{counted(len(names), 'sequence')} of {side.upper()} alone"
            lines.append(f"{some}: {', '.join(names[:5])}")
    return "\n".join(lines)


def markdown(title: str, results: dict[str, Any]) -> str:
    """Return the report: what was compared, all numbers, and those of each sequence."""
    names = ("frames", "targets_a", "targets_b", "matched", "missed_by_a", "missed_by_b")
    header = [
        "sequence", "frames", "targets of A", "of B", "of both", "missed by A", "missed by B",
        "mean IoU", "centres apart px", "radius differs by px", "same track", "kappa",
    ]  # fmt: skip

    def row(name: str, numbers: dict[str, Any]) -> list[str]:
        means = [numbers[key]["mean"] for key in ("iou", "centre_distance", "radius_difference")]
        cells = [*means, numbers["same_track"], numbers["category_kappa"]]
        own = [str(numbers[key]) for key in names]
        return [name, *own, *("-" if v is None else f"{v:.3f}" for v in cells)]

    rows = [row("all", results)]
    rows += [row(name, numbers) for name, numbers in results["sequences"].items()]
    return (
        f"# {title}\n\n{screen(results)}\n\nOnly frames that both label count: a frame without "
        "labels is not one without targets. The mean of the radii's difference is of its size.\n\n"
        + table(header, rows)
    )


def queue_csv(agreement: Agreement, found: Sequence[tuple[float, Reason, Pair]]) -> str:
    """Return the disagreements as CSV, the worst first; frames count from 1."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ("weight", "reason", "sequence", "frame", "x", "y", "iou", "distance", "radius_difference")
    )
    for weight, reason, pair in found:
        known = agreement.partners[pair.sequence]
        x, y = pair.place
        numbers = (pair.iou, pair.distance, pair.radius_difference)
        writer.writerow(
            (
                f"{weight:.3f}", str(reason), known.a.name,
                frame_number(known.a.start + pair.frame[0]), f"{x:.2f}", f"{y:.2f}",
                *("" if math.isnan(value) else f"{value:.3f}" for value in numbers),
            )
        )  # fmt: skip
    return text.getvalue()
