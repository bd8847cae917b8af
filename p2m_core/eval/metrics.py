"""Agreement of masks of whole frames with the truth: the field's metrics, exactly.

Pd and Fa are those of the toolbox BasicIRSTD. A target is an 8-connected component of the truth,
which is all that a mask tells; where an instance map or labels tell more, it is what they tell, and
targets that touch or overlap stay apart. Targets and predictions are taken in the order of their
first pixel, row by row: each target is matched with the first unmatched predicted one whose
centroid is less than `MATCH_DISTANCE` pixels away.

`count` compares one pair of masks; its results add up, in any order and grouping. `summarise`
divides them and gives the formula of each metric.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from p2m_core import geometry
from p2m_core.errors import InputError
from p2m_core.eval.parts import Parts, components, instances

MATCH_DISTANCE = 3.0  # pixels


@dataclass(frozen=True)
class MaskCounts:
    """Counts over some images; ``a + b`` are the counts over the images of both.

    Attributes
    ----------
    images : int
    pixels : int
        Height times width, summed over the images.
    intersection, union : int
        Pixels in both masks, and in either.
    iou_sum : float
        Sum of ``intersection / union`` of each image, without images where both masks are empty.
    iou_images : int
        Number of images in that sum.
    targets, detected : int
        True targets, and how many of them are matched.
    false_targets, false_pixels : int
        Unmatched predicted targets, and their pixels.
    target_iou_sum, centroid_error_sum, radius_error_sum : float
        Sums over the matched targets: IoU, and errors in pixels; see `summarise`.
    """

    images: int = 0
    pixels: int = 0
    intersection: int = 0
    union: int = 0
    iou_sum: float = 0.0
    iou_images: int = 0
    targets: int = 0
    detected: int = 0
    false_targets: int = 0
    false_pixels: int = 0
    target_iou_sum: float = 0.0
    centroid_error_sum: float = 0.0
    radius_error_sum: float = 0.0

    def __add__(self, other: "MaskCounts") -> "MaskCounts":
        return MaskCounts(
            *(getattr(self, f.name) + getattr(other, f.name) for f in fields(MaskCounts))
        )


def count(
    prediction: ArrayLike,
    truth: ArrayLike,
    *,
    pred_instances: ArrayLike | None = None,
    gt_instances: ArrayLike | None = None,
) -> MaskCounts:
    """Compare one predicted mask, or a stack of them, with the truth.

    Parameters
    ----------
    prediction, truth : array, shape (H, W) or (..., H, W)
        Boolean, or whole numbers of any type; a pixel that is not 0 belongs to a target. A stack
        counts as one image a mask.
    pred_instances, gt_instances : integer array of the same shape, optional
        Instance maps: the pixels of one number other than 0 are one target, whether they are
        connected or not. They cover the pixels of the mask beside them. Without one, the
        components of the mask are the targets.

    Raises
    ------
    InputError
        If the shapes differ, are not those of masks, a value is not a whole number, or an
        instance map covers other pixels than its mask.

    Examples
    --------
    >>> truth = np.zeros((8, 8), bool)
    >>> truth[2:4, 2:4] = True
    >>> counts = count(np.roll(truth, 1, axis=1), truth)
    >>> counts.detected, counts.intersection, counts.union
    (1, 2, 6)
    >>> count(truth, truth, gt_instances=truth * np.arange(8)).targets  # two that touch
    2
    """
    predicted, true = _checked(prediction, "predicted"), _checked(truth, "true")
    if predicted.shape != true.shape:
        raise InputError(
            f"the predicted mask has shape {predicted.shape}, but the true one {true.shape}: "
            "give masks of one size"
        )
    found = _parts_of(predicted, pred_instances, "predicted")
    targets = _parts_of(true, gt_instances, "true")
    pixels = math.prod(true.shape[-2:])
    return total(_count_one(*one, pixels) for one in zip(found, targets, strict=True))


def count_parts(shape: tuple[int, int], predicted: Parts, true: Parts) -> MaskCounts:
    """Compare the predicted targets of one frame with its true ones."""
    return _count_one(predicted, true, shape[0] * shape[1])


def total(counts: Iterable[MaskCounts]) -> MaskCounts:
    """Return the sum of `counts`; all zero without any."""
    return sum(counts, MaskCounts())


def summarise(counts: MaskCounts) -> dict[str, Any]:
    """Return the metrics of `counts`; NaN where the denominator is 0.

    In the formulas, ``P_i`` and ``T_i`` are the predicted and the true mask of image i, shape
    (H, W), as sets of pixels; the sums over i run over all images. ``t`` is a true target, ``p(t)``
    the predicted component matched with it, and ``D`` the set of matched targets.

    Returns
    -------
    dict
        ``images``, ``targets``, ``detected``, ``false_targets`` : int, as in `MaskCounts`.
        ``pixel_iou`` : ``sum_i |P_i & T_i| / sum_i |P_i | T_i|``, 0 to 1.
        ``niou`` : ``mean_i(|P_i & T_i| / |P_i | T_i|)`` over the images where ``P_i | T_i`` is
        not empty, 0 to 1.
        ``target_miou`` : ``sum_{t in D} |p(t) & t| / |p(t) | t| / targets``, 0 to 1: a missed
        target counts as 0.
        ``pd`` : ``|D| / targets``, 0 to 1.
        ``fa`` : ``false_pixels / sum_i H_i W_i``, a fraction of all pixels; papers often give it
        in units of 1e-6.
        ``false_per_frame`` : ``false_targets / images``.
        ``auc_paper`` : ``(1 + pd) / 2``, the paper's column "AUC": the area under the two lines
        through one operating point where Fa is nearly 0. For the area under a swept curve see
        `p2m_core.eval.curves`.
        ``centroid_error`` : mean over D of the distance between the centroids of t and p(t),
        pixels.
        ``radius_error`` : mean over D of ``|sqrt(|p(t)| / pi) - sqrt(|t| / pi)|``, pixels.

    Examples
    --------
    >>> metrics = summarise(MaskCounts(images=2, pixels=200, targets=4, detected=3, false_pixels=5))
    >>> metrics["pd"], metrics["fa"]
    (0.75, 0.025)
    """
    c = counts
    pd = _over(c.detected, c.targets)
    return {
        "images": c.images,
        "targets": c.targets,
        "detected": c.detected,
        "false_targets": c.false_targets,
        "pixel_iou": _over(c.intersection, c.union),
        "niou": _over(c.iou_sum, c.iou_images),
        "target_miou": _over(c.target_iou_sum, c.targets),
        "pd": pd,
        "fa": _over(c.false_pixels, c.pixels),
        "false_per_frame": _over(c.false_targets, c.images),
        "auc_paper": (1.0 + pd) / 2.0,
        "centroid_error": _over(c.centroid_error_sum, c.detected),
        "radius_error": _over(c.radius_error_sum, c.detected),
    }


class DetectionMetrics:
    """Accumulates `count` of many masks in `counts`.

    Examples
    --------
    >>> metrics = DetectionMetrics()
    >>> metrics.update(np.eye(4), np.eye(4))
    >>> metrics.compute()["pd"]
    1.0
    """

    def __init__(self) -> None:
        self.counts = MaskCounts()

    def update(
        self,
        pred_mask: ArrayLike,
        gt_mask: ArrayLike,
        *,
        pred_instances: ArrayLike | None = None,
        gt_instances: ArrayLike | None = None,
    ) -> None:
        """Add a predicted mask and its truth, or stacks of both; see `count`."""
        self.counts += count(
            pred_mask, gt_mask, pred_instances=pred_instances, gt_instances=gt_instances
        )

    def merge(self, other: "DetectionMetrics") -> None:
        """Add the counts of another accumulator, of another process for instance."""
        self.counts += other.counts

    def compute(self) -> dict[str, Any]:
        """Return the metrics of everything added so far; see `summarise`."""
        return summarise(self.counts)

    def reset(self) -> None:
        """Set all counts to 0."""
        self.counts = MaskCounts()


def _checked(mask: ArrayLike, which: str) -> NDArray[np.bool_]:
    array = np.asarray(mask)
    if array.ndim < 2 or 0 in array.shape[-2:]:
        raise InputError(f"the {which} mask has shape {array.shape}: it must be (H, W)")
    if array.dtype.kind not in "buif":
        raise InputError(f"the {which} mask holds {array.dtype}: give truth values or numbers")
    if array.dtype.kind == "f" and not (np.mod(array, 1.0) == 0.0).all():
        raise InputError(
            f"the {which} mask holds fractions or NaN: a heat map must be thresholded first"
        )
    set_pixels: NDArray[np.bool_] = array != 0
    return set_pixels


def _parts_of(mask: NDArray[np.bool_], numbers: ArrayLike | None, which: str) -> Iterable[Parts]:
    """Yield the parts of each mask of a stack."""
    size = mask.shape[-2:]
    masks = mask.reshape(-1, *size)
    if numbers is None:
        yield from map(components, masks)
        return
    array = np.asarray(numbers)
    if array.dtype.kind not in "bui" or array.shape != mask.shape:
        raise InputError(
            f"the {which} instance map holds {array.dtype} of shape {array.shape}: give whole "
            f"numbers of the mask's shape {mask.shape}"
        )
    for own, one in zip(masks, array.reshape(-1, *size), strict=True):
        differing = np.argwhere((one != 0) != own)
        if differing.size:
            row, column = differing[0]
            raise InputError(
                f"the {which} instance map covers other pixels than its mask, {len(differing)} of "
                f"them, the first at row {row}, column {column}: give maps of the same pixels"
            )
        yield instances(one)


def _count_one(found: Parts, targets: Parts, pixels: int) -> MaskCounts:
    predicted, true = np.unique(found.pixels), np.unique(targets.pixels)
    intersection = np.intersect1d(predicted, true, assume_unique=True).size
    union = predicted.size + true.size - intersection
    taken = _match(found, targets)
    target_iou = centroid_error = radius_error = 0.0
    for k, m in taken.items():
        shared = np.intersect1d(
            targets.pixels[targets.owner == k], found.pixels[found.owner == m], assume_unique=True
        ).size
        target_iou += shared / (targets.area[k] + found.area[m] - shared)
        centroid_error += _distance(found, m, targets, k)
        radii = (geometry.equivalent_radius(float(a)) for a in (targets.area[k], found.area[m]))
        radius_error += abs(next(radii) - next(radii))
    matched = list(taken.values())
    return MaskCounts(
        images=1,
        pixels=pixels,
        intersection=intersection,
        union=union,
        iou_sum=intersection / union if union else 0.0,
        iou_images=int(union > 0),
        targets=targets.area.size,
        detected=len(taken),
        false_targets=found.area.size - len(taken),
        false_pixels=int(found.area.sum() - found.area[matched].sum()),
        target_iou_sum=float(target_iou),
        centroid_error_sum=centroid_error,
        radius_error_sum=radius_error,
    )


def _match(found: Parts, targets: Parts) -> dict[int, int]:
    """Return the predicted part matched with each detected target, by target."""
    free = np.ones(found.area.size, bool)
    taken: dict[int, int] = {}
    for k in range(targets.area.size):
        # At most this far in either axis: exact distances of few, however many specks there are.
        near = np.abs(found.x - targets.x[k]) <= MATCH_DISTANCE
        near &= np.abs(found.y - targets.y[k]) <= MATCH_DISTANCE
        for m in np.flatnonzero(near & free).tolist():
            if _distance(found, m, targets, k) < MATCH_DISTANCE:
                taken[k] = m
                free[m] = False
                break
    return taken


def _distance(found: Parts, m: int, targets: Parts, k: int) -> float:
    # Not math.hypot: just at MATCH_DISTANCE it may round differently from the toolbox.
    away = (found.y[m] - targets.y[k], found.x[m] - targets.x[k])
    return float(np.linalg.norm(away))


def _over(a: float, b: float) -> float:
    return a / b if b else math.nan
