"""Making a report, in turns: one client organisation a transaction, each of them a checkpoint.

A turn counts as many client organisations as fit in some seconds, then asks the outbox for the next turn, so that a
long report never keeps the reports of others waiting. A worker that is killed loses the client organisation it was at;
the row's next start goes on there. Whether the asker still may is decided at each turn and before the end.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from handrail.identity import queries as identity
from handrail.identity.policies import Resource, decide
from handrail.kit import clock
from handrail.kit.db import context_of, tenant_session
from handrail.kit.ids import new_id
from handrail.kit.jobs import OutboxRun
from handrail.notifications.codes import MessageKind
from handrail.notifications.commands import About, notify
from handrail.reports.codes import OPEN, RunState, Why, measures_of
from handrail.reports.commands import carry_on_later, drop_parts
from handrail.reports.finishing import finish
from handrail.reports.measuring import Scope, measure
from handrail.reports.models import ReportPart, ReportRun

TURN_SECONDS: Final = 5.0
"""After so long a turn gives way to others."""
PART_SECONDS: Final = 90
"""How long one client organisation may take: two statements that PostgreSQL itself would stop, and some."""


class Stopped(Exception):
    """The report was cancelled while a client organisation was counted: what was counted of it is rolled back."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A report that goes on: what it is, and what is still to be counted, in order."""

    run: ReportRun
    left: Sequence[UUID]


def carry_on(outbox_run: OutboxRun, run_id: UUID) -> None:
    """Take one turn at a report: count, and end it where all is counted. Taking a turn twice counts nothing twice."""
    ends_at = time.monotonic() + TURN_SECONDS
    with tenant_session(outbox_run.context) as session:
        turn = _begin(session, run_id)
    if turn is None:
        return
    for place, employer_id in enumerate(turn.left):
        outbox_run.extend(PART_SECONDS)
        try:
            with tenant_session(outbox_run.context) as session:
                _count(session, turn.run, employer_id)
        except Stopped:
            _drop(outbox_run, run_id)
            return
        if time.monotonic() >= ends_at and place + 1 < len(turn.left):
            _give_way(outbox_run, run_id)
            return
    outbox_run.extend(PART_SECONDS)
    _end(outbox_run, run_id)


def _begin(session: Session, run_id: UUID) -> _Turn | None:
    """Return the report where it goes on; one that does not loses what was counted of it."""
    run = _locked(session, run_id)
    if run is None or not _goes_on(session, run):
        drop_parts(session, run_id)
        return None
    if run.state is RunState.WAITING:
        run.state = RunState.RUNNING
    counted = set(session.scalars(select(ReportPart.employer_id).where(ReportPart.run_id == run_id)))
    return _Turn(run, [employer_id for employer_id in run.employer_ids if employer_id not in counted])


def _goes_on(session: Session, run: ReportRun) -> bool:
    """Say whether a report is to be made; one whose asker may not ask for it any more is cancelled."""
    if run.state not in OPEN:
        return False
    if may_have(session, run):
        return True
    run.state, run.why, run.ended_at = RunState.CANCELLED, Why.NOT_ALLOWED, clock.now()
    return False


def may_have(session: Session, run: ReportRun) -> bool:
    """Say whether the asker may have this report today: decided anew, since a role may have ended meanwhile."""
    actor = identity.actor_of(session, run.tenant_id, run.person_id, run.role)
    if actor is None:
        return False
    return all(
        decide(actor.asking(), "report.read", Resource(run.tenant_id, employer_id)).allow
        for employer_id in run.employer_ids
    )


def _count(session: Session, run: ReportRun, employer_id: UUID) -> None:
    """Count one client organisation and keep it; raises Stopped where the report was cancelled meanwhile."""
    scope = Scope(run.tenant_id, employer_id, run.first_day, run.last_day, run.cut_on, run.side)
    numbers = measure(session, scope, measures_of(run.kind, run.side))
    values = {
        "tenant_id": run.tenant_id,
        "id": new_id(),
        "employer_id": employer_id,
        "run_id": run.id,
        "numbers": numbers,
    }
    session.execute(insert(ReportPart).values(values).on_conflict_do_nothing())
    done = select(func.count()).where(ReportPart.tenant_id == run.tenant_id, ReportPart.run_id == run.id)
    kept = session.execute(
        update(ReportRun)
        .where(ReportRun.tenant_id == run.tenant_id, ReportRun.id == run.id, ReportRun.state == RunState.RUNNING)
        .values(done=done.scalar_subquery())
        .returning(ReportRun.id)
        .execution_options(synchronize_session=False)
    )
    if kept.one_or_none() is None:
        raise Stopped


def _give_way(outbox_run: OutboxRun, run_id: UUID) -> None:
    """End this turn and ask for the next in one transaction."""
    with outbox_run.transaction() as session:
        run = _locked(session, run_id)
        if run is not None and run.state is RunState.RUNNING:
            carry_on_later(session, run, done=run.done)


def _end(outbox_run: OutboxRun, run_id: UUID) -> None:
    """Make the files of a report of which all is counted, and tell its asker, in one transaction."""
    with outbox_run.transaction() as session:
        run = _locked(session, run_id)
        if run is None or not _goes_on(session, run):
            drop_parts(session, run_id)
            return
        finish(session, run, parts_of(session, run))
        run.state, run.ended_at = RunState.DONE, clock.now()
        drop_parts(session, run_id)
        # The mail says that there is something new, and no more than that.
        notify(session, run.tenant_id, run.person_id, MessageKind.NEWS, key=f"report:{run.id}", about=About())


def parts_of(session: Session, run: ReportRun) -> dict[UUID, dict[str, Any]]:
    """Return what was counted of a report, by client organisation."""
    rows = session.execute(
        select(ReportPart.employer_id, ReportPart.numbers).where(
            ReportPart.tenant_id == run.tenant_id, ReportPart.run_id == run.id
        )
    )
    return {row.employer_id: row.numbers for row in rows}


def _locked(session: Session, run_id: UUID) -> ReportRun | None:
    tenant_id = context_of(session).tenant_id
    statement = select(ReportRun).where(ReportRun.tenant_id == tenant_id, ReportRun.id == run_id)
    return session.scalars(statement.with_for_update(key_share=True)).one_or_none()


def _drop(outbox_run: OutboxRun, run_id: UUID) -> None:
    with outbox_run.transaction() as session:
        drop_parts(session, run_id)
