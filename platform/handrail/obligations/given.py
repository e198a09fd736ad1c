"""From the facts on file to the events that the engine reads, one track apart from the other (VOL-4). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol
from uuid import UUID

from handrail.obligations.rights import RIGHTS_TYPES
from handrail.sdk import EVENT_TYPES

CAUSE: Final = "absence_cause"
"""A medical fact: a code by which two absences are told apart as of one cause or of several. See `absence_events`."""
_STARTED: Final = "absence_started"


class OnFile(Protocol):
    """A fact in force, as far as the engine reads it."""

    @property
    def on(self) -> date:
        """The day."""

    @property
    def type(self) -> str:
        """What happened."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its codes, numbers and dates."""

    @property
    def case_id(self) -> UUID | None:
        """The case it hangs on, if it hangs on one."""


def absence_events(facts: Sequence[OnFile]) -> list[dict[str, object]]:
    """Return what the statutory track is computed from: the absence, what jurisdictions ask about, and data rights.

    A cause lies in medical, apart from the administrative start of the absence: it joins the absence whose first day
    is nearest to its own. So a corrected first day keeps its cause, and a cause alone never makes an absence.
    """
    starts = [fact for fact in facts if fact.type == _STARTED]
    causes: dict[int, list[object]] = {}
    for fact in facts:
        if fact.type == CAUSE and starts:
            nearest = min(starts, key=lambda start: abs(start.on - fact.on))
            causes.setdefault(id(nearest), []).append(fact.fields["cause"])
    events = []
    for fact in facts:
        if fact.type in EVENT_TYPES:
            events.append(_event(fact))
            events += [
                {"date": fact.on.isoformat(), "type": _STARTED, "cause": cause} for cause in causes.get(id(fact), ())
            ]
        elif fact.type in RIGHTS_TYPES and fact.case_id is None:
            events.append(_event(fact))
    return events


def support_events(facts: Iterable[OnFile], case_id: UUID) -> list[dict[str, object]]:
    """Return what the support process of one case is computed from: its own facts, and those of the absence."""
    return [
        _event(fact) for fact in facts if fact.type != CAUSE and (fact.case_id == case_id or fact.type in EVENT_TYPES)
    ]


def _event(fact: OnFile) -> dict[str, object]:
    return {**fact.fields, "date": fact.on.isoformat(), "type": fact.type}
