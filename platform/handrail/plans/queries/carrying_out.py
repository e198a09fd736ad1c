"""Reading what was answered, what is in place, the return and the weeks as they went."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.plans.models import ActualWeek, PromiseConfirmation, QuestionAnswer, ReturnRecord, SupervisorTalk
from handrail.plans.rules.returning import Confirmation, Worked
from handrail.tenancy.models import Case


def answers_of(session: Session, case: Case) -> dict[str, QuestionAnswer]:
    """Return the newest answer to each question, by its key."""
    statement = select(QuestionAnswer).where(
        QuestionAnswer.tenant_id == case.tenant_id, QuestionAnswer.subject_id == case.id
    )
    rows = session.scalars(statement.order_by(QuestionAnswer.answered_at, QuestionAnswer.id))
    return {row.key: row for row in rows}


def confirmations_of(session: Session, case: Case) -> list[PromiseConfirmation]:
    """Return what was said of the actions, oldest first."""
    statement = select(PromiseConfirmation).where(
        PromiseConfirmation.tenant_id == case.tenant_id, PromiseConfirmation.subject_id == case.id
    )
    return list(session.scalars(statement.order_by(PromiseConfirmation.said_at, PromiseConfirmation.id)))


def as_rules(confirmations: list[PromiseConfirmation]) -> list[Confirmation]:
    """Return the confirmations as the rules take them."""
    return [Confirmation(row.key, row.since, row.in_place) for row in confirmations]


def return_of(session: Session, case: Case) -> ReturnRecord | None:
    """Return what is recorded of the return."""
    statement = select(ReturnRecord).where(ReturnRecord.tenant_id == case.tenant_id, ReturnRecord.subject_id == case.id)
    return session.scalars(statement).one_or_none()


def weeks_worked(session: Session, case: Case) -> list[Worked]:
    """Return the weeks as they went, oldest first."""
    statement = select(ActualWeek).where(ActualWeek.tenant_id == case.tenant_id, ActualWeek.subject_id == case.id)
    return [
        Worked(monday=row.monday, hours=row.hours, tasks=row.tasks, replacement_there=row.replacement_there)
        for row in session.scalars(statement.order_by(ActualWeek.monday))
    ]


def talks_of(session: Session, case: Case) -> list[SupervisorTalk]:
    """Return the supervisor's talks with the worker that were not dropped, in order of time (S7-6)."""
    statement = select(SupervisorTalk).where(
        SupervisorTalk.tenant_id == case.tenant_id,
        SupervisorTalk.subject_id == case.id,
        SupervisorTalk.dropped_at.is_(None),
    )
    return list(session.scalars(statement.order_by(SupervisorTalk.planned_on)))
