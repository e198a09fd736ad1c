"""The consultancy's own: how many cases, how long on which step, with which coordinator. Never for the employer's side.

A case counts as open on the last day of the period (or on the cut) where it was opened by then and not closed by then.
Where it stands is what is on record now for the days up to then.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from handrail.cases.rules.steps import Milestone
from handrail.reports.measuring.scope import Scope

AGES: Final = (42, 91, 182)
"""Days at which the next age begins: 6, 13 and 26 weeks."""
STILL: Final = 0
"""In place of a step: the worker takes no part, or no part any more, and the process stands still (VOL-2)."""
BEGINS: Final[Mapping[Milestone, int]] = {
    Milestone.FORWARDED: 1,
    Milestone.INVITED: 2,
    Milestone.FIRST_CONTACT: 2,
    Milestone.PARTICIPATING: 3,
    Milestone.READY: 4,
    Milestone.SUMMARY_VALIDATED: 4,
    Milestone.MEETING_SCHEDULED: 4,
    Milestone.MEETING_HELD: 5,
    Milestone.PLAN_ACCEPTED: 6,
    Milestone.BACK: 7,
    Milestone.FOLLOWED_UP: 7,
}
"""The step that each milestone begins, as `cases.rules.steps.step_of` has it; a test holds the two together."""

_OPEN_CASES: Final = """
open_case as (
  select c.id, c.employment_id, c.opened_on, p.participation
    from cases c join case_process p on p.tenant_id = c.tenant_id and p.subject_id = c.id
   where c.tenant_id = :tenant and c.employer_id = :employer and c.opened_on <= :as_of
     and (p.closed_on is null or p.closed_on > :as_of)
)
"""
_CASELOAD: Final = text("""
select p.participation,
       count(*) filter (where p.closed_on is null or p.closed_on > :as_of) as open,
       count(*) filter (where c.opened_on >= :first) as new,
       count(*) filter (where p.closed_on between :first and :as_of) as closed
  from cases c join case_process p on p.tenant_id = c.tenant_id and p.subject_id = c.id
 where c.tenant_id = :tenant and c.employer_id = :employer and c.opened_on <= :as_of
 group by p.participation
""")
_AGEING: Final = text(
    f"""
with {_OPEN_CASES}, reached as (
  select id, 'file_forwarded' as code, opened_on as reached_on from open_case
  union all
  select c.id, f.type, f.on
    from open_case c join fact f on f.tenant_id = :tenant and f.employment_id = c.employment_id
   where f.replaced_by is null and not f.void and f.on between c.opened_on and :as_of
     and (f.case_id = c.id or f.case_id is null) and f.type = any(:codes)
     and (f.type <> 'participation_decided' or f.fields ->> 'decision' = 'participating')
  union all
  select c.id, m.milestone, m.on
    from open_case c join milestone_reached m on m.tenant_id = :tenant and m.subject_id = c.id
   where m.on <= :as_of
), begun as (
  select r.id, b.step, min(r.reached_on) as began_on
    from reached r join unnest(cast(:codes as text[]), cast(:steps as int[])) as b(code, step) on b.code = r.code
   group by r.id, b.step
), standing as (
  select distinct on (b.id) b.id, b.step, b.began_on
    from begun b
   where b.step <= 2 or exists (select 1 from begun t where t.id = b.id and t.step = 3)
   order by b.id, b.step desc
)
select case when c.participation in ('declined', 'withdrawn') then {STILL} else s.step end as step,
       width_bucket(cast(:as_of as date) - s.began_on, cast(:ages as int[])) as age, count(*) as cases
  from standing s join open_case c on c.id = s.id
 group by 1, 2
"""  # noqa: S608 - constants
)
_WORKLOAD: Final = text(
    f"""
with {_OPEN_CASES}
select a.person_id, p.name, count(*) as cases
  from open_case c
  left join assignment a on a.tenant_id = :tenant and a.case_id = c.id and a.role = 'coordinator'
       and a.during @> cast(:as_of as date)
  left join person p on p.tenant_id = :tenant and p.id = a.person_id
 group by a.person_id, p.name
"""  # noqa: S608 - constants
)


def caseload(session: Session, scope: Scope) -> dict[str, Any]:
    """Return how many cases are open, new and closed, and the open ones by where their worker stands."""
    rows = session.execute(_CASELOAD, _asked(scope)).all()
    return {
        "open": sum(row.open for row in rows),
        "new": sum(row.new for row in rows),
        "closed": sum(row.closed for row in rows),
        "participation": {row.participation: row.open for row in rows if row.open},
    }


def ageing(session: Session, scope: Scope) -> list[list[int]]:
    """Return [step, age, cases]: ages by number from 0 on, as AGES divides them; the step STILL where it stands."""
    asked = _asked(scope) | {"codes": [code.value for code in BEGINS], "steps": [*BEGINS.values()], "ages": [*AGES]}
    return sorted([row.step, row.age, row.cases] for row in session.execute(_AGEING, asked))


def workload(session: Session, scope: Scope) -> list[list[Any]]:
    """Return [id, name, open cases] of every coordinator; without an id those that nobody accompanies."""
    rows = session.execute(_WORKLOAD, _asked(scope))
    return [[str(row.person_id) if row.person_id else None, row.name or "", row.cases] for row in rows]


def _asked(scope: Scope) -> dict[str, date | Any]:
    found = scope.parameters()
    return {name: found[name] for name in ("tenant", "employer", "first", "as_of")}
