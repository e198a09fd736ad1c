"""Referring a worker, with consent and not else (S3-2, S3-4, CON-7)."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import commands as cases
from handrail.cases import frame
from handrail.cases.commands.loading import COORDINATION, Loaded, happened, load
from handrail.cases.events import tell
from handrail.cases.records import in_case, person_of, recorded
from handrail.cases.rules.gates import require_participation
from handrail.consents.models import Consent
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.identity import parts as case_parts
from handrail.identity import queries as parts
from handrail.identity.actor import Actor
from handrail.interventions import beyond, queries
from handrail.interventions.models import Engagement, Invitation, Referral
from handrail.interventions.queries import Target
from handrail.interventions.rules import AskedBy, HelpKind, Progress, consent_for, require_request
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import Conflict, FieldProblem, Invalid, NotFound
from handrail.kit.i18n import _
from handrail.plans.rules.codes import Party

PROVIDER = Compartment.PROVIDER


def ask_consent(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    to: str,
    answer: Answer,
    given_how: GivenHow,
    given_on: date | None = None,
) -> Consent:
    """Record what the worker said to being referred to one provider or resource; each is asked apart (CON-7)."""
    loaded = load(session, actor, case_id, "referral.make")
    require_participation(loaded.process)
    target = target_of(session, loaded, to)
    purpose = consent_for(target.kind or HelpKind.OTHER)
    return cases.record_consent(
        session,
        actor,
        case_id,
        purpose=purpose,
        answer=answer,
        given_how=given_how,
        given_on=given_on,
        about=target.name if purpose is ConsentPurpose.REFERRAL else "",
    )


def refer(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    to: str,
    kind: HelpKind | None = None,
    asked_by: AskedBy | None = None,
    made_on: date | None = None,
) -> Referral:
    """Refer the worker; the process goes on beside it (S3-4). While one to the same place is open, it is returned.

    A provider who works with Handrail learns the worker's name and how to reach them, and nothing else: there is no
    field for more. For a mediation both parties are invited. `kind` is what a provider is asked for; a resource has
    its own. Raises ConsentMissing (CON-7), RuleBroken (S2-2, S3-2), Conflict, Invalid.
    """
    loaded = load(session, actor, case_id, "referral.make")
    require_participation(loaded.process)
    target = target_of(session, loaded, to)
    wanted = target.kind or kind
    if wanted is None:
        raise Invalid(problems=[FieldProblem("/kind", _("Say what kind of help it is."))])
    on = happened(made_on, loaded, "/made_on")
    require_request(wanted, asked_by)
    consent = queries.consent_to(session, loaded.case, wanted, target)
    standing = next((each for each in queries.referrals_of(session, loaded.case) if _same(each, target, wanted)), None)
    if standing is not None:
        return standing
    if wanted is HelpKind.MEDIATION:
        _require_parties(session, loaded, target)
    row = Referral(
        **in_case(loaded.case),
        **recorded(actor),
        kind=wanted,
        resource=target.resource,
        provider_id=target.provider_id,
        about=target.name,
        consent_id=consent.id,
        asked_by=asked_by,
        made_on=on,
    )
    session.add(row)
    session.flush()
    timeline.append(
        session,
        loaded.case.subject(),
        actor,
        "referral.made",
        compartment=COORDINATION,
        record=row,
        changes={"kind": (None, wanted.value), "about": (None, target.name), "made_on": (None, on)},
    )
    if target.provider_id is not None:
        _open_slice(session, actor, loaded, row, target.provider_id)
    return row


def target_of(session: Session, loaded: Loaded, to: str) -> Target:
    """Return to whom a code leads; raises Invalid for one that leads to nobody here."""
    framework = frame.in_force(session, loaded.case).framework
    locale = person_of(session, loaded.case.tenant_id, loaded.employment.person_id).locale
    parties = {loaded.employment.person_id, loaded.employment.supervisor_id}
    for target in queries.targets_of(session, framework, loaded.employment, locale):
        if target.code == to and target.provider_id not in parties - {None}:
            return target
    raise Invalid(problems=[FieldProblem("/to", _("Choose one from the list."))])


def _same(referral: Referral, target: Target, kind: HelpKind) -> bool:
    return (referral.resource, referral.provider_id, referral.kind) == (
        target.resource,
        target.provider_id,
        kind,
    ) and referral.progress is not Progress.ENDED


def _require_parties(session: Session, loaded: Loaded, target: Target) -> None:
    if target.provider_id is None:
        raise Invalid(problems=[FieldProblem("/to", _("A mediation needs a mediator who works with Handrail."))])
    if parts.current_assignment(session, loaded.case, Role.COORDINATOR, target.provider_id) is not None:
        raise Invalid(problems=[FieldProblem("/to", _("Whoever coordinates does not mediate."))])
    supervisor_id = loaded.employment.supervisor_id
    if supervisor_id is None or parts.current_assignment(session, loaded.case, Role.SUPERVISOR, supervisor_id) is None:
        raise Conflict(_("The supervisor does not know yet that the worker takes part. Inform them first."))


def _open_slice(session: Session, actor: Actor, loaded: Loaded, referral: Referral, provider_id: UUID) -> None:
    """Open the provider's slice, give them their part in the case, and invite both parties of a mediation."""
    case, mediates = loaded.case, referral.kind is HelpKind.MEDIATION
    supervisor_id = loaded.employment.supervisor_id if mediates else None
    slice_ = Engagement(
        **in_case(case, PROVIDER),
        referral_id=referral.id,
        provider_id=provider_id,
        worker_id=loaded.employment.person_id,
        supervisor_id=supervisor_id,
        kind=referral.kind,
        offered_on=referral.made_on,
    )
    invitations = []
    if mediates and supervisor_id is not None:
        people = (
            (Party.WORKER, loaded.employment.person_id, PROVIDER),
            (Party.SUPERVISOR, supervisor_id, Compartment.PLAN),
        )
        invitations = [
            Invitation(
                **in_case(case, compartment),
                engagement_id=slice_.id,
                person_id=person_id,
                party=party,
                provider_id=provider_id,
                invited_on=referral.made_on,
            )
            for party, person_id, compartment in people
        ]
    changes = {"state": (None, "offered"), "kind": (None, referral.kind.value)}
    timeline.append(
        session, case.subject(), actor, "help.asked_for", compartment=PROVIDER, record=slice_, changes=changes
    )
    for each in invitations:
        timeline.append(session, case.subject(), actor, "mediation.offered", compartment=each.compartment, record=each)
        tell(session, case.subject(), each.person_id, "mediation", compartment=each.compartment, key=str(each.id))
    tell(session, case.subject(), provider_id, "referral", compartment=PROVIDER, key=str(slice_.id))
    beyond.keep(session, slice_, *invitations)
    case_parts.assign(session, actor, case, person_id=provider_id, role=Role.PROVIDER, since=clock.today())


def end_referral(session: Session, actor: Actor, case_id: UUID, referral_id: UUID) -> Referral:
    """End a referral; a provider who has no other one finds nothing from the next request on.

    Ending it again changes nothing. Raises NotFound.
    """
    loaded = load(session, actor, case_id, "referral.make")
    row = next((each for each in queries.referrals_of(session, loaded.case) if each.id == referral_id), None)
    if row is None:
        raise NotFound
    if row.progress is not Progress.ENDED:
        before, row.progress, row.ended_on = row.progress, Progress.ENDED, loaded.today
        session.flush()
        beyond.end(session, row, loaded.today)
        changes = {"progress": (before.value, "ended"), "ended_on": (None, loaded.today)}
        timeline.append(
            session,
            loaded.case.subject(),
            actor,
            "referral.ended",
            compartment=COORDINATION,
            record=row,
            changes=changes,
        )
    if row.provider_id is not None:
        _end_part(session, actor, loaded, row.provider_id)
    return row


def _end_part(session: Session, actor: Actor, loaded: Loaded, provider_id: UUID) -> None:
    if queries.open_referrals_to(session, loaded.case, provider_id):
        return
    part = parts.current_assignment(session, loaded.case, Role.PROVIDER, provider_id)
    if part is not None:
        case_parts.end_assignment(session, actor, loaded.case, part, clock.today())
