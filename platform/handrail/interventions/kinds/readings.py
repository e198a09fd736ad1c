"""What the host knows of a case already: the build-up of its plan, planned and as it went.

There is one place for these, the plan. An intervention shows and checks them; it never keeps a copy.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from handrail.identity.policies import MATRIX
from handrail.kit.codes import Compartment, Role
from handrail.plans.queries.carrying_out import weeks_worked
from handrail.plans.queries.versions import versions_of
from handrail.plans.rules.content import Content, Limit, Week
from handrail.plans.rules.returning import Worked
from handrail.sdk import InterventionShape
from handrail.tenancy.models import Case

_READING: Final[Mapping[str, Callable[[Content], Any]]] = {
    "plan.weeks": lambda content: [_week(each) for each in content.weeks] or None,
    "plan.limits": lambda content: [_limit(each) for each in content.limits] or None,
    "plan.full_week_hours": lambda content: _text(content.full_week_hours),
    "plan.first_day_on": lambda content: content.first_day_on.isoformat() if content.first_day_on else None,
}


def readings_of(session: Session, case: Case | None, role: Role, shape: InterventionShape) -> dict[str, Any]:
    """Return what the host knows itself, by the key of the field that shows it; nothing of a plan they do not read."""
    wanted = {field.key: field.reading for field in shape.data if field.reading}
    if case is None or not wanted or Compartment.PLAN not in MATRIX[role]:
        return {}
    known: dict[str, Any] = {}
    contract = versions_of(session, case).contract
    if contract is not None:
        known = {name: read(contract.content) for name, read in _READING.items()}
    if "plan.actual_weeks" in wanted.values():
        known["plan.actual_weeks"] = [_worked(each) for each in weeks_worked(session, case)] or None
    return {key: known[name] for key, name in wanted.items() if known.get(name) is not None}


def _week(week: Week) -> dict[str, Any]:
    days = {"most_a_day": _text(max((each for each in week.hours if each is not None), default=None))}
    found = {
        "monday": week.monday.isoformat(),
        "hours": str(week.total),
        "days": sum(1 for each in week.hours if each),
        "tasks": week.tasks,
        "cover": week.cover,
        **days,
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def _limit(limit: Limit) -> dict[str, Any]:
    found = {"kind": limit.kind.value, "amount": str(limit.amount), "until": limit.until and limit.until.isoformat()}
    return {key: value for key, value in found.items() if value is not None}


def _worked(week: Worked) -> dict[str, Any]:
    found = {
        "monday": week.monday.isoformat(),
        "hours": str(week.hours),
        "tasks": week.tasks,
        "replacement_there": week.replacement_there,
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
