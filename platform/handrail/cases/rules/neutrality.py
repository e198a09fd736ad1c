"""Contacts of others with the worker go through the coordinator (NEU-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handrail.kit.errors import Conflict, FieldProblem, Invalid
from handrail.kit.i18n import _, lazy


class Why(StrEnum):
    """Why somebody wants to be in touch with the worker; a code, so that no health talk gets in (CON-4)."""

    ABSENCE_ADMINISTRATION = "absence_administration"
    STATUTORY = "statutory"
    PAY_OR_BENEFITS = "pay_or_benefits"
    WORK_HANDOVER = "work_handover"
    EQUIPMENT = "equipment"
    PLANNING = "planning"
    GREETING = "greeting"
    OTHER = "other"


class AskedFor(StrEnum):
    """Who wants to be in touch with the worker: whoever asks, or somebody outside for whom they ask."""

    THEMSELVES = "themselves"
    INSURER = "insurer"


class RequestState(StrEnum):
    """Where a request to contact the worker stands."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    REFUSED = "refused"
    HELD = "held"
    NOT_NEEDED = "not_needed"
    """Nobody answered before contacts were free again."""


DECISIONS = frozenset({RequestState.ALLOWED, RequestState.REFUSED, RequestState.HELD})
"""What the coordinator can decide; what is held can be decided again."""
OPEN = frozenset({RequestState.WAITING, RequestState.HELD})

ENDS_NEUTRALITY = frozenset({"recovered", "returned_to_work", "employment_ended"})
"""The facts of the absence on whose day contacts are free again; none of them is of the support process."""
_BEGINS = frozenset({"absence_started"})


@dataclass(frozen=True, slots=True)
class AbsenceEvent:
    """A fact of an absence. `was_known`: when the case was opened. `taken_back`: it was recorded by mistake."""

    on: date
    kind: str
    was_known: bool = True
    taken_back: bool = False


def ends_on(events: Iterable[AbsenceEvent], opened_on: date) -> date | None:
    """Return the first day, of a case that was opened on this day, on which contacts are free again; None: no such day.

    That is the first end of the absence after the file came. Where a correction says since that the absence was over
    by then, or never was, it is the very day on which the file came. Where it says that the absence began later, it is
    the end of that one.
    """
    found = sorted(events, key=lambda event: (event.on, event.kind in _BEGINS))
    before = [event for event in found if event.on <= opened_on]
    ends = [event for event in before if event.kind in ENDS_NEUTRALITY and not event.taken_back]
    begins = [event for event in before if event.kind in _BEGINS and not event.taken_back]
    goes_on = bool(begins) and (not ends or ends[-1].on <= begins[-1].on)
    never_was = any(event.kind in _BEGINS and event.taken_back and not event.was_known for event in before)
    if not goes_on and (never_was or any(not event.was_known for event in ends)):
        return opened_on
    later = [event for event in found if event.on > opened_on and not event.taken_back]
    if not goes_on and not any(event.kind in _BEGINS for event in later):
        return opened_on
    for event in later:
        goes_on = goes_on or event.kind in _BEGINS
        if goes_on and event.kind in ENDS_NEUTRALITY:
            return event.on
    return None


def in_force(opened_on: date, ended_on: date | None, today: date) -> bool:
    """Say whether contacts go through the coordinator on this day: from the file until the first day fully back.

    Participation plays no part, so it goes on unchanged in every state of VOL-2.
    """
    return opened_on <= today and (ended_on is None or today < ended_on)


def first_state(why: Why, obligation_key: str | None) -> RequestState:
    """Return where a new request stands: held back until decided, but never one that the law requires.

    Raises Invalid where a statutory request does not name its obligation: it may hold only what that asks.
    """
    if why is not Why.STATUTORY:
        return RequestState.WAITING
    if not obligation_key:
        raise Invalid(
            problems=[FieldProblem("/obligation_key", str(lazy("Say which obligation requires this contact.")))]
        )
    return RequestState.ALLOWED


def decided(now: RequestState, decision: RequestState) -> RequestState:
    """Return the state after the coordinator's decision; raises Conflict where it was decided before."""
    if decision not in DECISIONS:
        raise ValueError(f"{decision} is no decision")
    if now not in OPEN and now is not decision:
        raise Conflict(_("This request was decided before."))
    return decision
