"""Facts about the sequences of a project, quick even with thousands of them.

These functions make no paths and read no masks: a step to the next sequence costs one look-up.
"""

from typing import NamedTuple

from p2m_core.project import _frame_state_rows
from p2m_core.project._removal_rows import OF_PRESENT, PRESENT
from p2m_core.project.annotation import FrameState
from p2m_core.project.hands import BY_HAND
from p2m_core.project.project import Project


class SequenceName(NamedTuple):
    """A sequence's number, its name, and how many frames it has."""

    id: int
    name: str
    frame_count: int


def list_sequence_names(project: Project) -> list[SequenceName]:
    """Return the sequences in the order they were added."""
    rows = project.read(f"SELECT id, name, frame_count FROM sequences WHERE {PRESENT} ORDER BY id")
    return [SequenceName(*row) for row in rows]


class Image(NamedTuple):
    """A sequence of one frame, and that frame's size and state."""

    id: int
    name: str
    height: int
    width: int
    state: FrameState


def images_around(project: Project, id: int) -> list[Image]:
    """Return the single images that sequence `id` stands among, in the order they were added.

    They reach to the next longer sequence on either side; none if `id` itself is longer.
    """
    rows = project.read(
        f"""
        SELECT s.id, s.name, s.height, s.width, f.state
        FROM sequences AS s LEFT JOIN frame_states AS f ON f.sequence = s.id AND f.frame = 0
        WHERE {PRESENT}
          AND s.id > COALESCE(
              (SELECT MAX(id) FROM sequences WHERE {PRESENT} AND frame_count > 1 AND id <= ?1), 0
          )
          AND s.id < COALESCE(
              (SELECT MIN(id) FROM sequences WHERE {PRESENT} AND frame_count > 1 AND id >= ?1), 9e18
          )
        ORDER BY s.id
        """,
        id,
    )
    return [
        Image(id, name, height, width, _frame_state_rows.state_from_word(state or "unseen"))
        for id, name, height, width, state in rows
    ]


def count_sequences(project: Project) -> int:
    """Return how many sequences there are."""
    return int(project.read(f"SELECT COUNT(*) FROM sequences WHERE {PRESENT}")[0][0])


def count_frames_done(project: Project) -> int:
    """Return how many frames of all sequences are accepted or verified empty."""
    rows = project.read(
        "SELECT COUNT(*) FROM frame_states WHERE state IN ('accepted', 'verified-empty') "
        f"AND {OF_PRESENT}"
    )
    return int(rows[0][0])


def sequence_at_step(project: Project, id: int, by: int) -> int | None:
    """Return the number of the sequence `by` steps after `id`, before it where `by` is negative.

    Where there are fewer, the last one on the way; None without any.
    """
    sign, order = (">", "ASC") if by > 0 else ("<", "DESC")
    rows = project.read(
        f"SELECT id FROM sequences WHERE id {sign} ? AND {PRESENT} ORDER BY id {order} LIMIT ?",
        id,
        abs(by),
    )
    return int(rows[-1][0]) if rows else None


# A frame without a row is unseen: at most its suggestions wait for a review.
_SUGGESTED = """
    EXISTS (
        SELECT 1 FROM predictions AS p WHERE p.sequence = s.id AND NOT p.rejected
        AND p.score >= COALESCE(
            (
                SELECT json_extract(m.value, '$.threshold') FROM meta AS m
                WHERE m.key = 'suggestions:' || s.id AND json_valid(m.value)
            ), ?1
        ) AND NOT EXISTS (
            SELECT 1 FROM frame_states AS f WHERE f.sequence = s.id AND f.frame = p.frame
        )
    )
"""
_LEFT = f"""
    EXISTS (
        SELECT 1 FROM frame_states AS f WHERE f.sequence = s.id AND (
            f.state IN ('suggested', 'uncertain')
            OR f.state = 'edited' AND EXISTS (
                SELECT 1 FROM targets AS t WHERE t.sequence = s.id AND t.frame = f.frame
                AND t.state = 'edited'
            )
        )
    ) OR {_SUGGESTED}
"""


def left_to_review(project: Project, threshold: float) -> list[int]:
    """Return the numbers of the sequences that have something to review, ascending.

    That is a target which is not accepted, a frame that was put off as uncertain, or a suggestion
    in an unseen frame; of the suggestions those with the score that is kept for their sequence,
    or `threshold` where none is.
    """
    rows = project.read(
        f"SELECT s.id FROM sequences AS s WHERE {PRESENT} AND ({_LEFT}) ORDER BY s.id", threshold
    )
    return [id for (id,) in rows]


def list_suggested(project: Project, threshold: float) -> list[int]:
    """Return the numbers of the sequences with a suggestion in an unseen frame, ascending.

    Which of them count is as in `left_to_review`.
    """
    sql = f"SELECT s.id FROM sequences AS s WHERE {PRESENT} AND {_SUGGESTED} ORDER BY s.id"
    return [id for (id,) in project.read(sql, threshold)]


def list_untouched(project: Project) -> set[int]:
    """Return the numbers of the sequences with a target to review that no hand has changed."""
    rows = project.read(
        f"SELECT s.id FROM sequences AS s WHERE {PRESENT} AND EXISTS ("
        "SELECT 1 FROM targets AS t WHERE t.sequence = s.id AND t.state = 'edited' "
        f"AND NOT {BY_HAND})"
    )
    return {id for (id,) in rows}


def next_unlabelled(project: Project, id: int, by: int = 1) -> int | None:
    """Return the next sequence after `id` with a frame that nobody has labelled.

    Backwards where `by` is negative; around the end, `id` itself last; None if there is none. Such
    a frame has no target, and no state but that of suggestions.
    """
    sign, order, back = (">", "ASC", "<=") if by > 0 else ("<", "DESC", ">=")
    for part in (sign, back):
        rows = project.read(
            f"""
            SELECT s.id FROM sequences AS s WHERE s.id {part} ? AND {PRESENT} AND s.frame_count > (
                SELECT COUNT(*) FROM frame_states AS f
                WHERE f.sequence = s.id AND f.state NOT IN ('unseen', 'suggested')
            ) ORDER BY s.id {order} LIMIT 1
            """,
            id,
        )
        if rows:
            return int(rows[0][0])
    return None


def next_to_review(project: Project, id: int, threshold: float) -> int | None:
    """Return the first of `left_to_review` after sequence `id`, from the start after the last.

    None where at most `id` itself is left.
    """
    for part in ("s.id > ?2", "s.id < ?2"):
        rows = project.read(
            f"SELECT s.id FROM sequences AS s WHERE {part} AND {PRESENT} AND ({_LEFT}) "
            "ORDER BY s.id LIMIT 1",
            threshold,
            id,
        )
        if rows:
            return int(rows[0][0])
    return None
