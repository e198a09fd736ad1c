"""How long it took until the first work, and until a return that lasted, of the absences that began in the period.

Days count from the first day of absence. First return: the first day of any work, part of a job included, as an
administrative fact or the end of the absence says; for the consultancy also a first day back that its coordinator or
the supervisor recorded. Sustained return: the first day of the earliest return with no sickness absence in days 0 to
27; it is known 28 days after it. What is not known yet at the cut, or when the employment ended, is counted apart, with
the days for which it is known (censored).
"""

from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from handrail.reports.measuring.scope import Scope

SUSTAINED_DAYS: Final = 28
FIRST: Final = "first"
SUSTAINED: Final = "sustained"

_WORK: Final = ("partial_return", "partial_return_started", "phased_return_started", "modified_work_started",
                "returned_to_work")  # fmt: skip
"""Administrative facts that say that somebody worked again, in part or in full."""
_BACK: Final = "first_day_back"
"""A fact of the support process: the employer's side never learns of it (VOL-2)."""

# `again`: the first day of the next absence. `lasting`: the end of this absence, where none began in the 28 days from
# it on. The earliest lasting end of this or a later absence is the sustained return, once 28 days of it are known.
_RETURNS: Final = text("""
with spell as (
  select a.subject_id, a.first_day, least(cast(:cut as date), e.ended_on) as seen_until,
         case when a.first_day_fit <= least(cast(:cut as date), e.ended_on) then a.first_day_fit end as fit,
         lead(a.first_day) over worker as again
    from absence a join employment e on e.tenant_id = a.tenant_id and e.id = a.subject_id
   where a.tenant_id = :tenant and a.employer_id = :employer
     and a.first_day between :first and least(cast(:cut as date), coalesce(e.ended_on, :cut))
  window worker as (partition by a.subject_id order by a.first_day)
), lasting as (
  select s.*, min(case when again is null or again >= fit + :days then fit end) over later as lasting_on
    from spell s
  window later as (partition by subject_id order by first_day rows between current row and unbounded following)
), worked as (
  select l.*, cast(date_trunc('quarter', l.first_day) as date) as quarter, least(l.fit, (
           select min(f.on) from fact f
            where f.tenant_id = :tenant and f.employment_id = l.subject_id and f.replaced_by is null and not f.void
              and f.on between l.first_day and least(l.fit, l.seen_until)
              and f.type = any(:work) and f.compartment = any(:compartments))) as worked_on
    from lasting l
   where l.first_day <= :as_of
), told as (
  select 'first' as return, quarter, subject_id, worked_on is not null as is_known,
         coalesce(worked_on, seen_until) - first_day as days
    from worked
  union all
  select 'sustained', quarter, subject_id, coalesce(lasting_on + :days <= seen_until, false),
         coalesce(lasting_on, seen_until) - first_day
    from worked
)
select return, quarter, is_known, days, grouping(quarter, is_known, days) as left_out,
       count(*) as absences, count(distinct subject_id) as workers
  from told
 group by return, grouping sets ((quarter, is_known, days), (quarter, is_known), (quarter), (is_known), ())
 order by return, quarter, days, is_known
""")
_DAYS_TOO: Final = 0
"""The bits of `left_out` where a line counts by quarter, whether it is known, and days."""


def returns(session: Session, scope: Scope) -> dict[str, Any]:
    """Return for each kind of return how many it is known of and after how many days, by quarter of the first day.

    ``days``: by quarter [days, returns, censored] in order of days. ``known``, ``censored`` and ``all``: by quarter,
    and under the key "all" for the whole period, [absences, workers].
    """
    asked = scope.parameters() | {"days": SUSTAINED_DAYS, "work": [*_WORK], "compartments": ["administrative"]}
    if not scope.is_employers:
        asked |= {"work": [*_WORK, _BACK], "compartments": ["administrative", "coordination", "plan"]}
    del asked["last"]
    found: dict[str, Any] = {kind: {"days": {}, "known": {}, "censored": {}, "all": {}} for kind in (FIRST, SUSTAINED)}
    for row in session.execute(_RETURNS, asked):
        kind = found[getattr(row, "return")]
        quarter = row.quarter.isoformat() if row.quarter else "all"
        if row.left_out == _DAYS_TOO:
            counts = [row.absences, 0] if row.is_known else [0, row.absences]
            _add(kind["days"].setdefault(quarter, []), row.days, counts)
        else:
            name = "all" if row.is_known is None else "known" if row.is_known else "censored"
            kind[name][quarter] = [row.absences, row.workers]
    return found


def _add(line: list[list[int]], days: int, counts: list[int]) -> None:
    """Join the two lines of one number of days, which come one after the other."""
    if line and line[-1][0] == days:
        counts = [one + other for one, other in zip(line.pop()[1:], counts, strict=True)]
    line.append([days, *counts])
