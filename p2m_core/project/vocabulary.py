"""The classes and attributes of a project: those it offers, and those its targets have."""

from collections import Counter

from p2m_core.project import _vocabulary_rows
from p2m_core.project._removal_rows import OF_PRESENT
from p2m_core.project._vocabulary_rows import NONE, TargetClass, Vocabulary
from p2m_core.project._words_rows import words_of
from p2m_core.project.project import Project


def get_vocabulary(project: Project) -> Vocabulary:
    """Return the classes and attributes that the project offers; none by default."""
    rows = project.read("SELECT value FROM meta WHERE key = ?", _vocabulary_rows.META)
    return _vocabulary_rows.from_text(rows[0][0]) if rows else NONE


def set_vocabulary(project: Project, vocabulary: Vocabulary) -> None:
    """Store what the project offers, outside of the undo history.

    `Edit.vocabulary` does so as an undo step.
    """
    with project.transaction() as db:
        _vocabulary_rows.write(db, vocabulary)


def count_categories(project: Project, sequence: int | None = None) -> dict[str, int]:
    """Return how many targets are of each category, the most frequent first.

    Those without one are not counted. `sequence` is the number of one sequence; all by default.
    """
    rows = project.read(
        "SELECT category, COUNT(*) FROM targets WHERE category != '' AND ? IN (sequence, 0) "
        f"AND {OF_PRESENT} GROUP BY category ORDER BY COUNT(*) DESC, category",
        sequence or 0,
    )
    return dict(rows)


def count_attributes(project: Project, sequence: int | None = None) -> dict[str, int]:
    """Return how many targets have each attribute, the most frequent first.

    `sequence` is the number of one sequence; all by default.

    Raises
    ------
    P2MError
        If a target's attributes are damaged in the file.
    """
    counts: Counter[str] = Counter()
    for text, count in project.read(
        "SELECT attributes, COUNT(*) FROM targets WHERE attributes != '[]' AND ? IN (sequence, 0) "
        f"AND {OF_PRESENT} GROUP BY attributes",
        sequence or 0,
    ):
        counts.update(dict.fromkeys(words_of(text), count))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def known_classes(project: Project) -> tuple[TargetClass, ...]:
    """Return the classes to choose from: those of the project, then those that its targets have.

    A class that only targets have comes from an import, or was removed from the list; it is as
    good as any other.
    """
    own = get_vocabulary(project).classes
    names = {one.name for one in own}
    return (*own, *(TargetClass(name) for name in count_categories(project) if name not in names))


def known_attributes(project: Project) -> tuple[str, ...]:
    """Return the attributes to choose from: those of the project, then those its targets have."""
    own = get_vocabulary(project).attributes
    return (*own, *(name for name in count_attributes(project) if name not in own))


def get_track_categories(project: Project, sequence: int) -> dict[int, str]:
    """Return the category of each track of a sequence that has one.

    Where its targets have several, it is that of most of them.
    """
    rows = project.read(
        "SELECT track, category FROM targets WHERE category != '' AND sequence = ? "
        "GROUP BY track, category ORDER BY track, COUNT(*), category DESC",
        sequence,
    )
    return dict(rows)
