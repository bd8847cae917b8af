"""Read what `p2m eval compare` wrote (`p2m_core.eval.compare.results_of`), without torch.

Two models on the same frames, and the cases where they differ.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.eval import COMPARISON_FORMAT
from p2m_core.provenance import Provenance

FILE = "comparison.json"
SAME_PLACE = 3.0  # pixels: false alarms of two models nearer than this are one case

Pair = tuple[Detection | None, Detection | None]


class Kind(StrEnum):
    """Kinds of cases; the new model is compared with the old one."""

    GAINED = "gained"
    LOST = "lost"
    MISSED = "missed"
    FALSE = "false"
    FALSE_NEW = "false-new"
    FALSE_GONE = "false-gone"
    HIT = "hit"


@dataclass(frozen=True)
class Case:
    """A target, or a false alarm of a model.

    Attributes
    ----------
    sequence, frame : int
        From 0; the sequence as numbered in the comparison.
    x, y, radius : float
        Pixels; the radius is NaN where the label has none.
    target : bool
        Whether it is a target.
    found : pair of Detection or None
        The detections of the old and the new model there.
    """

    sequence: int
    frame: int
    x: float
    y: float
    radius: float
    target: bool
    found: Pair

    def is_of(self, kind: Kind) -> bool:
        """Return whether the case is of this kind."""
        old, new = (one is not None for one in self.found)
        if self.target:
            return {
                Kind.GAINED: new and not old, Kind.LOST: old and not new,
                Kind.MISSED: not new, Kind.HIT: new,
            }.get(kind, False)  # fmt: skip
        return {
            Kind.FALSE: new, Kind.FALSE_NEW: new and not old, Kind.FALSE_GONE: old and not new,
        }.get(kind, False)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """The figures of a model at one rate of false targets; `interval` is empty without targets."""

    pd: float
    threshold: float
    detected: int
    false: int
    false_per_frame: float
    interval: tuple[float, ...]
    difference: float
    difference_interval: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Compared:
    """One of the models; the lists are those of `p2m_core.eval.compare.results_of`."""

    fingerprint: str
    provenance: Provenance
    at: dict[float, Figures]  # by the rate of false targets
    curve: list[tuple[float, float, float]]  # false targets a frame, Pd, threshold
    hits: dict[int, Detection]  # by the number of the target
    false: list[tuple[int, int, Detection]]  # sequence, frame


@dataclass(frozen=True, eq=False)
class Comparison:
    """`models` are the old one and the new one."""

    frames: int
    labelled: int
    sequences: list[tuple[str, Path]]
    truth: list[tuple[int, int, float, float, float]]  # sequence, frame, x, y, radius
    models: tuple[Compared, Compared]

    @property
    def rates(self) -> list[float]:
        """The rates of false targets per frame at which there are figures."""
        return sorted(self.models[1].at)

    def cases(self, rate: float) -> list[Case]:
        """Return all targets and all false alarms at a rate of false targets."""
        old, new = self.models
        limits = [model.at[rate].threshold for model in self.models]
        cases = [
            Case(
                *place, True, (_sure(old.hits.get(i), limits[0]), _sure(new.hits.get(i), limits[1]))
            )
            for i, place in enumerate(self.truth)
        ]
        left: dict[tuple[int, int], list[Detection]] = {}
        for sequence, frame, d in old.false:
            if d.score >= limits[0]:
                left.setdefault((sequence, frame), []).append(d)
        for sequence, frame, d in new.false:
            if d.score >= limits[1]:
                same = _nearest(d, left.get((sequence, frame), []))
                cases.append(Case(sequence, frame, *d[:3], False, (same, d)))
        cases += [
            Case(sequence, frame, *d[:3], False, (d, None))
            for (sequence, frame), some in left.items()
            for d in some
        ]
        return cases


def of_kind(cases: Sequence[Case], kind: Kind) -> list[Case]:
    """Return the cases of one kind: false alarms surest first, hits least sure first."""
    chosen = [case for case in cases if case.is_of(kind)]
    if kind in (Kind.FALSE, Kind.FALSE_NEW, Kind.FALSE_GONE):
        chosen.sort(key=lambda case: -_score(case))
    elif kind is Kind.HIT:
        chosen.sort(key=_score)
    return chosen


def read_comparison(folder: Path) -> Comparison:
    """Read the comparison that the command wrote into `folder`.

    Raises
    ------
    InputError
        If the file is missing, cannot be read, or has another format.
    """
    path = folder / FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != COMPARISON_FORMAT:
            raise InputError(
                f"{path}: of format {data['format']}, not {COMPARISON_FORMAT}: compare again"
            )
        old, new = (_model(model) for model in data["models"])
        return Comparison(
            frames=int(data["frames"]),
            labelled=int(data["labelled"]),
            sequences=[(str(s["name"]), Path(s["path"])) for s in data["sequences"]],
            truth=[
                (int(s), int(f), float(x), float(y), _number(radius))
                for s, f, x, y, radius in data["truth"]
            ],
            models=(old, new),
        )
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path}: cannot be read as a comparison: compare again") from None


def _model(data: dict[str, Any]) -> Compared:
    return Compared(
        fingerprint=str(data["fingerprint"]),
        provenance=Provenance.from_dict(data["provenance"]),
        at={float(rate): _figures(figures) for rate, figures in data["at"].items()},
        curve=[(_number(f), _number(pd), _limit(t)) for f, pd, t in data["curve"]],
        hits={int(t): Detection(*map(float, d)) for t, *d in data["hits"]},
        false=[(int(s), int(f), Detection(*map(float, d))) for s, f, *d in data["false"]],
    )


def _figures(data: dict[str, Any]) -> Figures:
    return Figures(
        pd=_number(data["pd"]),
        threshold=_limit(data["threshold"]),
        detected=int(data["detected"]),
        false=int(data["false"]),
        false_per_frame=_number(data["false_per_frame"]),
        interval=tuple(map(float, data["interval"] or ())),
        difference=_number(data["difference"]),
        difference_interval=tuple(map(float, data["difference_interval"] or ())),
    )


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _limit(value: float | None) -> float:
    """Return a threshold; null in JSON stands for infinity: no detection at all."""
    return math.inf if value is None else float(value)


def _sure(found: Detection | None, limit: float) -> Detection | None:
    return found if found is not None and found.score >= limit else None


def _nearest(wanted: Detection, others: list[Detection]) -> Detection | None:
    """Remove the nearest of `others` and return it, if it is near enough."""
    near = [(math.dist(wanted[:2], other[:2]), i) for i, other in enumerate(others)]
    distance, place = min(near, default=(math.inf, 0))
    return others.pop(place) if distance <= SAME_PLACE else None


def _score(case: Case) -> float:
    """Return the new model's score, or the old one's where the new one found nothing."""
    found = case.found[1] or case.found[0]
    assert found is not None
    return found.score
