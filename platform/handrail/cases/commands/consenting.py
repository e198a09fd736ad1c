"""Consents in a case, with the words of the framework (CON-7), and what follows from the one of S2-3."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.cases import frame, queries
from handrail.cases.commands.loading import Loaded, load
from handrail.cases.commands.parts import end_parts
from handrail.cases.commands.supervisor import ask_to_call
from handrail.cases.events import tell
from handrail.cases.records import person_of
from handrail.cases.rules.gates import require_open
from handrail.cases.rules.steps import Milestone
from handrail.consents import commands as ledger
from handrail.consents.models import Consent
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.queries import current_assignment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.tenancy.models import Case


def record_consent(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    purpose: ConsentPurpose,
    answer: Answer,
    given_how: GivenHow,
    given_on: date | None = None,
    locale: str | None = None,
    about: str = "",
) -> Consent:
    """Record the worker's answer to the framework's text for one use, in the language in which it was read or heard.

    `locale` None: the worker's own. The worker answers online, whatever is said. The same answer again returns the
    first record. Raises Conflict where the jurisdiction does not let it be asked, and as `load` does.
    """
    loaded = load(session, actor, case_id, "consent.record")
    require_open(loaded.process)
    language = locale or person_of(session, loaded.case.tenant_id, loaded.employment.person_id).locale
    shown = frame.consent_text(frame.in_force(session, loaded.case).framework, purpose, language)
    consent = ledger.record_consent(
        session,
        actor,
        case_id=case_id,
        shown=shown,
        answer=answer,
        given_how=GivenHow.ONLINE if actor.role is Role.WORKER else given_how,
        given_on=given_on or loaded.today,
        about=about,
    )
    if purpose is ConsentPurpose.SUPERVISOR_CONTACT and answer is Answer.GIVEN:
        _ask_if_informed(session, actor, loaded)
    if answer is Answer.REFUSED:
        _end_what_needed_it(session, actor, loaded.case, purpose)
    return consent


def record_supervisor_contact_consent(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    wanted: bool,
    given_how: GivenHow,
    given_on: date | None = None,
    locale: str | None = None,
) -> Consent:
    """Record whether the worker wants to hear from their supervisor, asked at the end of the call (S2-3).

    Only a yes lets the supervisor be asked to call, and only once they were informed (S2-4). A no takes a yes back.
    """
    return record_consent(
        session,
        actor,
        case_id,
        purpose=ConsentPurpose.SUPERVISOR_CONTACT,
        answer=Answer.GIVEN if wanted else Answer.REFUSED,
        given_how=given_how,
        given_on=given_on,
        locale=locale,
    )


def withdraw_consent(session: Session, actor: Actor, case_id: UUID, consent_id: UUID) -> Consent:
    """Take a consent back; from the next request on nothing leans on it any more."""
    taken_back = ledger.withdraw_consent(session, actor, case_id=case_id, consent_id=consent_id)
    case = load_case(session, case_id, require(actor, "consent.record"))
    _end_what_needed_it(session, actor, case, taken_back.purpose)
    return taken_back


def _end_what_needed_it(session: Session, actor: Actor, case: Case, purpose: ConsentPurpose) -> None:
    """End the parts that nobody has without this consent: from the next request on they find nothing (CON-7)."""
    if purpose is ConsentPurpose.INFORM_UNION:
        end_parts(session, actor, case, (Role.UNION,))
    if purpose is ConsentPurpose.WELCOME_COLLEAGUES:
        _tell_who_prepares(session, case)


def _tell_who_prepares(session: Session, case: Case) -> None:
    """Have the supervisor of a plan in force told that there is something new: colleagues are told nothing more.

    Before there is such a plan nothing was told that could be taken back, and nobody hears of the consent.
    """
    supervisor = current_assignment(session, case, Role.SUPERVISOR)
    if supervisor is None or Milestone.PLAN_ACCEPTED not in queries.milestones_of(session, case):
        return
    key = f"{case.id}:{clock.now().isoformat()}"
    tell(session, case.subject(), supervisor.person_id, "welcome.taken_back", compartment=Compartment.PLAN, key=key)


def _ask_if_informed(session: Session, actor: Actor, loaded: Loaded) -> None:
    notice = queries.supervisor_notice_of(session, loaded.case, loaded.employment.supervisor_id)
    if notice is not None:
        ask_to_call(session, actor, loaded, notice)
