"""What every command of this slice begins and ends with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import events
from handrail.cases.models import MilestoneReached
from handrail.cases.queries import required_process
from handrail.cases.records import employment_of, in_case, zone_of
from handrail.cases.rules import require_participation
from handrail.cases.rules.gates import require_open
from handrail.cases.rules.steps import Milestone
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment, Role
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _
from handrail.obligations import facts, projection
from handrail.obligations.models import Fact
from handrail.tenancy.models import Case, Employment

PLAN, COORDINATION, OWN = Compartment.PLAN, Compartment.COORDINATION, Compartment.OWN


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person on one case, which is locked; `today` is the day it is at the worker's site."""

    session: Session
    actor: Actor
    case: Case
    employment: Employment
    today: date

    def note(
        self,
        verb: str,
        record: Any,
        changes: Mapping[str, tuple[Any, Any]] | None = None,
        *,
        compartment: Compartment = PLAN,
    ) -> None:
        """Append to the timeline what was done, with the values before and after."""
        subject = self.case.subject()
        timeline.append(
            self.session, subject, self.actor, verb, compartment=compartment, record=record, changes=changes
        )

    def fact(
        self,
        type: str,  # noqa: A002 - the vocabulary's own word
        *,
        on: date,
        fields: Mapping[str, Any] | None = None,
        compartment: Compartment = PLAN,
        replaces: Fact | None = None,
        void: bool = False,
    ) -> Fact:
        """Append a fact of the support process."""
        return facts.append(
            self.session,
            self.actor,
            self.employment,
            type=type,
            on=on,
            fields=fields,
            compartment=compartment,
            case=self.case,
            replaces=replaces,
            void=void,
        )

    def facts_of(self, type: str) -> list[Fact]:  # noqa: A002 - the vocabulary's own word
        """Return the facts of this case in force, of one type, oldest first."""
        found = facts.current(self.session, self.case.tenant_id, self.case.employment_id)
        return [fact for fact in found if fact.type == type and fact.case_id == self.case.id]

    def take_back(self, fact: Fact) -> None:
        """Take a fact back; what was believed stays readable."""
        self.fact(fact.type, on=fact.on, fields=fact.fields, replaces=fact, void=True)

    def reach(self, milestone: Milestone, on: date, *, compartment: Compartment = PLAN) -> None:
        """Note that a milestone was reached; noting it again on the same day adds nothing."""
        known = select(MilestoneReached.id).where(
            MilestoneReached.tenant_id == self.case.tenant_id,
            MilestoneReached.subject_id == self.case.id,
            MilestoneReached.milestone == milestone,
            MilestoneReached.on == on,
        )
        if self.session.scalar(known.limit(1)) is None:
            self.session.add(MilestoneReached(**self.place(compartment), milestone=milestone, on=on))

    def place(self, compartment: Compartment = PLAN) -> dict[str, Any]:
        """Return the owner columns of a new record."""
        return in_case(self.case, compartment)

    def settle(self) -> None:
        """Bring what is due up to date with the facts: the end of every command that appends one."""
        projection.reconcile_support(self.session, self.actor, self.employment.id)

    def tell(self, person_id: UUID, why: str, key: str, *, compartment: Compartment = PLAN) -> None:
        """Have a person told that there is something new; whoever did it is not told of their own act."""
        if person_id != self.actor.person_id:
            events.tell(self.session, self.case.subject(), person_id, why, compartment=compartment, key=key)

    def happened(self, on: date | None, pointer: str) -> date:
        """Return the day something happened, today where none is given; raises Invalid for a day still to come."""
        if on is not None and on > self.today:
            raise Invalid(problems=[FieldProblem(pointer, _("This day is still to come."))])
        return on or self.today


def begin(session: Session, actor: Actor, case_id: UUID, action: str) -> Act:
    """Return the act, if the policy allows it; raises NotFound otherwise. The case is locked: acts follow each other.

    No gate is asked: for facts, and for what is the worker's alone.
    """
    case = load_case(session, case_id, require(actor, action), lock=True)
    employment = employment_of(session, case)
    return Act(session, actor, case, employment, clock.today(zone_of(session, employment)))


def begin_step(session: Session, actor: Actor, case_id: UUID, action: str) -> Act:
    """Return an act of S3 to S6; raises NotFound, and RuleBroken (S2-2, S7-5) where the worker does not take part.

    The supervisor may not know whether they do: their part in the case begins and ends with it, so reaching the case
    is the same gate.
    """
    act = begin(session, actor, case_id, action)
    if actor.role is not Role.SUPERVISOR:
        process = required_process(session, act.case)
        require_open(process)
        require_participation(process)
    return act
