"""Absences: how many began, how many go on, and how many calendar days of the period were days of absence."""

from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from handrail.reports.measuring.scope import Scope

# A day of absence is a calendar day from the first one to the day before the first day fit, within period and cut.
_BY_DEPARTMENT: Final = text("""
select d.id, d.name,
       count(*) filter (where a.first_day >= :first) as begun,
       count(distinct a.subject_id) filter (where a.first_day >= :first) as begun_workers,
       count(*) filter (where a.first_day_fit is null or a.first_day_fit > :as_of) as open,
       sum(least(coalesce(a.first_day_fit, 'infinity'), cast(:as_of as date) + 1) - greatest(a.first_day, :first))
         as days,
       count(distinct a.subject_id) as workers
  from absence a
  join employment e on e.tenant_id = a.tenant_id and e.id = a.subject_id
  left join department d on d.tenant_id = e.tenant_id and d.id = e.department_id
 where a.tenant_id = :tenant and a.employer_id = :employer and a.first_day <= :as_of
   and (a.first_day_fit is null or a.first_day_fit > :first)
 group by d.id, d.name
 order by d.name, d.id
""")
_BY_MONTH: Final = text("""
select cast(date_trunc('month', a.first_day) as date) as month, count(*) as begun,
       count(distinct a.subject_id) as workers
  from absence a
 where a.tenant_id = :tenant and a.employer_id = :employer and a.first_day between :first and :as_of
 group by 1
 order by 1
""")


def absences(session: Session, scope: Scope) -> dict[str, Any]:
    """Return departments, [id, name, begun, their workers, open, days, workers], and months, [month, begun, workers].

    Who has no department, and everybody of an employer without departments, is in a line without id and name.
    """
    asked = {name: scope.parameters()[name] for name in ("tenant", "employer", "first", "as_of")}
    return {
        "departments": [
            [str(row.id) if row.id else None, row.name or "", *(int(number) for number in row[2:])]
            for row in session.execute(_BY_DEPARTMENT, asked)
        ],
        "months": [[row.month.isoformat(), row.begun, row.workers] for row in session.execute(_BY_MONTH, asked)],
    }
