"""Two people decide: one asks, another one approves, and for seven days it can be reversed (PRI-2)."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.kit import clock, outbox
from handrail.kit.errors import NotFound
from handrail.kit.i18n import _
from handrail.privacy.retention import proposing
from handrail.privacy.retention.codes import ItemState, RunState
from handrail.privacy.retention.errors import NothingDue, RunMoved, SamePerson
from handrail.privacy.retention.models import ErasureRun
from handrail.privacy.retention.rules import GRACE_DAYS

ERASE: Final = "privacy.erase"
QUEUE: Final = "housekeeping"


def ask(session: Session, actor: Actor, run_id: UUID, *, seen: str) -> ErasureRun:
    """Ask for the end of what is due. `seen` is the digest of what was shown (hexadecimal).

    Raises RunMoved where something else is due by now, NothingDue where all of it is held.
    """
    _check(actor, "retention.ask")
    run = load_run(session, actor, run_id, lock=True)
    items = proposing.items_of(session, run)
    digest = proposing.digest_of(items)
    if run.state is not RunState.PROPOSED or digest.hex() != seen:
        raise RunMoved(_("What is due has changed since it was shown to you. Look at it again."))
    if not any(item.state is ItemState.WAITING for item in items):
        raise NothingDue(_("Everything that is due is held."))
    run.state, run.digest = RunState.ASKED, digest
    run.asked_by, run.asked_at = actor.person_id, clock.now()
    _note(session, actor, "erasure.asked", run, RunState.PROPOSED)
    return run


def approve(session: Session, actor: Actor, run_id: UUID, *, seen: str) -> ErasureRun:
    """Approve what somebody else asked for; its end begins when it can be reversed no more.

    Raises SamePerson for whoever asked, RunMoved where it is not waiting for an approval, or not of this content.
    """
    _check(actor, "retention.approve")
    run = load_run(session, actor, run_id, lock=True)
    if run.state is not RunState.ASKED or run.digest is None or run.digest.hex() != seen:
        raise RunMoved(_("This is not waiting for an approval any more. Look at it again."))
    if run.asked_by == actor.person_id:
        raise SamePerson("PRI-2", _("You asked for this yourself, so somebody else has to approve it."))
    now = clock.now()
    run.state, run.approved_by, run.approved_at = RunState.APPROVED, actor.person_id, now
    run.erase_after = now + timedelta(days=GRACE_DAYS)
    _note(session, actor, "erasure.approved", run, RunState.ASKED)
    payload: dict[str, outbox.JSON] = {"run_id": str(run.id)}
    outbox.publish(session, QUEUE, ERASE, payload, key=str(run.id), not_before=run.erase_after)
    return run


def reverse(session: Session, actor: Actor, run_id: UUID, *, reason: str) -> ErasureRun:
    """Stop a run that was asked for or approved; nothing of it is lost. Stopping it again changes nothing.

    Raises RunMoved where it has begun: what is destroyed can not be brought back.
    """
    _check(actor, "retention.reverse")
    run = load_run(session, actor, run_id, lock=True)
    if run.state is RunState.REVERSED:
        return run
    if run.state not in {RunState.ASKED, RunState.APPROVED}:
        raise RunMoved(_("This has begun, or is over: it can not be reversed any more."))
    before, run.state = run.state, RunState.REVERSED
    run.reversed_by, run.reversed_at, run.reverse_reason = actor.person_id, clock.now(), reason
    _note(session, actor, "erasure.reversed", run, before)
    return run


def load_run(session: Session, actor: Actor, run_id: UUID, *, lock: bool = False) -> ErasureRun:
    """Return a run; raises NotFound for an unknown one, and for whoever does not watch over the whole consultancy."""
    _check(actor, "retention.read")
    statement = select(ErasureRun).where(ErasureRun.tenant_id == actor.tenant_id, ErasureRun.id == run_id)
    run = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if run is None:
        raise NotFound
    return run


def _check(actor: Actor, action: str) -> None:
    check(require(actor, action))
    whole_consultancy(actor)


def whole_consultancy(actor: Actor) -> None:
    """Raise NotFound for somebody who holds the role at some client organisations only: a run is about all of them."""
    if actor.employers != "*":
        raise NotFound


def _note(session: Session, actor: Actor, verb: str, run: ErasureRun, before: RunState) -> None:
    changes = {"state": (before.value, run.state.value), "digest": (None, run.digest.hex() if run.digest else None)}
    timeline.append_tenant_act(session, actor, verb, record=run, changes=changes)
