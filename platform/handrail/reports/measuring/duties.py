"""Obligations whose date lies in the period: done on time, done late, missed, or still ahead.

Only what asks somebody to act counts; what was taken back or lapsed by recovery does not. An act that is not done
counts as missed from the day after its date on, as of the cut.
"""

from enum import StrEnum
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from handrail.reports.measuring.scope import Scope


class Outcome(StrEnum):
    """What became of an obligation."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    AHEAD = "ahead"


_STATUTORY: Final = "o.case_id is null and o.compartment = 'administrative'"
_DUTIES: Final = """
select o.rule, o.owed_by, o.case_id is null as statutory,
       case when o.status = 'met' and coalesce(o.met_on, o.due_on) <= o.due_on then 'on_time'
            when o.status = 'met' then 'late'
            when o.due_on < :cut and o.status <> 'suspended' then 'missed'
            else 'ahead' end as outcome,
       count(*) as obligations, count(distinct o.employment_id) as workers
  from obligation o
 where o.tenant_id = :tenant and o.employer_id = :employer and o.due_on between :first and :last
   and o.kind = 'act' and o.status not in ('dropped', 'not_applicable') and {which}
 group by 1, 2, 3, 4
 order by 1, 2, 3, 4
"""
_OF_EMPLOYERS: Final = text(_DUTIES.format(which=_STATUTORY))
_OF_ALL: Final = text(_DUTIES.format(which="true"))


def duties(session: Session, scope: Scope) -> list[list[Any]]:
    """Return [rule, owed by, statutory, outcome, obligations, workers]; the employer's side gets the statutory alone.

    Statutory ones are those of the employment, whatever the worker decides about support (VOL-4).
    """
    asked = {name: scope.parameters()[name] for name in ("tenant", "employer", "first", "last", "cut")}
    rows = session.execute(_OF_EMPLOYERS if scope.is_employers else _OF_ALL, asked)
    return [[row.rule, row.owed_by, row.statutory, row.outcome, row.obligations, row.workers] for row in rows]
