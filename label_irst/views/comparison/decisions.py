"""What was decided on the pairs of a comparison, and whether undo took it back."""

from collections.abc import Iterable

from p2m_core.agreement import Pair, Rule

KEEP = None  # mine stays: no edit


class Decisions:
    """Decisions by pair. Those that edit the project have the name of their undo step.

    Names are given once, so the newest steps of undo and of redo tell which are in force.
    """

    def __init__(self) -> None:
        self._by_pair: dict[Pair, tuple[Rule | None, str]] = {}
        self._steps: list[str] = []
        self._done = 0  # of the steps: these are in force

    def put(self, pairs: Iterable[Pair], rule: Rule | None, step: str = "") -> None:
        """Note a decision; `step` is empty where it changed nothing."""
        if step:
            self._steps = [*self._steps[: self._done], step]
            self._done = len(self._steps)
        self._by_pair |= dict.fromkeys(pairs, (rule, step))

    def travel(self, undo: str | None, redo: str | None) -> bool:
        """Follow undo and redo by the names of what each would do next; False: not of ours."""
        if undo in self._steps:
            self._done = self._steps.index(undo) + 1
        elif redo in self._steps:
            self._done = self._steps.index(redo)
        else:
            return False
        return True

    def decided(self, pair: Pair) -> bool:
        _, step = self._by_pair.get(pair, (None, None))
        return step == "" or step in self._steps[: self._done]

    def edited(self, pair: Pair) -> bool:
        """Whether a decision in force changed the project."""
        return self.decided(pair) and self._by_pair[pair][1] != ""

    def rule(self, pair: Pair) -> Rule | None:
        """The rule of a decided pair; None: mine was kept."""
        return self._by_pair[pair][0]
