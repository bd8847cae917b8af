"""PAMG as it was fitted to the masks of a project's annotator, and the masks that can teach it."""

from dataclasses import asdict
from typing import NamedTuple

from p2m_core.pamg import PamgParams
from p2m_core.project._removal_rows import OF_PRESENT
from p2m_core.project.hands import HAND_STEP
from p2m_core.project.meta import get_meta, set_meta
from p2m_core.project.project import Project

META = "calibration"
"""The key in the project's meta: ``{"params": {...}}``, every field of `PamgParams`."""

# A click where it was grown from must be known. Where only the step was moved, it is the one that
# was chosen by hand; a mask that was grown anew since has another.
_CORRECTED = (
    "seeds != '[]' AND state != 'suggested' AND json_valid(parameters) "
    "AND json_type(parameters, '$.weights') IS NOT NULL "
    "AND (algorithm IN ('brush', 'cut', 'polygon') OR algorithm = 'pamg' "
    f"""AND json_extract(parameters, '$."{HAND_STEP}"') = json_extract(parameters, '$.step'))"""
)
# A person has seen the mask of an accepted click too. Without those, only the masks that PAMG got
# wrong would remain, and the fit would spoil what was right. Masks of propagation or a model are
# accepted by the hundred and show less; they count where a hand corrected them.
_TEACHING = f"({_CORRECTED}) OR (seeds != '[]' AND state = 'accepted' AND origin = 'click')"


class TeachingTarget(NamedTuple):
    """The place of a target with a mask to fit PAMG to."""

    id: int
    sequence: int
    frame: int
    track: int


def get_calibration(project: Project) -> PamgParams | None:
    """Return the parameters that were fitted; None without any, or if they are damaged."""
    stored = get_meta(project, META)
    try:
        return PamgParams(**stored["params"])
    except (TypeError, KeyError, ValueError):  # InputError too
        return None


def set_calibration(project: Project, params: PamgParams | None) -> None:
    """Keep what was fitted; None for the default again.

    Raises
    ------
    P2MError
        If the project cannot be written.
    """
    set_meta(project, META, None if params is None else {"params": asdict(params)})


def count_corrected(project: Project) -> int:
    """Return how many grown masks a hand has changed."""
    return int(
        project.read(f"SELECT COUNT(*) FROM targets WHERE {_CORRECTED} AND {OF_PRESENT}")[0][0]
    )


def list_teaching(project: Project) -> list[TeachingTarget]:
    """Return the targets whose masks show what the annotator wants, frame by frame."""
    rows = project.read(
        f"SELECT id, sequence, frame, track FROM targets WHERE {_TEACHING} AND {OF_PRESENT} "
        "ORDER BY sequence, frame, track, id"
    )
    return [TeachingTarget(*row) for row in rows]
