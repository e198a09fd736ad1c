"""What every command on a case begins with: the case, if the policy allows the act on it, locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.cases import queries
from handrail.cases.models import CaseProcess
from handrail.cases.records import employment_of, zone_of
from handrail.identity.access import load_case, require
from handrail.identity.actor import Actor
from handrail.kit import clock
from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _, format_date
from handrail.kit.subjects import Acting
from handrail.obligations import facts, projection
from handrail.tenancy.models import Case, Employment

COORDINATION = Compartment.COORDINATION


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case under way: `today` is the day it is now at the worker's site."""

    case: Case
    process: CaseProcess
    employment: Employment
    today: date


def load(session: Session, actor: Actor, case_id: UUID, action: str) -> Loaded:
    """Return the case, locked, where the policy allows the act; raises NotFound otherwise, as for an unknown id."""
    case = load_case(session, case_id, require(actor, action), lock=True)
    employment = employment_of(session, case)
    today = clock.today(zone_of(session, employment))
    return Loaded(case, queries.required_process(session, case), employment, today)


def happened(on: date | None, loaded: Loaded, pointer: str = "/on") -> date:
    """Return the day something happened, today where none is given.

    Raises Invalid for a day still to come, and for one before the file reached the coordinator: nothing of the support
    process can have happened then, and it would answer no obligation of this case.
    """
    if on is not None and on > loaded.today:
        raise Invalid(problems=[FieldProblem(pointer, _("This day is still to come."))])
    if on is not None and on < loaded.case.opened_on:
        day = format_date(loaded.case.opened_on, "long")
        raise Invalid(problems=[FieldProblem(pointer, _("The file reached you on %(day)s, after this day.", day=day))])
    return on or loaded.today


def still_to_come(on: date | None, today: date, pointer: str) -> date | None:
    """Return a day that was agreed on; raises Invalid for one that is over."""
    if on is not None and on < today:
        raise Invalid(problems=[FieldProblem(pointer, _("This day is over."))])
    return on


def change(session: Session, actor: Acting, loaded: Loaded, verb: str, **values: Any) -> None:
    """Set values of the process and take note of those that differ; nothing changes, nothing is noted."""
    before = {name: getattr(loaded.process, name) for name in values}
    differing = {name: (before[name] or None, value) for name, value in values.items() if before[name] != value}
    if not differing:
        return
    for name, (_old, new) in differing.items():
        setattr(loaded.process, name, new)
    timeline.append(
        session, loaded.case.subject(), actor, verb, compartment=COORDINATION, record=loaded.process, changes=differing
    )
    session.flush()


def fact(
    session: Session,
    actor: Acting,
    loaded: Loaded,
    type: str,  # noqa: A002 - the vocabulary's own word
    *,
    on: date,
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Append a fact of the support process."""
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in (fields or {}).items()}
    facts.append(
        session, actor, loaded.employment, type=type, on=on, fields=plain, compartment=COORDINATION, case=loaded.case
    )


def settle(session: Session, actor: Acting, loaded: Loaded) -> None:
    """Bring what is due up to date with the facts: the end of every command that appends one."""
    projection.reconcile_support(session, actor, loaded.employment.id)
