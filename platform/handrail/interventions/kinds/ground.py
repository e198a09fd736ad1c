"""What every act on interventions stands on: the case, or a provider's slice, as far as whoever acts may know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases.queries import required_process
from handrail.cases.records import employment_of, zone_of
from handrail.cases.rules import require_participation
from handrail.cases.rules.gates import require_open
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.identity.policies import MATRIX
from handrail.identity.queries import team_of
from handrail.interventions.commands.providing import slice_of, subject_of
from handrail.interventions.models import Engagement
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import NotFound
from handrail.kit.subjects import SubjectRef
from handrail.sdk.interventions import KEEPERS
from handrail.tenancy.models import Case, Employment, Person

PLACES: Final = tuple(Compartment(each) for each in KEEPERS)
_ASKS_THE_GATE: Final = frozenset({Role.WORKER, Role.COORDINATOR})
"""Who may read where the support process stands; the others reach the case only while it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A case for one reader. For a provider there is no case, but their slice of a referral."""

    session: Session
    actor: Actor
    subject: SubjectRef
    case: Case | None
    employment: Employment | None
    engagement: Engagement | None
    live: frozenset[UUID] = frozenset()
    """Of a provider: their slices whose consent stands; nothing of another one is read (CON-7)."""
    today: date

    @property
    def readable(self) -> frozenset[Compartment]:
        """The compartments of interventions in which the actor reads what stands there.

        Medical is among them only after a fresh proof of who they are.
        """
        cells = MATRIX[self.actor.role]
        closed = frozenset() if self.actor.is_fresh() else frozenset({Compartment.MEDICAL})
        return frozenset(each for each in PLACES if each in cells and cells[each].read and cells[each].content) - closed

    @property
    def writable(self) -> frozenset[Compartment]:
        """The compartments of interventions in which the actor writes."""
        cells = MATRIX[self.actor.role]
        return frozenset(each for each in PLACES if each in cells and cells[each].write)

    @property
    def provider_id(self) -> UUID | None:
        """Whose slice it is."""
        return self.engagement.provider_id if self.engagement else None

    def place(self, compartment: Compartment) -> dict[str, Any]:
        """Return the owner columns of a new record."""
        return {
            "tenant_id": self.subject.tenant_id,
            "employer_id": self.subject.employer_id,
            "subject_id": self.subject.subject_id,
            "compartment": compartment,
            "provider_id": self.provider_id if compartment is Compartment.PROVIDER else None,
        }

    def note(
        self, verb: str, record: Any, compartment: Compartment, changes: Mapping[str, tuple[Any, Any]] | None = None
    ) -> None:
        """Append to the timeline what was done, in the compartment in which it was done."""
        timeline.append(
            self.session, self.subject, self.actor, verb, compartment=compartment, record=record, changes=changes
        )


def stand(session: Session, actor: Actor, case_id: UUID, *, writes: Compartment | None = None) -> Ground:
    """Return the ground; raises NotFound where the actor may not know the case, or may not write there.

    `writes` is the compartment in which they are about to write, and locks the case: two acts follow each other.
    """
    if actor.role is Role.PROVIDER:
        return _of_a_provider(session, actor, case_id, writes)
    action = f"intervention.record_{writes}" if writes else "intervention.read"
    requirement = require(actor, action)
    if writes is None:
        case = _first_readable(session, actor, case_id)
    else:
        case = load_case(session, case_id, requirement, lock=True)
    employment = employment_of(session, case)
    return Ground(
        session=session,
        actor=actor,
        subject=case.subject(),
        case=case,
        employment=employment,
        engagement=None,
        today=clock.today(zone_of(session, employment)),
    )


def _first_readable(session: Session, actor: Actor, case_id: UUID) -> Case:
    """Return the case where the actor reads any compartment that interventions lie in."""
    able = [each for each in PLACES if each in MATRIX[actor.role] and each is not Compartment.PROVIDER]
    for place in able:
        try:
            return load_case(session, case_id, require(actor, f"intervention.read_{place}"))
        except NotFound:
            continue
    raise NotFound


def _of_a_provider(session: Session, actor: Actor, case_id: UUID, writes: Compartment | None) -> Ground:
    action = "intervention.record_provider" if writes else "intervention.read_provider"
    statement = select(Engagement.id).where(
        Engagement.tenant_id == actor.tenant_id,
        Engagement.subject_id == case_id,
        Engagement.provider_id == actor.person_id,
    )
    known = session.scalars(statement.order_by(Engagement.offered_on.desc(), Engagement.id.desc())).all()
    slices = [found for each in known if (found := _live(session, actor, each, action)) is not None]
    if not slices or writes not in {None, Compartment.PROVIDER}:
        raise NotFound
    engagement = slices[0]
    return Ground(
        session=session,
        actor=actor,
        subject=subject_of(engagement),
        case=None,
        employment=None,
        engagement=engagement,
        live=frozenset(each.id for each in slices),
        today=clock.today(actor.time_zone),
    )


def _live(session: Session, actor: Actor, engagement_id: UUID, action: str) -> Engagement | None:
    try:
        return slice_of(session, actor, engagement_id, action)
    except NotFound:
        return None


def require_support(ground: Ground, home: Compartment) -> None:
    """Raise RuleBroken (S2-2) unless the worker takes part; what the worker keeps for themselves needs nothing."""
    if home is Compartment.OWN or ground.case is None or ground.actor.role not in _ASKS_THE_GATE:
        return
    process = required_process(ground.session, ground.case)
    require_open(process)
    require_participation(process)


def people_of(ground: Ground) -> list[tuple[UUID, str]]:
    """Return who can be named in this case, with their names; a provider names the worker and themselves."""
    if ground.case is None or ground.employment is None:
        ids = {ground.actor.person_id, *([ground.engagement.worker_id] if ground.engagement else [])}
    else:
        ids = {ground.employment.person_id, ground.actor.person_id}
        if ground.actor.role is not Role.SUPERVISOR:
            ids |= {person.id for _role, person in team_of(ground.session, ground.case)}
    statement = select(Person.id, Person.name).where(Person.tenant_id == ground.actor.tenant_id, Person.id.in_(ids))
    return [(row.id, row.name) for row in ground.session.execute(statement.order_by(Person.sort_name, Person.id))]
