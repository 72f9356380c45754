"""What a rule yields. The engine adds id, level, clause and the rule's own advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypedDict, Unpack

from jihuan.core.document import Level
from jihuan.core.findings import Mend, Outcome
from jihuan.law.engine.facts import Spot


class Placed(Protocol):
    """Anything with a spot of its own: the facts of a document, project, sub-goal or indicator."""

    def spot(self, name: str = "") -> Spot: ...


class Extras(TypedDict, total=False):
    quote: str
    """The words that are wrong; the text of the spot where not given."""
    hint: str
    """What to do, where the rule's own advice is too general."""
    group: str
    """The cause, where the same cause shows in several places."""
    mend: Mend | None
    level: Level
    """Another level than the rule's (an aggravated or a lighter case)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer that is not a pass."""

    spot: Spot
    message: str
    outcome: Outcome
    extras: Extras


def _spot(at: Spot | Placed) -> Spot:
    return at if isinstance(at, Spot) else at.spot()


def fail(at: Spot | Placed, message: str, **extras: Unpack[Extras]) -> Hit:
    """The rule is broken here; ``message`` says what is wrong, with the actual words."""
    return Hit(_spot(at), message, "fail", extras)


def not_enough(at: Spot | Placed, message: str) -> Hit:
    """The rule cannot be decided; ``message`` says which fact is missing."""
    return Hit(_spot(at), message, "not_enough_data", {})


def not_applicable(at: Spot | Placed, message: str) -> Hit:
    """The rule does not concern this; ``message`` says why."""
    return Hit(_spot(at), message, "not_applicable", {})


def replacing(spot: Spot, before: str, after: str, label: str) -> Mend:
    """The mend that writes ``after`` for ``before`` inside the text of the spot."""
    pointer = f"{spot.pointer}/raw" if spot.pointer.endswith("/target") else spot.pointer
    return Mend(pointer=pointer, before=spot.text, after=spot.text.replace(before, after), label=label)
