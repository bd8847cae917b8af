"""The split of a project's sequences into training and test."""

from collections.abc import Mapping
from typing import Literal, get_args

from p2m_core.errors import InputError
from p2m_core.project.annotation import FrameState
from p2m_core.project.frames import count_states
from p2m_core.project.meta import get_meta, set_meta
from p2m_core.project.project import Project
from p2m_core.project.sequences import list_sequences

Role = Literal["train", "test", "out"]
"""``test`` is kept for measuring; ``out`` is for neither."""

META = "training roles"
"""The key of the decided roles in the project's meta: ``{"<sequence>": role}``."""

_ONE_IN = 5


def get_roles(project: Project) -> dict[int, Role]:
    """Return the role of each sequence, by its number in the project.

    Of the sequences with accepted frames about one in five is for testing, the second first, so
    that a test is possible from two sequences on. Roles that were set stay, and count. All others
    are for training. Sequences added later do not change the roles of earlier ones.
    """
    stored = _stored(project)
    counts = count_states(project)
    accepted = {id for id, states in counts.items() if FrameState.ACCEPTED in states}
    found: dict[int, Role] = {}
    used = 0
    tests = sum(stored.get(id) == "test" for id in accepted)
    for info in list_sequences(project):
        role = stored.get(info.id)
        if info.id in accepted and role != "out":
            used += 1
            if role is None and tests < (used + _ONE_IN - 2) // _ONE_IN:
                role, tests = "test", tests + 1
        found[info.id] = role or "train"
    return found


def has_roles(project: Project) -> bool:
    """Return whether roles were set: by a person, or by a data set that was imported."""
    return bool(_stored(project))


def set_roles(project: Project, roles: Mapping[int, Role]) -> None:
    """Store the roles of these sequences; the others keep theirs.

    Raises
    ------
    InputError
        If a sequence or a role does not exist.
    P2MError
        If the project cannot be written.
    """
    known = {info.id for info in list_sequences(project)}
    for id, role in roles.items():
        if id not in known:
            raise InputError(f"{project.path} has no sequence {id}")
        if role not in get_args(Role):
            raise InputError(f"the role {role!r} does not exist: use {', '.join(get_args(Role))}")
    set_meta(project, META, {str(id): role for id, role in {**_stored(project), **roles}.items()})


def _stored(project: Project) -> dict[int, Role]:
    values = get_meta(project, META, {})
    if not isinstance(values, dict):
        return {}
    return {
        int(id): role
        for id, role in values.items()
        if str(id).isdecimal() and role in get_args(Role)
    }
