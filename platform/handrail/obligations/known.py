"""What was known on an earlier day: the absence and its dates as they stood then (ACC-3).

A correction replaces a fact and moves a date; both stay, with when they were recorded. So what somebody could have
known on a day can be shown on any later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from handrail.identity.actor import Actor
from handrail.kit.codes import Compartment
from handrail.obligations.listing import EMPLOYER_SIDE
from handrail.obligations.models import Fact, Obligation, ObligationChange
from handrail.tenancy.models import Employment

ABSENCE: tuple[str, ...] = ("absence_started", "partial_return", "recovered", "prognosis", "employment_ended")
"""The facts of an absence that are shown."""


@dataclass(frozen=True, slots=True)
class KnownDate:
    """One date as it stood, with the obligation as it is today; None: it was not asked."""

    obligation: Obligation
    due_on: date
    was_done: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What was on file at the end of a day."""

    facts: Sequence[Fact]
    dates: Sequence[KnownDate]


def known_on(session: Session, actor: Actor, employment: Employment, day: date) -> Known:
    """Return what was on file of an absence at the end of a day, of what the reader may know; see `Known`."""
    until = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(actor.time_zone))
    return Known(_facts(session, employment, until), _dates(session, actor, employment, until))


def _facts(session: Session, employment: Employment, until: datetime) -> list[Fact]:
    newer = aliased(Fact)
    statement = (
        select(Fact)
        .outerjoin(newer, (newer.tenant_id == Fact.tenant_id) & (newer.id == Fact.replaced_by))
        .where(
            Fact.tenant_id == employment.tenant_id,
            Fact.employment_id == employment.id,
            Fact.subject_id == employment.id,
            Fact.type.in_(ABSENCE),
            Fact.recorded_at < until,
            Fact.void.is_(False),
            or_(Fact.replaced_by.is_(None), newer.recorded_at >= until),
        )
        .order_by(Fact.on, Fact.recorded_at, Fact.id)
    )
    return list(session.scalars(statement))


def _dates(session: Session, actor: Actor, employment: Employment, until: datetime) -> list[KnownDate]:
    of_it = (Obligation.tenant_id == ObligationChange.tenant_id) & (Obligation.id == ObligationChange.obligation_id)
    statement = (
        select(ObligationChange, Obligation)
        .join(Obligation, of_it)
        .where(
            ObligationChange.tenant_id == employment.tenant_id,
            Obligation.employment_id == employment.id,
            ObligationChange.at < until,
        )
        .order_by(ObligationChange.obligation_id, ObligationChange.at.desc(), ObligationChange.id.desc())
        .ext(distinct_on(ObligationChange.obligation_id))
    )
    if actor.role in EMPLOYER_SIDE:
        statement = statement.where(
            Obligation.case_id.is_(None), ObligationChange.compartment == Compartment.ADMINISTRATIVE
        )
    found = [
        KnownDate(obligation, change.due_after, change.kind == "met")
        for change, obligation in session.execute(statement)
        if change.kind != "dropped" and change.due_after is not None
    ]
    return sorted(found, key=lambda each: (each.due_on, each.obligation.rule, each.obligation.id))
