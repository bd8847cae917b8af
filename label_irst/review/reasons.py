"""The reasons of doubt as texts."""

from label_irst.i18n import tr
from label_irst.review.entry import FLAGGED
from p2m_core.doubt import Reason


def reason_text(reason: int) -> str:
    """Why a target is doubtful; empty for `Reason.NONE`."""
    if reason == FLAGGED:
        return tr("flagged")
    return {
        Reason.HIDDEN: tr("not seen, only expected here"),
        Reason.CONFIDENCE: tr("low confidence"),
        Reason.MOVED: tr("mask moved from a neighbour"),
        Reason.CONTRAST: tr("low contrast"),
        Reason.AREA: tr("area jumps"),
        Reason.PLACE: tr("place jumps"),
        Reason.MARGIN: tr("two masks fit"),
        Reason.RHO: tr("low ρ"),
        Reason.BORDER: tr("touches the border"),
        Reason.CONTACT: tr("touches another target"),
        Reason.MISSED: tr("missed by the model"),
        Reason.FALSE_ALARM: tr("false alarm of the model"),
    }.get(Reason(reason), "")
