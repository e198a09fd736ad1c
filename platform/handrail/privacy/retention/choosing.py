"""The consultancy's own periods, inside what the rules allow."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.privacy.retention import reading
from handrail.privacy.retention.codes import Kind
from handrail.privacy.retention.commands import whole_consultancy
from handrail.privacy.retention.models import PeriodChoice
from handrail.privacy.retention.periods import Period
from handrail.privacy.retention.rules import problem_of, rule_for


def choose(
    session: Session, actor: Actor, *, kind: Kind, jurisdiction: str, period: Period, reason: str
) -> PeriodChoice:
    """Keep a kind of record for another period in a jurisdiction (``default``: in all), and say why.

    Raises Invalid with the rule's source where it is shorter or longer than allowed.
    """
    check(require(actor, "retention.choose"))
    whole_consultancy(actor)
    rule = rule_for(reading.rules(), kind, jurisdiction)
    problem = problem_of(rule, period)
    if problem is not None:
        raise Invalid(
            problems=[FieldProblem("/period", _refused(problem, str(rule.floor), str(rule.ceiling), rule.source.title))]
        )
    before = _end(session, actor, kind, jurisdiction)
    made = PeriodChoice(
        tenant_id=actor.tenant_id,
        kind=kind,
        jurisdiction=jurisdiction,
        period=str(period),
        reason=reason,
        chosen_by=actor.person_id,
        chosen_at=clock.now(),
    )
    session.add(made)
    session.flush()
    _note(session, actor, made, before, str(period))
    return made


def give_up(session: Session, actor: Actor, *, kind: Kind, jurisdiction: str) -> None:
    """Go by the rule's own period again; where nothing was chosen nothing changes."""
    check(require(actor, "retention.choose"))
    whole_consultancy(actor)
    ended = _current(session, actor, kind, jurisdiction)
    if ended is not None:
        before = _end(session, actor, kind, jurisdiction)
        _note(session, actor, ended, before, None)


def _refused(problem: str, floor: str, ceiling: str, source: str) -> str:
    if problem == "below_floor":
        return _("It has to be kept for %(period)s at least: %(source)s.", period=floor, source=source)
    return _("It may be kept for %(period)s at most: %(source)s.", period=ceiling, source=source)


def _current(session: Session, actor: Actor, kind: Kind, jurisdiction: str) -> PeriodChoice | None:
    statement = select(PeriodChoice).where(
        PeriodChoice.tenant_id == actor.tenant_id,
        PeriodChoice.kind == kind,
        PeriodChoice.jurisdiction == jurisdiction,
        PeriodChoice.ended_at.is_(None),
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def _end(session: Session, actor: Actor, kind: Kind, jurisdiction: str) -> str | None:
    current = _current(session, actor, kind, jurisdiction)
    if current is None:
        return None
    current.ended_at = clock.now()
    session.flush()
    return current.period


def _note(session: Session, actor: Actor, row: PeriodChoice, before: str | None, after: str | None) -> None:
    changes = {f"{row.jurisdiction} {row.kind.value}": (before, after)}
    timeline.append_tenant_act(session, actor, "retention.chosen", record=row, changes=changes)
