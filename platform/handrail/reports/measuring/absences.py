"""Absences: how many began, how many go on, and how many calendar days of the period were days of absence."""

from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from handrail.reports.measuring.scope import Scope

# A day of absence is a calendar day from the first one to the day before the first day fit, within period and cut, and
# no later than the last day of the employment: `over_on` is the day after the last one. An absence that was recorded
# as begun after that is none, here and where returns are counted.
_BY_DEPARTMENT: Final = text("""
with spell as (
  select a.subject_id, e.department_id, a.first_day,
         coalesce(least(a.first_day_fit, e.ended_on + 1), 'infinity') as over_on
    from absence a
    join employment e on e.tenant_id = a.tenant_id and e.id = a.subject_id
   where a.tenant_id = :tenant and a.employer_id = :employer and a.first_day <= :as_of
     and (a.first_day_fit is null or a.first_day_fit > :first)
)
select d.id, d.name,
       count(*) filter (where s.first_day >= :first) as begun,
       count(distinct s.subject_id) filter (where s.first_day >= :first) as begun_workers,
       count(*) filter (where s.over_on > :as_of) as open,
       sum(least(s.over_on, cast(:as_of as date) + 1) - greatest(s.first_day, :first)) as days,
       count(distinct s.subject_id) as workers
  from spell s
  left join department d on d.tenant_id = :tenant and d.id = s.department_id
 where s.over_on > greatest(s.first_day, :first)
 group by d.id, d.name
 order by d.name, d.id
""")
_BY_MONTH: Final = text("""
select cast(date_trunc('month', a.first_day) as date) as month, count(*) as begun,
       count(distinct a.subject_id) as workers
  from absence a
  join employment e on e.tenant_id = a.tenant_id and e.id = a.subject_id
 where a.tenant_id = :tenant and a.employer_id = :employer and a.first_day between :first and :as_of
   and (e.ended_on is null or e.ended_on >= a.first_day)
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
