"""Lending a role to a colleague for a while: they act in it under their own name, until the day, and no longer."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.identity import commands as core
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.granting import queries
from handrail.identity.granting.rules import LENT, SHORTEST_REASON, Period, wrong_with
from handrail.identity.models import Membership
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _


def source_of(actor: Actor) -> str:
    """Return what marks a role as lent by this person."""
    return f"loan:{actor.person_id}"


def lend_role(
    session: Session, actor: Actor, *, person_id: UUID, employer_id: UUID, period: Period, reason: str
) -> Membership:
    """Let a colleague act in the role in which one acts oneself, at one client organisation, for at most 180 days.

    Raises RolesConflict where a role they hold stands against it (NEU-1), Invalid for impossible days or no reason.
    What was lent can not be lent on.
    """
    check(require(actor, "role.lend"), employer_id=employer_id)
    if actor.role not in LENT or person_id == actor.person_id or _is_lent(session, actor, employer_id):
        raise NotFound
    if (wrong := wrong_with(period, clock.today())) is not None:
        raise Invalid(problems=[FieldProblem("/first_day" if wrong == "past" else "/last_day", _said(wrong))])
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(problems=[FieldProblem("/reason", _("Say in a sentence why."))])
    return core.grant_role(
        session,
        actor,
        person_id=person_id,
        role=actor.role,
        employer_id=employer_id,
        during=Range(period.first_day, period.until, bounds="[)"),
        source=source_of(actor),
        reason=reason.strip(),
    )


def take_back(session: Session, actor: Actor, membership_id: UUID) -> None:
    """Take back what one lent; it counts no more from the next request on. Twice is once."""
    require(actor, "role.lend")
    membership = session.get(Membership, (actor.tenant_id, membership_id), with_for_update=True)
    if membership is None or membership.source != source_of(actor):
        raise NotFound
    today = clock.today()
    if membership.during.upper is not None and membership.during.upper <= today:
        return
    core.end_role(session, actor, membership, today)


def lent_by(session: Session, actor: Actor) -> list[Membership]:
    """Return what one lent in the role in which one acts, that still counts or will."""
    statement = select(Membership).where(
        Membership.tenant_id == actor.tenant_id, Membership.source == source_of(actor), Membership.role == actor.role
    )
    return list(session.scalars(statement.where(func.upper(Membership.during) > clock.today())))


def _is_lent(session: Session, actor: Actor, employer_id: UUID) -> bool:
    """Whether the role that one acts in at this employer is itself lent, and nothing else gives it."""
    statement = select(Membership.source).where(
        Membership.tenant_id == actor.tenant_id,
        Membership.person_id == actor.person_id,
        Membership.role == actor.role,
        Membership.employer_id == employer_id,
        Membership.during.contains(clock.today()),
    )
    return all((source or "").startswith("loan:") for source in session.scalars(statement))


def _said(wrong: str) -> str:
    if wrong == "order":
        return _("The last day comes before the first.")
    if wrong == "past":
        return _("The first day is today or later.")
    return _("A role is lent for 180 days at most.")


def lend_named(
    session: Session, actor: Actor, *, employer_id: UUID, person: str, first_day: date, last_day: date, reason: str
) -> UUID:
    """Lend to the colleague with this key, as a form or a program says it; returns the id of what was lent."""
    person_id = queries.person_among(queries.colleagues(session, actor, employer_id), person, "/person")
    period = Period(first_day, last_day)
    return lend_role(session, actor, person_id=person_id, employer_id=employer_id, period=period, reason=reason).id
