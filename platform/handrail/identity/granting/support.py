"""Support access: leave to look at one client organisation, given by the consultancy for hours, seen by all (PRI-4)."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.identity import commands as core
from handrail.identity import grants, queries
from handrail.identity.access import check, require
from handrail.identity.actor import Actor
from handrail.identity.granting.errors import AccessOver, InABrowserAlone, NoAgent
from handrail.identity.granting.models import SupportAccess, SupportLook
from handrail.identity.granting.rules import LENSES, SHORTEST_REASON, support_ends
from handrail.identity.models import SignIn
from handrail.identity.proofs import Proof
from handrail.kit import clock
from handrail.kit.codes import Role
from handrail.kit.errors import FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _


def give_support(
    session: Session, actor: Actor, *, agent_id: UUID, lens: Role, employer_id: UUID, hours: int, reason: str
) -> SupportAccess:
    """Let an agent look at a client organisation through a lens, from now, for `hours` (at most 4).

    Raises NoAgent where the person is not of the support today, Invalid where the reason says nothing.
    """
    check(require(actor, "support.give"), employer_id=employer_id)
    if lens not in LENSES:
        raise Invalid(problems=[FieldProblem("/lens", _("Support can not look through this role."))])
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(problems=[FieldProblem("/reason", _("Say in a sentence what the support is to look at."))])
    if agent_id == actor.person_id or Role.SUPPORT not in queries.roles_of(session, actor.tenant_id, agent_id):
        raise NoAgent
    now = clock.now()
    access = SupportAccess(
        tenant_id=actor.tenant_id,
        employer_id=employer_id,
        agent_id=agent_id,
        lens=lens,
        given_by=actor.person_id,
        reason=reason.strip(),
        starts_at=now,
        ends_at=support_ends(now, hours),
        ended_at=None,
    )
    session.add(access)
    session.flush()
    grants.project_person(session, actor.tenant_id, agent_id)
    changes = {
        "person": (None, agent_id),
        "role": (None, lens.value),
        "employer": (None, employer_id),
        "until": (None, access.ends_at.isoformat()),
    }
    timeline.append_tenant_act(session, actor, "support.given", record=access, changes=changes)
    return access


def end_support(session: Session, actor: Actor, access_id: UUID) -> None:
    """End an access before its time; who looks under it is out with the next request. Twice is once."""
    require(actor, "support.end")
    access = session.get(SupportAccess, (actor.tenant_id, access_id), with_for_update=True)
    if access is None or not _may_end(actor, access):
        raise NotFound
    if access.ended_at is not None:
        return
    access.ended_at = clock.now()
    session.flush()
    session.execute(
        update(SignIn)
        .where(SignIn.tenant_id == actor.tenant_id, SignIn.support_id == access_id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    grants.project_person(session, actor.tenant_id, access.agent_id)
    timeline.append_tenant_act(session, actor, "support.ended", record=access)


def _may_end(actor: Actor, access: SupportAccess) -> bool:
    return actor.role is Role.CONSULTANCY_ADMIN or access.agent_id == actor.person_id


def enter(session: Session, actor: Actor, access_id: UUID, *, origin: str | None) -> str:
    """Begin to look: a session in the role of the lens, which ends with the access; returns the cookie's secret.

    The agent's own session ends. Raises AccessOver for an access that ended, has not begun or is not theirs.
    """
    require(actor, "support.enter")
    access = session.get(SupportAccess, (actor.tenant_id, access_id))
    now = clock.now()
    if access is None or access.agent_id != actor.person_id or not access.starts_at <= now < access.ends_at:
        raise AccessOver
    if access.ended_at is not None:
        raise AccessOver
    row, secret = _instead(session, actor, access.lens, origin)
    row.support_id, row.ends_at, row.proven_at = access.id, min(row.ends_at, access.ends_at), None
    timeline.append_tenant_act(session, actor, "support.entered", record=access)
    return secret


def leave(session: Session, actor: Actor, *, origin: str | None) -> str:
    """Stop looking: back to a session as support; returns the cookie's secret."""
    if not actor.only_looks:
        raise NotFound
    _row, secret = _instead(session, actor, Role.SUPPORT, origin)
    return secret


def _instead(session: Session, actor: Actor, role: Role, origin: str | None) -> tuple[SignIn, str]:
    before = session.get(SignIn, (actor.tenant_id, actor.sign_in_id)) if actor.sign_in_id else None
    if before is None:
        raise InABrowserAlone
    proof = Proof(
        before.method,
        before.factors,
        is_strong=False,
        connection_id=before.connection_id,
        external_subject=before.external_subject,
        external_session=before.external_session,
        within_employer_id=before.within_employer_id,
    )
    core.end_sign_in(session, actor.tenant_id, before.id)
    row, secret = core.start_sign_in(session, actor.tenant_id, actor.person_id, role, origin=origin, proof=proof)
    row.ends_at = before.ends_at  # nothing was proven anew
    return row, secret


def note_look(session: Session, actor: Actor, *, endpoint: str, subject_id: UUID | None) -> None:
    """Write down that a page or a reading was opened under support access."""
    access = session.scalars(
        select(SupportAccess).where(SupportAccess.tenant_id == actor.tenant_id, SupportAccess.id == actor.support_id)
    ).one()
    session.add(
        SupportLook(
            tenant_id=actor.tenant_id,
            employer_id=access.employer_id,
            access_id=access.id,
            at=clock.now(),
            endpoint=endpoint,
            subject_id=subject_id,
        )
    )
