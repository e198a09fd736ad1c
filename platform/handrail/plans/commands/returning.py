"""Marking the return as prepared, recording the first day back, and the weeks after it (S6)."""

from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.obligations.models import Fact
from handrail.plans.commands.acting import PLAN, Act, begin, begin_step
from handrail.plans.models import ActualWeek, ReturnRecord
from handrail.plans.queries.carrying_out import as_rules, confirmations_of, return_of
from handrail.plans.queries.preparation import meeting_was_held
from handrail.plans.queries.versions import Version, versions_of
from handrail.plans.rules.codes import Skipped
from handrail.plans.rules.returning import Way, in_place, require_prepared, what_was_skipped

_MONDAY: Final = 0


def prepare_return(session: Session, actor: Actor, case_id: UUID) -> ReturnRecord:
    """Mark the return as prepared: a contract, and every before-return action in place (S6-1).

    Marking it again under the same contract changes nothing. Raises NotFound, RuleBroken (S2-2, S6-1).
    """
    act = begin_step(session, actor, case_id, "return.record")
    contract = versions_of(session, act.case).contract
    require_prepared(contract.content if contract else None, _placed(act, contract))
    number = contract.number if contract else None
    row = _row(act)
    if row.prepared_version != number:
        changes = {"prepared_version": (row.prepared_version, number)}
        row.prepared_version, row.prepared_at, row.prepared_by = number, clock.now(), actor.person_id
        act.note("return.prepared", row, changes)
    return row


def record_return(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    first_day_on: date,
    full: bool = False,
    supervisor_greeted: bool | None = None,
    coordinator_came_along: bool | None = None,
    welcome_as_wished: bool | None = None,
) -> ReturnRecord:
    """Record the first day back; no gate holds a fact back, and what it went past is kept with it (S6-1, S6-2).

    `full` says that the worker works all hours of the contract again; that the absence ended is for the absence
    administration to record. Another day corrects the first (ACC-3); the same again changes nothing. Raises NotFound,
    Invalid for a day to come.
    """
    act = begin(session, actor, case_id, "return.record")
    act.happened(first_day_on, "/first_day_on")
    row = _row(act)
    given = {
        "first_day_on": first_day_on,
        "full": full,
        "supervisor_greeted": supervisor_greeted,
        "coordinator_came_along": coordinator_came_along,
        "welcome_as_wished": welcome_as_wished,
    }
    changes = {name: (getattr(row, name), value) for name, value in given.items() if getattr(row, name) != value}
    if not changes:
        return row
    if "first_day_on" in changes:
        skipped = [each.value for each in _skipped(act, row)]
        fact = _fact(act, row, first_day_on)
        changes["skipped"], row.skipped = (row.skipped or None, skipped), skipped
        row.fact_id = fact.id
    for name, value in given.items():
        setattr(row, name, value)
    row.recorded_at, row.recorded_by = clock.now(), actor.person_id
    act.note("return.recorded", row, changes)
    act.settle()
    return row


def _row(act: Act) -> ReturnRecord:
    row = return_of(act.session, act.case)
    if row is None:
        row = ReturnRecord(**act.place(PLAN))
        act.session.add(row)
    return row


def _fact(act: Act, row: ReturnRecord, first_day_on: date) -> Fact:
    """Append the day as a fact of the process; it lies in the plan, since HR never learns that there is one (VOL-2)."""
    before = next((fact for fact in act.facts_of("first_day_back") if fact.id == row.fact_id), None)
    return act.fact("first_day_back", on=first_day_on, replaces=before)


def _placed(act: Act, contract: Version | None) -> frozenset[str]:
    if contract is None:
        return frozenset()
    return in_place(contract.since, as_rules(confirmations_of(act.session, act.case)))


def _skipped(act: Act, row: ReturnRecord) -> tuple[Skipped, ...]:
    versions = versions_of(act.session, act.case)
    contract = versions.contract
    way = Way(
        meeting_held=meeting_was_held(act.session, act.case),
        contract=contract.content if contract else None,
        newest_open=versions.is_newer_open,
        placed=_placed(act, contract),
        prepared=contract is not None and row.prepared_version == contract.number,
    )
    return what_was_skipped(way)


def record_week(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    monday: date,
    hours: Decimal,
    tasks: str,
    replacement_there: bool | None = None,
) -> ActualWeek:
    """Record the hours and tasks of one week as they were (S6-3); the same week again corrects it.

    Raises NotFound, Invalid for a day that is no Monday or is still to come.
    """
    act = begin(session, actor, case_id, "week.record")
    if monday.weekday() != _MONDAY:
        raise Invalid(problems=[FieldProblem("/monday", _("A week starts on a Monday."))])
    act.happened(monday, "/monday")
    statement = select(ActualWeek).where(
        ActualWeek.tenant_id == act.case.tenant_id, ActualWeek.subject_id == act.case.id, ActualWeek.monday == monday
    )
    row = session.scalars(statement).one_or_none()
    given = {"hours": hours, "tasks": tasks, "replacement_there": replacement_there}
    before = {name: getattr(row, name) if row else None for name in given}
    if row is not None and before == given:
        return row
    if row is None:
        row = ActualWeek(**act.place(PLAN), monday=monday)
        session.add(row)
    row.hours, row.replacement_there, row.tasks = hours, replacement_there, tasks
    row.recorded_at, row.recorded_by = clock.now(), actor.person_id
    act.note("week.recorded", row, {name: (before[name], value) for name, value in given.items()})
    return row
