"""Telling the supervisor, and asking them to call (S2-3, S2-4); another supervisor after a reassignment (S3-4)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import frame, letters, queries
from handrail.cases.beyond import coordinator_of, end_call_wish, end_former_parts
from handrail.cases.commands.loading import Loaded, load
from handrail.cases.events import tell
from handrail.cases.models import SupervisorNotice
from handrail.cases.records import in_case, person_of, recorded
from handrail.cases.review.holding import hold, is_reviewed
from handrail.cases.review.models import HeldLetter
from handrail.cases.rules.gates import require_participation
from handrail.consents.queries import live
from handrail.consents.rules import ConsentPurpose
from handrail.identity import parts as case_parts
from handrail.identity import queries as parts
from handrail.identity.access import load_employment, require
from handrail.identity.actor import Actor
from handrail.identity.models import Assignment, Membership
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Conflict, FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.kit.subjects import Acting
from handrail.tenancy.models import Case, Employment, Person

NOTICE = "supervisor_notice"


def inform_supervisor(session: Session, actor: Actor, case_id: UUID) -> SupervisorNotice | HeldLetter:
    """Tell the supervisor that the worker takes part, and what their role is; nothing else goes along (S2-4).

    From now on they have a part in the case. Where the worker wants to hear from them (S2-3) they are asked to call.
    Telling them again returns the first notice. Where the framework has the notice read first it is held, and nothing
    else happens until it is released. Raises RuleBroken (S2-2), Conflict where there is no supervisor.
    """
    loaded = load(session, actor, case_id, "supervisor.inform")
    supervisor_id = _to_inform(loaded)
    notice = queries.supervisor_notice_of(session, loaded.case, supervisor_id)
    has_part = parts.current_assignment(session, loaded.case, Role.SUPERVISOR, supervisor_id) is not None
    if notice is None or not has_part:
        wording = notice_wording(session, loaded.case, loaded.employment)
        if is_reviewed(frame.in_force(session, loaded.case).framework, NOTICE):
            return hold(session, actor, loaded, NOTICE, wording)
        return write_notice(session, actor, loaded, wording)
    if live(session, loaded.case, ConsentPurpose.SUPERVISOR_CONTACT) is not None:
        ask_to_call(session, actor, loaded, notice)
    return notice


def notice_wording(session: Session, case: Case, employment: Employment) -> frame.Wording:
    """Return the words in which this supervisor would be told now; raises Conflict where there is none."""
    if employment.supervisor_id is None:
        raise Conflict(_("No supervisor is on record for this worker. Ask the absence administration to add one."))
    locale = person_of(session, case.tenant_id, employment.supervisor_id).locale
    return frame.letter_wording(session, frame.in_force(session, case).framework, case, NOTICE, locale)


def write_notice(session: Session, actor: Actor, loaded: Loaded, wording: frame.Wording) -> SupervisorNotice:
    """Tell the supervisor in these words, and ask them to call where the worker wants it. Raises as above."""
    supervisor_id = _to_inform(loaded)
    cast = letters.cast_of(session, loaded.case, loaded.employment)
    kept = frame.keep_wording(session, loaded.case, wording)
    notice = SupervisorNotice(
        **in_case(loaded.case, Compartment.PLAN),
        **recorded(actor),
        supervisor_id=supervisor_id,
        informed_on=loaded.today,
        locale=kept.letter.locale,
        version=kept.version,
    )
    notice.words = letters.notice_words(kept, cast, dated_on=loaded.today)
    session.add(notice)
    session.flush()
    case_parts.assign(session, actor, loaded.case, person_id=supervisor_id, role=Role.SUPERVISOR, since=clock.today())
    timeline.append(
        session,
        loaded.case.subject(),
        actor,
        "supervisor.informed",
        compartment=Compartment.PLAN,
        record=notice,
        changes={"informed_on": (None, loaded.today)},
    )
    _tell(session, loaded, notice, "supervisor.informed")
    if live(session, loaded.case, ConsentPurpose.SUPERVISOR_CONTACT) is not None:
        ask_to_call(session, actor, loaded, notice)
    return notice


def _to_inform(loaded: Loaded) -> UUID:
    require_participation(loaded.process)
    if loaded.employment.supervisor_id is None:
        raise Conflict(_("No supervisor is on record for this worker. Ask the absence administration to add one."))
    return loaded.employment.supervisor_id


def ask_to_call(session: Session, actor: Actor, loaded: Loaded, notice: SupervisorNotice) -> None:
    """Ask an informed supervisor to call the worker; asking again on the same day changes nothing."""
    if notice.call_asked_on == loaded.today:
        return
    before, notice.call_asked_on = notice.call_asked_on, loaded.today
    session.flush()
    timeline.append(
        session,
        loaded.case.subject(),
        actor,
        "supervisor.asked_to_call",
        compartment=Compartment.PLAN,
        record=notice,
        changes={"call_asked_on": (before, loaded.today)},
    )
    _tell(session, loaded, notice, "supervisor.asked_to_call")


def _tell(session: Session, loaded: Loaded, notice: SupervisorNotice, why: str) -> None:
    tell(
        session,
        loaded.case.subject(),
        notice.supervisor_id,
        why,
        compartment=Compartment.PLAN,
        key=f"{notice.id}:{loaded.today.isoformat()}",
    )


def change_supervisor(session: Session, actor: Actor, employment_id: UUID, *, supervisor_id: UUID) -> Employment:
    """Give a worker another supervisor, as when they go to another team (S3-4).

    It is administrative, and the same whatever the worker decided about support. The former one finds nothing of the
    worker from the next request on. To the present one: no change. Raises NotFound, and Invalid for somebody who can
    not be their supervisor.
    """
    employment = load_employment(session, employment_id, require(actor, "supervisor.change"))
    if employment.supervisor_id == supervisor_id:
        return employment
    if supervisor_id not in dict(supervisors_here(session, employment)):
        raise Invalid(problems=[FieldProblem("/supervisor_id", _("Choose one from the list."))])
    employment.supervisor_id = supervisor_id
    follow_supervisor(session, actor, employment)
    return employment


def supervisors_here(session: Session, employment: Employment) -> list[tuple[UUID, str]]:
    """Return who can be this worker's supervisor, by name: they hold the role there, and no part against NEU-1."""
    coordinates = (
        select(Assignment.person_id)
        .join(Case, (Case.tenant_id == Assignment.tenant_id) & (Case.id == Assignment.case_id))
        .where(
            Case.tenant_id == employment.tenant_id,
            Case.employment_id == employment.id,
            Assignment.role == Role.COORDINATOR,
            Assignment.during.contains(clock.today()),
        )
    )
    statement = (
        select(Person.id, Person.name)
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .where(
            Membership.tenant_id == employment.tenant_id,
            Membership.employer_id == employment.employer_id,
            Membership.role == Role.SUPERVISOR,
            Membership.during.contains(clock.today()),
            Person.id != employment.person_id,
            Person.id.not_in(coordinates),
        )
        .order_by(Person.sort_name, Person.id)
    )
    return [(person_id, name) for person_id, name in session.execute(statement)]


def follow_supervisor(session: Session, actor: Acting, employment: Employment) -> None:
    """Follow a change of the supervisor through every case: parts, grants, and the consent to a call (S3-4, S2-3).

    That consent was for the one before, and is asked anew.
    """
    end_former_parts(session, actor, employment)
    for case in queries.cases_of(session, employment):
        end_call_wish(session, actor, case)
        coordinator_id = coordinator_of(session, case)
        if coordinator_id is not None:
            key = f"{case.id}:{employment.supervisor_id}:{clock.now().isoformat()}"
            tell(
                session,
                case.subject(),
                coordinator_id,
                "supervisor.changed",
                compartment=Compartment.COORDINATION,
                key=key,
            )
