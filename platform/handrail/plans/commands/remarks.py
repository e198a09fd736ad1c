"""What worker and supervisor say of a version before they answer, and why they do not accept it as it reads (S5-6)."""

from uuid import UUID

from sqlalchemy.orm import Session

from handrail.identity.actor import Actor
from handrail.identity.queries import current_assignment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Conflict, FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.plans.commands.acting import COORDINATION, PLAN, Act, begin_step
from handrail.plans.commands.agreement import newest_meant, require_named
from handrail.plans.models import PlanObjection, PlanRemark
from handrail.plans.queries.remarks import objections_of, remarks_of
from handrail.plans.queries.versions import Version
from handrail.plans.rules.codes import Party, RemarkKind


def remark_on_version(
    session: Session, actor: Actor, case_id: UUID, *, number: int, kind: RemarkKind, words: str
) -> PlanRemark:
    """Record what the worker says of the newest version to the coordinator: a remark, or that it does not fit yet.

    Only worker and coordinator read it. Why something does not fit need not be said; the version can still be accepted
    later. The same again returns the first. Raises NotFound, RuleBroken (S2-2), VersionMoved, Invalid for a remark
    without words, Conflict for a version that the worker accepted already.
    """
    act = begin_step(session, actor, case_id, "plan.remark")
    newest = newest_meant(act, number)
    if kind is RemarkKind.REMARK and not words:
        raise Invalid(problems=[FieldProblem("/words", _("Write what you want to say."))])
    if kind is RemarkKind.NOT_AS_IT_READS:
        _require_open(newest, Party.WORKER)
    known = [row for row in remarks_of(session, act.case) if row.number == number]
    same = next((row for row in known if (row.kind, row.words) == (kind, words)), None)
    if same is not None:
        return same
    remark = PlanRemark(**act.place(COORDINATION), number=number, kind=kind, said_at=clock.now())
    remark.words = words
    session.add(remark)
    session.flush()
    changes = {"number": (None, number), "kind": (None, kind.value), "words": (None, words)}
    act.note("plan.remarked", remark, changes, compartment=COORDINATION)
    _tell_coordinator(act, "plan.remarked", str(remark.id), COORDINATION)
    return remark


def object_to_version(session: Session, actor: Actor, case_id: UUID, *, number: int, words: str) -> PlanObjection:
    """Record what the supervisor can not promise in the newest version, and why; all who read the plan read it.

    The same again returns the first; the version can still be accepted later. Raises NotFound, RuleBroken (S2-2),
    VersionMoved, OtherSupervisor, Conflict for a version that the supervisor accepted already.
    """
    act = begin_step(session, actor, case_id, "plan.object")
    newest = newest_meant(act, number)
    require_named(act, newest, Party.SUPERVISOR)
    _require_open(newest, Party.SUPERVISOR)
    same = next((row for row in objections_of(session, act.case) if (row.number, row.words) == (number, words)), None)
    if same is not None:
        return same
    objection = PlanObjection(**act.place(PLAN), number=number, said_at=clock.now(), said_by=actor.person_id)
    objection.words = words
    session.add(objection)
    session.flush()
    act.note("plan.objected", objection, {"number": (None, number), "words": (None, words)})
    _tell_coordinator(act, "plan.objected", str(objection.id), PLAN)
    return objection


def _require_open(version: Version, party: Party) -> None:
    if version.signed_by(party) is not None:
        raise Conflict(_("You accepted this version. Ask the coordinator for a new one where something must change."))


def _tell_coordinator(act: Act, why: str, key: str, compartment: Compartment) -> None:
    coordinator = current_assignment(act.session, act.case, Role.COORDINATOR)
    if coordinator is not None:
        act.tell(coordinator.person_id, why, key, compartment=compartment)
