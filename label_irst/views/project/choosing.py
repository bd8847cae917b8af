"""Which cards are shown, and in which order: plain functions on cards, no widget."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from label_irst.i18n import tr
from p2m_core.project import Card, FrameState, Waiting


class Seen(NamedTuple):
    """A card and its greatest doubt."""

    card: Card
    doubt: float


def seen(cards: list[Card], waiting: Mapping[int, Waiting]) -> list[Seen]:
    """The cards with their doubts."""
    return [
        Seen(card, waiting[card.info.id].worst if card.info.id in waiting else 0.0)
        for card in cards
    ]


class Choice(NamedTuple):
    """An entry of the box of states, or of the box of orders."""

    text: str
    take: Callable[[Seen], object]


def filters() -> list[Choice]:
    """What a card can be shown for; the first one shows all."""
    return [
        Choice(tr("Any state"), lambda one: True),
        Choice(tr("Left to review"), lambda one: one.card.left),
        Choice(tr("Not begun"), lambda one: set(one.card.states) == {FrameState.UNSEEN}),
        Choice(tr("Begun, not done"), lambda one: _labelled(one.card) > 0 and not _done(one.card)),
        Choice(tr("Done"), lambda one: _done(one.card)),
        Choice(tr("Has uncertain frames"), lambda one: FrameState.UNCERTAIN in one.card.states),
        Choice(tr("Has suggestions"), lambda one: one.card.suggested),
        Choice(tr("Flagged"), lambda one: one.card.flagged or one.card.flags > 0),
        Choice(tr("Has a note"), lambda one: bool(one.card.note)),
    ]


def orders() -> list[Choice]:
    """How cards are sorted, by what `take` returns; equal ones stay as they were added."""
    return [
        Choice(tr("As added"), lambda one: one.card.info.id),
        Choice(tr("Name"), lambda one: natural(one.card.info.name)),
        Choice(tr("Doubt, highest first"), lambda one: -one.doubt),
        Choice(tr("Progress, least first"), lambda one: one.card.done / one.card.info.frame_count),
        Choice(tr("Targets, most first"), lambda one: -one.card.targets),
        Choice(tr("Last visited first"), lambda one: -one.card.visited),
    ]


def chosen(cards: list[Seen], text: str, only: Choice, by: Choice) -> list[Seen]:
    """The cards whose name or note holds every word of `text`, and that `only` takes, sorted."""
    words = text.casefold().split()
    found = [
        one
        for one in cards
        if only.take(one)
        and all(word in f"{one.card.info.name} {one.card.note}".casefold() for word in words)
    ]
    return sorted(found, key=by.take)  # type: ignore[arg-type]


@lru_cache(maxsize=20_000)
def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key that puts frame-2 before frame-10."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def _labelled(card: Card) -> int:
    return card.info.frame_count - card.states.get(FrameState.UNSEEN, 0)


def _done(card: Card) -> bool:
    return card.done >= card.info.frame_count
