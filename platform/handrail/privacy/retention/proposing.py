"""The preview: every night what is due is put together anew, until somebody asks for its end."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from handrail.kit.ids import new_id
from handrail.privacy.retention import standing
from handrail.privacy.retention.codes import ItemState, RunState
from handrail.privacy.retention.models import ErasureItem, ErasureRun
from handrail.privacy.retention.rules import Verdict
from handrail.privacy.retention.standing import Found


@dataclass(frozen=True, slots=True)
class Proposal:
    """How much is due, and how much more would be if it were not held."""

    run_id: UUID | None
    due: int
    held: int


def propose(session: Session, tenant_id: UUID, today: date) -> Proposal:
    """Put what is due today in place of what the proposal held; doing it again gives the same."""
    run = session.scalars(
        select(ErasureRun)
        .where(ErasureRun.tenant_id == tenant_id, ErasureRun.state == RunState.PROPOSED)
        .with_for_update()
    ).one_or_none()
    found = list(standing.over(session, standing.frame_of(session, tenant_id, today)))
    if run is not None:
        session.execute(delete(ErasureItem).where(ErasureItem.tenant_id == tenant_id, ErasureItem.run_id == run.id))
    if not found:
        if run is not None:
            session.delete(run)
        return Proposal(None, 0, 0)
    if run is None:
        run = ErasureRun(tenant_id=tenant_id, worked_out_on=today)
        session.add(run)
    run.worked_out_on = today
    session.flush()
    session.connection().execute(insert(ErasureItem), [_row(run, each) for each in found])
    held = sum(each.judgement.verdict is Verdict.HELD for each in found)
    return Proposal(run.id, len(found) - held, held)


def _row(run: ErasureRun, found: Found) -> dict[str, Any]:
    thing, told = found.standing, found.judgement
    return {
        "tenant_id": run.tenant_id,
        "id": new_id(),
        "employer_id": thing.employer_id,
        "run_id": run.id,
        "kind": thing.kind,
        "about_id": thing.about_id,
        "case_id": thing.case_id,
        "employment_id": thing.employment_id,
        "numbers": list(thing.numbers),
        "key_id": found.key_id,
        "begins_on": thing.begins_on,
        "due_on": told.due_on,
        "rule": rule_as_applied(found),
        "state": ItemState.HELD if told.verdict is Verdict.HELD else ItemState.WAITING,
    }


def rule_as_applied(found: Found) -> dict[str, Any]:
    """Return the rule as it stands on certificates: what was applied, and where it is written."""
    rule, period = found.judgement.rule, found.judgement.period
    return {
        "jurisdiction": found.standing.jurisdiction,
        "rule_of": rule.jurisdiction,
        "period": str(period),
        "counts_from": rule.counts_from.value,
        "source": rule.source.title,
        "url": rule.source.url,
        "chosen": period != rule.period,
        "why": rule.why,
    }


def digest_of(items: Iterable[ErasureItem]) -> bytes:
    """Return what stands for all that a run would end: two people decide on the same."""
    lines = sorted(f"{item.kind}|{item.about_id}|{item.due_on.isoformat()}|{item.state}" for item in items)
    return hashlib.sha256("\n".join(lines).encode()).digest()


def items_of(session: Session, run: ErasureRun) -> Sequence[ErasureItem]:
    """Return what a run is about, by kind and case number."""
    statement = select(ErasureItem).where(ErasureItem.tenant_id == run.tenant_id, ErasureItem.run_id == run.id)
    return session.scalars(statement.order_by(ErasureItem.kind, ErasureItem.due_on, ErasureItem.id)).all()
