"""Giving and ending parts in a case: a follow-up by somebody else, the union, occupational health."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.cases.commands.forwarding import require_neutral
from handrail.cases.commands.loading import Loaded, load
from handrail.cases.events import tell
from handrail.cases.rules.gates import require_participation
from handrail.cases.team import queries
from handrail.cases.team.errors import NotForThisPart
from handrail.cases.team.rules import DUTIES, NEEDS, ROLES, Part, opened_by
from handrail.consents.queries import require_consent
from handrail.identity import parts
from handrail.identity.actor import Actor
from handrail.identity.duties import Duty
from handrail.identity.models import Assignment
from handrail.identity.queries import current_assignment
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import NotFound

_TOLD_IN = {Role.UNION: Compartment.UNION, Role.OCCUPATIONAL_HEALTH: Compartment.MEDICAL}
"""The compartment of theirs in which somebody is told that there is something new for them."""


def appoint(session: Session, actor: Actor, case_id: UUID, *, part: Part, person_id: UUID) -> Assignment:
    """Give somebody a part in a case; the same again returns the first.

    Only while the worker takes part (S2-2), since all of these read the plan or more. Raises NotFound, RuleBroken,
    ConsentMissing where the worker did not agree to it (CON-7), NotNeutral (NEU-1), and NotForThisPart.
    """
    loaded = load(session, actor, case_id, "case_team.appoint")
    require_participation(loaded.process)
    if (purpose := NEEDS.get(part)) is not None:
        require_consent(session, loaded.case, purpose)
    role = ROLES[part]
    before = current_assignment(session, loaded.case, role, person_id)
    if before is not None and (part is not Part.FOLLOW_UP or before.duty is Duty.FOLLOW_UP):
        return before
    _require_fit(session, loaded, part, person_id, before)
    made = parts.assign(
        session, actor, loaded.case, person_id=person_id, role=role, since=clock.today(),
        duty=DUTIES.get(part, Duty.WHOLE),
    )  # fmt: skip
    _tell(session, loaded, person_id, _TOLD_IN.get(role, Compartment.COORDINATION), made.id)
    _tell(session, loaded, loaded.employment.person_id, Compartment.COORDINATION, made.id)
    return made


def end_part(session: Session, actor: Actor, case_id: UUID, part_id: UUID) -> None:
    """End a part that the coordinator gave; from the next request on they find nothing of the case.

    Raises NotFound for one that is not there, or that ends otherwise: a case changes hands, a supervisor's part ends
    with the process.
    """
    loaded = load(session, actor, case_id, "case_team.appoint")
    if queries.member_of(session, loaded.case, part_id).part is None:
        raise NotFound
    found: Any = session.scalars(
        select(Assignment).where(Assignment.tenant_id == actor.tenant_id, Assignment.id == part_id)
    ).one()
    parts.end_assignment(session, actor, loaded.case, found, clock.today())
    _tell(session, loaded, loaded.employment.person_id, Compartment.COORDINATION, f"{part_id}:ended")


def _require_fit(session: Session, loaded: Loaded, part: Part, person_id: UUID, before: Assignment | None) -> None:
    if part is Part.FOLLOW_UP:
        require_neutral(session, loaded.employment, person_id)
    if before is not None or person_id not in {each for each, _name in queries.candidates(session, loaded.case, part)}:
        raise NotForThisPart


def _tell(session: Session, loaded: Loaded, person_id: UUID, compartment: Compartment, key: object) -> None:
    tell(session, loaded.case.subject(), person_id, "team", compartment=compartment, key=str(key))


def opened(part: Part) -> tuple[Compartment, ...]:
    """Return the compartments that somebody with this part reads."""
    return opened_by(ROLES[part])
