"""Carrying a run out: thing by thing, so that whoever kills it at any line and starts it again has the same end."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.audit.queries import zone_of
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.db import Context, allow, tenant_session
from handrail.kit.jobs import OutboxRun
from handrail.kit.settings import settings
from handrail.kit.subjects import SubjectRef, System
from handrail.privacy.retention import certificates, ending, proposing, standing
from handrail.privacy.retention.certificates import ErasureFolder
from handrail.privacy.retention.codes import ItemState, Kind, RunState
from handrail.privacy.retention.models import ErasureCertificate, ErasureItem, ErasureRun
from handrail.privacy.retention.rules import Verdict

ANSWERS_KEPT: Final = timedelta(days=14)
"""How long the answer to a request is kept for the case that it is sent again; it may hold what was confided."""
_SECONDS: Final = 300
_ERASE: Final = text("select erase_item(:item)")


def carry_out(run: OutboxRun, run_id: UUID) -> None:
    """Do all that is left of a run; nothing where it was reversed, is not due yet, or is done."""
    begun = _begin(run.context, run_id)
    if not begun:
        return
    _tell_folder(run.context, run_id, whole=False)
    while (item_id := _next(run.context, run_id)) is not None:
        run.extend(_SECONDS * 2)
        erase(run.context, item_id)
    _close(run.context, run_id)
    _tell_folder(run.context, run_id, whole=True)
    with run.transaction() as session:
        _certify(session, run.context.tenant_id, run_id)


def _begin(ctx: Context, run_id: UUID) -> bool:
    """Take an approved run past the point where it can be reversed; whether there is anything to do."""
    with tenant_session(ctx) as session:
        run = _load(session, ctx.tenant_id, run_id, lock=True)
        if run is None or run.state not in {RunState.APPROVED, RunState.ERASING}:
            return False
        if run.state is RunState.APPROVED:
            if run.erase_after is None or clock.now() < run.erase_after:
                return False
            run.state, run.began_at = RunState.ERASING, clock.now()
            changes = {"state": (RunState.APPROVED.value, RunState.ERASING.value)}
            timeline.append_tenant_act(session, System(ctx.tenant_id), "erasure.begun", record=run, changes=changes)
        return True


def _next(ctx: Context, run_id: UUID) -> UUID | None:
    with tenant_session(ctx) as session:
        waiting = select(ErasureItem.id).where(
            ErasureItem.tenant_id == ctx.tenant_id,
            ErasureItem.run_id == run_id,
            ErasureItem.state == ItemState.WAITING,
        )
        return session.scalars(waiting.order_by(ErasureItem.id).limit(1)).first()


def erase(ctx: Context, item_id: UUID) -> None:
    """End one thing, or say why it is kept after all: one transaction, with its entry in the chain."""
    with tenant_session(ctx) as session:
        allow(session, _SECONDS)
        item = session.scalars(
            select(ErasureItem)
            .where(ErasureItem.tenant_id == ctx.tenant_id, ErasureItem.id == item_id)
            .with_for_update()
        ).one()
        if item.state is not ItemState.WAITING:
            return
        kept = _kept_after_all(session, item)
        if kept is not None:
            item.state = kept
            return
        session.execute(_ERASE, {"item": item.id})
        session.refresh(item)
        _forget(session, item)
        _note(session, item)


def _kept_after_all(session: Session, item: ErasureItem) -> ItemState | None:
    """Look once more: a hold may have been placed since, a case reopened, a longer period chosen."""
    today = clock.today(zone_of(session, item.tenant_id))
    frame = standing.frame_of(session, item.tenant_id, today)
    found = standing.of_one(session, frame, item.kind, item.about_id)
    if found is None or found.judgement.verdict not in {Verdict.DUE, Verdict.HELD}:
        return ItemState.NOT_DUE
    return ItemState.HELD if found.judgement.verdict is Verdict.HELD else None


def _forget(session: Session, item: ErasureItem) -> None:
    """Remove what hangs loosely on it: work that was done about it, what messages were about, who a person was."""
    connection = session.connection()
    values = {"tenant": item.tenant_id, "about": str(item.about_id), "kind": item.kind.value}
    if item.kind is Kind.PERSON:
        for statement in ending.FORGET_PERSON:
            connection.exec_driver_sql(statement, {"tenant": item.tenant_id, "person": item.about_id})
        return
    connection.exec_driver_sql(ending.FORGET_WORK, values)
    connection.exec_driver_sql(ending.FORGET_MESSAGES, values)


def forget_answers(session: Session, tenant_id: UUID) -> None:
    """Remove old answers to requests: their senders got them long ago."""
    before = clock.now() - ANSWERS_KEPT
    session.connection().exec_driver_sql(ending.FORGET_ANSWERS, {"tenant": tenant_id, "before": before})


def _note(session: Session, item: ErasureItem) -> None:
    acting = System(item.tenant_id)
    if item.kind is Kind.PERSON:
        timeline.append_tenant_act(session, acting, "person.forgotten", record=item)
        return
    subject = SubjectRef(item.tenant_id, item.employer_id, item.about_id)
    timeline.append(session, subject, acting, "records.erased", compartment=Compartment(item.kind.value), record=item)


def _close(ctx: Context, run_id: UUID) -> None:
    """Fix the moment at which all of it was over, so that a certificate made twice is the same."""
    with tenant_session(ctx) as session:
        run = _load(session, ctx.tenant_id, run_id, lock=True)
        if run is not None and run.ended_at is None:
            run.ended_at = clock.now()


def _tell_folder(ctx: Context, run_id: UUID, *, whole: bool) -> None:
    """Put what is about to end, or has ended, where no restore of the database reaches it."""
    with tenant_session(ctx) as session:
        run = _load(session, ctx.tenant_id, run_id)
        if run is not None:
            ErasureFolder(settings().seals_dir, ctx.tenant_id).put(_statement(session, run, whole=whole))


def _statement(session: Session, run: ErasureRun, *, whole: bool) -> dict[str, object]:
    at = run.ended_at if whole else run.began_at
    if at is None:
        raise TypeError("A statement is about a run that has begun, or is over.")
    items = proposing.items_of(session, run)
    return certificates.signed(certificates.statement(run, items, at=at, whole=whole), settings().seal_key)


def _certify(session: Session, tenant_id: UUID, run_id: UUID) -> None:
    """Enter the certificate in the chain of the consultancy, and let the run be over."""
    run = _load(session, tenant_id, run_id, lock=True)
    if run is None or run.state is not RunState.ERASING:
        return
    body = _statement(session, run, whole=True)
    digest = certificates.digest_of(body)
    made = ErasureCertificate(
        tenant_id=tenant_id, id=run.id, issued_at=run.ended_at or clock.now(), statement=body, digest=digest
    )
    session.add(made)
    run.state = RunState.DONE
    told = {
        "sha256": (None, digest.hex()),
        "ended": (None, len(body["ended"])),  # type: ignore[arg-type]  # a list, as the statement makes it
        "keys_sha256": (None, body["keys_sha256"]),
    }
    timeline.append_tenant_act(session, System(tenant_id), "erasure.certified", record=made, changes=told)


def _load(session: Session, tenant_id: UUID, run_id: UUID, *, lock: bool = False) -> ErasureRun | None:
    statement = select(ErasureRun).where(ErasureRun.tenant_id == tenant_id, ErasureRun.id == run_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()
