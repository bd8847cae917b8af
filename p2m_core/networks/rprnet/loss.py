"""The training loss (paper, Eq. 17)."""

from typing import NamedTuple

from torch import Tensor
from torch.nn.functional import l1_loss, logsigmoid

from p2m_core.networks.rprnet.model import Prediction

LAMBDA_HEAT, LAMBDA_OFFSET, LAMBDA_RADIUS = 1.0, 1.0, 0.1


class LabelBatch(NamedTuple):
    """A batch of `p2m_core.networks.rprnet.labels.Labels` as tensors.

    `heat`, `positive`, `negative` and `radius` have the shape (B, 1, h, w), `offset` has
    (B, 2, h, w).
    """

    heat: Tensor
    positive: Tensor
    negative: Tensor
    offset: Tensor
    radius: Tensor


class Losses(NamedTuple):
    """The weighted sum of Eq. 17, and its parts without their weights."""

    total: Tensor
    heat: Tensor
    offset: Tensor
    radius: Tensor


def loss(prediction: Prediction, labels: LabelBatch, targets: Tensor | None = None) -> Losses:
    """Return the losses of one batch.

    The heat map has the focal loss with the penalty reduced around targets: with p the
    probability and y the label, ``-(1 - p)^2 ln p`` where y = 1 and
    ``-(1 - y)^4 p^2 ln(1 - p)`` elsewhere; the offsets and radii have L1 at the targets' cells.

    Parameters
    ----------
    prediction : Prediction
        Of any precision; the losses are computed in float32.
    labels : LabelBatch
    targets : tensor, shape (), optional
        Divisor of each sum: the summed weight of the targets, of this batch by default. Processes
        that share one batch pass that of the whole batch.
    """
    heat = prediction.heat.float()
    if targets is None:
        targets = labels.positive.sum()
    count = targets.clamp(min=1.0)
    p = heat.sigmoid()
    hit = labels.positive * (1.0 - p) ** 2 * logsigmoid(heat)
    quiet = (labels.positive == 0.0) * labels.negative * (1.0 - labels.heat) ** 4
    miss = quiet * p**2 * logsigmoid(-heat)
    heat_loss = -(hit + miss).sum() / count
    at = labels.positive.expand_as(labels.offset)
    offset_loss = (
        at * l1_loss(prediction.offset.float(), labels.offset, reduction="none")
    ).sum() / count
    radius_loss = (
        labels.positive * l1_loss(prediction.radius.float(), labels.radius, reduction="none")
    ).sum() / count
    total = LAMBDA_HEAT * heat_loss + LAMBDA_OFFSET * offset_loss + LAMBDA_RADIUS * radius_loss
    return Losses(total, heat_loss.detach(), offset_loss.detach(), radius_loss.detach())
