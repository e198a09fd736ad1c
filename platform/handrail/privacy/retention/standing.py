"""What is kept, from when its period counts, and what of it is due: read in the engine's scope, without any content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.orm import Session

from handrail.kit.db import allow
from handrail.privacy.retention import reading, rules
from handrail.privacy.retention.codes import Kind
from handrail.privacy.retention.models import LegalHold, PeriodChoice
from handrail.privacy.retention.periods import Period
from handrail.privacy.retention.rules import Choice, Hold, Judgement, Standing, Verdict

_SECONDS: Final = 600
_IN_NO_RUN: Final = """
and (not :fresh or not exists (
  select from erasure_item i join erasure_run r on r.tenant_id = i.tenant_id and r.id = i.run_id
   where i.tenant_id = :tenant and i.about_id = {about} and i.kind = :kind
     and r.state in ('asked', 'approved', 'erasing')))
"""
_ENDS: Final = """
ends as (
  select f.subject_id, max(f."on") filter (where f.type = 'absence_started') as started,
         max(f."on") filter (where f.type in ('recovered', 'employment_ended')) as ended
    from fact f
   where f.tenant_id = :tenant and f.compartment = 'administrative' and f.replaced_by is null and not f.void
     and f.type in ('absence_started', 'recovered', 'employment_ended')
     and f.subject_id in (select employment_id from wanted)
   group by f.subject_id),
led as (
  select c.employment_id, max(p.closed_on) as closed, bool_or(p.closed_on is null) as is_open,
         array_agg(c.number order by c.number) as numbers
    from cases c left join case_process p on p.tenant_id = c.tenant_id and p.subject_id = c.id
   where c.tenant_id = :tenant and c.employment_id in (select employment_id from wanted)
   group by c.employment_id)
"""
_OVER: Final = """
not coalesce(l.is_open, false)
and (x.started is null or x.ended >= x.started or e.ended_on <= :today)
"""
_BEGINS: Final = "greatest(x.ended, l.closed, case when e.ended_on <= :today then e.ended_on end)"

_OF_CASES: Final = text(f"""
select k.id as key_id, k.employer_id, k.subject_id as about_id, c.id as case_id, array[c.number] as numbers,
       e.id as employment_id, s.jurisdiction, p.closed_on as begins_on
  from data_key k
  join cases c on c.tenant_id = k.tenant_id and c.id = k.subject_id
  join employment e on e.tenant_id = c.tenant_id and e.id = c.employment_id
  join site s on s.tenant_id = e.tenant_id and s.id = e.site_id
  join case_process p on p.tenant_id = c.tenant_id and p.subject_id = c.id
 where k.tenant_id = :tenant and k.compartment = :kind and p.closed_on <= :before
   and (cast(:about as uuid) is null or k.subject_id = :about)
{_IN_NO_RUN.format(about="k.subject_id")}
 order by k.subject_id
""")  # noqa: S608 - constants of this module
_OF_EMPLOYMENTS: Final = text(f"""
with wanted as materialized (
  select k.subject_id as employment_id from data_key k
   where k.tenant_id = :tenant and k.compartment = :kind
     and (cast(:about as uuid) is null or k.subject_id = :about)
  {_IN_NO_RUN.format(about="k.subject_id")}),
{_ENDS}
select k.id as key_id, k.employer_id, k.subject_id as about_id, null::uuid as case_id, l.numbers,
       e.id as employment_id, s.jurisdiction, {_BEGINS} as begins_on
  from wanted w
  join data_key k on k.tenant_id = :tenant and k.subject_id = w.employment_id and k.compartment = :kind
  join employment e on e.tenant_id = :tenant and e.id = w.employment_id
  join site s on s.tenant_id = e.tenant_id and s.id = e.site_id
  left join ends x on x.subject_id = e.id
  left join led l on l.employment_id = e.id
 where {_OVER} and {_BEGINS} <= :before
 order by k.subject_id
""")  # noqa: S608 - constants of this module
_OF_PEOPLE: Final = text(f"""
with former as materialized (
  select e.person_id from employment e
   where e.tenant_id = :tenant and (cast(:about as uuid) is null or e.person_id = :about)
   group by e.person_id having bool_and(coalesce(e.ended_on <= :before, false))),
wanted as materialized (
  select e.id as employment_id from employment e
    join former on former.person_id = e.person_id where e.tenant_id = :tenant),
{_ENDS}
select null::uuid as key_id, e.employer_id, e.person_id as about_id, null::uuid as case_id, l.numbers,
       e.id as employment_id, s.jurisdiction,
       case when {_OVER} then {_BEGINS} end as begins_on
  from wanted w
  join employment e on e.tenant_id = :tenant and e.id = w.employment_id
  join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
  join site s on s.tenant_id = e.tenant_id and s.id = e.site_id
  left join ends x on x.subject_id = e.id
  left join led l on l.employment_id = e.id
 where p.key <> 'erased-' || p.id
   and not exists (select from membership m where m.tenant_id = e.tenant_id and m.person_id = e.person_id
                    and (upper(m.during) is null or upper(m.during) > :today))
   and not exists (select from employment o join data_key k on k.tenant_id = o.tenant_id
                    and (k.subject_id = o.id
                         or k.subject_id in (select c.id from cases c
                                              where c.tenant_id = o.tenant_id and c.employment_id = o.id))
                    where o.tenant_id = e.tenant_id and o.person_id = e.person_id)
{_IN_NO_RUN.format(about="e.person_id")}
 order by e.person_id, e.id
""")  # noqa: S608 - constants of this module
_STATEMENTS: Final = {
    Kind.ADMINISTRATIVE: (_OF_EMPLOYMENTS,),
    Kind.OWN: (_OF_CASES, _OF_EMPLOYMENTS),
    Kind.PERSON: (_OF_PEOPLE,),
}
"""What somebody keeps for themselves hangs on a case, or on the employment where it is about an absence."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing with what the rules say of it, and the key that is destroyed with it."""

    standing: Standing
    judgement: Judgement
    key_id: UUID | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What a consultancy goes by on one day: the choices it made and the holds in force."""

    tenant_id: UUID
    today: date
    choices: tuple[Choice, ...]
    holds: tuple[Hold, ...]

    def judge(self, found: Standing) -> Judgement:
        """Say what is so of one thing."""
        return rules.judge(found, reading.rules(), self.choices, self.holds, self.today)


def frame_of(session: Session, tenant_id: UUID, today: date) -> Frame:
    """Return what the consultancy goes by today."""
    choices = select(PeriodChoice).where(PeriodChoice.tenant_id == tenant_id, PeriodChoice.ended_at.is_(None))
    holds = select(LegalHold).where(
        LegalHold.tenant_id == tenant_id, LegalHold.lifted_at.is_(None), LegalHold.until >= today
    )
    return Frame(
        tenant_id,
        today,
        tuple(Choice(row.kind, row.jurisdiction, Period.read(row.period)) for row in session.scalars(choices)),
        tuple(Hold(row.employer_id, row.until, row.case_id, row.employment_id) for row in session.scalars(holds)),
    )


def over(session: Session, frame: Frame) -> Iterator[Found]:
    """Yield what is due, held or not, and in no run that two people are deciding on."""
    allow(session, _SECONDS)
    for kind in Kind:
        yield from (
            found
            for found in _found(session, frame, kind, about=None, fresh=True)
            if found.judgement.verdict in {Verdict.DUE, Verdict.HELD}
        )


def of_one(session: Session, frame: Frame, kind: Kind, about_id: UUID) -> Found | None:
    """Return one thing as it stands now; None where it is in use again, or gone."""
    return next(_found(session, frame, kind, about=about_id, fresh=False), None)


def _found(session: Session, frame: Frame, kind: Kind, *, about: UUID | None, fresh: bool) -> Iterator[Found]:
    least = rules.shortest(reading.rules(), frame.choices, kind)
    if least is None:
        return
    asked = {
        "tenant": frame.tenant_id,
        "kind": kind.value,
        "about": about,
        "fresh": fresh,
        "today": frame.today,
        "before": frame.today - timedelta(days=_fewest_days(least)),
    }
    for statement in _STATEMENTS.get(kind, (_OF_CASES,)):
        rows = session.execute(statement, asked).mappings()
        for _about, together in groupby(rows, key=lambda row: row["about_id"]):
            yield _latest(frame, kind, together)


def _latest(frame: Frame, kind: Kind, rows: Iterable[RowMapping]) -> Found:
    """Return what is due last of what ends together: a person ends with their last employment."""
    found = [Found(standing := _standing(kind, row), frame.judge(standing), row["key_id"]) for row in rows]
    return min(found, key=lambda each: (_ORDER.index(each.judgement.verdict), _last_first(each.judgement.due_on)))


_ORDER: Final = (Verdict.IN_USE, Verdict.NO_PERIOD, Verdict.NOT_YET, Verdict.HELD, Verdict.DUE)


def _last_first(due_on: date | None) -> int:
    return -due_on.toordinal() if due_on else 0


def _standing(kind: Kind, row: RowMapping) -> Standing:
    numbers: list[Any] = row["numbers"] or []
    return Standing(
        kind=kind,
        about_id=row["about_id"],
        employer_id=row["employer_id"],
        employment_id=row["employment_id"],
        jurisdiction=row["jurisdiction"],
        begins_on=row["begins_on"],
        case_id=row["case_id"],
        numbers=tuple(str(number) for number in numbers),
    )


def _fewest_days(period: Period) -> int:
    """Return how many days a period has at least, wherever it lies."""
    return period.years * 365 + period.months * 28 + period.days
