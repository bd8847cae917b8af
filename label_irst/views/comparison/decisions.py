"""What was decided on the pairs of a comparison, and whether undo took it back."""

from collections.abc import Hashable, Iterable, Sequence

from p2m_core.agreement import Pair, Rule
from p2m_core.datasets.labelled import MaskLabel

KEEP = None  # mine stays: no edit


class Decisions:
    """Decisions by pair. Those that edit the project have the name of their undo step.

    Names are given once, so the newest steps of undo and of redo tell which are in force.
    """

    def __init__(self) -> None:
        self._by_pair: dict[Pair, tuple[Rule | None, str]] = {}
        self._places: dict[str, int] = {}  # of the steps, in their order
        self._done = 0  # of the steps: these are in force

    def put(self, pairs: Iterable[Pair], rule: Rule | None, step: str = "") -> None:
        """Note a decision; `step` is empty where it changed nothing."""
        if step:  # what was undone can no longer be redone
            self._places = {name: at for name, at in self._places.items() if at < self._done}
            self._places[step] = self._done
            self._done += 1
        self._by_pair |= dict.fromkeys(pairs, (rule, step))

    def kept(self) -> list[Pair]:
        """The pairs where mine was kept."""
        return [pair for pair, decision in self._by_pair.items() if decision == (KEEP, "")]

    def travel(self, undo: str | None, redo: str | None) -> bool:
        """Follow undo and redo by the names of what each would do next; False: not of ours."""
        if undo in self._places:
            self._done = self._places[undo] + 1
        elif redo in self._places:
            self._done = self._places[redo]
        else:
            return False
        return True

    def decided(self, pair: Pair) -> bool:
        if pair not in self._by_pair:
            return False
        _, step = self._by_pair[pair]
        return step == "" or self._places.get(step, self._done) < self._done

    def edited(self, pair: Pair) -> bool:
        """Whether a decision in force changed the project."""
        return self.decided(pair) and self._by_pair[pair][1] != ""

    def rule(self, pair: Pair) -> Rule | None:
        """The rule of a decided pair; None: mine was kept."""
        return self._by_pair[pair][0]


def key_of(pair: Pair, ids: Sequence[int]) -> Hashable:
    """The labels of a pair and their place; the same when it is compared again."""
    labels = [target.label for target in (pair.a, pair.b) if target is not None]
    values = (
        (*one.box, one.mask.tobytes()) if isinstance(one, MaskLabel) else one for one in labels
    )
    return ids[pair.sequence], pair.frame, pair.a is None, *values
