"""Whose hand a mask is from: a person's, or nobody's (grown, propagated, copied, imported)."""

from p2m_core.project.annotation import Target

HAND_STEP = "chosen step"
"""The parameter of a target with the step of the growth that a hand has chosen for its mask."""

INCLUDED, EXCLUDED = "included", "excluded"
"""The parameters with the positive and the negative clicks behind a mask, ``[[x, y], ...]``."""

DRAWN = ("brush", "cut", "flood", "polygon", "reshape")
"""The algorithms of masks that a person drew or cut."""

BY_HAND = (
    f"(algorithm IN {DRAWN} OR algorithm = 'pamg' AND COALESCE("
    f"""json_extract(parameters, '$."{HAND_STEP}"') = json_extract(parameters, '$.step'), 0) """
    f"OR algorithm = 'pamg' AND (json_type(parameters, '$.{INCLUDED}') IS NOT NULL "
    f"OR json_type(parameters, '$.{EXCLUDED}') IS NOT NULL))"
)
"""`by_hand` as a condition of SQL on the table of targets."""


def by_hand(target: Target) -> bool:
    """Return whether a person drew the mask, corrected it, or chose its step.

    One that was only clicked, propagated, copied from another frame or imported is from nobody's
    hand, whatever its review state.
    """
    if target.algorithm != "pamg":
        return target.algorithm in DRAWN
    known = target.parameters
    step = known.get(HAND_STEP)
    chosen = step is not None and step == known.get("step")
    return chosen or INCLUDED in known or EXCLUDED in known
