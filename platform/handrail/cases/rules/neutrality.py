"""Contacts of others with the worker go through the coordinator (NEU-2)."""

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


class RequestState(StrEnum):
    """Where a request to contact the worker stands."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    REFUSED = "refused"
    HELD = "held"


DECISIONS = frozenset({RequestState.ALLOWED, RequestState.REFUSED, RequestState.HELD})
"""What the coordinator can decide; what is held can be decided again."""
OPEN = frozenset({RequestState.WAITING, RequestState.HELD})

ENDS_NEUTRALITY = frozenset({"recovered", "returned_to_work", "employment_ended"})
"""The facts of the absence on whose day contacts are free again; none of them is of the support process."""


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
