"""What a rule has to say about a document: one finding, its place, its clause, and the mend where it is certain."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from jihuan.core.document import Level, Place

Outcome = Literal["fail", "not_enough_data", "not_applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A certain correction of one text: ``label`` tells the user in Chinese what is done."""

    pointer: str
    before: str
    after: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answer of one rule that is not a pass. ``pointer`` is a JSON pointer (RFC 6901) into the interchange document.

    ``group``: findings of one rule with the same group have one cause, and are one line that unfolds.
    """

    rule: str
    level: Level
    outcome: Outcome
    message: str
    quote: str
    pointer: str
    citation: str
    hint: str
    place: Place | None = None
    group: str | None = None
    mend: Mend | None = None
    judge: bool = False
    """For a person to judge: the rule is a heuristic."""

    def to_json(self) -> dict[str, object]:
        """The finding as ``jihuan check --json`` prints it; of the place only what is known."""
        members = asdict(self)
        if self.place is not None:
            members["place"] = {name: value for name, value in asdict(self.place).items() if value is not None}
        return members
