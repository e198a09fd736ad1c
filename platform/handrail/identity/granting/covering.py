"""Cover: a coordinator is away, a colleague has a part in each of their cases for a while, and then it is over."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import parts, queries
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.granting import telling
from handrail.identity.granting.errors import AlreadyCovered, NotBoth
from handrail.identity.granting.models import Cover
from handrail.identity.granting.rules import Period, wrong_with
from handrail.identity.models import Assignment
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.db import elevated
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.tenancy.models import Case


def arrange_cover(
    session: Session, actor: Actor, *, person_id: UUID, by_id: UUID, employer_id: UUID, period: Period
) -> Cover:
    """Let a colleague cover for a coordinator at one client organisation, for at most 180 days.

    A coordinator arranges it for themselves, a lead for anybody. In each open case where the coordinator has a part
    on these days the colleague has one too; cases that come during the cover follow. Nobody covers in their own case.
    Raises Invalid for impossible days, NotBoth and AlreadyCovered.
    """
    check(require(actor, "cover.arrange"), employer_id=employer_id)
    if actor.role is Role.COORDINATOR and person_id != actor.person_id:
        raise NotFound
    if (wrong := wrong_with(period, clock.today())) is not None:
        raise Invalid(problems=[FieldProblem("/last_day" if wrong != "past" else "/first_day", _said(wrong))])
    days = Range(period.first_day, period.until, bounds="[)")
    if person_id == by_id or not all(
        _coordinates(session, actor, each, employer_id, days) for each in (person_id, by_id)
    ):
        raise NotBoth
    overlapping = select(Cover.id).where(
        Cover.tenant_id == actor.tenant_id,
        Cover.employer_id == employer_id,
        Cover.person_id == person_id,
        Cover.ended_at.is_(None),
        Cover.during.overlaps(days),
    )
    if session.scalar(overlapping.limit(1)) is not None:
        raise AlreadyCovered
    cover = Cover(
        tenant_id=actor.tenant_id,
        employer_id=employer_id,
        person_id=person_id,
        by_id=by_id,
        given_by=actor.person_id,
        during=days,
        ended_at=None,
    )
    session.add(cover)
    session.flush()
    with elevated(session, "cover"):
        for case in _cases_of(session, actor, person_id, employer_id, days):
            if parts.start_cover(session, actor, case, cover) is not None:
                telling.tell_worker(session, case, cover)
    telling.tell_both(session, actor, cover)
    changes = {
        "person": (None, person_id),
        "by": (None, by_id),
        "since": (None, period.first_day.isoformat()),
        "until": (None, period.until.isoformat()),
    }
    timeline.append_tenant_act(session, actor, "cover.arranged", record=cover, changes=changes)
    return cover


def end_cover(session: Session, actor: Actor, cover_id: UUID) -> None:
    """End a cover before its time; whoever covered finds nothing from the next request on. Twice is once."""
    require(actor, "cover.arrange")
    cover = session.get(Cover, (actor.tenant_id, cover_id), with_for_update=True)
    if cover is None or (actor.role is Role.COORDINATOR and actor.person_id not in {cover.person_id, cover.by_id}):
        raise NotFound
    if cover.ended_at is not None:
        return
    cover.ended_at = clock.now()
    statement = (
        select(Case, Assignment)
        .join(Assignment, (Assignment.tenant_id == Case.tenant_id) & (Assignment.case_id == Case.id))
        .where(
            Case.tenant_id == actor.tenant_id,
            Assignment.cover_id == cover.id,
            func.upper(Assignment.during) > clock.today(),
        )
        .order_by(Assignment.id)
    )
    with elevated(session, "cover"):
        for case, assignment in session.execute(statement).all():
            parts.end_assignment(session, actor, case, assignment, clock.today())
            if assignment.during.lower is not None and assignment.during.lower <= clock.today():
                telling.tell_worker(session, case, cover, is_over=True)
    telling.tell_both(session, actor, cover, is_over=True)
    timeline.append_tenant_act(session, actor, "cover.ended", record=cover)


def _cases_of(session: Session, actor: Actor, person_id: UUID, employer_id: UUID, days: Range[date]) -> list[Case]:
    statement = (
        select(Case)
        .join(Assignment, (Assignment.tenant_id == Case.tenant_id) & (Assignment.case_id == Case.id))
        .where(
            Case.tenant_id == actor.tenant_id,
            Case.employer_id == employer_id,
            Assignment.person_id == person_id,
            Assignment.role == Role.COORDINATOR,
            Assignment.cover_id.is_(None),
            Assignment.during.overlaps(days),
        )
        .order_by(Case.id)
    )
    return list(session.scalars(statement).unique())


def _coordinates(session: Session, actor: Actor, person_id: UUID, employer_id: UUID, days: Range[date]) -> bool:
    held = queries.memberships_of(session, actor.tenant_id, person_id)
    return any(
        one.role is Role.COORDINATOR and one.employer_id == employer_id and one.during.contains(days) for one in held
    )


def _said(wrong: str) -> str:
    if wrong == "order":
        return _("The last day comes before the first.")
    if wrong == "past":
        return _("A cover starts today or later.")
    return _("A cover lasts 180 days at most.")
